//! What was sent lately, for the waits, the limits and the budgets. Only counts; nothing here decides.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

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
    /// The same in the last five minutes.
    pub to_number_soon: (i64, Option<i64>),
    /// Messages of the account in the last 24 hours, and when the first of them went.
    pub of_account: (i64, Option<i64>),
    /// Other numbers of the account in the last 24 hours.
    pub other_numbers: i64,
}

pub async fn lately(
    connection: &mut AnyConnection,
    account: &str,
    number_index: &str,
    now: i64,
) -> Result<Traffic> {
    let to_number = to_number_since(connection, number_index, now - 600).await?;
    let to_number_soon = to_number_since(connection, number_index, now - 300).await?;
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
        to_number_soon,
        of_account,
        other_numbers,
    })
}

async fn to_number_since(
    connection: &mut AnyConnection,
    number_index: &str,
    since: i64,
) -> Result<(i64, Option<i64>)> {
    Ok(sqlx::query_as(
        "SELECT COUNT(*), MIN(sent_at) FROM messages WHERE number_index = $1 AND sent_at > $2",
    )
    .bind(number_index)
    .bind(since)
    .fetch_one(connection)
    .await?)
}

/// Whether codes sent to a number reached this account before: it is a method of theirs.
pub async fn is_verified(
    connection: &mut AnyConnection,
    account: &str,
    number_index: &str,
) -> Result<bool> {
    let (factors,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM factors WHERE account = $1 AND number_index = $2 AND state = 'active'",
    )
    .bind(account)
    .bind(number_index)
    .fetch_one(connection)
    .await?;
    Ok(factors > 0)
}

/// From here to the end of the transaction no other message of the school can be counted or reserved.
pub async fn turn_of_school(connection: &mut AnyConnection, school: &str) -> Result<()> {
    sqlx::query(
        "INSERT INTO sms_schools (school, turn, alarmed_at) VALUES ($1, 1, 0) \
         ON CONFLICT (school) DO UPDATE SET turn = sms_schools.turn + 1",
    )
    .bind(school)
    .execute(connection)
    .await?;
    Ok(())
}

/// Messages of all schools since a time, and when the first of them went.
pub async fn of_all(connection: &mut AnyConnection, since: i64) -> Result<(i64, Option<i64>)> {
    Ok(
        sqlx::query_as("SELECT COUNT(*), MIN(sent_at) FROM messages WHERE sent_at > $1")
            .bind(since)
            .fetch_one(connection)
            .await?,
    )
}

pub async fn of_school(
    connection: &mut AnyConnection,
    school: &str,
    since: i64,
) -> Result<(i64, Option<i64>)> {
    Ok(sqlx::query_as(
        "SELECT COUNT(*), MIN(sent_at) FROM messages WHERE school = $1 AND sent_at > $2",
    )
    .bind(school)
    .bind(since)
    .fetch_one(connection)
    .await?)
}

/// People of a school who have text messages as a method.
pub async fn users_of(connection: &mut AnyConnection, school: &str) -> Result<i64> {
    let (users,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM factors JOIN accounts ON accounts.id = factors.account \
         WHERE accounts.school = $1 AND factors.method = 'sms' AND factors.state = 'active'",
    )
    .bind(school)
    .fetch_one(connection)
    .await?;
    Ok(users)
}

/// Messages to numbers that were new to their accounts.
pub struct Tried {
    pub sent: i64,
    /// Those whose code came back.
    pub verified: i64,
}

pub async fn tried(connection: &mut AnyConnection, school: &str, since: i64) -> Result<Tried> {
    let (sent, verified) = sqlx::query_as(
        "SELECT COUNT(*), COUNT(CASE WHEN state = 'used' THEN 1 END) FROM messages \
         WHERE school = $1 AND sent_at > $2 AND fresh = 1",
    )
    .bind(school)
    .bind(since)
    .fetch_one(connection)
    .await?;
    Ok(Tried { sent, verified })
}

/// Whether it is time for an alarm about a school; `true` for one caller, and then not for `every` seconds.
pub async fn alarmed(
    connection: &mut AnyConnection,
    school: &str,
    now: i64,
    every: i64,
) -> Result<bool> {
    let alarmed = sqlx::query(
        "UPDATE sms_schools SET alarmed_at = $2 WHERE school = $1 AND alarmed_at <= $2 - $3",
    )
    .bind(school)
    .bind(now)
    .bind(every)
    .execute(connection)
    .await?;
    Ok(won(&alarmed))
}
