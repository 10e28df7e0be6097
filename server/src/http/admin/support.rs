//! A code of the help desk (S-B-82): for somebody who lost every way in and whose identity was checked. It is typed
//! where a recovery code is, works once and for half an hour, and leads to setting up anew and to nothing else.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use data_encoding::HEXLOWER;
use tweestap_api::{
    AuditAction, AuditDetails, MakeSupportCode, Problem, Secret, SupportCode, routes,
};

use super::super::body::Body;
use super::super::caller::Caller;
use super::{Whom, may_act_on, person, reason, record, turn_of};
use crate::error::{Error, Result};
use crate::mail::{Event, notify_everyone};
use crate::state::{App, Shared};
use crate::store::accounts::Account;
use crate::store::support_codes::{self, Live};
use crate::store::{Tx, audit, factors};
use crate::{random, recovery};

/// Seconds a code is good.
pub const LIFETIME: i64 = 30 * 60;
/// Codes for one person in a day, and of one manager in an hour: a class that lost its phones, not a school.
const FOR_ONE: (i64, i64) = (5, 24 * 3_600);
const BY_ONE: (i64, i64) = (60, 3_600);

/// Makes a code instead of any earlier one.
#[utoipa::path(
    post, path = routes::ADMIN_SUPPORT_CODE, tag = "administration",
    params(("id" = String, Path, description = "The person's id.")),
    request_body = MakeSupportCode, responses((status = 200, body = SupportCode)),
)]
pub async fn make(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<MakeSupportCode>,
) -> Result<Json<SupportCode>> {
    let reason = reason(&asked.reason)?;
    // Before the slow hash, and once more in the transaction.
    let mut connection = app.store.read().await?;
    let found = person(&mut connection, &caller, &id).await?;
    drop(connection);
    may_act_on(&caller, &found, Whom::Below)?;
    let code = recovery::one()?;
    let now = app.clock.now();
    let live = hashed(&app, &code, now + LIFETIME).await?;

    let (mut tx, person) = turn_of(&app, &caller, &id, Whom::Below).await?;
    let in_force = factors::of(&mut tx, &person.id, now).await?.active;
    let is_off = person.suspended_at.is_some() && !caller.duty.requires(person.role, now);
    if in_force.is_empty() || is_off {
        return Err(Problem::NotEnrolled.into());
    }
    throttle(&mut tx, &caller, &person, now).await?;
    support_codes::keep(&mut tx, &person.id, &live).await?;
    let details = AuditDetails {
        checked_how: Some(asked.checked_how),
        ..AuditDetails::default()
    };
    let entry = (AuditAction::SupportCodeMade, reason, details);
    record(&app, &mut tx, &caller, &person, entry, now).await?;
    notify_everyone(&app.keys, &mut tx, &person, Event::SupportCodeMade, now).await?;
    tx.commit().await?;
    Ok(Json(SupportCode {
        code,
        expires_at: live.expires_at,
    }))
}

/// As recovery codes are: neither the database nor the keys alone allow guessing.
async fn hashed(app: &App, code: &Secret, expires_at: i64) -> Result<Live> {
    let salt = random::bytes::<16>()?;
    let keyed = app
        .keys
        .pepper
        .hash("recovery code", &[&recovery::normalised(code.expose())]);
    let hashes = app.hasher.set(vec![keyed.to_vec()], *salt).await?;
    let hash = hashes
        .first()
        .ok_or(Error::Internal("nothing was hashed"))?;
    Ok(Live {
        salt: HEXLOWER.encode(salt.as_slice()),
        hash: HEXLOWER.encode(hash),
        expires_at,
    })
}

/// Counted in the audit trail, in the school's turn: nobody slips past by asking at once.
async fn throttle(tx: &mut Tx, caller: &Caller, person: &Account, now: i64) -> Result<()> {
    audit::turn_of_school(tx, &person.school).await?;
    let action = AuditAction::SupportCodeMade.code();
    let for_one = audit::times_to(tx, &person.id, action, now - FOR_ONE.1).await?;
    let by_one = audit::times_by(tx, &caller.account.id, action, now - BY_ONE.1).await?;
    for ((times, first), (most, seconds)) in [(for_one, FOR_ONE), (by_one, BY_ONE)] {
        if times >= most {
            let wait = first.unwrap_or(now) + seconds - now;
            return Err(Problem::TooManyAttempts {
                retry_after: u32::try_from(wait).unwrap_or(1).max(1),
            }
            .into());
        }
    }
    Ok(())
}
