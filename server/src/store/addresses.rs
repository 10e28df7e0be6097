//! Mail addresses of people in the directory: their own, and those of co-accounts such as parents. Sealed; the keyed
//! hash beside each is what a given address is compared with.

use sqlx::AnyConnection;

use crate::error::Result;

/// A person of the directory.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    pub school: &'a str,
    pub issuer: &'a str,
    pub subject: &'a str,
}

/// An address that is kept.
#[derive(Clone, sqlx::FromRow)]
pub struct Kept {
    pub id: String,
    pub subject: String,
    /// Sealed.
    pub address: String,
    pub address_index: String,
}

/// `own` before `co`.
pub async fn of(connection: &mut AnyConnection, person: Of<'_>) -> Result<Vec<Kept>> {
    Ok(sqlx::query_as(
        "SELECT id, subject, address, address_index FROM addresses \
         WHERE school = $1 AND issuer = $2 AND subject = $3 ORDER BY kind DESC, id",
    )
    .bind(person.school)
    .bind(person.issuer)
    .bind(person.subject)
    .fetch_all(connection)
    .await?)
}

pub async fn by_id(connection: &mut AnyConnection, id: &str) -> Result<Option<Kept>> {
    Ok(
        sqlx::query_as("SELECT id, subject, address, address_index FROM addresses WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?,
    )
}

/// Forgets one.
pub async fn forget(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM addresses WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps one. The same address a second time is not kept again: mail that waits for it still finds it. `kind`: `own` or
/// `co`.
pub async fn add(
    connection: &mut AnyConnection,
    person: Of<'_>,
    kind: &'static str,
    kept: &Kept,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO addresses (id, school, issuer, subject, kind, address, address_index) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (school, issuer, subject, address_index) DO UPDATE SET kind = excluded.kind",
    )
    .bind(&kept.id)
    .bind(person.school)
    .bind(person.issuer)
    .bind(person.subject)
    .bind(kind)
    .bind(&kept.address)
    .bind(&kept.address_index)
    .execute(connection)
    .await?;
    Ok(())
}
