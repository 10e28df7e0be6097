//! Wrong codes of a token that is linked or set right: ten, then a pause, whoever types them. Charged before a code is
//! looked at, in one statement, as those of an account are.

use sqlx::AnyConnection;
use tweestap_api::Problem;

use crate::error::Result;
use crate::store::limits::{FAILURES, WINDOW};

/// Reserves one attempt and says how many are left after it. Refused: nothing may be looked at.
pub async fn charge(connection: &mut AnyConnection, id: &str, now: i64) -> Result<u32> {
    let charged: Option<(i64,)> = sqlx::query_as(
        "UPDATE tokens SET \
           failures = CASE WHEN window_ends <= $2 THEN 1 ELSE failures + 1 END, \
           window_ends = CASE WHEN window_ends <= $2 OR failures + 1 >= $4 THEN $2 + $3 ELSE window_ends END \
         WHERE id = $1 AND (window_ends <= $2 OR failures < $4) RETURNING failures",
    )
    .bind(id)
    .bind(now)
    .bind(WINDOW)
    .bind(FAILURES)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((failures,)) = charged else {
        let ends: Option<(i64,)> = sqlx::query_as("SELECT window_ends FROM tokens WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
        let (ends,) = ends.ok_or(Problem::TokenNotFound)?;
        return Err(Problem::TooManyAttempts {
            retry_after: u32::try_from(ends - now).unwrap_or(1).max(1),
        }
        .into());
    };
    Ok(u32::try_from(FAILURES - failures).unwrap_or(0))
}

/// The codes were right.
pub async fn clear(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("UPDATE tokens SET failures = 0, window_ends = 0 WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}
