//! What a person does to the methods in force: which is asked first, taking one away, off for a while, on again,
//! everything away; and the password before that. Each change and its notice are one transaction.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{GivePassword, Method, OfFactor, Problem, Settings, routes};

use super::body::Body;
use super::caller::Caller;
use super::elevated::{is_suspended, require};
use super::password::{self, Checked};
use super::settings::{Answer, changed, current};
use crate::audit;
use crate::error::Result;
use crate::mail::Event;
use crate::state::Shared;
use crate::store::{Tx, accounts, challenges, factors, sessions, two_steps};

/// Checks the password here, for accounts of the local directory. It then counts for five minutes, in this session.
#[utoipa::path(
    post, path = routes::SETTINGS_PASSWORD, tag = "settings",
    request_body = GivePassword, responses((status = 200, body = Settings)),
)]
pub async fn give_password(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<GivePassword>,
) -> Answer {
    password::well_formed(&asked.password)?;
    let now = app.clock.now();
    let turn = app.store.turn_of(&caller.account.id).await?;
    match password::check(&app, turn, &caller.account, &asked.password, now).await? {
        // The portal asks for it and opens a new session.
        Checked::Elsewhere => Err(Problem::ReauthenticationRequired.into()),
        Checked::Wrong { attempts_left } => {
            Err(password::wrong(&app, &caller.session.token, attempts_left)
                .await?
                .into())
        }
        Checked::Right { .. } => {
            let mut tx = app.store.turn_of(&caller.account.id).await?;
            password::right(&mut tx, &caller.account.id).await?;
            sessions::password_given(&mut tx, &caller.session.token, now).await?;
            caller.session.password_at = Some(now);
            changed(&app, tx, &mut caller, now).await.map(Json)
        }
    }
}

/// A method of this person that is in force, as it is in this transaction.
async fn own_factor(tx: &mut Tx, caller: &mut Caller, id: &str, now: i64) -> Result<Method> {
    caller.reread(tx, now).await?;
    let own = caller.factors.active.iter().find(|factor| factor.id == id);
    let own = own.ok_or(Problem::FactorNotFound)?;
    Ok(own.method)
}

/// The method asked for first, of those that may answer. All of them remain ways: no proof is asked for this.
#[utoipa::path(
    post, path = routes::SETTINGS_PREFER, tag = "settings",
    request_body = OfFactor, responses((status = 200, body = Settings)),
)]
pub async fn prefer(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<OfFactor>,
) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    let method = own_factor(&mut tx, &mut caller, &asked.factor, now).await?;
    if caller.answering_by(method).is_none() {
        return Err(Problem::MethodNotOffered.into());
    }
    two_steps::prefer_factor(&mut tx, &caller.account.id, &asked.factor).await?;
    challenges::end(&mut tx, &caller.account.id).await?;
    changed(&app, tx, &mut caller, now).await.map(Json)
}

/// Takes one of several methods away. The last one can only be erased, which says what that means.
#[utoipa::path(
    post, path = routes::SETTINGS_REMOVE, tag = "settings",
    request_body = OfFactor, responses((status = 200, body = Settings)),
)]
pub async fn remove(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<OfFactor>,
) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    let method = own_factor(&mut tx, &mut caller, &asked.factor, now).await?;
    let has = caller.factors.methods();
    // Of the last one of all another sentence is said.
    if has.len() > 1 && !caller.in_force().may_lose(method, &has) {
        return Err(Problem::RequiredBySchool.into());
    }
    if !factors::remove(&mut tx, &caller.account.id, &asked.factor, now).await? {
        return Err(Problem::LastFactor.into());
    }
    accounts::next_epoch(&mut tx, &caller.account.id).await?;
    sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
    audit::tell(
        &app,
        &mut tx,
        &caller.account,
        Event::FactorRemoved,
        Some(method),
        now,
    )
    .await?;
    caller.device = None;
    changed(&app, tx, &mut caller, now).await.map(Json)
}

/// Refuses what would leave the person without two steps.
fn may_go_without(caller: &Caller) -> Result<()> {
    if caller.in_force().required {
        return Err(Problem::RequiredBySchool.into());
    }
    if caller.factors.active.is_empty() {
        return Err(Problem::NotEnrolled.into());
    }
    Ok(())
}

/// Off for a while: the methods are kept. Asked twice, it is off once.
#[utoipa::path(post, path = routes::SETTINGS_SWITCH_OFF, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn switch_off(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    may_go_without(&caller)?;
    if two_steps::suspend(&mut tx, &caller.account.id, now).await? {
        sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
        audit::tell(&app, &mut tx, &caller.account, Event::Suspended, None, now).await?;
        caller.device = None;
    }
    changed(&app, tx, &mut caller, now).await.map(Json)
}

/// On again, after the password. From here on a code is asked, in this session too.
#[utoipa::path(post, path = routes::SETTINGS_SWITCH_ON, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn switch_on(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
) -> Answer {
    let now = app.clock.now();
    if caller.factors.active.is_empty() {
        return Err(Problem::NotEnrolled.into());
    }
    if !is_suspended(&caller) {
        return current(&app, &caller, now).await.map(Json);
    }
    require(&caller, now)?;
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    if two_steps::resume(&mut tx, &caller.account.id).await? {
        sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
        audit::tell(&app, &mut tx, &caller.account, Event::Resumed, None, now).await?;
        caller.device = None;
    }
    changed(&app, tx, &mut caller, now).await.map(Json)
}

/// Everything away, for good: methods, codes, devices, and what is under way.
#[utoipa::path(post, path = routes::SETTINGS_ERASE, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn erase(State(app): State<Shared>, Extension(mut caller): Extension<Caller>) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    may_go_without(&caller)?;
    two_steps::erase(&mut tx, &caller.account.id, now).await?;
    sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
    audit::tell(&app, &mut tx, &caller.account, Event::Erased, None, now).await?;
    caller.device = None;
    changed(&app, tx, &mut caller, now).await.map(Json)
}
