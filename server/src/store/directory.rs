//! Accounts whose password this back end checks itself: schools without a portal of their own, and the
//! demonstration. Holds hashes only.

use sqlx::AnyConnection;

use crate::error::Result;

/// Name and password hash.
pub struct Entry {
    pub name: String,
    pub password: String,
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
    Ok(row.map(|(name, password)| Entry { name, password }))
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
    .bind(&entry.password)
    .execute(connection)
    .await?;
    Ok(())
}
