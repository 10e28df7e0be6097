//! Accounts, and the portal tokens that were used. Long by its lists of columns.

use sqlx::AnyConnection;
use tweestap_api::{RememberDuration, Role};

use super::won;
use crate::error::Result;
use crate::{random, seal};

#[derive(Clone)]
pub struct Account {
    pub id: String,
    pub school: String,
    pub issuer: String,
    pub subject: String,
    /// The person's name at the portal.
    pub name: String,
    /// Devices of an older epoch are dead.
    pub mfa_epoch: i64,
    pub remember: RememberDuration,
    /// Unix seconds since which two steps are off for a while; the factors are kept.
    pub suspended_at: Option<i64>,
    /// The last way back in was used: a method must be set up before anything else.
    pub must_enrol: bool,
    /// Here, or as the portal last said, whichever was later. Unix seconds.
    pub password_changed_at: i64,
    /// Sealed address, for notices.
    pub email: Option<String>,
    /// Sealed reset code, where the school chose it.
    pub reset_code: Option<String>,
    /// What the portal last said; nothing of it is kept in a session.
    pub role: Option<Role>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    school: String,
    issuer: String,
    subject: String,
    name: String,
    mfa_epoch: i64,
    remember: String,
    suspended_at: Option<i64>,
    must_enrol: i64,
    password_changed_at: i64,
    email: Option<String>,
    reset_code: Option<String>,
    role: Option<String>,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            remember: RememberDuration::from_code(&row.remember).unwrap_or_default(),
            id: row.id,
            school: row.school,
            issuer: row.issuer,
            subject: row.subject,
            name: row.name,
            mfa_epoch: row.mfa_epoch,
            suspended_at: row.suspended_at,
            must_enrol: row.must_enrol != 0,
            password_changed_at: row.password_changed_at,
            email: row.email,
            reset_code: row.reset_code,
            role: row.role.as_deref().and_then(Role::from_code),
        }
    }
}

/// A name as it is searched and put in order: small ASCII letters, one space between words.
pub fn plain(name: &str) -> String {
    let plain = deunicode::deunicode(name).to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The account of (school, issuer, subject), made at its first sign-in; the name follows the portal's.
pub async fn of(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
    name: &str,
    now: i64,
) -> Result<Account> {
    let row: Row = sqlx::query_as(
        "INSERT INTO accounts (id, school, issuer, subject, name, mfa_epoch, remember, turn, created_at, sort_name) \
         VALUES ($1, $2, $3, $4, $5, 0, 'always_ask', 0, $6, $7) \
         ON CONFLICT (school, issuer, subject) DO UPDATE SET name = excluded.name, sort_name = excluded.sort_name \
         RETURNING id, school, issuer, subject, name, mfa_epoch, remember, suspended_at, must_enrol, \
                   password_changed_at, email, reset_code, role",
    )
    .bind(random::id()?)
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .bind(name)
    .bind(now)
    .bind(plain(name))
    .fetch_one(connection)
    .await?;
    Ok(row.into())
}

/// The account of (school, issuer, subject), made when it is missing; the name at the portal stays what it was.
pub async fn find_or_make(
    connection: &mut AnyConnection,
    school: &str,
    issuer: &str,
    subject: &str,
    now: i64,
) -> Result<Account> {
    let known: Option<(String,)> = sqlx::query_as(
        "SELECT name FROM accounts WHERE school = $1 AND issuer = $2 AND subject = $3",
    )
    .bind(school)
    .bind(issuer)
    .bind(subject)
    .fetch_optional(&mut *connection)
    .await?;
    let name = known.as_ref().map_or(subject, |(name,)| name);
    of(connection, school, issuer, subject, name, now).await
}

pub async fn by_id(connection: &mut AnyConnection, id: &str) -> Result<Option<Account>> {
    let row: Option<Row> = sqlx::query_as(
        "SELECT id, school, issuer, subject, name, mfa_epoch, remember, suspended_at, must_enrol, \
                password_changed_at, email, reset_code, role \
         FROM accounts WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Account::from))
}

/// What the portal tells at every sign-in besides the name.
pub struct Told<'a> {
    /// BCP 47.
    pub lang: &'a str,
    /// Sealed; the earlier one is kept when the portal gives none.
    pub email: Option<&'a str>,
    /// Unix seconds; only ever moves on.
    pub password_changed_at: Option<i64>,
    /// What it was before, when the portal says nothing; but see [`without_a_word`].
    pub role: Option<Role>,
}

/// The role of somebody of whom the portal says none this time. Whoever administers a school is named each time: a portal
/// may send a role for managers alone, and its silence is then the only sign that somebody is none any more.
pub fn without_a_word(before: Option<Role>) -> Option<Role> {
    before.filter(|role| *role != Role::Manager)
}

/// Keeps it.
pub async fn tell(connection: &mut AnyConnection, id: &str, told: Told<'_>) -> Result<()> {
    sqlx::query(
        "UPDATE accounts SET lang = $2, email = COALESCE($3, email), role = COALESCE($5, NULLIF(role, 'manager')), \
           password_changed_at = CASE WHEN $4 > password_changed_at THEN $4 ELSE password_changed_at END \
         WHERE id = $1",
    )
    .bind(id)
    .bind(told.lang)
    .bind(told.email)
    .bind(told.password_changed_at.unwrap_or(0))
    .bind(told.role.map(Role::code))
    .execute(connection)
    .await?;
    Ok(())
}

/// The last way back in was used: a method must be set up before anything else. A reset code is gone with it.
pub async fn must_enrol(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("UPDATE accounts SET must_enrol = 1, reset_code = NULL WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Kills every remembered device: a factor was added, replaced or removed, or there is a new password.
pub async fn next_epoch(connection: &mut AnyConnection, id: &str) -> Result<()> {
    sqlx::query("UPDATE accounts SET mfa_epoch = mfa_epoch + 1 WHERE id = $1")
        .bind(id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Since when there is the password that there is.
pub async fn password_changed(connection: &mut AnyConnection, id: &str, now: i64) -> Result<()> {
    sqlx::query(
        "UPDATE accounts SET \
           password_changed_at = CASE WHEN $2 > password_changed_at THEN $2 ELSE password_changed_at END \
         WHERE id = $1",
    )
    .bind(id)
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

pub async fn prefer(
    connection: &mut AnyConnection,
    id: &str,
    duration: RememberDuration,
) -> Result<()> {
    sqlx::query("UPDATE accounts SET remember = $2 WHERE id = $1")
        .bind(id)
        .bind(duration.code())
        .execute(connection)
        .await?;
    Ok(())
}

/// The one place where a token is spent: `true` for exactly one caller.
pub async fn use_token(
    connection: &mut AnyConnection,
    issuer: &str,
    jti: &str,
    expires_at: i64,
) -> Result<bool> {
    // The length keeps issuer and jti apart.
    let name = seal::digest(&format!("{}|{issuer}|{jti}", issuer.len()));
    let inserted = sqlx::query(
        "INSERT INTO used_tokens (jti, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING",
    )
    .bind(name)
    .bind(expires_at)
    .execute(connection)
    .await?;
    Ok(won(&inserted))
}
