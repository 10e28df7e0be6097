//! Factors: pending, confirmed, active. Every step of a secret's life is a compare-and-swap here, and this is
//! the only place where a time step is spent. One file, though long: the life is read from top to bottom.

use sqlx::AnyConnection;
use tweestap_api::Method;

use super::{tokens, won};
use crate::enrolment::{Pending, Situation, Stage};
use crate::error::{Error, Result};

/// A row; what is sealed stays sealed.
#[derive(Clone)]
pub struct Factor {
    pub id: String,
    pub method: Method,
    pub stage: Stage,
    active: bool,
    with_password: bool,
    proved: bool,
    /// New recovery codes are part of its enrolment.
    pub with_codes: bool,
    pub secret: Option<String>,
    pub last_step: i64,
    pub number: Option<String>,
    pub number_index: Option<String>,
    pub codes: Option<String>,
    pub expires_at: Option<i64>,
    pub since: Option<i64>,
    /// Of its codes: 6 or 8.
    pub digits: i64,
    /// Seconds of a TOTP step; 0 for HOTP, where `last_step` is the last counter.
    pub period: i64,
    /// `sha1` or `sha256`.
    pub algorithm: String,
    /// What is printed on a hardware token.
    pub serial: Option<String>,
    /// Steps that a hardware token's clock is ahead.
    pub drift: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    method: String,
    state: String,
    stage: String,
    with_password: i64,
    proved: i64,
    with_codes: i64,
    secret: Option<String>,
    last_step: i64,
    number: Option<String>,
    number_index: Option<String>,
    codes: Option<String>,
    expires_at: Option<i64>,
    since: Option<i64>,
    digits: i64,
    period: i64,
    algorithm: String,
    serial: Option<String>,
    drift: i64,
}

impl TryFrom<Row> for Factor {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        const BROKEN: Error = Error::Internal("a factor has an unknown method or stage");
        Ok(Self {
            id: row.id,
            method: Method::from_code(&row.method).ok_or(BROKEN)?,
            stage: Stage::from_code(&row.stage).ok_or(BROKEN)?,
            active: row.state == "active",
            with_password: row.with_password != 0,
            proved: row.proved != 0,
            with_codes: row.with_codes != 0,
            secret: row.secret,
            last_step: row.last_step,
            number: row.number,
            number_index: row.number_index,
            codes: row.codes,
            expires_at: row.expires_at,
            since: row.since,
            digits: row.digits,
            period: row.period,
            algorithm: row.algorithm,
            serial: row.serial,
            drift: row.drift,
        })
    }
}

/// An account's factors: those that are switched on, at most one of each method, and the enrolment that is
/// under way.
#[derive(Clone, Default)]
pub struct Factors {
    /// The preferred one first, then the oldest.
    pub active: Vec<Factor>,
    pub pending: Option<Factor>,
}

impl Factors {
    /// The one asked for first.
    pub fn preferred(&self) -> Option<&Factor> {
        self.active.first()
    }

    /// Of those that are switched on.
    pub fn methods(&self) -> Vec<Method> {
        self.active.iter().map(|factor| factor.method).collect()
    }

    pub fn of_method(&self, method: Method) -> Option<&Factor> {
        self.active.iter().find(|factor| factor.method == method)
    }

    /// As the machine sees it.
    pub fn situation(&self) -> Situation {
        match &self.pending {
            Some(pending) => Situation::Pending(Pending {
                id: pending.id.clone(),
                method: pending.method,
                stage: pending.stage,
                with_password: pending.with_password,
                proved: pending.proved,
            }),
            None if self.active.is_empty() => Situation::Nothing,
            None => Situation::Active(self.active.iter().map(|one| one.id.clone()).collect()),
        }
    }
}

/// Whatever has expired is not there.
pub async fn of(connection: &mut AnyConnection, account: &str, now: i64) -> Result<Factors> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT id, method, state, stage, with_password, proved, with_codes, secret, last_step, number, number_index, \
                codes, expires_at, since, digits, period, algorithm, serial, drift \
         FROM factors WHERE account = $1 AND (state = 'active' OR expires_at > $2) \
         ORDER BY CASE WHEN id = (SELECT preferred FROM accounts WHERE accounts.id = $1) THEN 0 ELSE 1 END, \
                  since, id",
    )
    .bind(account)
    .bind(now)
    .fetch_all(connection)
    .await?;
    let mut factors = Factors::default();
    for row in rows {
        let factor = Factor::try_from(row)?;
        if factor.active {
            factors.active.push(factor);
        } else {
            factors.pending = Some(factor);
        }
    }
    Ok(factors)
}

/// A new enrolment.
pub struct New<'a> {
    pub id: &'a str,
    pub method: Method,
    pub stage: Stage,
    pub with_password: bool,
    pub with_codes: bool,
    pub secret: Option<&'a str>,
    pub expires_at: i64,
}

/// Begins an enrolment instead of whatever was under way.
pub async fn begin(
    connection: &mut AnyConnection,
    account: &str,
    new: New<'_>,
    now: i64,
) -> Result<()> {
    discard(connection, account).await?;
    sqlx::query(
        "INSERT INTO factors (id, account, method, state, stage, with_password, proved, secret, last_step, \
                              created_at, expires_at, with_codes) \
         VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, 0, $8, $9, $10)",
    )
    .bind(new.id)
    .bind(account)
    .bind(new.method.code())
    .bind(new.stage.code())
    .bind(i64::from(new.with_password))
    .bind(i64::from(new.stage != Stage::Password))
    .bind(new.secret)
    .bind(now)
    .bind(new.expires_at)
    .bind(i64::from(new.with_codes))
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes away what is under way, acknowledged or not; never the active factor.
pub async fn discard(connection: &mut AnyConnection, account: &str) -> Result<()> {
    sqlx::query("DELETE FROM factors WHERE account = $1 AND state <> 'active'")
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}

/// The same of what was begun before `at`.
pub async fn discard_before(connection: &mut AnyConnection, account: &str, at: i64) -> Result<()> {
    sqlx::query("DELETE FROM factors WHERE account = $1 AND state <> 'active' AND created_at < $2")
        .bind(account)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

pub async fn move_to(
    connection: &mut AnyConnection,
    id: &str,
    stage: Stage,
    proved: bool,
) -> Result<bool> {
    let moved = sqlx::query(
        "UPDATE factors SET stage = $2, proved = $3 WHERE id = $1 AND state = 'pending'",
    )
    .bind(id)
    .bind(stage.code())
    .bind(i64::from(proved))
    .execute(connection)
    .await?;
    Ok(won(&moved))
}

pub async fn set_number(
    connection: &mut AnyConnection,
    id: &str,
    number: &str,
    index: &str,
) -> Result<bool> {
    let set = sqlx::query(
        "UPDATE factors SET number = $2, number_index = $3, stage = 'confirm' WHERE id = $1 AND state = 'pending'",
    )
    .bind(id)
    .bind(number)
    .bind(index)
    .execute(connection)
    .await?;
    Ok(won(&set))
}

/// Confirms an enrolment: only one caller wins, and only that one's recovery codes are kept, if it brings any.
/// The step is spent with it (0 for a text message, which has none).
pub async fn confirm(
    connection: &mut AnyConnection,
    id: &str,
    step: i64,
    codes: Option<&str>,
    expires_at: i64,
) -> Result<bool> {
    let confirmed = sqlx::query(
        "UPDATE factors SET last_step = $2, state = 'confirmed', stage = 'recovery-codes', codes = $3, \
                            expires_at = $4 \
         WHERE id = $1 AND state = 'pending' AND (last_step < $2 OR (method = 'sms' AND $2 = 0))",
    )
    .bind(id)
    .bind(step)
    .bind(codes)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(won(&confirmed))
}

/// Spends a step of an active factor; `true` for exactly one caller, ever. A hardware token's clock is from here on
/// where it was found; a phone sets its own right.
pub async fn spend(
    connection: &mut AnyConnection,
    id: &str,
    step: i64,
    drift: i64,
) -> Result<bool> {
    let spent = sqlx::query(
        "UPDATE factors SET last_step = $2, drift = CASE WHEN method = 'hardware' THEN $3 ELSE 0 END \
         WHERE id = $1 AND state = 'active' AND last_step < $2",
    )
    .bind(id)
    .bind(step)
    .bind(drift)
    .execute(connection)
    .await?;
    Ok(won(&spent))
}

/// Two-step verification is on. The readable codes are gone from here on.
pub async fn activate(connection: &mut AnyConnection, id: &str, now: i64) -> Result<bool> {
    let activated = sqlx::query(
        "UPDATE factors SET state = 'active', codes = NULL, expires_at = NULL, since = $2 \
         WHERE id = $1 AND state = 'confirmed' AND expires_at > $2",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&activated))
}

/// Takes an active factor away unless it is the last one; `true` for exactly one caller, and only that one may commit:
/// a hardware token goes back to the school first.
pub async fn remove(
    connection: &mut AnyConnection,
    account: &str,
    id: &str,
    now: i64,
) -> Result<bool> {
    tokens::release_of_factor(connection, account, id, now).await?;
    let removed = sqlx::query(
        "DELETE FROM factors WHERE id = $1 AND account = $2 AND state = 'active' \
           AND (SELECT COUNT(*) FROM factors WHERE account = $2 AND state = 'active') > 1",
    )
    .bind(id)
    .bind(account)
    .execute(&mut *connection)
    .await?;
    Ok(won(&removed))
}

/// Takes an active factor away for another one that becomes active in the same transaction.
pub async fn make_room(connection: &mut AnyConnection, account: &str, id: &str) -> Result<()> {
    sqlx::query("DELETE FROM factors WHERE id = $1 AND account = $2 AND state = 'active'")
        .bind(id)
        .bind(account)
        .execute(connection)
        .await?;
    Ok(())
}
