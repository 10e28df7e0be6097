//! Hardware tokens that an operator handed out: active factors from the start.

use sqlx::AnyConnection;

use crate::enrolment::Stage;
use crate::error::Result;
use crate::oath::Kind;

/// A hardware token that an operator hands out.
pub struct Linked<'a> {
    pub id: &'a str,
    /// Sealed.
    pub secret: &'a str,
    pub last_step: i64,
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
    sqlx::query("DELETE FROM factors WHERE account = $1 AND method = 'hardware'")
        .bind(account)
        .execute(&mut *connection)
        .await?;
    sqlx::query(
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, secret, last_step, \
                              created_at, since, digits, period, algorithm, serial) \
         VALUES ($1, $2, 'hardware', 'active', $3, 0, 1, $4, $5, $6, $6, $7, $8, $9, $10)",
    )
    .bind(linked.id)
    .bind(account)
    .bind(Stage::RecoveryCodes.code())
    .bind(linked.secret)
    .bind(linked.last_step)
    .bind(now)
    .bind(i64::from(linked.kind.digits))
    .bind(linked.kind.period)
    .bind(if linked.kind.sha256 { "sha256" } else { "sha1" })
    .bind(linked.serial)
    .execute(connection)
    .await?;
    Ok(())
}

/// The account that a token of this school belongs to.
pub async fn owner_of(
    connection: &mut AnyConnection,
    school: &str,
    serial: &str,
) -> Result<Option<String>> {
    let row: Option<(String,)> = sqlx::query_as(
        "SELECT factors.account FROM factors JOIN accounts ON accounts.id = factors.account \
         WHERE accounts.school = $1 AND factors.serial = $2 AND factors.method = 'hardware'",
    )
    .bind(school)
    .bind(serial.trim())
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|(account,)| account))
}
