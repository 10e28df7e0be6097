//! New recovery codes, and looking the reset code up again. New codes wait, sealed, until they are acknowledged;
//! only then do the old ones die, in one transaction.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{Problem, Recovery, Secret, Settings, routes};

use super::caller::Caller;
use super::codes;
use super::settings::{Answer, changed, current};
use crate::audit;
use crate::error::Result;
use crate::mail::Event;
use crate::random;
use crate::seal::Place;
use crate::state::{App, Shared};
use crate::store::recovery_sets::{self, Waiting};
use crate::store::{Tx, accounts, sessions};

fn place<'a>(caller: &'a Caller, set: &'a str) -> Place<'a> {
    Place {
        school: &caller.account.school,
        account: &caller.account.id,
        row: set,
        column: "codes",
    }
}

/// New codes to keep; asked again before they are acknowledged, the same ones.
#[utoipa::path(post, path = routes::SETTINGS_CODES, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn make(State(app): State<Shared>, Extension(mut caller): Extension<Caller>) -> Answer {
    let now = app.clock.now();
    if caller.in_force().recovery != Recovery::Codes {
        return Err(Problem::CodesNotFound.into());
    }
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    if caller.factors.active.is_empty() {
        return Err(Problem::NotEnrolled.into());
    }
    // In the account's turn: a second tab that asks at the same time finds the first one's.
    let recovery_codes = match recovery_sets::of(&mut tx, &caller.account.id, now).await? {
        Some(set) => codes::open(&app, place(&caller, &set.id), &set.codes)?,
        None => made(&app, &mut tx, &caller, now).await?,
    };
    let mut settings = changed(&app, tx, &mut caller, now).await?;
    settings.recovery_codes = Some(recovery_codes);
    Ok(Json(settings))
}

async fn made(app: &App, tx: &mut Tx, caller: &Caller, now: i64) -> Result<Vec<Secret>> {
    let fresh = codes::fresh(Recovery::Codes)?;
    let id = random::id()?;
    let codes = codes::seal(app, place(caller, &id), &fresh)?;
    recovery_sets::make(tx, &caller.account.id, &Waiting { id, codes }, now).await?;
    Ok(fresh)
}

/// "I have kept them": from here on only the new codes count, and only hashes of them remain. What was asked for
/// before they were made is not asked again: printing takes longer than five minutes.
#[utoipa::path(post, path = routes::SETTINGS_CODES_ACKNOWLEDGE, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn acknowledge(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
) -> Answer {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let set = recovery_sets::of(&mut connection, &caller.account.id, now).await?;
    drop(connection);
    let set = set.ok_or(Problem::CodesNotFound)?;
    let readable = codes::open(&app, place(&caller, &set.id), &set.codes)?;
    let kept = codes::hashed(&app, &caller, &readable).await?;

    let mut tx = app.store.turn_of(&caller.account.id).await?;
    // A parallel acknowledgement may have been quicker: those very codes are kept then.
    if !recovery_sets::take(&mut tx, &caller.account.id, &set.id, now).await? {
        return Err(Problem::CodesNotFound.into());
    }
    codes::keep(&mut tx, &caller.account.id, &set.id, &kept).await?;
    accounts::next_epoch(&mut tx, &caller.account.id).await?;
    sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
    audit::tell(
        &app,
        &mut tx,
        &caller.account,
        Event::CodesRegenerated,
        None,
        now,
    )
    .await?;
    caller.device = None;
    changed(&app, tx, &mut caller, now).await.map(Json)
}

/// The reset code once more, where the school chose it. Its owner is told that it was looked at.
#[utoipa::path(post, path = routes::SETTINGS_RESET_CODE, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn show_reset_code(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Answer {
    let now = app.clock.now();
    if caller.in_force().recovery != Recovery::ResetCode {
        return Err(Problem::CodesNotFound.into());
    }
    let sealed = caller.account.reset_code.as_deref();
    let sealed = sealed.ok_or(Problem::CodesNotFound)?;
    let reset_code = codes::open(&app, codes::reset_code_place(&caller), sealed)?;
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    audit::tell(
        &app,
        &mut tx,
        &caller.account,
        Event::ResetCodeShown,
        None,
        now,
    )
    .await?;
    tx.commit().await?;
    let mut settings = current(&app, &caller, now).await?;
    settings.recovery_codes = Some(reset_code);
    Ok(Json(settings))
}
