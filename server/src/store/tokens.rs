//! Hardware tokens of a school. Every change of who has one is a compare-and-swap here; what a token has spent goes with
//! it to the person's factor and comes back with it.

mod attempts;
mod page;

pub use attempts::{charge, clear};
pub use page::{Wanted, page, place_of};

use std::collections::HashSet;

use sqlx::AnyConnection;
use tweestap_api::{Named, TokenState};

use super::won;
use crate::error::{Error, Result};
use crate::oath::Kind;

/// Seconds for which a token that came back is given to nobody (S-B-84).
pub const QUARANTINE: i64 = 24 * 3_600;

/// A token as it is now: what it has spent is read where it lives.
#[derive(Clone, Debug)]
pub struct Token {
    pub id: String,
    pub serial: String,
    /// Sealed.
    pub secret: String,
    pub kind: Kind,
    pub last_step: i64,
    pub drift: i64,
    pub person: Option<Named>,
    quarantined_until: i64,
    pub imported_at: i64,
}

impl Token {
    pub const fn state(&self, now: i64) -> TokenState {
        match self.person {
            Some(_) => TokenState::Linked,
            None if self.quarantined_until > now => TokenState::Quarantined,
            None => TokenState::Free,
        }
    }

    /// Unix seconds, while it is quarantined.
    pub fn free_at(&self, now: i64) -> Option<i64> {
        (self.state(now) == TokenState::Quarantined).then_some(self.quarantined_until)
    }
}

/// What is kept of a new one.
pub struct New<'a> {
    pub id: &'a str,
    pub serial: &'a str,
    /// Sealed.
    pub secret: &'a str,
    pub kind: Kind,
    pub last_step: i64,
    pub drift: i64,
}

/// How serials are compared.
pub fn key_of(serial: &str) -> String {
    serial.trim().to_lowercase()
}

/// Adds one; `false`: the school has a token of this serial.
pub async fn add(
    connection: &mut AnyConnection,
    school: &str,
    new: &New<'_>,
    now: i64,
) -> Result<bool> {
    let added = sqlx::query(
        "INSERT INTO tokens (id, school, serial, serial_key, secret, digits, period, algorithm, last_step, drift, \
                             imported_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (school, serial_key) DO NOTHING",
    )
    .bind(new.id)
    .bind(school)
    .bind(new.serial.trim())
    .bind(key_of(new.serial))
    .bind(new.secret)
    .bind(i64::from(new.kind.digits))
    .bind(new.kind.period)
    .bind(new.kind.algorithm())
    .bind(new.last_step)
    .bind(new.drift)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&added))
}

/// The keys of all serials of a school.
pub async fn serials(connection: &mut AnyConnection, school: &str) -> Result<HashSet<String>> {
    let rows: Vec<(String,)> = sqlx::query_as("SELECT serial_key FROM tokens WHERE school = $1")
        .bind(school)
        .fetch_all(connection)
        .await?;
    Ok(rows.into_iter().map(|(key,)| key).collect())
}

const ONE: &str = concat!(page::columns!(), " WHERE t.school = $1 AND t.id = $2");
const OF_ACCOUNT: &str = concat!(page::columns!(), " WHERE t.school = $1 AND t.account = $2");
const BY_SERIAL: &str = concat!(
    page::columns!(),
    " WHERE t.school = $1 AND t.serial_key = $2"
);

/// One of this school.
pub async fn by_id(
    connection: &mut AnyConnection,
    school: &str,
    id: &str,
) -> Result<Option<Token>> {
    let row: Option<page::Row> = sqlx::query_as(ONE)
        .bind(school)
        .bind(id)
        .fetch_optional(connection)
        .await?;
    row.map(Token::try_from).transpose()
}

/// The one that somebody of this school has.
pub async fn of_account(
    connection: &mut AnyConnection,
    school: &str,
    account: &str,
) -> Result<Option<Token>> {
    let row: Option<page::Row> = sqlx::query_as(OF_ACCOUNT)
        .bind(school)
        .bind(account)
        .fetch_optional(connection)
        .await?;
    row.map(Token::try_from).transpose()
}

/// One of this school.
pub async fn by_serial(
    connection: &mut AnyConnection,
    school: &str,
    serial: &str,
) -> Result<Option<Token>> {
    let row: Option<page::Row> = sqlx::query_as(BY_SERIAL)
        .bind(school)
        .bind(key_of(serial))
        .fetch_optional(connection)
        .await?;
    row.map(Token::try_from).transpose()
}

/// Gives a token to an account, with this step spent; `true` for exactly one caller.
pub async fn take(
    connection: &mut AnyConnection,
    id: &str,
    account: &str,
    step: i64,
    now: i64,
) -> Result<bool> {
    let taken = sqlx::query(
        "UPDATE tokens SET account = $2, last_step = $3, quarantined_until = 0 \
         WHERE id = $1 AND last_step < $3 \
           AND (account = $2 OR (account IS NULL AND quarantined_until <= $4))",
    )
    .bind(id)
    .bind(account)
    .bind(step)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&taken))
}

/// What a factor has spent goes back to its token, which nobody has from here on, for a day.
macro_rules! release {
    ($which:literal) => {
        concat!(
            "UPDATE tokens SET \
               last_step = COALESCE((SELECT MAX(f.last_step) FROM factors f \
                                     WHERE f.account = $1 AND f.method = 'hardware'), last_step), \
               drift = COALESCE((SELECT MAX(f.drift) FROM factors f \
                                 WHERE f.account = $1 AND f.method = 'hardware'), drift), \
               account = NULL, quarantined_until = $2, failures = 0, window_ends = 0 \
             WHERE account = $1 ",
            $which
        )
    };
}
const RELEASE: &str = release!("AND id <> $3");
const RELEASE_OF_FACTOR: &str = release!(
    "AND EXISTS (SELECT 1 FROM factors f WHERE f.id = $3 AND f.account = $1 AND f.method = 'hardware')"
);

/// Takes an account's token back, unless it is `except`. To be done before its factor is removed.
pub async fn release(
    connection: &mut AnyConnection,
    account: &str,
    except: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(RELEASE)
        .bind(account)
        .bind(now + QUARANTINE)
        .bind(except)
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes an account's token back if this factor is of it. To be done before the factor is removed.
pub async fn release_of_factor(
    connection: &mut AnyConnection,
    account: &str,
    factor: &str,
    now: i64,
) -> Result<()> {
    sqlx::query(RELEASE_OF_FACTOR)
        .bind(account)
        .bind(now + QUARANTINE)
        .bind(factor)
        .execute(connection)
        .await?;
    Ok(())
}

/// An operator holds the token and says what is in it: nothing that was known of another seed counts.
pub async fn renew(connection: &mut AnyConnection, new: &New<'_>) -> Result<()> {
    sqlx::query(
        "UPDATE tokens SET serial = $2, secret = $3, digits = $4, period = $5, algorithm = $6, last_step = $7, \
                           drift = $8 WHERE id = $1",
    )
    .bind(new.id)
    .bind(new.serial.trim())
    .bind(new.secret)
    .bind(i64::from(new.kind.digits))
    .bind(new.kind.period)
    .bind(new.kind.algorithm())
    .bind(new.last_step)
    .bind(new.drift)
    .execute(connection)
    .await?;
    Ok(())
}

/// Sets a token right that nobody has; `true` for exactly one caller with this step.
pub async fn set_right(
    connection: &mut AnyConnection,
    id: &str,
    step: i64,
    drift: i64,
) -> Result<bool> {
    let set = sqlx::query(
        "UPDATE tokens SET last_step = $2, drift = $3 WHERE id = $1 AND account IS NULL AND last_step < $2",
    )
    .bind(id)
    .bind(step)
    .bind(drift)
    .execute(connection)
    .await?;
    Ok(won(&set))
}

/// Removes a token that is free, and its seed; `true` for exactly one caller.
pub async fn remove(connection: &mut AnyConnection, id: &str, now: i64) -> Result<bool> {
    let removed = sqlx::query(
        "DELETE FROM tokens WHERE id = $1 AND account IS NULL AND quarantined_until <= $2",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(won(&removed))
}

impl TryFrom<page::Row> for Token {
    type Error = Error;

    fn try_from(row: page::Row) -> Result<Self> {
        Ok(Self {
            kind: Kind::from_stored(row.digits, row.period, &row.algorithm)?,
            id: row.id,
            serial: row.serial,
            secret: row.secret,
            last_step: row.last_step,
            drift: row.drift,
            person: row
                .account
                .zip(row.name)
                .map(|(id, name)| Named { id, name }),
            quarantined_until: row.quarantined_until,
            imported_at: row.imported_at,
        })
    }
}
