//! What the demonstration keeps: its portal's sessions and how far its clock was moved, so that both survive
//! a restart. Used by `src/demo` only.

use sqlx::AnyConnection;

use crate::error::Result;
use crate::seal;

/// A session at the demonstration's portal.
#[derive(Clone, Debug)]
pub struct PortalSession {
    pub username: String,
    /// The second step is settled.
    pub signed_in: bool,
    pub auth_time: i64,
    /// When a code was given in this sign-in, as the assertion said.
    pub mfa_time: Option<i64>,
    /// The school's own sign-in asked for two steps.
    pub single_sign_on: bool,
}

pub async fn open(
    connection: &mut AnyConnection,
    cookie: &str,
    session: &PortalSession,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO demo_sessions (token, username, signed_in, auth_time, single_sign_on) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(seal::digest(cookie))
    .bind(&session.username)
    .bind(i64::from(session.signed_in))
    .bind(session.auth_time)
    .bind(i64::from(session.single_sign_on))
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn find(connection: &mut AnyConnection, cookie: &str) -> Result<Option<PortalSession>> {
    let row: Option<(String, i64, i64, Option<i64>, i64)> = sqlx::query_as(
        "SELECT username, signed_in, auth_time, mfa_time, single_sign_on FROM demo_sessions WHERE token = $1",
    )
    .bind(seal::digest(cookie))
    .fetch_optional(connection)
    .await?;
    Ok(row.map(
        |(username, signed_in, auth_time, mfa_time, single_sign_on)| PortalSession {
            username,
            signed_in: signed_in != 0,
            auth_time,
            mfa_time,
            single_sign_on: single_sign_on != 0,
        },
    ))
}

/// The second step is settled; a code that was given earlier in this sign-in stays known.
pub async fn signed_in(
    connection: &mut AnyConnection,
    cookie: &str,
    mfa_time: Option<i64>,
) -> Result<()> {
    sqlx::query("UPDATE demo_sessions SET signed_in = 1, mfa_time = COALESCE($2, mfa_time) WHERE token = $1")
        .bind(seal::digest(cookie))
        .bind(mfa_time)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn close(connection: &mut AnyConnection, cookie: &str) -> Result<()> {
    sqlx::query("DELETE FROM demo_sessions WHERE token = $1")
        .bind(seal::digest(cookie))
        .execute(connection)
        .await?;
    Ok(())
}

/// When a password was last changed, where that is known.
pub async fn password_changed_at(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
) -> Result<Option<i64>> {
    let row: Option<(Option<i64>,)> = sqlx::query_as(
        "SELECT password_changed_at FROM directory WHERE school = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .fetch_optional(connection)
    .await?;
    Ok(row.and_then(|(at,)| at))
}

/// A hardware token by its serial number: account, factor and sealed seed.
pub async fn token(
    connection: &mut AnyConnection,
    school: &str,
    serial: &str,
) -> Result<Option<(String, String, String)>> {
    Ok(sqlx::query_as(
        "SELECT factors.account, factors.id, factors.secret FROM factors \
         JOIN accounts ON accounts.id = factors.account \
         WHERE accounts.school = $1 AND factors.serial = $2 AND factors.method = 'hardware' \
           AND factors.state = 'active'",
    )
    .bind(school)
    .bind(serial)
    .fetch_optional(connection)
    .await?)
}

/// Seconds the clock is ahead.
pub async fn clock(connection: &mut AnyConnection) -> Result<i64> {
    let row: Option<(i64,)> = sqlx::query_as("SELECT ahead_seconds FROM demo_clock WHERE id = 1")
        .fetch_optional(connection)
        .await?;
    Ok(row.map_or(0, |(ahead,)| ahead))
}

pub async fn set_clock(connection: &mut AnyConnection, ahead: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO demo_clock (id, ahead_seconds) VALUES (1, $1) \
         ON CONFLICT (id) DO UPDATE SET ahead_seconds = excluded.ahead_seconds",
    )
    .bind(ahead)
    .execute(connection)
    .await?;
    Ok(())
}

/// Empties every table.
pub async fn reset(connection: &mut AnyConnection) -> Result<()> {
    for statement in [
        "DELETE FROM demo_sessions",
        "DELETE FROM demo_clock",
        "DELETE FROM directory",
        "DELETE FROM addresses",
        "DELETE FROM password_requests",
        "DELETE FROM password_asks",
        "DELETE FROM password_links",
        "DELETE FROM mails",
        "DELETE FROM devices",
        "DELETE FROM limits",
        "DELETE FROM challenges",
        "DELETE FROM messages",
        "DELETE FROM sms_schools",
        "DELETE FROM recovery_codes",
        "DELETE FROM recovery_sets",
        "DELETE FROM support_codes",
        "DELETE FROM account_classes",
        "DELETE FROM policies",
        "DELETE FROM grace",
        "DELETE FROM audit_entries",
        "DELETE FROM audit_heads",
        "DELETE FROM factors",
        "DELETE FROM tokens",
        "DELETE FROM sessions",
        "DELETE FROM used_tokens",
        "DELETE FROM accounts",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}
