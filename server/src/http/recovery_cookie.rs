//! By what a reload after a recovery code comes back to where it was: a cookie, or where the browser keeps none
//! of ours, the portal's sign-in. Either lives half an hour, dies when the person goes on or sets up a method,
//! and like a remembered device counts only beside the password.

use axum::http::{HeaderMap, header};
use sqlx::AnyConnection;
use tweestap_api::Secret;

use super::caller::trusts_cookies;
use crate::challenge::RECOVERED_HOLDS;
use crate::config::School;
use crate::error::Result;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::recovered;
use crate::store::sessions::Session;
use crate::{remember, seal};

/// When the code was given.
pub async fn read(
    app: &App,
    connection: &mut AnyConnection,
    session: &Session,
    account: &Account,
    school: &School,
    headers: &HeaderMap,
    now: i64,
) -> Result<Option<i64>> {
    let (id, epoch) = (&account.id, account.mfa_epoch);
    if let Some(sign_in) = sign_in(session) {
        return recovered::of_token(connection, id, epoch, &sign_in, now).await;
    }
    if !trusts_cookies(app, school, headers) {
        return Ok(None);
    }
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    match remember::cookie(values, &name(&account.id, app.config.is_https())) {
        Some(cookie) => {
            let cookie = Secret::new(cookie.to_owned());
            recovered::of_token(connection, id, epoch, &cookie, now).await
        }
        None => Ok(None),
    }
}

/// Shorter than this, a nonce could be one of few.
const GOOD_NONCE: usize = 16;

/// What stands for a cookie where none is kept. The portal makes a nonce for each sign-in in each browser and signs
/// it: whoever gives the same password elsewhere, or at another time, has another.
pub fn sign_in(session: &Session) -> Option<Secret> {
    let nonce = session.nonce.as_deref();
    let nonce = nonce.filter(|nonce| session.forgetful && nonce.len() >= GOOD_NONCE)?;
    // No cookie can hold a NUL.
    let of = format!("{}\0{}\0{nonce}", session.account, session.auth_time);
    Some(Secret::new(of))
}

/// The `Set-Cookie` header; without a token it is taken away.
pub fn set(app: &App, account: &str, token: Option<&Secret>) -> String {
    let secure = app.config.is_https();
    let (value, seconds) = token.map_or(("", 0), |token| (token.expose(), RECOVERED_HOLDS));
    let (name, secure) = (name(account, secure), if secure { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")
}

/// One for each person of a browser, as with remembered devices.
fn name(account: &str, secure: bool) -> String {
    let prefix = if secure { "__Host-" } else { "" };
    format!("{prefix}tweestap-rec-{}", &seal::digest(account)[..8])
}
