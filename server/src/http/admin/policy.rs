//! What is asked of the people of a school, or of all schools of its group: reading it, and setting it. What it would do
//! is `policy_preview.rs`.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use sqlx::AnyConnection;
use tweestap_api::{
    AuditAction, AuditDetails, GroupPolicy, Policy, PolicyBounds, PolicyFile, Problem, SavePolicy,
    Scope, routes,
};

use super::super::body::Body;
use super::super::caller::Caller;
use super::super::elevated;
use crate::audit::{self, Actor, Happened};
use crate::config::{Group, School};
use crate::error::{Error, Result};
use crate::policy::{clamped, fits, is_required, loosens, operators, widest};
use crate::state::{App, Shared};
use crate::store::policies::{self, Found, Stored};
use crate::store::{Tx, grace};

/// What is asked today.
#[utoipa::path(
    get, path = routes::ADMIN_POLICY, tag = "administration",
    responses((status = 200, body = PolicyFile)),
)]
pub async fn read(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<PolicyFile>> {
    file(&app, &caller, app.clock.now()).await.map(Json)
}

/// Sets a policy in the place of the one it was made from. Asking less than before needs the password, as what takes a
/// second step away does.
#[utoipa::path(
    put, path = routes::ADMIN_POLICY, tag = "administration",
    request_body = SavePolicy, responses((status = 200, body = PolicyFile)),
)]
pub async fn save(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<SavePolicy>,
) -> Result<Json<PolicyFile>> {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    let place = Place::of(&app, &mut tx, &caller, asked.scope).await?;
    let policy = place.proposed(&asked.policy, now)?;
    // Before it is judged: whoever has an older one is told that first. A refusal below takes it back with the transaction.
    if !policies::keep(&mut tx, asked.scope, &place.id, &policy, asked.version).await? {
        return Err(Problem::PolicyChanged.into());
    }
    if place.would_include(&caller, &policy) {
        return Err(Problem::WouldLockYouOut.into());
    }
    if loosens(&place.policy, &policy, now) {
        elevated::require(&caller, now)?;
    }
    let details = AuditDetails {
        scope: Some(asked.scope),
        version: Some(asked.version + 1),
        policy: Some(policy),
        ..AuditDetails::default()
    };
    take_effect(&app, &mut tx, &caller, &place, details, now).await?;
    tx.commit().await?;
    file(&app, &caller, now).await.map(Json)
}

/// At every school it is for: grace that has begun is shortened, and an entry is written.
async fn take_effect(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    place: &Place,
    details: AuditDetails,
    now: i64,
) -> Result<()> {
    for school in &place.schools {
        let rules = policies::rules(tx, &app.config, school).await?;
        for (demand, roles) in rules.by_demand() {
            grace::shorten(tx, &school.id, &roles, demand).await?;
        }
    }
    // In one order everywhere: two managers who save for two groups' worth of schools do not wait for each other.
    let mut schools: Vec<&str> = place.schools.iter().map(|one| one.id.as_str()).collect();
    schools.sort_unstable();
    for school in schools {
        let happened = Happened {
            school,
            actor: Actor::Account(&caller.account.id),
            subject: &caller.account.id,
            action: AuditAction::PolicyChanged,
            reason: "",
            details: details.clone(),
        };
        audit::record(&app.keys.sealer, tx, &happened, now).await?;
    }
    Ok(())
}

/// Where a policy stands, and what stands there.
pub struct Place {
    /// The school's or the group's.
    pub id: String,
    pub scope: Scope,
    pub schools: Vec<Arc<School>>,
    pub policy: Policy,
    bounds: Policy,
    found: Found,
}

impl Place {
    pub async fn of(
        app: &App,
        connection: &mut AnyConnection,
        caller: &Caller,
        scope: Scope,
    ) -> Result<Self> {
        let found = policies::of(connection, &app.config, &caller.school.id).await?;
        let own = caller.school.clone();
        let (id, schools, stored) = match (scope, app.config.group_of(&own.id)) {
            (Scope::School, _) => (own.id.clone(), vec![own], found.school.clone()),
            (Scope::Group, Some(group)) => {
                (group.id.clone(), members(app, group), found.group.clone())
            }
            (Scope::Group, None) => return Err(Problem::NoGroup.into()),
        };
        let bounds = bounds(&schools)?;
        let (_, policy) = as_it_stands(stored, &bounds);
        Ok(Self {
            id,
            scope,
            schools,
            policy,
            bounds,
            found,
        })
    }

    /// What is asked for, if it may be; the roles in their order.
    pub fn proposed(&self, policy: &Policy, now: i64) -> Result<Policy, Problem> {
        if !fits(policy, &self.bounds, now) {
            return Err(Problem::PolicyInvalid);
        }
        let mut policy = policy.clone();
        policy.roles.sort_by_key(|one| one.role as u8);
        Ok(policy)
    }

    /// Whether the caller would have to set up a method first, today or one day.
    pub fn would_include(&self, caller: &Caller, policy: &Policy) -> bool {
        let found = self.found.clone().with(self.scope, policy);
        let in_force = found.rules(&caller.school);
        let in_force = in_force.in_force(caller.account.role, None, 0);
        in_force.lacks(&caller.factors.methods())
    }
}

impl Found {
    /// With another policy in the place of the one of that scope.
    pub fn with(mut self, scope: Scope, policy: &Policy) -> Self {
        let stored = Some(Stored {
            version: 0,
            policy: policy.clone(),
        });
        match scope {
            Scope::School => self.school = stored,
            Scope::Group => self.group = stored,
        }
        self
    }
}

/// The schools of a group, in its order.
fn members(app: &App, group: &Group) -> Vec<Arc<School>> {
    let known = group.schools.iter();
    known
        .filter_map(|id| app.config.school(id).cloned())
        .collect()
}

fn bounds(schools: &[Arc<School>]) -> Result<Policy> {
    widest(schools.iter().map(|school| operators(school)))
        .ok_or(Error::Internal("a policy is for no school"))
}

/// What is stored as far as it still fits; the operator's settings, where nothing is.
fn as_it_stands(stored: Option<Stored>, bounds: &Policy) -> (i64, Policy) {
    match stored {
        Some(stored) => (stored.version, clamped(stored.policy, bounds)),
        None => (0, bounds.clone()),
    }
}

/// The same, as far as there is something to choose.
fn told(bounds: Policy) -> PolicyBounds {
    PolicyBounds {
        required: is_required(&bounds),
        methods: bounds.methods,
        longest_remember: bounds.longest_remember,
        recovery: bounds.recovery,
    }
}

async fn file(app: &App, caller: &Caller, now: i64) -> Result<PolicyFile> {
    let school = &caller.school;
    let mut connection = app.store.read().await?;
    let found = policies::of(&mut connection, &app.config, &school.id).await?;
    drop(connection);
    let group = match app.config.group_of(&school.id) {
        Some(group) => {
            let schools = members(app, group);
            let bounds = bounds(&schools)?;
            let (version, policy) = as_it_stands(found.group.clone(), &bounds);
            Some(GroupPolicy {
                name: group.name.clone(),
                schools: schools.iter().map(|school| school.name.clone()).collect(),
                policy,
                bounds: told(bounds),
                version,
            })
        }
        None => None,
    };
    let bounds = operators(school);
    let (version, policy) = as_it_stands(found.school.clone(), &bounds);
    Ok(PolicyFile {
        school: policy,
        group,
        in_force: found.rules(school).whole(),
        bounds: told(bounds),
        version,
        server_time: now,
    })
}
