//! What is asked of a caller, read anew at each request: a policy that became stricter holds at the next one.

use sqlx::AnyConnection;
use tweestap_api::{Method, Role};

use super::caller::Caller;
use crate::config::School;
use crate::error::Result;
use crate::policy::{Demand, InForce, Kept, Rules};
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::factors::Factor;
use crate::store::{grace, policies};

/// Everything that holds at the caller's school, and for the caller.
#[derive(Clone)]
pub struct Duty {
    rules: Rules,
    kept: Option<Kept>,
    pub in_force: InForce,
}

impl Duty {
    pub async fn of(
        app: &App,
        connection: &mut AnyConnection,
        account: &Account,
        school: &School,
        now: i64,
    ) -> Result<Self> {
        let rules = policies::rules(connection, &app.config, school).await?;
        let kept = match rules.demand(account.role) {
            Some(_) => grace::of(connection, &account.id).await?,
            None => None,
        };
        Ok(Self {
            in_force: rules.in_force(account.role, kept, now),
            rules,
            kept,
        })
    }

    /// The rules of the school, for somebody else there.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// For a page of people: roles whose two steps stay on, and roles that may have time left.
    pub fn listed(&self, now: i64) -> (String, String) {
        let by_demand = self.rules.by_demand();
        let roles = |which: fn(Demand, i64) -> bool| {
            let some = by_demand.iter().filter(|(demand, _)| which(*demand, now));
            let roles: Vec<_> = some.flat_map(|(_, roles)| roles.iter().copied()).collect();
            grace::listed(&roles)
        };
        let required = roles(|demand, now| demand.starts_at <= now);
        let with_time = roles(|demand, now| now < demand.until(None, now));
        (required, with_time)
    }

    /// Whether two steps stay on for people of a role.
    pub fn requires(&self, role: Option<Role>, now: i64) -> bool {
        self.rules.in_force(role, None, now).required
    }
}

impl Caller {
    /// Something must be set up, and nothing that counts is.
    pub fn lacks(&self) -> bool {
        self.in_force().lacks(&self.factors.methods())
    }

    /// What may answer for the caller, the one that is asked for first in front.
    pub fn answering(&self) -> impl Iterator<Item = &Factor> {
        let has = self.factors.methods();
        let active = self.factors.active.iter();
        active.filter(move |factor| self.in_force().answers(factor.method, &has))
    }

    pub fn answering_by(&self, method: Method) -> Option<&Factor> {
        self.answering().find(|factor| factor.method == method)
    }

    pub const fn in_force(&self) -> &InForce {
        &self.duty.in_force
    }

    /// Unix seconds until which the caller may leave it for later.
    pub fn later_until(&self) -> Option<i64> {
        let until = self.in_force().later_until;
        until.filter(|_| self.lacks() && !self.single_sign_on())
    }

    /// A sign-in: grace begins with the first one at which something is asked, whatever is set up then. Somebody who loses
    /// it later is not given the time that others had.
    pub async fn begin_grace(&self, connection: &mut AnyConnection, now: i64) -> Result<()> {
        let Some(demand) = self.in_force().demand else {
            return Ok(());
        };
        let until = demand.until(self.duty.kept, now);
        // Single sign-on is asked nothing, and so takes nothing of the time.
        if self.single_sign_on() || self.duty.kept.is_some_and(|kept| kept.until <= until) {
            return Ok(());
        }
        grace::begin(connection, &self.account.id, until, now).await
    }
}
