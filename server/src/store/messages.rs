//! Codes by text message, and the record that limits how many are sent. A code is a keyed hash, bound to its
//! message, account, purpose and number; it is spent here and nowhere else.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// Checks of one code.
pub const CHECKS: i64 = 5;
/// Seconds a code is good.
pub const LIFETIME: i64 = 5 * 60;

/// A message that was sent.
#[derive(Clone, sqlx::FromRow)]
pub struct Sent {
    pub id: String,
    /// `current` or `superseded`.
    pub state: String,
    /// Keyed hash.
    pub code: Option<String>,
    pub checks: i64,
    pub expires_at: i64,
}

/// The last two messages to this number for this purpose, newest first.
pub async fn latest(
    connection: &mut AnyConnection,
    account: &str,
    purpose: &str,
    number_index: &str,
) -> Result<Vec<Sent>> {
    Ok(sqlx::query_as(
        "SELECT id, state, code, checks, expires_at FROM messages \
         WHERE account = $1 AND purpose = $2 AND number_index = $3 AND state IN ('current', 'superseded') \
         ORDER BY CASE state WHEN 'current' THEN 0 ELSE 1 END, sent_at DESC LIMIT 2",
    )
    .bind(account)
    .bind(purpose)
    .bind(number_index)
    .fetch_all(connection)
    .await?)
}

/// Reserves a check of a code. `false`: it has had all of its checks.
pub async fn charge(connection: &mut AnyConnection, id: &str) -> Result<bool> {
    let charged =
        sqlx::query("UPDATE messages SET checks = checks + 1 WHERE id = $1 AND state = 'current' AND checks < $2")
            .bind(id)
            .bind(CHECKS)
            .execute(connection)
            .await?;
    Ok(won(&charged))
}

/// Spends a code; `true` for exactly one caller. What else was sent for this purpose is void with it.
pub async fn spend(
    connection: &mut AnyConnection,
    id: &str,
    account: &str,
    purpose: &str,
) -> Result<bool> {
    let spent = sqlx::query(
        "UPDATE messages SET state = 'used' WHERE id = $1 AND account = $2 AND purpose = $3 AND state = 'current'",
    )
    .bind(id)
    .bind(account)
    .bind(purpose)
    .execute(&mut *connection)
    .await?;
    sqlx::query("UPDATE messages SET code = NULL WHERE account = $1 AND purpose = $2 AND id <> $3")
        .bind(account)
        .bind(purpose)
        .bind(id)
        .execute(connection)
        .await?;
    Ok(won(&spent))
}

/// What was sent for a purpose is worth nothing any more.
pub async fn withdraw(connection: &mut AnyConnection, account: &str, purpose: &str) -> Result<()> {
    sqlx::query(
        "UPDATE messages SET state = 'superseded', code = NULL \
         WHERE account = $1 AND purpose = $2 AND state = 'current'",
    )
    .bind(account)
    .bind(purpose)
    .execute(connection)
    .await?;
    Ok(())
}

/// When messages went to a number on behalf of an account, newest first, since `since`.
pub async fn times(
    connection: &mut AnyConnection,
    account: &str,
    number_index: &str,
    since: i64,
) -> Result<Vec<i64>> {
    let rows: Vec<(i64,)> = sqlx::query_as(
        "SELECT sent_at FROM messages WHERE account = $1 AND number_index = $2 AND sent_at > $3 \
         ORDER BY sent_at DESC",
    )
    .bind(account)
    .bind(number_index)
    .bind(since)
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// What the limits look at.
pub struct Traffic {
    /// Messages to the number from anyone in the last ten minutes, and when the first of them went.
    pub to_number: (i64, Option<i64>),
    /// Messages of the account in the last 24 hours, and when the first of them went.
    pub of_account: (i64, Option<i64>),
    /// Other numbers of the account in the last 24 hours.
    pub other_numbers: i64,
}

pub async fn traffic(
    connection: &mut AnyConnection,
    account: &str,
    number_index: &str,
    now: i64,
) -> Result<Traffic> {
    let to_number = sqlx::query_as(
        "SELECT COUNT(*), MIN(sent_at) FROM messages WHERE number_index = $1 AND sent_at > $2",
    )
    .bind(number_index)
    .bind(now - 600)
    .fetch_one(&mut *connection)
    .await?;
    let of_account = sqlx::query_as(
        "SELECT COUNT(*), MIN(sent_at) FROM messages WHERE account = $1 AND sent_at > $2",
    )
    .bind(account)
    .bind(now - 86_400)
    .fetch_one(&mut *connection)
    .await?;
    let (other_numbers,): (i64,) = sqlx::query_as(
        "SELECT COUNT(DISTINCT number_index) FROM messages \
         WHERE account = $1 AND number_index <> $2 AND sent_at > $3",
    )
    .bind(account)
    .bind(number_index)
    .bind(now - 86_400)
    .fetch_one(connection)
    .await?;
    Ok(Traffic {
        to_number,
        of_account,
        other_numbers,
    })
}

/// Takes a place in the limits before anything is sent, so that parallel calls cannot send more.
pub async fn reserve(
    connection: &mut AnyConnection,
    id: &str,
    account: &str,
    purpose: &str,
    number_index: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO messages (id, account, purpose, number_index, state, checks, sent_at, expires_at) \
         VALUES ($1, $2, $3, $4, 'sending', 0, $5, $5)",
    )
    .bind(id)
    .bind(account)
    .bind(purpose)
    .bind(number_index)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The message went out: from now on its code counts, and the earlier ones do not.
pub async fn sent(
    connection: &mut AnyConnection,
    id: &str,
    account: &str,
    purpose: &str,
    code: &str,
    now: i64,
) -> Result<()> {
    sqlx::query("UPDATE messages SET state = 'superseded' WHERE account = $1 AND purpose = $2 AND state = 'current'")
        .bind(account)
        .bind(purpose)
        .execute(&mut *connection)
        .await?;
    sqlx::query("UPDATE messages SET state = 'current', code = $2, sent_at = $3, expires_at = $4 WHERE id = $1")
        .bind(id)
        .bind(code)
        .bind(now)
        .bind(now + LIFETIME)
        .execute(connection)
        .await?;
    Ok(())
}

/// The gateway did not take it: nothing is spent.
pub async fn release(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM messages WHERE id = $1 AND state = 'sending'")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// The code that was spent last for a purpose: message and keyed hash.
pub async fn spent(
    connection: &mut AnyConnection,
    account: &str,
    purpose: &str,
) -> Result<Option<(String, String)>> {
    Ok(sqlx::query_as(
        "SELECT id, code FROM messages WHERE account = $1 AND purpose = $2 AND state = 'used' AND code IS NOT NULL \
         ORDER BY sent_at DESC LIMIT 1",
    )
    .bind(account)
    .bind(purpose)
    .fetch_optional(connection)
    .await?)
}
