//! What was proved in a session. It holds for this session and for no other.

use sqlx::AnyConnection;
use tweestap_api::Method;

use crate::error::Result;

pub async fn password_given(connection: &mut AnyConnection, token: &str, now: i64) -> Result<()> {
    sqlx::query("UPDATE sessions SET password_at = $2 WHERE token = $1")
        .bind(token)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}

/// This session, and no other, has given the second factor: a code of a method that was just set up.
pub async fn code_given(connection: &mut AnyConnection, token: &str, now: i64) -> Result<()> {
    sqlx::query(
        "UPDATE sessions SET code_at = $2, code_method = NULL, verified = 1 WHERE token = $1",
    )
    .bind(token)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// The same by a code of a method in force.
pub async fn code_given_by(
    connection: &mut AnyConnection,
    token: &str,
    method: Method,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "UPDATE sessions SET code_at = $2, code_method = $3, verified = 1 WHERE token = $1",
    )
    .bind(token)
    .bind(now)
    .bind(method.code())
    .execute(connection)
    .await?;
    Ok(())
}

/// This session came in by a recovery code, at the time `at`.
pub async fn recovered(connection: &mut AnyConnection, token: &str, at: i64) -> Result<()> {
    sqlx::query(
        "UPDATE sessions SET recovered_at = $2, went_on = 0, verified = 1 WHERE token = $1",
    )
    .bind(token)
    .bind(at)
    .execute(connection)
    .await?;
    Ok(())
}

/// And went on after it.
pub async fn went_on(connection: &mut AnyConnection, token: &str) -> Result<()> {
    sqlx::query("UPDATE sessions SET went_on = 1 WHERE token = $1")
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}
