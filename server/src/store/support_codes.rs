//! The help desk's codes: at most one for each person, a slow hash, good once and not for long.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// A code that may be typed.
#[derive(sqlx::FromRow)]
pub struct Live {
    /// 128 bit in hexadecimal.
    pub salt: String,
    /// Argon2id over the keyed hash of the code, in hexadecimal.
    pub hash: String,
    /// Unix seconds.
    pub expires_at: i64,
}

pub async fn of(connection: &mut AnyConnection, account: &str, now: i64) -> Result<Option<Live>> {
    Ok(sqlx::query_as(
        "SELECT salt, hash, expires_at FROM support_codes WHERE account = $1 AND expires_at > $2",
    )
    .bind(account)
    .bind(now)
    .fetch_optional(connection)
    .await?)
}

/// This one from now on, and no earlier one.
pub async fn keep(connection: &mut AnyConnection, account: &str, code: &Live) -> Result<()> {
    sqlx::query(
        "INSERT INTO support_codes (account, salt, hash, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account) DO UPDATE SET salt = excluded.salt, hash = excluded.hash, \
                                             expires_at = excluded.expires_at",
    )
    .bind(account)
    .bind(&code.salt)
    .bind(&code.hash)
    .bind(code.expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The one place where a code is spent: `true` for exactly one caller. The hash is part of the condition: a newer code
/// may have taken the place of the one that was looked at.
pub async fn spend(
    connection: &mut AnyConnection,
    account: &str,
    code: &Live,
    now: i64,
) -> Result<bool> {
    let spent = sqlx::query(
        "DELETE FROM support_codes WHERE account = $1 AND hash = $2 AND expires_at > $3",
    )
    .bind(account)
    .bind(&code.hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&spent))
}

/// Whoever is in again needs none.
pub async fn discard(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM support_codes WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}
