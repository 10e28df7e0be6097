//! How long devices are remembered, and remembering the one the call comes from.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{Problem, RememberDuration, SaveRemember, Settings, routes};

use super::body::Body;
use super::caller::Caller;
use super::device::{Device, forget_cookie, remember_device, with_cookie};
use super::settings::changed;
use crate::challenge::Remembered;
use crate::error::Result;
use crate::state::Shared;
use crate::store::{accounts, devices};

/// Saves how long devices are remembered, and remembers this one when asked to.
#[utoipa::path(
    put, path = routes::SETTINGS_REMEMBER, tag = "settings",
    request_body = SaveRemember, responses((status = 200, body = Settings)),
)]
pub async fn save(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    headers: HeaderMap,
    Body(asked): Body<SaveRemember>,
) -> Result<Response> {
    let now = app.clock.now();
    if caller.factors.active.is_empty() {
        return Err(Problem::NotEnrolled.into());
    }
    if asked.duration > caller.longest() {
        return Err(Problem::DurationNotOffered.into());
    }
    let always_ask = asked.duration == RememberDuration::AlwaysAsk;
    if asked.this_device && !always_ask && !caller.session.gave_code(now) {
        return Err(Problem::ReauthenticationRequired.into());
    }

    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    accounts::prefer(&mut tx, &caller.account.id, asked.duration).await?;
    devices::shorten(&mut tx, &caller.account.id, asked.duration, now).await?;
    caller.device = caller
        .device
        .map(|device| shortened(device, asked.duration))
        .filter(|device| device.remembered.until > now);
    let cookie = if asked.this_device && !always_ask {
        Some(remember_device(&app, &mut tx, &mut caller, &headers, asked.duration, now).await?)
    } else if always_ask {
        Some(forget_cookie(&app, &caller))
    } else {
        None
    };
    let settings = changed(&app, tx, &mut caller, now).await?;
    Ok(with_cookie(Json(settings), cookie))
}

/// What [`devices::shorten`] did to this one.
fn shortened(device: Device, duration: RememberDuration) -> Device {
    let Remembered { since, until } = device.remembered;
    Device {
        remembered: Remembered {
            since,
            until: until.min(since + duration.seconds()),
        },
        ..device
    }
}
