//! Remembered devices: a row with an absolute end for each, found by the SHA-256 of a token that changes at every
//! use. A token that was replaced longer ago than parallel tabs explain has been copied.

use sqlx::AnyConnection;
use tweestap_api::{RememberDuration, Secret};

use super::won;
use crate::error::Result;
use crate::{random, seal};

/// Seconds a replaced token is still good: tabs that were under way had it.
pub const GRACE: i64 = 30;
/// Seconds a clock may have been ahead. What is remembered from further in the future was so before the clock was
/// moved back, and would last that much too long.
const LEEWAY: i64 = 30;

/// Whose device, and what it must still satisfy today.
#[derive(Clone, Copy)]
pub struct Trust<'a> {
    pub account: &'a str,
    pub epoch: i64,
    /// Devices remembered before it are dead.
    pub password_changed_at: i64,
    /// The school's longest duration in seconds, as it is now.
    pub longest: i64,
}

/// A remembered device. Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Device {
    pub id: String,
    pub browser: String,
    pub system: String,
    /// When the code was given for it.
    pub created_at: i64,
    /// By the person's choice and the school's cap.
    pub expires_at: i64,
    pub used_at: i64,
}

/// What a cookie turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Its present token, or the one before when the answer with the new one was lost.
    Current(Device),
    /// A token that was replaced a moment ago: good, and not replaced again.
    Recent(Device),
    /// A token that was replaced before: somebody holds a copy.
    Replayed(Device),
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    token: String,
    previous: Option<String>,
    browser: String,
    system: String,
    created_at: i64,
    expires_at: i64,
    used_at: i64,
}

/// The device of a cookie, if it is this account's and may be trusted.
pub async fn of_cookie(
    connection: &mut AnyConnection,
    trust: Trust<'_>,
    cookie: &str,
    now: i64,
) -> Result<Option<Found>> {
    let digest = seal::digest(cookie);
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, token, previous, browser, system, created_at, expires_at, used_at FROM devices \
         WHERE (token = $1 OR id = (SELECT device FROM replaced_tokens WHERE token = $1)) \
           AND account = $2 AND purpose = 'trust' AND epoch = $3 AND created_at >= $4 AND created_at <= $5",
    )
    .bind(&digest)
    .bind(trust.account)
    .bind(trust.epoch)
    .bind(trust.password_changed_at)
    .bind(now.saturating_add(LEEWAY))
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let is_current = row.token == digest || row.previous.as_deref() == Some(&digest);
    let device = Device {
        expires_at: row.expires_at.min(row.created_at + trust.longest),
        id: row.id,
        browser: row.browser,
        system: row.system,
        created_at: row.created_at,
        used_at: row.used_at,
    };
    if device.expires_at <= now {
        return Ok(None);
    }
    let is_recent = row.token != digest && is_recent(connection, &digest, now).await?;
    Ok(Some(match (is_recent, is_current) {
        (true, _) => Found::Recent(device),
        (false, true) => Found::Current(device),
        (false, false) => Found::Replayed(device),
    }))
}

async fn is_recent(connection: &mut AnyConnection, digest: &str, now: i64) -> Result<bool> {
    let until: Option<(i64,)> =
        sqlx::query_as("SELECT until FROM replaced_tokens WHERE token = $1")
            .bind(digest)
            .fetch_optional(connection)
            .await?;
    // Not further away than it was set, or a clock that was moved back would stretch it.
    Ok(until.is_some_and(|(until,)| now < until && until <= now + GRACE))
}

/// All that may be trusted, the last used one first.
pub async fn list(
    connection: &mut AnyConnection,
    trust: Trust<'_>,
    now: i64,
) -> Result<Vec<Device>> {
    let devices: Vec<Device> = sqlx::query_as(
        "SELECT id, browser, system, created_at, expires_at, used_at FROM devices \
         WHERE account = $1 AND purpose = 'trust' AND epoch = $2 AND created_at >= $3 AND created_at <= $4 \
         ORDER BY used_at DESC, created_at DESC, id",
    )
    .bind(trust.account)
    .bind(trust.epoch)
    .bind(trust.password_changed_at)
    .bind(now.saturating_add(LEEWAY))
    .fetch_all(connection)
    .await?;
    Ok(devices
        .into_iter()
        .map(|device| Device {
            expires_at: device.expires_at.min(device.created_at + trust.longest),
            ..device
        })
        .filter(|device| device.expires_at > now)
        .collect())
}

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
