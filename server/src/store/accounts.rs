//! Accounts, and the portal tokens that were used.

use sqlx::AnyConnection;
use tweestap_api::RememberDuration;

use super::won;
use crate::error::Result;
use crate::{random, seal};

#[derive(Clone)]
pub struct Account {
    pub id: String,
    pub school: String,
    pub issuer: String,
    pub subject: String,
    /// The person's name at the portal.
    pub name: String,
    /// Devices of an older epoch are dead.
    pub mfa_epoch: i64,
    pub remember: RememberDuration,
}

type Row = (String, String, String, String, String, i64, String);

fn from_row((id, school, issuer, subject, name, mfa_epoch, remember): Row) -> Account {
    let remember = RememberDuration::from_code(&remember).unwrap_or_default();
    Account {
        id,
        school,
        issuer,
        subject,
        name,
        mfa_epoch,
        remember,
    }
}

/// The account of (school, issuer, subject), made at its first sign-in; the name follows the portal's.
pub async fn of(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
    name: &str,
    now: i64,
) -> Result<Account> {
    let row: Row = sqlx::query_as(
        "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at) \
         VALUES ($1, $2, $3, $4, $5, 0, 'always_ask', 0, $6) \
         ON CONFLICT (school, issuer, subject) DO UPDATE SET name = excluded.name \
         RETURNING id, school, issuer, subject, name, mfa_epoch, remember",
    )
    .bind(random::id()?)
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .bind(name)
    .bind(now)
    .fetch_one(connection)
    .await?;
    Ok(from_row(row))
}

pub async fn by_id(connection: &mut AnyConnection, id: &str) -> Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, school, issuer, subject, name, mfa_epoch, remember FROM accounts WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(from_row))
}

/// Kills every remembered device: a factor was added, replaced or removed.
pub async fn next_epoch(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("UPDATE accounts SET mfa_epoch = mfa_epoch + 1 WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn prefer(
    connection: &mut AnyConnection,
    id: &str,
    duration: RememberDuration,
) -> Result<()> {
    sqlx::query("UPDATE accounts SET remember = $2 WHERE id = $1")
        .bind(id)
        .bind(duration.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// The one place where a token is spent: `true` for exactly one caller.
pub async fn use_token(
    connection: &mut AnyConnection,
    issuer: &str,
    jti: &str,
    expires_at: i64,
) -> Result<bool> {
    // The length keeps issuer and jti apart.
    let name = seal::digest(&format!("{}|{issuer}|{jti}", issuer.len()));
    let inserted = sqlx::query(
        "INSERT INTO used_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(name)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(won(&inserted))
}
