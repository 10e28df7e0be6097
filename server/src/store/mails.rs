//! Notices that wait for the mail server. Who takes one pushes it ahead first, by compare-and-swap: two
//! workers never send the same one at once, and one that dies on the way is tried again.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// A notice that may be sent now.
#[derive(Clone, sqlx::FromRow)]
pub struct Due {
    pub id: String,
    pub account: String,
    pub event: String,
    /// BCP 47.
    pub lang: String,
    /// When it happened, Unix seconds.
    pub created_at: i64,
    /// Times it was tried.
    pub attempts: i64,
    pub due_at: i64,
    /// A row of the directory's addresses; the account's own where it is absent.
    pub address: Option<String>,
    /// Sealed: of the link in it.
    pub token: Option<String>,
}

/// A mail to one address.
pub struct New<'a> {
    pub id: &'a str,
    pub account: &'a str,
    pub event: &'a str,
    /// BCP 47; that of the account's last session where it is absent.
    pub lang: Option<&'a str>,
    pub address: Option<&'a str>,
    /// Sealed.
    pub token: Option<&'a str>,
}

/// Writes it down.
pub async fn add(connection: &mut AnyConnection, new: New<'_>, now: i64) -> Result<()> {
    sqlx::query(
        "INSERT INTO mails (id, account, event, lang, created_at, attempts, due_at, address, token) \
         SELECT $1, id, $3, COALESCE($4, lang), $5, 0, $5, $6, $7 FROM accounts WHERE id = $2",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(new.event)
    .bind(new.lang)
    .bind(now)
    .bind(new.address)
    .bind(new.token)
    .execute(connection)
    .await?;
    Ok(())
}

/// The one that waits longest.
pub async fn due(connection: &mut AnyConnection, now: i64) -> Result<Option<Due>> {
    Ok(sqlx::query_as(
        "SELECT id, account, event, lang, created_at, attempts, due_at, address, token FROM mails \
         WHERE due_at <= $1 ORDER BY due_at, created_at, id LIMIT 1",
    )
    .bind(now)
    .fetch_optional(connection)
    .await?)
}

/// Takes it until `due_at`, which is also when it is tried again. `false`: somebody else has it.
pub async fn claim(connection: &mut AnyConnection, mail: &Due, due_at: i64) -> Result<bool> {
    let claimed = sqlx::query(
        "UPDATE mails SET due_at = $4, attempts = attempts + 1 \
         WHERE id = $1 AND due_at = $2 AND attempts = $3",
    )
    .bind(&mail.id)
    .bind(mail.due_at)
    .bind(mail.attempts)
    .bind(due_at)
    .execute(connection)
    .await?;
    Ok(won(&claimed))
}

/// It was sent, or never can be.
pub async fn remove(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM mails WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
