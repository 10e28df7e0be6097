//! Challenges of an account: at most one is open for each purpose, with its attempts counted before they are
//! looked at.

use sqlx::AnyConnection;
use tweestap_api::Way;

use super::won;
use crate::challenge::{ATTEMPTS, LIFETIME, Open, Purpose};
use crate::error::{Error, Result};
use crate::random;

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    purpose: String,
    way: String,
    factor: String,
    attempts: i64,
    expires_at: i64,
}

impl TryFrom<Row> for Open {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        const BROKEN: Error = Error::Internal("a challenge has an unknown way or purpose");
        Ok(Self {
            id: row.id,
            purpose: Purpose::from_name(&row.purpose).ok_or(BROKEN)?,
            way: Way::from_code(&row.way).ok_or(BROKEN)?,
            factor: row.factor,
            attempts: row.attempts,
            expires_at: row.expires_at,
        })
    }
}

/// The open challenge of an account for this purpose.
pub async fn current(
    connection: &mut AnyConnection,
    account: &str,
    purpose: Purpose,
    now: i64,
) -> Result<Option<Open>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, purpose, way, factor, attempts, expires_at FROM challenges \
         WHERE account = $1 AND purpose = $2 AND state = 'open' AND expires_at > $3 AND attempts < $4",
    )
    .bind(account)
    .bind(purpose.name())
    .bind(now)
    .bind(ATTEMPTS)
    .fetch_optional(connection)
    .await?;
    row.map(Open::try_from).transpose()
}

/// The open challenge of this name, if it is this account's.
pub async fn by_id(
    connection: &mut AnyConnection,
    account: &str,
    id: &str,
) -> Result<Option<Open>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, purpose, way, factor, attempts, expires_at FROM challenges \
         WHERE id = $1 AND account = $2 AND state = 'open'",
    )
    .bind(id)
    .bind(account)
    .fetch_optional(connection)
    .await?;
    row.map(Open::try_from).transpose()
}

/// Opens a new one instead of any that is over.
pub async fn open(
    connection: &mut AnyConnection,
    account: &str,
    purpose: Purpose,
    way: Way,
    factor: &str,
    now: i64,
) -> Result<Open> {
    sqlx::query("DELETE FROM challenges WHERE account = $1 AND purpose = $2")
        .bind(account)
        .bind(purpose.name())
        .execute(&mut *connection)
        .await?;
    let open = Open {
        id: random::id()?,
        purpose,
        way,
        factor: factor.to_owned(),
        attempts: 0,
        expires_at: now + LIFETIME,
    };
    sqlx::query(
        "INSERT INTO challenges (id, account, purpose, way, factor, state, attempts, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, 'open', 0, $6, $7)",
    )
    .bind(&open.id)
    .bind(account)
    .bind(purpose.name())
    .bind(way.code())
    .bind(factor)
    .bind(now)
    .bind(open.expires_at)
    .execute(connection)
    .await?;
    Ok(open)
}

/// Asks for something else from now on. What was charged stays charged.
pub async fn choose(
    connection: &mut AnyConnection,
    id: &str,
    way: Way,
    factor: &str,
) -> Result<bool> {
    let chosen =
        sqlx::query("UPDATE challenges SET way = $2, factor = $3 WHERE id = $1 AND state = 'open'")
            .bind(id)
            .bind(way.code())
            .bind(factor)
            .execute(connection)
            .await?;
    Ok(won(&chosen))
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

/// Ends a challenge with a success in the way it asked for; `true` for exactly one caller.
pub async fn pass(connection: &mut AnyConnection, id: &str, way: Way) -> Result<bool> {
    let passed = sqlx::query(
        "UPDATE challenges SET state = 'passed' WHERE id = $1 AND state = 'open' AND way = $2",
    )
    .bind(id)
    .bind(way.code())
    .execute(connection)
    .await?;
    Ok(won(&passed))
}

/// Ends what is open, because another method is preferred from now on. Failures of the account stay counted.
pub async fn end(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM challenges WHERE account = $1 AND state = 'open'")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}
