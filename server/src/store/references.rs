//! Assertions that wait for the portal's server. Only the hash of a reference is kept.

use sqlx::AnyConnection;

use crate::error::Result;
use crate::seal;

/// What [`take`] looks for.
pub struct Kept<'a> {
    pub school: &'a str,
    /// Sealed.
    pub assertion: &'a str,
    pub expires_at: i64,
}

/// Keeps an assertion for whoever brings the reference.
pub async fn keep(connection: &mut AnyConnection, reference: &str, kept: Kept<'_>) -> Result<()> {
    sqlx::query(
        "INSERT INTO assertion_references (reference, school, assertion, expires_at) \
         VALUES ($1, $2, $3, $4)",
    )
    .bind(seal::digest(reference))
    .bind(kept.school)
    .bind(kept.assertion)
    .bind(kept.expires_at)
    .execute(connection)
    .await?;
    Ok(())
}

/// The sealed assertion, for the first one of the school who asks in time. Taking it and removing it are one
/// statement: of many at once exactly one gets it.
pub async fn take(
    connection: &mut AnyConnection,
    reference: &str,
    school: &str,
    now: i64,
) -> Result<Option<String>> {
    let taken: Option<(String,)> = sqlx::query_as(
        "DELETE FROM assertion_references \
         WHERE reference = $1 AND school = $2 AND expires_at > $3 \
         RETURNING assertion",
    )
    .bind(seal::digest(reference))
    .bind(school)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    Ok(taken.map(|(assertion,)| assertion))
}
