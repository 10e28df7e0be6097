//! What a manager does to somebody else's second step. Each change, its notice and its entry are one transaction.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use tweestap_api::{AuditAction, AuditDetails, Because, PersonFile, Problem, routes};

use super::super::body::Body;
use super::super::caller::Caller;
use super::view::file;
use super::{Whom, reason, record, turn_of};
use crate::error::Result;
use crate::mail::{Event, notify_everyone};
use crate::state::{App, Shared};
use crate::store::accounts::Account;
use crate::store::limits::{self, Kind};
use crate::store::{Tx, factors, sessions, two_steps};

type Answer = Result<Json<PersonFile>>;

/// The end of each: the entry, and everything as it is now.
async fn done(
    app: &App,
    mut tx: Tx,
    caller: &Caller,
    person: &Account,
    (action, reason): (AuditAction, &str),
    now: i64,
) -> Answer {
    let entry = (action, reason, AuditDetails::default());
    record(app, &mut tx, caller, person, entry, now).await?;
    tx.commit().await?;
    file(app, caller, &person.id, now).await.map(Json)
}

/// For somebody who lost every way in: methods, codes, devices and sessions are gone, and the person is told.
#[utoipa::path(
    post, path = routes::ADMIN_RESET, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    request_body = Because, responses((status = 200, body = PersonFile)),
)]
pub async fn reset(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Answer {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let (mut tx, person) = turn_of(&app, &caller, &id, Whom::Below).await?;
    two_steps::reset(&mut tx, &person.id, now).await?;
    notify_everyone(&app.keys, &mut tx, &person, Event::Reset, now).await?;
    done(
        &app,
        tx,
        &caller,
        &person,
        (AuditAction::Reset, reason),
        now,
    )
    .await
}

/// Off for a while: the methods are kept. Asked twice, it is off once.
#[utoipa::path(
    post, path = routes::ADMIN_SWITCH_OFF, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    request_body = Because, responses((status = 200, body = PersonFile)),
)]
pub async fn switch_off(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Answer {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let (mut tx, person) = turn_of(&app, &caller, &id, Whom::Below).await?;
    if caller.duty.requires(person.role, now) {
        return Err(Problem::RequiredBySchool.into());
    }
    if factors::of(&mut tx, &person.id, now)
        .await?
        .active
        .is_empty()
    {
        return Err(Problem::NotEnrolled.into());
    }
    if !two_steps::suspend(&mut tx, &person.id, now).await? {
        return file(&app, &caller, &person.id, now).await.map(Json);
    }
    // A session that waits for a code would be all the way in.
    sessions::close_all(&mut tx, &person.id).await?;
    notify_everyone(&app.keys, &mut tx, &person, Event::Suspended, now).await?;
    done(
        &app,
        tx,
        &caller,
        &person,
        (AuditAction::Suspended, reason),
        now,
    )
    .await
}

/// On again, with the methods that were kept.
#[utoipa::path(
    post, path = routes::ADMIN_SWITCH_ON, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    request_body = Because, responses((status = 200, body = PersonFile)),
)]
pub async fn switch_on(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Answer {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let (mut tx, person) = turn_of(&app, &caller, &id, Whom::Others).await?;
    if factors::of(&mut tx, &person.id, now)
        .await?
        .active
        .is_empty()
    {
        return Err(Problem::NeverSetUp.into());
    }
    if !two_steps::resume(&mut tx, &person.id).await? {
        return file(&app, &caller, &person.id, now).await.map(Json);
    }
    sessions::close_all(&mut tx, &person.id).await?;
    notify_everyone(&app.keys, &mut tx, &person, Event::Resumed, now).await?;
    done(
        &app,
        tx,
        &caller,
        &person,
        (AuditAction::Resumed, reason),
        now,
    )
    .await
}

/// After too many wrong codes or recovery codes (of a manager: or codes of tokens that were linked): they are looked at
/// again. A pause of a quarter of an hour is none of the school's business; it ends by itself.
#[utoipa::path(
    post, path = routes::ADMIN_UNLOCK, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    request_body = Because, responses((status = 200, body = PersonFile)),
)]
pub async fn unlock(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Answer {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let (mut tx, person) = turn_of(&app, &caller, &id, Whom::Others).await?;
    let mut was_locked = false;
    for kind in Kind::UNLOCKED {
        if limits::is_stopped(&mut tx, &person.id, kind).await? {
            limits::clear(&mut tx, &person.id, kind).await?;
            was_locked = true;
        }
    }
    if !was_locked {
        return file(&app, &caller, &person.id, now).await.map(Json);
    }
    done(
        &app,
        tx,
        &caller,
        &person,
        (AuditAction::Unlocked, reason),
        now,
    )
    .await
}
