//! Remembered devices: a row with an absolute end for each cookie, of which only the SHA-256 is kept.

use sqlx::AnyConnection;
use tweestap_api::{RememberDuration, Secret};

use crate::challenge::Remembered;
use crate::error::Result;
use crate::{random, seal};

/// The device of a cookie, if it is this account's, unexpired and of the current epoch.
pub async fn of_cookie(
    connection: &mut AnyConnection,
    account: &str,
    epoch: i64,
    cookie: &str,
    now: i64,
) -> Result<Option<Remembered>> {
    let row: Option<(i64, i64)> = sqlx::query_as(
        "SELECT created_at, expires_at FROM devices \
         WHERE token = $1 AND account = $2 AND epoch = $3 AND expires_at > $4 AND purpose = 'trust'",
    )
    .bind(seal::digest(cookie))
    .bind(account)
    .bind(epoch)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(since, until)| Remembered { since, until }))
}

/// A device to remember.
pub struct New<'a> {
    pub account: &'a str,
    pub epoch: i64,
    pub label: &'a str,
    /// The cookie it had before, which is worth nothing from now on.
    pub instead_of: Option<&'a str>,
}

/// Remembers a device; the token exists only in the cookie.
pub async fn remember(
    connection: &mut AnyConnection,
    new: New<'_>,
    duration: RememberDuration,
    now: i64,
) -> Result<Secret> {
    if let Some(cookie) = new.instead_of {
        forget(connection, new.account, cookie).await?;
    }
    let token = random::token()?;
    sqlx::query(
        "INSERT INTO devices (id, token, account, purpose, browser, system, epoch, created_at, expires_at, used_at) \
         VALUES ($7, $1, $2, 'trust', $3, '', $4, $5, $6, $5)",
    )
    .bind(seal::digest(token.expose()))
    .bind(new.account)
    .bind(new.label)
    .bind(new.epoch)
    .bind(now)
    .bind(now + duration.seconds())
    .bind(random::id()?)
    .execute(connection)
    .await?;
    Ok(token)
}

pub async fn used(
    connection: &mut AnyConnection,
    account: &str,
    cookie: &str,
    now: i64,
) -> Result<()> {
    sqlx::query("UPDATE devices SET used_at = $3 WHERE token = $1 AND account = $2")
        .bind(seal::digest(cookie))
        .bind(account)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn forget(connection: &mut AnyConnection, account: &str, cookie: &str) -> Result<()> {
    sqlx::query("DELETE FROM devices WHERE token = $1 AND account = $2")
        .bind(seal::digest(cookie))
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
        "UPDATE devices SET expires_at = created_at + $2 WHERE account = $1 AND expires_at > created_at + $2",
    )
    .bind(account)
    .bind(duration.seconds())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM devices WHERE account = $1 AND expires_at <= $2")
        .bind(account)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
