//! What a policy would do: how many people are ready for it, who would get in only after setting up, and whether that is
//! the manager who asks. Nothing is changed.

use axum::extract::State;
use axum::{Extension, Json};
use sqlx::AnyConnection;
use tweestap_api::{Named, PolicyPreview, ProposePolicy, Role, routes};

use super::super::body::Body;
use super::super::caller::Caller;
use super::policy::Place;
use crate::config::School;
use crate::error::Result;
use crate::policy::{Rules, loosens};
use crate::state::Shared;
use crate::store::policies;
use crate::store::readiness::{self, Asked, Counts};

/// People who are named.
const NAMED: usize = 20;

/// "What if?", as things are now.
#[utoipa::path(
    post, path = routes::ADMIN_POLICY_PREVIEW, tag = "administration",
    request_body = ProposePolicy, responses((status = 200, body = PolicyPreview)),
)]
pub async fn preview(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<ProposePolicy>,
) -> Result<Json<PolicyPreview>> {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let place = Place::of(&app, &mut connection, &caller, asked.scope).await?;
    let policy = place.proposed(&asked.policy, now)?;
    let (mut people, mut counts, mut who) = (0, Counts::default(), Vec::new());
    for school in &place.schools {
        let found = policies::of(&mut connection, &app.config, &school.id).await?;
        let rules = found.with(asked.scope, &policy).rules(school);
        let everybody = readiness::people(&mut connection, &school.id).await?;
        people += everybody.iter().map(|(_, people)| people).sum::<i64>();
        let there = counted(&mut connection, school, &rules, &everybody, now).await?;
        counts = counts.plus(there);
        // The people of another school are none of this manager's business.
        if school.id == caller.school.id {
            who = named(&mut connection, school, &rules, there, now).await?;
        }
    }
    drop(connection);
    let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Json(PolicyPreview {
        schools: place.schools.iter().map(|one| one.name.clone()).collect(),
        people: number(people),
        must: number(counts.must()),
        ready: number(counts.ready),
        later: number(counts.later),
        at_next_sign_in: number(counts.at_next_sign_in),
        stuck: number(counts.stuck),
        who,
        includes_you: place.would_include(&caller, &policy),
        loosens: loosens(&place.policy, &policy, now),
        server_time: now,
    }))
}

async fn counted(
    connection: &mut AnyConnection,
    school: &School,
    rules: &Rules,
    everybody: &[(Option<Role>, i64)],
    now: i64,
) -> Result<Counts> {
    let (methods, mut counts) = (rules.methods(), Counts::default());
    for (demand, roles) in rules.by_demand() {
        let them = everybody.iter().filter(|(role, _)| roles.contains(role));
        let must = them.map(|(_, people)| people).sum();
        let asked = Asked {
            school: &school.id,
            roles: &roles,
            methods: &methods,
            demand,
        };
        counts = counts.plus(readiness::count(connection, &asked, must, now).await?);
    }
    Ok(counts)
}

/// Roles of which different things are asked are put in order together. Where only few are stuck and nobody else is to
/// be named, the whole school is not gone through in vain.
async fn named(
    connection: &mut AnyConnection,
    school: &School,
    rules: &Rules,
    counts: Counts,
    now: i64,
) -> Result<Vec<Named>> {
    let (methods, mut found) = (rules.methods(), Vec::new());
    for (demand, roles) in rules.by_demand() {
        let asked = Asked {
            school: &school.id,
            roles: &roles,
            methods: &methods,
            demand,
        };
        let most = NAMED as i64;
        found.extend(match counts.at_next_sign_in {
            0 => readiness::first_stuck(connection, &asked, most).await?,
            _ => readiness::first(connection, &asked, most, now).await?,
        });
    }
    found.sort();
    found.truncate(NAMED);
    Ok(found.into_iter().map(|first| first.named()).collect())
}
