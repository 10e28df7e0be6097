//! Tokens as they are read: a page by serial, and the columns of one.

use sqlx::AnyConnection;

use super::Token;
use crate::error::Result;

#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub serial: String,
    pub secret: String,
    pub digits: i64,
    pub period: i64,
    pub algorithm: String,
    pub last_step: i64,
    pub drift: i64,
    pub account: Option<String>,
    pub name: Option<String>,
    pub quarantined_until: i64,
    pub imported_at: i64,
}

/// What a token has spent stands in the factor of whoever has it.
macro_rules! columns {
    () => {
        "SELECT t.id, t.serial, t.secret, t.digits, t.period, t.algorithm, \
                COALESCE(f.last_step, t.last_step) AS last_step, COALESCE(f.drift, t.drift) AS drift, \
                t.account, a.name, t.quarantined_until, t.imported_at \
         FROM tokens t LEFT JOIN accounts a ON a.id = t.account \
         LEFT JOIN factors f ON f.account = t.account AND f.method = 'hardware' AND f.state = 'active'"
    };
}
pub(super) use columns;

/// What narrows a page down; empty texts do not.
pub struct Wanted<'a> {
    pub school: &'a str,
    /// A pattern of LIKE over the serial's key, `\` before what is meant as it stands.
    pub serial: &'a str,
    pub state: &'a str,
    /// The key of the last one of the page before.
    pub after: &'a str,
    pub most: i64,
}

const PAGE: &str = concat!(
    columns!(),
    " WHERE t.school = $1 AND t.serial_key > $2 AND t.serial_key LIKE $3 ESCAPE '\\' \
        AND ($4 = '' OR $4 = CASE WHEN t.account IS NOT NULL THEN 'linked' \
                                  WHEN t.quarantined_until > $5 THEN 'quarantined' ELSE 'free' END) \
      ORDER BY t.serial_key LIMIT $6"
);

/// By serial.
pub async fn page(
    connection: &mut AnyConnection,
    wanted: &Wanted<'_>,
    now: i64,
) -> Result<Vec<Token>> {
    let rows: Vec<Row> = sqlx::query_as(PAGE)
        .bind(wanted.school)
        .bind(wanted.after)
        .bind(wanted.serial)
        .bind(wanted.state)
        .bind(now)
        .bind(wanted.most)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(Token::try_from).collect()
}

/// Where a token stands in the list; `None`: the school has none of this id.
pub async fn place_of(
    connection: &mut AnyConnection,
    school: &str,
    id: &str,
) -> Result<Option<String>> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT serial_key FROM tokens WHERE school = $1 AND id = $2")
            .bind(school)
            .bind(id)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(key,)| key))
}
