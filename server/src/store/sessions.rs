//! Bearer tokens: opaque, only their SHA-256 is kept, fifteen minutes idle, an hour in all.

mod end;
mod given;

pub use end::{close, close_all, close_before, close_others, close_unverified, is_open};
pub use given::{code_given, code_given_by, password_given, recovered, went_on};

use sqlx::AnyConnection;
use tweestap_api::{Method, Secret};

use crate::error::Result;
use crate::{random, seal};

pub const IDLE: i64 = 15 * 60;
pub const ABSOLUTE: i64 = 60 * 60;
/// Seconds a password counts as just given.
pub const ELEVATED: i64 = 5 * 60;
/// Seconds a code counts for remembering the device it was given on: recovery codes are printed and put away
/// in between.
const CODE_HOLDS: i64 = 30 * 60;
/// Being seen is written down no more often than this, or every read would be a write.
const SEEN_EVERY: i64 = 30;

#[derive(Clone)]
pub struct Session {
    /// SHA-256 of the bearer token.
    pub token: String,
    pub account: String,
    /// BCP 47, for messages.
    pub lang: String,
    pub auth_time: i64,
    pub password_at: Option<i64>,
    /// When a code was given in this session.
    pub code_at: Option<i64>,
    /// Of which method it was; absent when it was given to set one up.
    pub code_method: Option<Method>,
    /// The second factor was given: here, or (the portal says) earlier in this sign-in.
    pub verified: bool,
    /// When, says the portal, a code was given earlier in this sign-in.
    pub vouched_at: Option<i64>,
    /// When a recovery code was given in this session.
    pub recovered_at: Option<i64>,
    /// The person went on after it.
    pub went_on: bool,
    /// What an assertion echoes to the portal.
    pub nonce: Option<String>,
    pub txn: Option<String>,
    /// How, says the portal, the person proved who they are (RFC 8176).
    pub portal_amr: Vec<String>,
    /// It was opened by the document of the isolated frame.
    pub framed: bool,
    /// The browser keeps no cookie of ours where it was opened: nothing can be remembered there.
    pub forgetful: bool,
    seen_at: i64,
}

impl Session {
    /// The password was given to the portal or to us within five minutes.
    pub fn is_elevated(&self, now: i64) -> bool {
        let given = self
            .password_at
            .map_or(self.auth_time, |at| at.max(self.auth_time));
        now < given.saturating_add(ELEVATED)
    }

    /// A code was given here within half an hour.
    pub fn gave_code(&self, now: i64) -> bool {
        self.code_at
            .is_some_and(|at| now < at.saturating_add(CODE_HOLDS))
    }
}

/// What a session starts with.
pub struct New<'a> {
    pub account: &'a str,
    pub lang: &'a str,
    pub auth_time: i64,
    pub verified: bool,
    pub vouched_at: Option<i64>,
    pub nonce: Option<&'a str>,
    pub txn: Option<&'a str>,
    /// Words without spaces.
    pub portal_amr: &'a [String],
    pub framed: bool,
    pub forgetful: bool,
}

/// Opens a session and returns the token, which exists only in the answer.
pub async fn open(
    connection: &mut AnyConnection,
    new: New<'_>,
    now: i64,
) -> Result<(Secret, Session)> {
    let bearer = random::token()?;
    let token = seal::digest(bearer.expose());
    sqlx::query(
        "INSERT INTO sessions (token, account, lang, auth_time, verified, vouched_at, nonce, txn, framed, forgetful, \
                               portal_amr, created_at, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)",
    )
    .bind(&token)
    .bind(new.account)
    .bind(new.lang)
    .bind(new.auth_time)
    .bind(i64::from(new.verified))
    .bind(new.vouched_at)
    .bind(new.nonce)
    .bind(new.txn)
    .bind(i64::from(new.framed))
    .bind(i64::from(new.forgetful))
    .bind(new.portal_amr.join(" "))
    .bind(now)
    .execute(connection)
    .await?;
    let session = Session {
        token,
        account: new.account.to_owned(),
        lang: new.lang.to_owned(),
        auth_time: new.auth_time,
        password_at: None,
        code_at: None,
        code_method: None,
        verified: new.verified,
        vouched_at: new.vouched_at,
        recovered_at: None,
        went_on: false,
        nonce: new.nonce.map(str::to_owned),
        txn: new.txn.map(str::to_owned),
        portal_amr: new.portal_amr.to_vec(),
        framed: new.framed,
        forgetful: new.forgetful,
        seen_at: now,
    };
    Ok((bearer, session))
}

#[derive(sqlx::FromRow)]
struct Row {
    token: String,
    account: String,
    lang: String,
    auth_time: i64,
    password_at: Option<i64>,
    code_at: Option<i64>,
    code_method: Option<String>,
    verified: i64,
    vouched_at: Option<i64>,
    recovered_at: Option<i64>,
    went_on: i64,
    nonce: Option<String>,
    txn: Option<String>,
    portal_amr: String,
    framed: i64,
    forgetful: i64,
    seen_at: i64,
}

impl From<Row> for Session {
    fn from(row: Row) -> Self {
        Self {
            token: row.token,
            account: row.account,
            lang: row.lang,
            auth_time: row.auth_time,
            password_at: row.password_at,
            code_at: row.code_at,
            code_method: row.code_method.as_deref().and_then(Method::from_code),
            verified: row.verified != 0,
            vouched_at: row.vouched_at,
            recovered_at: row.recovered_at,
            went_on: row.went_on != 0,
            nonce: row.nonce,
            txn: row.txn,
            portal_amr: row
                .portal_amr
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            framed: row.framed != 0,
            forgetful: row.forgetful != 0,
            seen_at: row.seen_at,
        }
    }
}

/// The live session of a bearer token.
pub async fn by_bearer(
    connection: &mut AnyConnection,
    bearer: &str,
    now: i64,
) -> Result<Option<Session>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT token, account, lang, auth_time, password_at, code_at, code_method, verified, vouched_at, \
                recovered_at, went_on, nonce, txn, portal_amr, framed, forgetful, seen_at \
         FROM sessions \
         WHERE token = $1 AND created_at > $2 AND seen_at > $3",
    )
    .bind(seal::digest(bearer))
    .bind(now - ABSOLUTE)
    .bind(now - IDLE)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Session::from))
}

impl Session {
    /// Whether [`seen`] is due.
    pub fn is_stale(&self, now: i64) -> bool {
        now >= self.seen_at + SEEN_EVERY
    }
}

pub async fn seen(connection: &mut AnyConnection, token: &str, now: i64) -> Result<()> {
    sqlx::query("UPDATE sessions SET seen_at = $2 WHERE token = $1")
        .bind(token)
        .bind(now)
        .execute(connection)
        .await?;
    Ok(())
}
