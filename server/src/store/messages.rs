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

/// A message that is about to go.
pub struct Place<'a> {
    pub id: &'a str,
    pub school: &'a str,
    pub account: &'a str,
    pub purpose: &'a str,
    pub number_index: &'a str,
    /// The account has not verified this number yet.
    pub fresh: bool,
}

/// Takes a place in the limits before anything is sent, so that parallel calls cannot send more.
pub async fn reserve(connection: &mut AnyConnection, place: &Place<'_>, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO messages \
         (id, account, purpose, number_index, state, checks, sent_at, expires_at, school, fresh) \
         VALUES ($1, $2, $3, $4, 'sending', 0, $5, $5, $6, $7)",
    )
    .bind(place.id)
    .bind(place.account)
    .bind(place.purpose)
    .bind(place.number_index)
    .bind(now)
    .bind(place.school)
    .bind(i64::from(place.fresh))
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

/// Nobody knows whether the message went out: it keeps its place in the limits, for it may have been paid for,
/// and its code counts unless an earlier one still does, which people surely have.
pub async fn perhaps_sent(
    connection: &mut AnyConnection,
    id: &str,
    account: &str,
    purpose: &str,
    code: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE messages SET sent_at = $3, expires_at = $4, state = CASE WHEN EXISTS ( \
           SELECT 1 FROM messages AS earlier WHERE earlier.account = $5 AND earlier.purpose = $6 \
           AND earlier.state = 'current' AND earlier.expires_at > $3) THEN 'perhaps' ELSE 'current' END, \
         code = $2 WHERE id = $1",
    )
    .bind(id)
    .bind(code)
    .bind(now)
    .bind(now + LIFETIME)
    .bind(account)
    .bind(purpose)
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
