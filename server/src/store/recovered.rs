//! Using a recovery or reset code: the unused ones of an account and nobody else's, spending one, and the
//! token by which a reload comes back to where it was.

use sqlx::AnyConnection;
use tweestap_api::Secret;

use super::accounts::Account;
use super::{recovery_codes, support_codes, won};
use crate::challenge::{Back, RECOVERED_HOLDS};
use crate::error::Result;
use crate::{random, seal};

/// A code that was not used yet.
#[derive(sqlx::FromRow)]
pub struct Unused {
    position: i64,
    /// 128 bit in hex; one for the whole set.
    pub salt: String,
    /// Argon2id over the keyed hash of the code, in hex.
    pub hash: String,
}

pub async fn unused(connection: &mut AnyConnection, account: &str) -> Result<Vec<Unused>> {
    Ok(sqlx::query_as(
        "SELECT position, salt, hash FROM recovery_codes WHERE account = $1 AND used_at IS NULL ORDER BY position",
    )
    .bind(account)
    .fetch_all(connection)
    .await?)
}

/// The ways back in of an account.
pub async fn back(connection: &mut AnyConnection, account: &Account, now: i64) -> Result<Back> {
    Ok(Back {
        support: support_codes::of(connection, &account.id, now)
            .await?
            .is_some(),
        codes_left: recovery_codes::left(connection, &account.id).await?,
        reset_code: account.reset_code.is_some(),
    })
}

/// The one place where a code is spent: `true` for exactly one caller. The hash is part of the condition: a
/// new set may have taken the place of the one that was looked at.
pub async fn spend(
    connection: &mut AnyConnection,
    account: &str,
    code: &Unused,
    now: i64,
) -> Result<bool> {
    let spent = sqlx::query(
        "UPDATE recovery_codes SET used_at = $4 \
         WHERE account = $1 AND position = $2 AND hash = $3 AND used_at IS NULL",
    )
    .bind(account)
    .bind(code.position)
    .bind(&code.hash)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&spent))
}

/// None of the own codes is left, used or not.
pub async fn discard_codes(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM recovery_codes WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Forgets every device of the account, and keeps the token of one that came in by a recovery code.
pub async fn begin(
    connection: &mut AnyConnection,
    account: &str,
    epoch: i64,
    token: &Secret,
    now: i64,
) -> Result<()> {
    sqlx::query("DELETE FROM devices WHERE account = $1")
        .bind(account)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO devices (id, token, account, purpose, browser, system, epoch, created_at, expires_at, used_at) \
         VALUES ($1, $2, $3, 'recovery', '', '', $4, $5, $6, $5)",
    )
    .bind(random::id()?)
    .bind(seal::digest(token.expose()))
    .bind(account)
    .bind(epoch)
    .bind(now)
    .bind(now + RECOVERED_HOLDS)
    .execute(connection)
    .await?;
    Ok(())
}

/// When the recovery code was given that this token stands for.
pub async fn of_token(
    connection: &mut AnyConnection,
    account: &str,
    epoch: i64,
    token: &Secret,
    now: i64,
) -> Result<Option<i64>> {
    let row: Option<(i64,)> = sqlx::query_as(
        "SELECT created_at FROM devices \
         WHERE token = $1 AND account = $2 AND epoch = $3 AND expires_at > $4 AND purpose = 'recovery'",
    )
    .bind(seal::digest(token.expose()))
    .bind(account)
    .bind(epoch)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(at,)| at))
}

/// The person went on.
pub async fn end(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM devices WHERE account = $1 AND purpose = 'recovery'")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}
