//! Accounts whose password this back end checks itself: schools without a portal of their own, and the
//! demonstration. Holds hashes only.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// Stands where a hash would: the column is older than people without a password, and holds no NULL. No password has
/// this hash, and no broken one looks like it.
const NONE: &str = "-";

/// Name and password hash.
pub struct Entry {
    pub name: String,
    /// `None`: this person has never set one.
    pub password: Option<String>,
}

pub async fn find(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
) -> Result<Option<Entry>> {
    let row: Option<(String, String)> = sqlx::query_as(
        "SELECT name, password FROM directory WHERE school = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(name, password)| Entry {
        name,
        password: (password != NONE).then_some(password),
    }))
}

/// Adds an account, or leaves the one that is there.
pub async fn add(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
    entry: &Entry,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO directory (school, issuer, subject, name, password) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .bind(&entry.name)
    .bind(entry.password.as_deref().unwrap_or(NONE))
    .execute(connection)
    .await?;
    Ok(())
}

/// The name follows the school's list.
pub async fn rename(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
    name: &str,
) -> Result<()> {
    sqlx::query(
        "UPDATE directory SET name = $4 WHERE school = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .bind(name)
    .execute(connection)
    .await?;
    Ok(())
}

/// The same password under another hash: no change of password to anybody. `false`: `before` was not there any more.
pub async fn renew_hash(
    connection: &mut AnyConnection,
    person: super::addresses::Of<'_>,
    before: &str,
    hash: &str,
) -> Result<bool> {
    let renewed = sqlx::query(
        "UPDATE directory SET password = $4 \
         WHERE school = $1 AND issuer = $2 AND subject = $3 AND password = $5",
    )
    .bind(person.school)
    .bind(person.issuer)
    .bind(person.subject)
    .bind(hash)
    .bind(before)
    .execute(connection)
    .await?;
    Ok(won(&renewed))
}

/// Another password, as a hash. `before`: the hash that must still be there; `None` where it does not matter.
/// `false`: nothing was changed.
pub async fn set_password(
    connection: &mut AnyConnection,
    person: super::addresses::Of<'_>,
    before: Option<&str>,
    password: &str,
    now: i64,
) -> Result<bool> {
    let set = sqlx::query(
        "UPDATE directory SET password = $4, password_changed_at = $5 \
         WHERE school = $1 AND issuer = $2 AND subject = $3 AND password = COALESCE($6, password)",
    )
    .bind(person.school)
    .bind(person.issuer)
    .bind(person.subject)
    .bind(password)
    .bind(now)
    .bind(before)
    .execute(connection)
    .await?;
    Ok(won(&set))
}
