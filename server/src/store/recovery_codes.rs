//! Recovery codes after they were acknowledged: slow hashes under one salt a set, and whether each was used.

use sqlx::AnyConnection;

use crate::error::Result;

/// Keeps the hashes of a new set, and no older ones.
pub async fn keep(
    connection: &mut AnyConnection,
    account: &str,
    factor: &str,
    salt: &str,
    hashes: &[String],
) -> Result<()> {
    sqlx::query("DELETE FROM recovery_codes WHERE account = $1")
        .bind(account)
        .execute(&mut *connection)
        .await?;
    for (position, hash) in (0_i64..).zip(hashes) {
        sqlx::query("INSERT INTO recovery_codes (account, factor, position, salt, hash) VALUES ($1, $2, $3, $4, $5)")
            .bind(account)
            .bind(factor)
            .bind(position)
            .bind(salt)
            .bind(hash)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

pub async fn left(connection: &mut AnyConnection, account: &str) -> Result<u32> {
    let (left,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM recovery_codes WHERE account = $1 AND used_at IS NULL",
    )
    .bind(account)
    .fetch_one(connection)
    .await?;
    Ok(u32::try_from(left).unwrap_or(0))
}
