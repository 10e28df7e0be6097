//! What was asked about forgotten passwords: kept by one statement whoever it is about, looked at by the worker, and
//! counted there.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;

/// Seconds after which nobody waits for the mail any more, and of the windows in which askers are counted.
pub const WINDOW: i64 = 60 * 60;
/// More are not kept: nobody anonymous fills the disk.
const MOST: i64 = 10_000;

#[derive(sqlx::FromRow)]
pub struct Request {
    pub id: String,
    /// Sealed.
    pub request: String,
    pub created_at: i64,
}

/// Keeps it, unless too many wait.
pub async fn keep(connection: &mut AnyConnection, request: &Request) -> Result<()> {
    sqlx::query(
        "INSERT INTO password_requests (id, request, created_at) \
         SELECT $1, $2, $3 WHERE (SELECT COUNT(*) FROM password_requests) < $4",
    )
    .bind(&request.id)
    .bind(&request.request)
    .bind(request.created_at)
    .bind(MOST)
    .execute(connection)
    .await?;
    Ok(())
}

/// The one that waits longest.
pub async fn next(connection: &mut AnyConnection) -> Result<Option<Request>> {
    Ok(sqlx::query_as(
        "SELECT id, request, created_at FROM password_requests ORDER BY created_at, id LIMIT 1",
    )
    .fetch_optional(connection)
    .await?)
}

/// `true` for exactly one worker.
pub async fn take(connection: &mut AnyConnection, id: &str) -> Result<bool> {
    let taken = sqlx::query("DELETE FROM password_requests WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(won(&taken))
}

/// Counts one more, if fewer than `most` were within the hour. One statement; of two at once that find the same
/// number free, one is refused.
pub async fn charge(
    connection: &mut AnyConnection,
    who: &str,
    most: i64,
    now: i64,
) -> Result<bool> {
    let charged = sqlx::query(
        "INSERT INTO password_asks (who, n, at) \
         SELECT $1, COALESCE((SELECT MAX(n) FROM password_asks WHERE who = $1), 0) + 1, $2 \
         WHERE (SELECT COUNT(*) FROM password_asks WHERE who = $1 AND at > $3) < $4 \
         ON CONFLICT DO NOTHING",
    )
    .bind(who)
    .bind(now)
    .bind(now - WINDOW)
    .bind(most)
    .execute(connection)
    .await?;
    Ok(won(&charged))
}
