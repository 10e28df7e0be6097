//! Ends of sessions: whoever had one must be handed over again.

use sqlx::AnyConnection;

use crate::error::Result;

/// Whether nobody has closed it.
pub async fn is_open(connection: &mut AnyConnection, token: &str) -> Result<bool> {
    let (open,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM sessions WHERE token = $1")
        .bind(token)
        .fetch_one(connection)
        .await?;
    Ok(open > 0)
}

pub async fn close(connection: &mut AnyConnection, token: &str) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE token = $1")
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every session of an account: somebody else has changed what is asked of it.
pub async fn close_all(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends every other session of the account: whoever else was signed in is asked again.
pub async fn close_others(
    connection: &mut AnyConnection,
    account: &str,
    token: &str,
) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE account = $1 AND token <> $2")
        .bind(account)
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends the other sessions of the account that wait for the second factor.
pub async fn close_unverified(
    connection: &mut AnyConnection,
    account: &str,
    token: &str,
) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE account = $1 AND token <> $2 AND verified = 0")
        .bind(account)
        .bind(token)
        .execute(connection)
        .await?;
    Ok(())
}

/// Ends the sessions of sign-ins before `at`: their password is not the account's any more.
pub async fn close_before(connection: &mut AnyConnection, account: &str, at: i64) -> Result<()> {
    sqlx::query("DELETE FROM sessions WHERE account = $1 AND auth_time < $2")
        .bind(account)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}
