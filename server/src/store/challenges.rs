//! Challenges of an account: at most one is open, with its attempts counted before they are looked at.

use sqlx::AnyConnection;

use super::won;
use crate::challenge::{ATTEMPTS, LIFETIME, Open};
use crate::error::Result;
use crate::random;

/// The open challenge of an account for this factor.
pub async fn open_of(
    connection: &mut AnyConnection,
    account: &str,
    factor: &str,
    now: i64,
) -> Result<Option<Open>> {
    let row: Option<(String, i64, i64)> = sqlx::query_as(
        "SELECT id, attempts, expires_at FROM challenges \
         WHERE account = $1 AND factor = $2 AND state = 'open' AND expires_at > $3 AND attempts < $4",
    )
    .bind(account)
    .bind(factor)
    .bind(now)
    .bind(ATTEMPTS)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(id, attempts, expires_at)| Open {
        id,
        attempts,
        expires_at,
    }))
}

/// Opens a new one instead of any that is over.
pub async fn open(
    connection: &mut AnyConnection,
    account: &str,
    factor: &str,
    now: i64,
) -> Result<Open> {
    sqlx::query("DELETE FROM challenges WHERE account = $1")
        .bind(account)
        .execute(&mut *connection)
        .await?;
    let open = Open {
        id: random::id()?,
        attempts: 0,
        expires_at: now + LIFETIME,
    };
    sqlx::query(
        "INSERT INTO challenges (id, account, factor, state, attempts, created_at, expires_at) \
         VALUES ($1, $2, $3, 'open', 0, $4, $5)",
    )
    .bind(&open.id)
    .bind(account)
    .bind(factor)
    .bind(now)
    .bind(open.expires_at)
    .execute(connection)
    .await?;
    Ok(open)
}

/// Reserves an attempt and says how many are left after it; `None` when it had all of them.
pub async fn charge(connection: &mut AnyConnection, id: &str, now: i64) -> Result<Option<u32>> {
    let charged: Option<(i64,)> = sqlx::query_as(
        "UPDATE challenges SET attempts = attempts + 1 \
         WHERE id = $1 AND state = 'open' AND attempts < $2 AND expires_at > $3 RETURNING attempts",
    )
    .bind(id)
    .bind(ATTEMPTS)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(charged.map(|(attempts,)| u32::try_from(ATTEMPTS - attempts).unwrap_or(0)))
}

/// Ends a challenge with a success; `true` for exactly one caller.
pub async fn pass(connection: &mut AnyConnection, id: &str) -> Result<bool> {
    let passed =
        sqlx::query("UPDATE challenges SET state = 'passed' WHERE id = $1 AND state = 'open'")
            .bind(id)
            .execute(connection)
            .await?;
    Ok(won(&passed))
}
