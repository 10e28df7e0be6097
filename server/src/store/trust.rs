//! Whether a cookie may be believed, and which devices are remembered. A token that was replaced longer ago than
//! parallel tabs explain has been copied.

use sqlx::AnyConnection;

use super::devices::GRACE;
use crate::error::Result;
use crate::seal;

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

/// The device of a cookie, if it is this account's and may be trusted. None is while the portal may have taken a new
/// password that nobody here knows of yet.
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
           AND account = $2 AND purpose = 'trust' AND epoch = $3 AND created_at >= $4 AND created_at <= $5 \
           AND NOT EXISTS (SELECT 1 FROM password_links WHERE account = $2 AND claim IS NOT NULL)",
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
