//! New recovery codes that wait to be acknowledged, sealed. The old ones count until then.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// Seconds that unacknowledged codes can be seen again.
pub const LIFETIME: i64 = 24 * 3_600;

/// A set that waits.
#[derive(Clone, sqlx::FromRow)]
pub struct Waiting {
    pub id: String,
    /// Sealed, one code a line.
    pub codes: String,
}

pub async fn of(
    connection: &mut AnyConnection,
    account: &str,
    now: i64,
) -> Result<Option<Waiting>> {
    Ok(
        sqlx::query_as(
            "SELECT id, codes FROM recovery_sets WHERE account = $1 AND expires_at > $2",
        )
        .bind(account)
        .bind(now)
        .fetch_optional(connection)
        .await?,
    )
}

/// Lets a new set wait, instead of one that has expired.
pub async fn make(
    connection: &mut AnyConnection,
    account: &str,
    waiting: &Waiting,
    now: i64,
) -> Result<()> {
    discard(connection, account).await?;
    sqlx::query(
        "INSERT INTO recovery_sets (account, id, codes, expires_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(account)
    .bind(&waiting.id)
    .bind(&waiting.codes)
    .bind(now + LIFETIME)
    .execute(connection)
    .await?;
    Ok(())
}

/// The readable codes are gone; `true` for exactly one caller, who keeps their hashes.
pub async fn take(
    connection: &mut AnyConnection,
    account: &str,
    id: &str,
    now: i64,
) -> Result<bool> {
    let taken =
        sqlx::query("DELETE FROM recovery_sets WHERE account = $1 AND id = $2 AND expires_at > $3")
            .bind(account)
            .bind(id)
            .bind(now)
            .execute(connection)
            .await?;
    Ok(won(&taken))
}

/// Other codes were made elsewhere.
pub async fn discard(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM recovery_sets WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}
