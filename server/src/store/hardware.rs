//! Factors of hardware tokens that were handed out: active from the start.

use sqlx::AnyConnection;

use super::won;
use crate::enrolment::Stage;
use crate::error::Result;
use crate::oath::Kind;

/// The factor of a token that is handed out.
pub struct Linked<'a> {
    pub id: &'a str,
    /// Sealed.
    pub secret: &'a str,
    pub last_step: i64,
    pub drift: i64,
    pub kind: Kind,
    pub serial: &'a str,
}

/// Puts a token in force instead of any other one of the account.
pub async fn link(
    connection: &mut AnyConnection,
    account: &str,
    linked: Linked<'_>,
    now: i64,
) -> Result<()> {
    unlink(connection, account).await?;
    sqlx::query(
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, secret, last_step, drift, \
                              created_at, since, digits, period, algorithm, serial) \
         VALUES ($1, $2, 'hardware', 'active', $3, 0, 1, $4, $5, $6, $7, $7, $8, $9, $10, $11)",
    )
    .bind(linked.id)
    .bind(account)
    .bind(Stage::RecoveryCodes.code())
    .bind(linked.secret)
    .bind(linked.last_step)
    .bind(linked.drift)
    .bind(now)
    .bind(i64::from(linked.kind.digits))
    .bind(linked.kind.period)
    .bind(linked.kind.algorithm())
    .bind(linked.serial)
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes the account's token out of force.
pub async fn unlink(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM factors WHERE account = $1 AND method = 'hardware'")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// Sets the account's token right; `true` for exactly one caller with this step.
pub async fn set_right(
    connection: &mut AnyConnection,
    account: &str,
    step: i64,
    drift: i64,
) -> Result<bool> {
    let set = sqlx::query(
        "UPDATE factors SET last_step = $2, drift = $3 \
         WHERE account = $1 AND method = 'hardware' AND state = 'active' AND last_step < $2",
    )
    .bind(account)
    .bind(step)
    .bind(drift)
    .execute(connection)
    .await?;
    Ok(won(&set))
}
