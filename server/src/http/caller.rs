//! Who calls: the session, the account behind it, its factors, and the device it comes from (`device.rs`).

use std::sync::Arc;

use axum::http::{HeaderMap, header};
use sqlx::AnyConnection;
use tweestap_api::{Level, Problem, RememberChoice, RememberDuration};

use super::device::{self, Device};
use super::duty::Duty;
use super::recovery_cookie;
use crate::challenge::{self, GIVEN_HOLDS, Given, Recovered, Standing};
use crate::config::School;
use crate::enrolment::Situation;
use crate::error::Result;
use crate::remember;
use crate::single_sign_on;
use crate::state::App;
use crate::store::accounts::{self, Account};
use crate::store::factors::{self, Factors};
use crate::store::sessions::by_bearer;
use crate::store::sessions::{self, Session};

#[derive(Clone)]
pub struct Caller {
    pub session: Session,
    pub account: Account,
    pub school: Arc<School>,
    /// What is asked of this person, as it was when the call came in.
    pub duty: Duty,
    /// As they were when the call came in; whoever changes them reads them again.
    pub factors: Factors,
    pub device: Option<Device>,
    /// When a recovery code was given in this browser that the person has not gone on from yet.
    pub recovering: Option<i64>,
}

impl Caller {
    /// The caller of a bearer token.
    pub async fn of(app: &App, headers: &HeaderMap, now: i64) -> Result<Self> {
        let bearer = bearer(headers).ok_or(Problem::SessionExpired)?;
        let mut connection = app.store.read().await?;
        let session = by_bearer(&mut connection, bearer, now)
            .await?
            .ok_or(Problem::SessionExpired)?;
        let account = accounts::by_id(&mut connection, &session.account)
            .await?
            .ok_or(Problem::SessionExpired)?;
        // A school that was taken out of the configuration takes its people's sessions along.
        let school = app
            .config
            .school(&account.school)
            .ok_or(Problem::SessionExpired)?
            .clone();
        if !may_come_from(app, &school, headers) {
            return Err(Problem::OriginNotAllowed.into());
        }
        let caller =
            Self::new(app, &mut connection, session, account, school, headers, now).await?;
        drop(connection);
        // A database that cannot write just now need not stop someone from reading.
        if caller.session.is_stale(now)
            && let Err(error) = caller.seen(app, now).await
        {
            tracing::warn!(?error, "a session's last use was not written down");
        }
        Ok(caller)
    }

    async fn seen(&self, app: &App, now: i64) -> Result<()> {
        let mut tx = app.store.write().await?;
        sessions::seen(&mut tx, &self.session.token, now).await?;
        Ok(tx.commit().await?)
    }

    pub async fn new(
        app: &App,
        connection: &mut AnyConnection,
        session: Session,
        account: Account,
        school: Arc<School>,
        headers: &HeaderMap,
        now: i64,
    ) -> Result<Self> {
        let duty = Duty::of(app, connection, &account, &school, now).await?;
        let factors = in_force(connection, &account, &duty, now).await?;
        let trust = device::to_trust(&account, duty.in_force.longest_remember);
        let device = device::of(app, connection, &account, trust, &school, headers, now).await?;
        let recovering =
            recovery_cookie::read(app, connection, &session, &account, &school, headers, now)
                .await?;
        Ok(Self {
            session,
            account,
            school,
            duty,
            factors,
            device,
            recovering,
        })
    }

    /// Whether a method is in force: not while it is switched off for a while, unless two steps are required by now.
    pub fn asks(&self) -> bool {
        !self.factors.active.is_empty()
            && (self.account.suspended_at.is_none() || self.in_force().required)
    }

    /// The portal asked for a second step itself, and the school takes that for one.
    pub fn single_sign_on(&self) -> bool {
        single_sign_on::settles(&self.session.portal_amr, &self.school.accepted_amr)
    }

    /// How far this session has come.
    pub fn level(&self) -> Level {
        challenge::level(&self.person())
    }

    /// Everything that decides what happens at the challenge.
    pub fn standing(&self, now: i64) -> Standing {
        Standing {
            given: self.given(now),
            remembered: self.device.as_ref().map(|device| device.remembered),
            ..self.person()
        }
    }

    fn person(&self) -> Standing {
        let recovered = |at| Recovered {
            at,
            went_on: self.session.went_on,
        };
        Standing {
            asks: self.asks(),
            lacks: self.lacks() && self.in_force().later_until.is_none(),
            postpones: self.later_until().is_some() && !self.session.went_on,
            must_enrol: self.account.must_enrol,
            verified: self.session.verified,
            portal: self.single_sign_on().then_some(self.session.auth_time),
            recovered: self.session.recovered_at.map(recovered),
            ..Standing::default()
        }
    }

    /// The code that was given in this session a moment ago; a clock that went back has forgotten it.
    fn given(&self, now: i64) -> Option<Given> {
        let at = self.session.code_at?;
        let set_up = || self.factors.active.iter().max_by_key(|one| one.since);
        let method = self
            .session
            .code_method
            .or(set_up().map(|one| one.method))?;
        (0..GIVEN_HOLDS)
            .contains(&(now - at))
            .then_some(Given { method, at })
    }

    /// Where enrolment stands. What was begun before goes on.
    pub fn situation(&self) -> Situation {
        match self.factors.situation() {
            Situation::Nothing if self.single_sign_on() => Situation::NotNeeded,
            situation => situation,
        }
    }

    /// The preference as far as the school goes along.
    pub fn duration(&self) -> RememberDuration {
        self.account.remember.min(self.longest())
    }

    /// The school's cap; nothing, where the browser would not keep the cookie.
    pub fn longest(&self) -> RememberDuration {
        match self.session.forgetful {
            true => RememberDuration::AlwaysAsk,
            false => self.in_force().longest_remember,
        }
    }

    pub fn remember_choice(&self) -> RememberChoice {
        RememberChoice {
            duration: self.duration(),
            offered: remember::offered(self.longest()),
            this_device_until: self.device.as_ref().map(|device| device.remembered.until),
            unavailable: self.session.forgetful,
        }
    }

    /// Account and factors as they are now. Whoever was signed out while the call waited for its turn is signed out.
    pub async fn reread(&mut self, connection: &mut AnyConnection, now: i64) -> Result<()> {
        if !sessions::is_open(connection, &self.session.token).await? {
            return Err(Problem::SessionExpired.into());
        }
        self.account = accounts::by_id(connection, &self.account.id)
            .await?
            .ok_or(Problem::SessionExpired)?;
        self.factors = in_force(connection, &self.account, &self.duty, now).await?;
        Ok(())
    }
}

/// An account's factors. What is under way by a method that is offered no more is not there, and what counts comes
/// before what does not, whatever is preferred.
async fn in_force(
    connection: &mut AnyConnection,
    account: &Account,
    duty: &Duty,
    now: i64,
) -> Result<Factors> {
    let mut factors = factors::of(connection, &account.id, now).await?;
    factors.pending = factors
        .pending
        .filter(|pending| duty.in_force.allows(pending.method));
    factors
        .active
        .sort_by_key(|factor| !duty.in_force.allows(factor.method));
    Ok(factors)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

pub fn origin(headers: &HeaderMap) -> Option<&str> {
    // What cannot be read is an origin too, and not a listed one.
    headers
        .get(header::ORIGIN)
        .map(|origin| origin.to_str().unwrap_or("null"))
}

/// No origin (not a browser's cross-origin call), this server's own, or one of the school's.
pub fn may_come_from(app: &App, school: &School, headers: &HeaderMap) -> bool {
    origin(headers).is_none_or(|origin| is_home(app, school, origin))
}

fn is_home(app: &App, school: &School, origin: &str) -> bool {
    origin == app.config.public_url || school.origins.iter().any(|listed| listed == origin)
}

/// The cookie counts only beside a bearer token and from a page of the school or of this server.
pub fn trusts_cookies(app: &App, school: &School, headers: &HeaderMap) -> bool {
    match origin(headers) {
        Some(origin) => is_home(app, school, origin),
        None => headers
            .get("sec-fetch-site")
            .is_some_and(|site| site == "same-origin"),
    }
}
