//! Looking after it later: the whole state, which every settings call answers with. What changes it is in
//! `settings_*.rs`.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{Method, Settings, Status, routes};

use super::caller::Caller;
use super::elevated::{self, is_suspended};
use super::enrolment_view::number_of;
use super::{device, elevated::is_local};
use crate::error::Result;
use crate::state::{App, Shared};
use crate::store::factors::Factor;
use crate::store::limits::{self, Kind};
use crate::store::{Tx, recovery_codes, recovery_sets, trust};

pub type Answer = Result<Json<Settings>>;

/// The current state.
#[utoipa::path(get, path = routes::SETTINGS, tag = "settings", responses((status = 200, body = Settings)))]
pub async fn read(State(app): State<Shared>, Extension(caller): Extension<Caller>) -> Answer {
    current(&app, &caller, app.clock.now()).await.map(Json)
}

/// What reading answers, also when a session is opened.
pub async fn current(app: &App, caller: &Caller, now: i64) -> Result<Settings> {
    let is_local = is_local(app, caller).await?;
    let mut connection = app.store.read().await?;
    let account = &caller.account.id;
    let stopped = limits::is_stopped(&mut connection, account, Kind::Code).await?;
    let status = status(caller, stopped);
    let waiting = recovery_sets::of(&mut connection, account, now).await?;
    let asked = device::to_trust(&caller.account, caller.in_force().longest_remember);
    let devices = trust::list(&mut connection, asked, now).await?;
    Ok(Settings {
        status,
        since: since(caller, status),
        factors: factors(app, caller)?,
        recovery: caller.in_force().recovery,
        codes_left: recovery_codes::left(&mut connection, account).await?,
        codes_pending: waiting.is_some(),
        required: caller.in_force().required,
        single_sign_on: caller.single_sign_on(),
        offered: caller.in_force().methods.clone(),
        proof: elevated::missing(caller, is_local, now),
        remember: caller.remember_choice(),
        devices: in_order(caller, devices),
        recovery_codes: None,
        school: caller.school.name.clone(),
        account: caller.account.name.clone(),
        server_time: now,
    })
}

/// After a change: reads the outcome, commits, and answers with the whole.
pub async fn changed(app: &App, mut turn: Tx, caller: &mut Caller, now: i64) -> Result<Settings> {
    caller.reread(&mut turn, now).await?;
    turn.commit().await?;
    current(app, caller, now).await
}

fn status(caller: &Caller, stopped: bool) -> Status {
    match (caller.factors.active.is_empty(), &caller.factors.pending) {
        (true, Some(_)) => Status::Pending,
        (true, None) => Status::Off,
        (false, _) if is_suspended(caller) => Status::Suspended,
        (false, _) if stopped => Status::Locked,
        (false, _) => Status::On,
    }
}

/// On since the oldest of the methods in force.
fn since(caller: &Caller, status: Status) -> Option<i64> {
    match status {
        Status::Suspended => caller.account.suspended_at,
        _ => {
            let since = caller.factors.active.iter();
            since.filter_map(|factor| factor.since).min()
        }
    }
}

fn factors(app: &App, caller: &Caller) -> Result<Vec<tweestap_api::Factor>> {
    let mut factors = Vec::with_capacity(caller.factors.active.len());
    for factor in &caller.factors.active {
        factors.push(in_force(app, caller, factor, factors.is_empty())?);
    }
    Ok(factors)
}

fn in_force(
    app: &App,
    caller: &Caller,
    factor: &Factor,
    preferred: bool,
) -> Result<tweestap_api::Factor> {
    let masked_number = match factor.method {
        Method::Sms => Some(number_of(app, caller, factor)?.masked()),
        Method::App | Method::Hardware => None,
    };
    Ok(tweestap_api::Factor {
        id: factor.id.clone(),
        method: factor.method,
        masked_number,
        since: factor.since.unwrap_or_default(),
        preferred,
    })
}

/// This one first; the store has the last used one first.
fn in_order(caller: &Caller, devices: Vec<trust::Device>) -> Vec<tweestap_api::Device> {
    let this = caller.device.as_ref().map(|device| device.id.as_str());
    let mut devices: Vec<_> = devices
        .into_iter()
        .map(|device| tweestap_api::Device {
            this_device: this == Some(&device.id),
            id: device.id,
            browser: device.browser,
            system: device.system,
            since: device.created_at,
            last_used: device.used_at,
            until: device.expires_at,
        })
        .collect();
    devices.sort_by_key(|device| !device.this_device);
    devices
}
