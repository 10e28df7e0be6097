//! Forgetting remembered devices. Trust is only ever taken away here: no proof is asked for that.

use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{OfDevice, Problem, Settings, routes};

use super::body::Body;
use super::caller::Caller;
use super::device::{forget_cookie, with_cookie};
use super::settings::changed;
use crate::error::Result;
use crate::state::Shared;
use crate::store::{accounts, devices, sessions};

/// Forgets one device of the person's own. Somebody else's looks like one that does not exist.
#[utoipa::path(
    post, path = routes::SETTINGS_REVOKE_DEVICE, tag = "settings",
    request_body = OfDevice, responses((status = 200, body = Settings)),
)]
pub async fn revoke(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<OfDevice>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    if !devices::revoke(&mut tx, &caller.account.id, &asked.device).await? {
        return Err(Problem::DeviceNotFound.into());
    }
    let is_this = caller
        .device
        .take_if(|device| device.id == asked.device)
        .is_some();
    let cookie = is_this.then(|| forget_cookie(&app, &caller));
    let settings = changed(&app, tx, &mut caller, now).await?;
    Ok(with_cookie(Json(settings), cookie))
}

/// Forgets every device of the person.
#[utoipa::path(post, path = routes::SETTINGS_REVOKE_ALL, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn revoke_all(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
) -> Result<Response> {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    devices::revoke_all(&mut tx, &caller.account.id).await?;
    // A device that is being remembered at this very moment belongs to the epoch before.
    accounts::next_epoch(&mut tx, &caller.account.id).await?;
    sessions::close_others(&mut tx, &caller.account.id, &caller.session.token).await?;
    let had_one = caller.device.take().is_some();
    let cookie = had_one.then(|| forget_cookie(&app, &caller));
    let settings = changed(&app, tx, &mut caller, now).await?;
    Ok(with_cookie(Json(settings), cookie))
}
