//! Looking after it later: the state, and how long devices are remembered.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use tweestap_api::{Method, Problem, RememberDuration, SaveRemember, Settings, Status, routes};

use super::body::Body;
use super::caller::{Caller, Device};
use super::enrolment_view::number_of;
use crate::challenge::Remembered;
use crate::error::{Error, Result};
use crate::remember;
use crate::state::{App, Shared};
use crate::store::devices::{self, New};
use crate::store::factors::Factor;
use crate::store::limits::{self, Kind};
use crate::store::{Tx, accounts, recovery_codes};

/// The current state.
#[utoipa::path(get, path = routes::SETTINGS, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn read(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
) -> Result<Json<Settings>> {
    current(&app, &caller, app.clock.now()).await.map(Json)
}

/// What reading answers, also when a session is opened.
pub async fn current(app: &App, caller: &Caller, now: i64) -> Result<Settings> {
    let mut connection = app.store.read().await?;
    let active = caller.factors.preferred();
    let stopped = limits::is_stopped(&mut connection, &caller.account.id, Kind::Code).await?;
    let status = match (active, &caller.factors.pending) {
        (Some(_), _) if stopped => Status::Locked,
        (Some(_), _) => Status::On,
        (None, Some(_)) => Status::Pending,
        (None, None) => Status::Off,
    };
    let factors = match active {
        Some(factor) => vec![in_force(app, caller, factor)?],
        None => Vec::new(),
    };
    Ok(Settings {
        status,
        since: active.and_then(|factor| factor.since),
        factors,
        recovery: caller.school.recovery,
        codes_pending: false,
        required: caller.school.required,
        offered: caller.school.methods.clone(),
        proof: None,
        devices: Vec::new(),
        recovery_codes: None,
        codes_left: recovery_codes::left(&mut connection, &caller.account.id).await?,
        remember: caller.remember_choice(),
        school: caller.school.name.clone(),
        account: caller.account.name.clone(),
        server_time: now,
    })
}

fn in_force(app: &App, caller: &Caller, factor: &Factor) -> Result<tweestap_api::Factor> {
    let masked_number = match factor.method {
        Method::Sms => Some(number_of(app, caller, factor)?.masked()),
        Method::App | Method::Hardware => None,
    };
    Ok(tweestap_api::Factor {
        id: factor.id.clone(),
        method: factor.method,
        masked_number,
        since: factor.since.unwrap_or_default(),
        preferred: true,
    })
}

/// Saves how long devices are remembered, and remembers this one when asked to.
#[utoipa::path(
    put, path = routes::SETTINGS_REMEMBER, tag = "settings",
    request_body = SaveRemember, responses((status = 200, body = Settings)),
)]
pub async fn save_remember(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    headers: HeaderMap,
    Body(asked): Body<SaveRemember>,
) -> Result<Response> {
    let now = app.clock.now();
    if caller.factors.active.is_empty() {
        return Err(Problem::NotEnrolled.into());
    }
    if asked.duration > caller.school.longest_remember {
        return Err(Problem::DurationNotOffered.into());
    }
    let always_ask = asked.duration == RememberDuration::AlwaysAsk;
    if asked.this_device && !always_ask && !caller.session.gave_code(now) {
        return Err(Problem::ReauthenticationRequired.into());
    }

    let mut tx = app.store.turn_of(&caller.account.id).await?;
    accounts::prefer(&mut tx, &caller.account.id, asked.duration).await?;
    devices::shorten(&mut tx, &caller.account.id, asked.duration, now).await?;
    caller.account.remember = asked.duration;
    caller.device = caller
        .device
        .map(|device| shortened(device, asked.duration))
        .filter(|device| device.remembered.until > now);
    let cookie = if asked.this_device && !always_ask {
        Some(remember_device(&app, &mut tx, &mut caller, &headers, asked.duration, now).await?)
    } else if always_ask {
        Some(remember::set_cookie(
            &caller.account.id,
            app.config.is_https(),
            "",
            0,
        ))
    } else {
        None
    };
    tx.commit().await?;
    let settings = current(&app, &caller, now).await?;
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

/// Remembers the calling device from now on, and makes its cookie.
pub async fn remember_device(
    app: &App,
    tx: &mut Tx,
    caller: &mut Caller,
    headers: &HeaderMap,
    duration: RememberDuration,
    now: i64,
) -> Result<String, Error> {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let new = New {
        account: &caller.account.id,
        epoch: caller.account.mfa_epoch,
        label: &remember::label(agent),
        instead_of: caller.device.as_ref().map(|device| device.cookie.as_str()),
    };
    let token = devices::remember(tx, new, duration, now).await?;
    let remembered = Remembered {
        since: now,
        until: now + duration.seconds(),
    };
    caller.device = Some(Device {
        cookie: token.expose().to_owned(),
        remembered,
    });
    Ok(remember::set_cookie(
        &caller.account.id,
        app.config.is_https(),
        token.expose(),
        duration.seconds(),
    ))
}

pub fn with_cookie(answer: impl IntoResponse, cookie: Option<String>) -> Response {
    let mut response = answer.into_response();
    if let Some(Ok(cookie)) = cookie.as_deref().map(HeaderValue::from_str) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
