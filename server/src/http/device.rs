//! The remembered device a call comes from: whether its cookie may be believed, what happens to it at a sign-in,
//! and remembering it in the first place.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use sqlx::AnyConnection;
use tweestap_api::{RememberDuration, Secret};

use super::caller::{Caller, trusts_cookies};
use crate::challenge::Remembered;
use crate::config::School;
use crate::error::Result;
use crate::mail::{Event, notify};
use crate::state::App;
use crate::store::Tx;
use crate::store::accounts::Account;
use crate::store::devices::{self, New};
use crate::store::trust::{self, Found, Trust};
use crate::{agent, remember};

/// A device that is remembered, and the cookie that says so.
#[derive(Clone)]
pub struct Device {
    pub id: String,
    pub cookie: String,
    pub remembered: Remembered,
}

/// What a device must satisfy to be trusted by this account today.
pub fn to_trust(account: &Account, longest: RememberDuration) -> Trust<'_> {
    Trust {
        account: &account.id,
        epoch: account.mfa_epoch,
        password_changed_at: account.password_changed_at,
        longest: longest.seconds(),
    }
}

/// The cookie of this account, whatever it is worth.
pub fn cookie_of<'a>(
    app: &App,
    account: &Account,
    school: &School,
    headers: &'a HeaderMap,
) -> Option<&'a str> {
    if !trusts_cookies(app, school, headers) {
        return None;
    }
    let name = remember::cookie_name(&account.id, app.config.is_https());
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    remember::cookie(values, &name)
}

/// The device a call comes from. A copied cookie is nobody's device; [`present`] tells its owner.
pub async fn of(
    app: &App,
    connection: &mut AnyConnection,
    account: &Account,
    trust: Trust<'_>,
    school: &School,
    headers: &HeaderMap,
    now: i64,
) -> Result<Option<Device>> {
    let Some(cookie) = cookie_of(app, account, school, headers) else {
        return Ok(None);
    };
    let found = trust::of_cookie(connection, trust, cookie, now).await?;
    Ok(match found {
        Some(Found::Current(device) | Found::Recent(device)) => Some(Device {
            id: device.id,
            cookie: cookie.to_owned(),
            remembered: Remembered {
                since: device.created_at,
                until: device.expires_at,
            },
        }),
        Some(Found::Replayed(_)) | None => None,
    })
}

/// A sign-in with this device: its token changes, and a copied one ends the trust in it. Gives the cookie to set.
///
/// Looks again inside the account's turn: of two tabs with one token, the second finds it replaced a moment ago.
pub async fn present(
    app: &App,
    caller: &mut Caller,
    headers: &HeaderMap,
    now: i64,
) -> Result<Option<String>> {
    let Some(cookie) = cookie_of(app, &caller.account, &caller.school, headers) else {
        return Ok(None);
    };
    if caller.factors.active.is_empty() {
        return Ok(None);
    }
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    let asked = to_trust(&caller.account, caller.in_force().longest_remember);
    let set = match trust::of_cookie(&mut tx, asked, cookie, now).await? {
        Some(Found::Current(device)) => {
            let token = devices::rotate(&mut tx, &device.id, cookie, now).await?;
            let set = set_cookie(app, caller, &token, device.expires_at - now);
            caller.device = Some(Device {
                id: device.id,
                cookie: token.expose().to_owned(),
                remembered: Remembered {
                    since: device.created_at,
                    until: device.expires_at,
                },
            });
            Some(set)
        }
        Some(Found::Recent(_)) => return Ok(None),
        Some(Found::Replayed(device)) => {
            devices::revoke(&mut tx, &caller.account.id, &device.id).await?;
            notify(&mut tx, &caller.account.id, Event::DeviceReplayed, now).await?;
            caller.device = None;
            Some(forget_cookie(app, caller))
        }
        None => {
            caller.device = None;
            return Ok(None);
        }
    };
    tx.commit().await?;
    Ok(set)
}

/// Remembers the calling device from now on, and makes its cookie.
pub async fn remember_device(
    app: &App,
    tx: &mut Tx,
    caller: &mut Caller,
    headers: &HeaderMap,
    duration: RememberDuration,
    now: i64,
) -> Result<String> {
    let user_agent = headers
        .get(header::USER_AGENT)
        .and_then(|agent| agent.to_str().ok())
        .unwrap_or_default();
    let new = New {
        account: &caller.account.id,
        epoch: caller.account.mfa_epoch,
        browser: agent::browser(user_agent),
        system: agent::system(user_agent),
        instead_of: caller.device.as_ref().map(|device| device.id.as_str()),
        duration,
    };
    let (device, token) = devices::remember(tx, new, now).await?;
    let set = set_cookie(app, caller, &token, duration.seconds());
    caller.device = Some(Device {
        id: device.id,
        cookie: token.expose().to_owned(),
        remembered: Remembered {
            since: now,
            until: device.expires_at,
        },
    });
    Ok(set)
}

fn set_cookie(app: &App, caller: &Caller, token: &Secret, seconds: i64) -> String {
    remember::set_cookie(
        &caller.account.id,
        app.config.is_https(),
        token.expose(),
        seconds,
    )
}

/// The `Set-Cookie` that takes it away.
pub fn forget_cookie(app: &App, caller: &Caller) -> String {
    remember::set_cookie(&caller.account.id, app.config.is_https(), "", 0)
}

pub fn with_cookie(answer: impl IntoResponse, cookie: Option<String>) -> Response {
    let mut response = answer.into_response();
    if let Some(Ok(cookie)) = cookie.as_deref().map(HeaderValue::from_str) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
