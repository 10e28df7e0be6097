//! Remembering devices and forgetting them: a row with an absolute end for each, and a token that changes at every
//! use, of which only the SHA-256 is kept. Whether a cookie may be believed is `trust.rs`.

use sqlx::AnyConnection;
use tweestap_api::{RememberDuration, Secret};

use super::trust::Device;
use super::won;
use crate::error::Result;
use crate::{random, seal};

/// Seconds a replaced token is still good: tabs that were under way had it.
pub const GRACE: i64 = 30;
/// A device to remember.
pub struct New<'a> {
    pub account: &'a str,
    pub epoch: i64,
    pub browser: &'a str,
    pub system: &'a str,
    /// What it was before, which is worth nothing from now on.
    pub instead_of: Option<&'a str>,
    pub duration: RememberDuration,
}

/// Remembers a device; the token exists only in the cookie.
pub async fn remember(
    connection: &mut AnyConnection,
    new: New<'_>,
    now: i64,
) -> Result<(Device, Secret)> {
    if let Some(id) = new.instead_of {
        revoke(connection, new.account, id).await?;
    }
    let token = random::token()?;
    let device = Device {
        id: random::id()?,
        browser: new.browser.to_owned(),
        system: new.system.to_owned(),
        created_at: now,
        expires_at: now + new.duration.seconds(),
        used_at: now,
    };
    sqlx::query(
        "INSERT INTO devices (id, token, account, purpose, browser, system, epoch, created_at, expires_at, used_at) \
         VALUES ($1, $2, $3, 'trust', $4, $5, $6, $7, $8, $7)",
    )
    .bind(&device.id)
    .bind(seal::digest(token.expose()))
    .bind(new.account)
    .bind(new.browser)
    .bind(new.system)
    .bind(new.epoch)
    .bind(now)
    .bind(device.expires_at)
    .execute(connection)
    .await?;
    Ok((device, token))
}

/// Another token from now on; the device's end does not move. `cookie`: the one that was presented, its present
/// token or the one before. The caller has the account's turn.
pub async fn rotate(
    connection: &mut AnyConnection,
    id: &str,
    cookie: &str,
    now: i64,
) -> Result<Secret> {
    let token = random::token()?;
    sqlx::query(
        "INSERT INTO replaced_tokens (token, device, until) SELECT token, id, $2 FROM devices WHERE id = $1",
    )
    .bind(id)
    .bind(now + GRACE)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE devices SET token = $2, previous = $3, used_at = $4 WHERE id = $1")
        .bind(id)
        .bind(seal::digest(token.expose()))
        .bind(seal::digest(cookie))
        .bind(now)
        .execute(connection)
        .await?;
    Ok(token)
}

/// `false`: there is no such device of this account.
pub async fn revoke(connection: &mut AnyConnection, account: &str, id: &str) -> Result<bool> {
    let revoked =
        sqlx::query("DELETE FROM devices WHERE id = $1 AND account = $2 AND purpose = 'trust'")
            .bind(id)
            .bind(account)
            .execute(connection)
            .await?;
    Ok(won(&revoked))
}

pub async fn revoke_all(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM devices WHERE account = $1 AND purpose = 'trust'")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets every browser, also those in which somebody is on the way after a recovery code.
pub async fn forget_all(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM devices WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// A shorter preference holds for devices that are remembered already; `always_ask` forgets them all.
pub async fn shorten(
    connection: &mut AnyConnection,
    account: &str,
    duration: RememberDuration,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE devices SET expires_at = created_at + $2 \
         WHERE account = $1 AND purpose = 'trust' AND expires_at > created_at + $2",
    )
    .bind(account)
    .bind(duration.seconds())
    .execute(&mut *connection)
    .await?;
    sqlx::query(
        "DELETE FROM devices WHERE account = $1 AND purpose = 'trust' AND expires_at <= $2",
    )
    .bind(account)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}
