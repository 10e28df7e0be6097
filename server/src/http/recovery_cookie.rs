//! The cookie by which a reload after a recovery code comes back to where it was. It lives half an hour, dies
//! when the person goes on or sets up a method, and like a remembered device counts only beside the password.

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
use crate::{remember, seal};

/// When the code was given.
pub async fn read(
    app: &App,
    connection: &mut AnyConnection,
    account: &Account,
    school: &School,
    headers: &HeaderMap,
    now: i64,
) -> Result<Option<i64>> {
    if !trusts_cookies(app, school, headers) {
        return Ok(None);
    }
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    match remember::cookie(values, &name(&account.id, app.config.is_https())) {
        Some(cookie) => {
            recovered::of_cookie(connection, &account.id, account.mfa_epoch, cookie, now).await
        }
        None => Ok(None),
    }
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
