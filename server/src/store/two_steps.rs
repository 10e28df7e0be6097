//! What of an account changes when two steps are switched on, off for a while, or taken away.

use sqlx::AnyConnection;

use super::{tokens, won};
use crate::error::Result;

/// An enrolment was completed: on, whatever was the matter before. Kills every remembered device.
pub async fn switched_on(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query(
        "UPDATE accounts SET mfa_epoch = mfa_epoch + 1, must_enrol = 0, suspended_at = NULL WHERE id = $1",
    )
    .bind(account)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever came in by a recovery code has a method again: the ordinary way in is open.
pub async fn end_recovery(connection: &mut AnyConnection, account: &str) -> Result<()> {
    for statement in [
        "DELETE FROM devices WHERE account = $1 AND purpose = 'recovery'",
        "UPDATE sessions SET recovered_at = NULL WHERE account = $1",
    ] {
        sqlx::query(statement)
            .bind(account)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Off for a while; `false` when it was so already. Kills every remembered device.
pub async fn suspend(connection: &mut AnyConnection, account: &str, now: i64) -> Result<bool> {
    let suspended = sqlx::query(
        "UPDATE accounts SET mfa_epoch = mfa_epoch + 1, suspended_at = $2 \
         WHERE id = $1 AND suspended_at IS NULL",
    )
    .bind(account)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&suspended))
}

/// On again; `false` when it was so already. What was remembered meanwhile was not asked a code: it dies too.
pub async fn resume(connection: &mut AnyConnection, account: &str) -> Result<bool> {
    let resumed = sqlx::query(
        "UPDATE accounts SET mfa_epoch = mfa_epoch + 1, suspended_at = NULL \
         WHERE id = $1 AND suspended_at IS NOT NULL",
    )
    .bind(account)
    .execute(connection)
    .await?;
    Ok(won(&resumed))
}

/// The factor asked for first.
pub async fn prefer_factor(
    connection: &mut AnyConnection,
    account: &str,
    factor: &str,
) -> Result<()> {
    sqlx::query("UPDATE accounts SET preferred = $2 WHERE id = $1")
        .bind(account)
        .bind(factor)
        .execute(connection)
        .await?;
    Ok(())
}

/// The sealed reset code, or none.
pub async fn set_reset_code(
    connection: &mut AnyConnection,
    account: &str,
    sealed: Option<&str>,
) -> Result<()> {
    sqlx::query("UPDATE accounts SET reset_code = $2 WHERE id = $1")
        .bind(account)
        .bind(sealed)
        .execute(connection)
        .await?;
    Ok(())
}

/// Factors, codes, devices and whatever is under way: gone, and nothing must be set up on their account. A hardware
/// token goes back to the school.
pub async fn erase(connection: &mut AnyConnection, account: &str, now: i64) -> Result<()> {
    tokens::release(connection, account, "", now).await?;
    for statement in [
        "DELETE FROM factors WHERE account = $1",
        "DELETE FROM recovery_codes WHERE account = $1",
        "DELETE FROM recovery_sets WHERE account = $1",
        "DELETE FROM support_codes WHERE account = $1",
        "DELETE FROM devices WHERE account = $1",
        "DELETE FROM challenges WHERE account = $1",
        "UPDATE messages SET code = NULL, state = 'superseded' WHERE account = $1",
        "UPDATE accounts SET mfa_epoch = mfa_epoch + 1, must_enrol = 0, suspended_at = NULL, preferred = NULL, \
                             reset_code = NULL WHERE id = $1",
    ] {
        sqlx::query(statement)
            .bind(account)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// The account of a person who signed in before.
pub async fn account_of(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT id FROM accounts WHERE school = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(id,)| id))
}

/// By the school: besides [`erase`], every session ends and no failure is held against the person any more.
pub async fn reset(connection: &mut AnyConnection, account: &str, now: i64) -> Result<()> {
    erase(connection, account, now).await?;
    for statement in [
        "DELETE FROM sessions WHERE account = $1",
        "DELETE FROM limits WHERE account = $1",
    ] {
        sqlx::query(statement)
            .bind(account)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}
