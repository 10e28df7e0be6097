//! People as a manager sees them: a page by name, and one of them. Only of the school that is asked for: whoever is of
//! another one is not there.

use sqlx::AnyConnection;
use tweestap_api::{Method, PersonState, Role};

#[cfg(doc)]
use super::grace::listed;
use super::limits::HARD_STOP;
use super::readiness::that_count;
use crate::error::{Error, Result};

/// Of whom there is a page.
#[derive(Clone, Copy)]
pub enum Whom<'a> {
    All,
    OfClass(&'a str),
    /// By id.
    One(&'a str),
}

/// What narrows a page down; empty texts do not.
pub struct Wanted<'a> {
    pub school: &'a str,
    pub whom: Whom<'a>,
    /// Roles whose two steps cannot be off for a while, and roles that may have time to set them up: as [`listed`].
    pub required: &'a str,
    pub in_grace: &'a str,
    /// What counts, besides tokens, where two steps are required.
    pub methods: &'a [Method],
    /// A pattern of LIKE over the plain name with a space before it, `\` before what is meant as it stands.
    pub name: &'a str,
    pub role: &'a str,
    pub state: &'a str,
    /// Plain name and id of the last one of the page before.
    pub after: (&'a str, &'a str),
    pub most: i64,
}

/// A person, without anything that is sealed but the number of text messages.
#[derive(Debug)]
pub struct Listed {
    pub id: String,
    pub name: String,
    pub sort_name: String,
    pub role: Option<Role>,
    pub classes: Vec<String>,
    pub state: PersonState,
    pub since: Option<i64>,
    /// Factor and sealed number, where codes go by text message.
    pub number: Option<(String, String)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    sort_name: String,
    role: Option<String>,
    classes: Option<String>,
    state: String,
    since: Option<i64>,
    number_factor: Option<String>,
    number: Option<String>,
}

impl TryFrom<Row> for Listed {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        const BROKEN: Error = Error::Internal("a person has an unknown state");
        let classes = row.classes.unwrap_or_default();
        let mut classes: Vec<String> = classes
            .split('\n')
            .filter(|class| !class.is_empty())
            .map(str::to_owned)
            .collect();
        classes.sort_unstable();
        Ok(Self {
            id: row.id,
            name: row.name,
            sort_name: row.sort_name,
            role: row.role.as_deref().and_then(Role::from_code),
            classes,
            state: PersonState::from_code(&row.state).ok_or(BROKEN)?,
            since: row.since,
            number: row.number_factor.zip(row.number),
        })
    }
}

/// Where a person stands in the list; `None`: nobody of this school.
pub async fn place_of(
    connection: &mut AnyConnection,
    school: &str,
    id: &str,
) -> Result<Option<(String, String)>> {
    Ok(
        sqlx::query_as("SELECT sort_name, id FROM accounts WHERE school = $1 AND id = $2")
            .bind(school)
            .bind(id)
            .fetch_optional(connection)
            .await?,
    )
}

/// The states of whoever has nothing, or nothing that counts.
macro_rules! without {
    () => {
        "WHEN (SELECT 1 FROM factors f WHERE f.account = a.id AND f.state <> 'active' \
                 AND f.expires_at > $4 LIMIT 1) = 1 THEN 'pending' \
         WHEN $12 LIKE '%|' || COALESCE(a.role, '-') || '|%' \
              AND (SELECT 1 FROM grace g WHERE g.account = a.id AND g.until > $4 LIMIT 1) = 1 THEN 'in_grace' \
         ELSE 'none'"
    };
}

/// The state as the settings tell it to the person themselves, computed by the database so that it can be asked for.
/// `(SELECT 1 … LIMIT 1) = 1` and not EXISTS, and no join: PostgreSQL, which plans without knowing what is asked for,
/// would read all methods of all people for one page. The sets of those who are in a rare state are made only when that
/// state is asked for: nobody's state is computed who cannot be in it. Where two steps are required, a method that counts
/// no more makes nobody active: they are in nothing but by setting up another one.
macro_rules! page {
    ($from:literal) => {
        concat!(
            "WITH found AS ( \
               SELECT a.id, a.name, a.sort_name, a.role, a.suspended_at, \
                 CASE WHEN (SELECT 1 FROM factors f WHERE f.account = a.id AND f.state = 'active' LIMIT 1) = 1 THEN \
                   CASE WHEN a.suspended_at IS NOT NULL AND $2 NOT LIKE '%|' || COALESCE(a.role, '-') || '|%' \
                        THEN 'suspended' \
                        WHEN (SELECT 1 FROM limits l WHERE l.account = a.id AND l.kind = 'code' \
                                AND l.consecutive >= $3 LIMIT 1) = 1 THEN 'locked' \
                        WHEN $2 NOT LIKE '%|' || COALESCE(a.role, '-') || '|%' \
                             OR (SELECT 1 FROM factors f WHERE f.account = a.id AND f.state = 'active' \
                                   AND f.method IN ('hardware', $13, $14) LIMIT 1) = 1 THEN 'active' ",
            without!(),
            " END ",
            without!(),
            " END AS state ",
            $from,
            " AND (a.sort_name, a.id) > ($6, $7) \
               AND ($8 = '' OR ' ' || a.sort_name LIKE $8 ESCAPE '\\') \
               AND ($9 = '' OR a.role = $9) \
               AND ($10 <> 'in_grace' OR a.id IN (SELECT g.account FROM grace g WHERE g.until > $4)) \
               AND ($10 <> 'pending' \
                    OR a.id IN (SELECT f.account FROM factors f WHERE f.state <> 'active' AND f.expires_at > $4)) \
               AND ($10 <> 'suspended' OR a.suspended_at IS NOT NULL) \
               AND ($10 <> 'none' OR ( \
                 a.id NOT IN (SELECT f.account FROM factors f WHERE f.state = 'active' AND f.method IN ('hardware', $13, $14)) \
                 AND ($12 NOT LIKE '%|' || COALESCE(a.role, '-') || '|%' \
                   OR a.id NOT IN (SELECT g.account FROM grace g WHERE g.until > $4)))) \
               AND ($10 <> 'locked' OR a.id IN (SELECT l.account FROM limits l WHERE l.consecutive >= $3))), \
             page AS (SELECT * FROM found WHERE $10 = '' OR state = $10 ORDER BY sort_name, id LIMIT $11) \
             SELECT p.id, p.name, p.sort_name, p.role, p.state, \
               (SELECT string_agg(c.class, '\n') FROM account_classes c WHERE c.account = p.id) AS classes, \
               CASE WHEN p.state = 'suspended' THEN p.suspended_at \
                    WHEN p.state IN ('active', 'locked') THEN (SELECT MIN(f.since) FROM factors f WHERE f.account = p.id AND f.state = 'active') \
               END AS since, \
               (SELECT n.id FROM factors n WHERE n.account = p.id AND n.method = 'sms' AND n.state = 'active') \
                 AS number_factor, \
               (SELECT n.number FROM factors n WHERE n.account = p.id AND n.method = 'sms' AND n.state = 'active') \
                 AS number \
             FROM page p ORDER BY p.sort_name, p.id"
        )
    };
}

/// By name, of the whole school.
const ALL: &str = page!("FROM accounts a WHERE a.school = $1 AND $5 = ''");
/// By name, of one class: the index of classes is asked first, so that no whole school is looked through (in
/// SQLite a CROSS JOIN is done in the order in which it is written), and people are found by their id: `|| ''` keeps it
/// from going through the school by name for each of them.
const OF_CLASS: &str = page!(
    "FROM account_classes k CROSS JOIN accounts a WHERE a.id = k.account AND a.school || '' = $1 AND k.class = $5"
);
/// One of the school, by id in the place of the class.
const ONE: &str = page!("FROM accounts a WHERE a.school || '' = $1 AND a.id = $5");

/// One page, in the order of plain names.
pub async fn page(
    connection: &mut AnyConnection,
    wanted: &Wanted<'_>,
    now: i64,
) -> Result<Vec<Listed>> {
    let (query, narrow) = match wanted.whom {
        Whom::All => (ALL, ""),
        Whom::OfClass(class) => (OF_CLASS, class),
        Whom::One(id) => (ONE, id),
    };
    let [app, sms] = that_count(wanted.methods);
    let rows: Vec<Row> = sqlx::query_as(query)
        .bind(wanted.school)
        .bind(wanted.required)
        .bind(HARD_STOP)
        .bind(now)
        .bind(narrow)
        .bind(wanted.after.0)
        .bind(wanted.after.1)
        .bind(wanted.name)
        .bind(wanted.role)
        .bind(wanted.state)
        .bind(wanted.most)
        .bind(wanted.in_grace)
        .bind(app)
        .bind(sms)
        .fetch_all(connection)
        .await?;
    rows.into_iter().map(Listed::try_from).collect()
}
