//! The links by which a new password is set: one live for each account, known by the SHA-256 of its token, spent by
//! one conditional write. A claim that stands is a call to the portal of which nobody knows the end: only who knows it
//! takes one away, and [`super::trust`] believes no device meanwhile.

use sqlx::AnyConnection;

use super::won;
use crate::error::Result;
use crate::seal;

/// Seconds a link is good.
pub const LIFETIME: i64 = 60 * 60;
/// Seconds after which a call to the portal is over, whatever became of whoever made it.
pub const CLAIM: i64 = 60;

/// A new link instead of any earlier one. It waits for the end of a call that is under way.
pub async fn put(
    connection: &mut AnyConnection,
    account: &str,
    token: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO password_links (account, token, created_at, expires_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account) DO UPDATE SET token = excluded.token, created_at = excluded.created_at, \
           expires_at = excluded.expires_at",
    )
    .bind(account)
    .bind(seal::digest(token))
    .bind(now)
    .bind(now + LIFETIME)
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose it is, while it is good. A link of the future is none: the clock was moved back, and would stretch it.
pub async fn account_of(
    connection: &mut AnyConnection,
    token: &str,
    now: i64,
) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT account FROM password_links WHERE token = $1 AND expires_at > $2 AND created_at <= $3",
    )
    .bind(seal::digest(token))
    .bind(now)
    .bind(now + 30)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(account,)| account))
}

/// Spends it: `true` for exactly one caller.
pub async fn spend(
    connection: &mut AnyConnection,
    account: &str,
    token: &str,
    now: i64,
) -> Result<bool> {
    let spent = sqlx::query(
        "DELETE FROM password_links WHERE account = $1 AND token = $2 AND expires_at > $3 AND claim IS NULL",
    )
    .bind(account)
    .bind(seal::digest(token))
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&spent))
}

/// Holds it while the portal is asked: `true` for exactly one caller.
pub async fn claim(
    connection: &mut AnyConnection,
    account: &str,
    token: &str,
    claim: &str,
    now: i64,
) -> Result<bool> {
    let claimed = sqlx::query(
        "UPDATE password_links SET claim = $3, claimed_at = $4 \
         WHERE account = $1 AND token = $2 AND expires_at > $4 AND (claim IS NULL OR claimed_at <= $5)",
    )
    .bind(account)
    .bind(seal::digest(token))
    .bind(claim)
    .bind(now)
    .bind(now - CLAIM)
    .execute(connection)
    .await?;
    Ok(won(&claimed))
}

/// The portal did not take the password: the link is good again.
pub async fn give_back(connection: &mut AnyConnection, claim: &str) -> Result<()> {
    sqlx::query("UPDATE password_links SET claim = NULL, claimed_at = NULL WHERE claim = $1")
        .bind(claim)
        .execute(connection)
        .await?;
    Ok(())
}

/// There is a newer password, or the old one was remembered: no link is needed.
pub async fn kill(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM password_links WHERE account = $1")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Somebody signed in with the password at the time `at`: links of before are not needed any more. One that is claimed is
/// over, and its claim stands.
pub async fn kill_before(connection: &mut AnyConnection, account: &str, at: i64) -> Result<()> {
    for statement in [
        "DELETE FROM password_links WHERE account = $1 AND created_at <= $2 AND claim IS NULL",
        "UPDATE password_links SET expires_at = 0 WHERE account = $1 AND created_at <= $2",
    ] {
        sqlx::query(statement)
            .bind(account)
            .bind(at)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

/// Links that are over, and claims of calls whose server died or could not write down how they ended: the portal may have
/// a new password, so that nobody stays signed in, no browser is known and no setting up goes on.
pub async fn sweep(connection: &mut AnyConnection, now: i64) -> Result<()> {
    for statement in [
        "UPDATE accounts SET mfa_epoch = mfa_epoch + 1 \
         WHERE id IN (SELECT account FROM password_links WHERE claimed_at <= $1)",
        "DELETE FROM sessions WHERE account IN (SELECT account FROM password_links WHERE claimed_at <= $1)",
        "DELETE FROM devices WHERE account IN (SELECT account FROM password_links WHERE claimed_at <= $1)",
        "DELETE FROM challenges WHERE account IN (SELECT account FROM password_links WHERE claimed_at <= $1)",
        "DELETE FROM factors WHERE state <> 'active' \
           AND account IN (SELECT account FROM password_links WHERE claimed_at <= $1)",
        "UPDATE password_links SET claim = NULL, claimed_at = NULL WHERE claimed_at <= $1",
    ] {
        sqlx::query(statement)
            .bind(now - CLAIM)
            .execute(&mut *connection)
            .await?;
    }
    sqlx::query("DELETE FROM password_links WHERE expires_at <= $1 AND claim IS NULL")
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
