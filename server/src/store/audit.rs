//! The audit trail's rows. They are only ever added; what they mean is `audit.rs`.

use sqlx::AnyConnection;

use crate::audit::chain::Entry;
use crate::error::Result;

/// From here to the end of the transaction no other entry of the school can be added. Answers with the sealed head,
/// empty before the first entry.
pub async fn turn_of_school(connection: &mut AnyConnection, school: &str) -> Result<String> {
    let (sealed,): (String,) = sqlx::query_as(
        "INSERT INTO audit_heads (school, turn, sealed) VALUES ($1, 1, '') \
         ON CONFLICT (school) DO UPDATE SET turn = audit_heads.turn + 1 RETURNING sealed",
    )
    .bind(school)
    .fetch_one(connection)
    .await?;
    Ok(sealed)
}

/// A number that is taken already is refused by the database.
pub async fn append(connection: &mut AnyConnection, entry: &Entry) -> Result<()> {
    sqlx::query(
        "INSERT INTO audit_entries (school, number, at, actor, subject, action, reason, details, hash) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&entry.school)
    .bind(entry.number)
    .bind(entry.at)
    .bind(&entry.actor)
    .bind(&entry.subject)
    .bind(&entry.action)
    .bind(&entry.reason)
    .bind(&entry.details)
    .bind(&entry.hash)
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn set_head(connection: &mut AnyConnection, school: &str, sealed: &str) -> Result<()> {
    sqlx::query("UPDATE audit_heads SET sealed = $2 WHERE school = $1")
        .bind(school)
        .bind(sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// The sealed head; `None` where there never was an entry, or where the row is gone.
pub async fn head(connection: &mut AnyConnection, school: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as("SELECT sealed FROM audit_heads WHERE school = $1")
        .bind(school)
        .fetch_optional(connection)
        .await?;
    Ok(row.map(|(sealed,)| sealed))
}

/// Every school that has a trail, or a piece of one.
pub async fn schools(connection: &mut AnyConnection) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sqlx::query_as(
        "SELECT school FROM audit_heads UNION SELECT school FROM audit_entries ORDER BY school",
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|(school,)| school).collect())
}

/// An entry with the names of today; empty where the account is gone, or was none.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    #[sqlx(flatten)]
    pub entry: Entry,
    pub actor_name: String,
    pub subject_name: String,
}

/// In order, from behind a number on.
pub async fn onwards(
    connection: &mut AnyConnection,
    school: &str,
    after: i64,
    most: i64,
) -> Result<Vec<Line>> {
    Ok(sqlx::query_as(
        "SELECT e.school, e.number, e.at, e.actor, e.subject, e.action, e.reason, e.details, e.hash, \
                COALESCE(a.name, '') AS actor_name, COALESCE(s.name, '') AS subject_name \
         FROM audit_entries e LEFT JOIN accounts a ON a.id = e.actor LEFT JOIN accounts s ON s.id = e.subject \
         WHERE e.school = $1 AND e.number > $2 ORDER BY e.number LIMIT $3",
    )
    .bind(school)
    .bind(after)
    .bind(most)
    .fetch_all(connection)
    .await?)
}

/// The newest first, from before a number on.
pub async fn backwards(
    connection: &mut AnyConnection,
    school: &str,
    before: i64,
    most: i64,
) -> Result<Vec<Line>> {
    Ok(sqlx::query_as(
        "SELECT e.school, e.number, e.at, e.actor, e.subject, e.action, e.reason, e.details, e.hash, \
                COALESCE(a.name, '') AS actor_name, COALESCE(s.name, '') AS subject_name \
         FROM audit_entries e LEFT JOIN accounts a ON a.id = e.actor LEFT JOIN accounts s ON s.id = e.subject \
         WHERE e.school = $1 AND e.number < $2 ORDER BY e.number DESC LIMIT $3",
    )
    .bind(school)
    .bind(before)
    .bind(most)
    .fetch_all(connection)
    .await?)
}

/// Of one account, the newest first.
pub async fn of_subject(
    connection: &mut AnyConnection,
    school: &str,
    subject: &str,
    most: i64,
) -> Result<Vec<Line>> {
    Ok(sqlx::query_as(
        "SELECT e.school, e.number, e.at, e.actor, e.subject, e.action, e.reason, e.details, e.hash, \
                COALESCE(a.name, '') AS actor_name, COALESCE(s.name, '') AS subject_name \
         FROM audit_entries e LEFT JOIN accounts a ON a.id = e.actor LEFT JOIN accounts s ON s.id = e.subject \
         WHERE e.subject = $2 AND e.school = $1 ORDER BY e.number DESC LIMIT $3",
    )
    .bind(school)
    .bind(subject)
    .bind(most)
    .fetch_all(connection)
    .await?)
}

/// How often an action was done to an account since a time, and when the first of them was.
pub async fn times_to(
    connection: &mut AnyConnection,
    subject: &str,
    action: &str,
    since: i64,
) -> Result<(i64, Option<i64>)> {
    Ok(sqlx::query_as(
        "SELECT COUNT(*), MIN(at) FROM audit_entries WHERE subject = $1 AND action = $2 AND at > $3",
    )
    .bind(subject)
    .bind(action)
    .bind(since)
    .fetch_one(connection)
    .await?)
}

/// How often an account did it to anybody.
pub async fn times_by(
    connection: &mut AnyConnection,
    actor: &str,
    action: &str,
    since: i64,
) -> Result<(i64, Option<i64>)> {
    Ok(sqlx::query_as(
        "SELECT COUNT(*), MIN(at) FROM audit_entries WHERE actor = $1 AND action = $2 AND at > $3",
    )
    .bind(actor)
    .bind(action)
    .bind(since)
    .fetch_one(connection)
    .await?)
}
