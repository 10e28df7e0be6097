//! How many people of a school are ready for what is asked of them. Counted in few passes over an index, each of them
//! with sets that are made once: a subquery for each of fifty thousand people would take too long for a preview.

use sqlx::AnyConnection;
use tweestap_api::{Method, Named, Role};

use super::grace::listed;
use super::limits::HARD_STOP;
use crate::error::Result;
use crate::policy::Demand;

/// Of whom something is asked, and what counts.
pub struct Asked<'a> {
    pub school: &'a str,
    pub roles: &'a [Option<Role>],
    pub methods: &'a [Method],
    pub demand: Demand,
}

/// They make up `must`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub ready: i64,
    pub later: i64,
    pub at_next_sign_in: i64,
    pub stuck: i64,
}

impl Counts {
    pub const fn must(self) -> i64 {
        self.ready + self.later + self.at_next_sign_in + self.stuck
    }

    pub const fn plus(self, other: Self) -> Self {
        Self {
            ready: self.ready + other.ready,
            later: self.later + other.later,
            at_next_sign_in: self.at_next_sign_in + other.at_next_sign_in,
            stuck: self.stuck + other.stuck,
        }
    }
}

/// Everybody of a school.
pub async fn people(connection: &mut AnyConnection, school: &str) -> Result<i64> {
    let (people,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM accounts WHERE school = $1")
        .bind(school)
        .fetch_one(connection)
        .await?;
    Ok(people)
}

/// `$1` the school, `$2` the roles.
macro_rules! of_roles {
    () => {
        "FROM accounts a WHERE a.school = $1 AND $2 LIKE '%|' || COALESCE(a.role, '-') || '|%'"
    };
}

/// A method in force that counts, as a set.
macro_rules! ready {
    () => {
        "a.id IN (SELECT f.account FROM factors f WHERE f.state = 'active' AND f.method IN ('hardware', $3, $4))"
    };
}

/// The same for one person after the other, where few are asked about.
macro_rules! one_is_ready {
    () => {
        "EXISTS (SELECT 1 FROM factors f WHERE f.account = a.id AND f.state = 'active' \
                   AND f.method IN ('hardware', $3, $4))"
    };
}

/// Whose codes are looked at no more: few.
macro_rules! stuck {
    () => {
        "a.id IN (SELECT l.account FROM limits l WHERE l.kind = 'code' AND l.consecutive >= $5)"
    };
}

/// All of them, and those who are ready.
const MUST: &str = concat!(
    "SELECT COUNT(*), COUNT(CASE WHEN ",
    ready!(),
    " THEN 1 END) ",
    of_roles!()
);
/// The same of those who are stuck.
const STUCK: &str = concat!(
    "SELECT COUNT(*), COUNT(CASE WHEN ",
    one_is_ready!(),
    " THEN 1 END) ",
    of_roles!(),
    " AND ",
    stuck!()
);
/// Whose time is up, of the others, for a demand that starts at `$6` and gives `$7` seconds; `$8` is now.
const OVER: &str = concat!(
    "SELECT COUNT(*) ",
    of_roles!(),
    " AND a.id IN (SELECT g.account FROM grace g \
                   WHERE g.until <= $8 OR (CASE WHEN g.since > $6 THEN g.since ELSE $6 END) + $7 <= $8) \
       AND NOT ",
    one_is_ready!(),
    " AND NOT ",
    stuck!()
);

/// In the order of the index and one by one, for the twentieth is mostly near.
macro_rules! first {
    ($time:literal) => {
        concat!(
            "SELECT a.sort_name, a.id, a.name ",
            of_roles!(),
            " AND (",
            stuck!(),
            " OR (NOT ",
            one_is_ready!(),
            $time,
            ")) ORDER BY a.sort_name, a.id LIMIT $6"
        )
    };
}

const FIRST: &str = first!("");
/// Where those who have not begun still have time.
const FIRST_OVER: &str = first!(
    " AND EXISTS (SELECT 1 FROM grace g WHERE g.account = a.id \
                    AND (g.until <= $9 OR (CASE WHEN g.since > $7 THEN g.since ELSE $7 END) + $8 <= $9))"
);

impl Asked<'_> {
    /// Whether somebody who signs in for the first time now has time left.
    fn gives_time(&self, now: i64) -> bool {
        now < self.demand.until(None, now)
    }
}

/// The methods besides tokens, in the two places that statements have for them.
pub fn that_count(methods: &[Method]) -> [&'static str; 2] {
    [Method::App, Method::Sms].map(|method| match methods.contains(&method) {
        true => method.code(),
        false => "",
    })
}

/// Those of whom something is asked.
pub async fn count(connection: &mut AnyConnection, asked: &Asked<'_>, now: i64) -> Result<Counts> {
    let roles = listed(asked.roles);
    let [app, sms] = that_count(asked.methods);
    let (must, with_method) = sqlx::query_as::<_, (i64, i64)>(MUST)
        .bind(asked.school)
        .bind(&roles)
        .bind(app)
        .bind(sms)
        .fetch_one(&mut *connection)
        .await?;
    let (stuck, of_them) = sqlx::query_as::<_, (i64, i64)>(STUCK)
        .bind(asked.school)
        .bind(&roles)
        .bind(app)
        .bind(sms)
        .bind(HARD_STOP)
        .fetch_one(&mut *connection)
        .await?;
    let ready = (with_method - of_them).max(0);
    // Counted one after the other: meanwhile somebody may have moved.
    let others = (must - stuck - ready).max(0);
    let at_next_sign_in = match asked.gives_time(now) {
        false => others,
        true => {
            let over = sqlx::query_as::<_, (i64,)>(OVER)
                .bind(asked.school)
                .bind(&roles)
                .bind(app)
                .bind(sms)
                .bind(HARD_STOP)
                .bind(asked.demand.starts_at)
                .bind(asked.demand.grace)
                .bind(now);
            over.fetch_one(connection).await?.0.min(others)
        }
    };
    Ok(Counts {
        ready,
        later: others - at_next_sign_in,
        at_next_sign_in,
        stuck,
    })
}

/// Somebody, in the order of plain names.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, sqlx::FromRow)]
pub struct First {
    sort_name: String,
    id: String,
    name: String,
}

impl First {
    pub fn named(self) -> Named {
        Named {
            id: self.id,
            name: self.name,
        }
    }
}

/// The first by name who are stuck, or get in only after setting up.
pub async fn first(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    most: i64,
    now: i64,
) -> Result<Vec<First>> {
    let [app, sms] = that_count(asked.methods);
    let roles = listed(asked.roles);
    let gives_time = asked.gives_time(now);
    let statement = if gives_time { FIRST_OVER } else { FIRST };
    let mut query = sqlx::query_as::<_, First>(statement)
        .bind(asked.school)
        .bind(roles)
        .bind(app)
        .bind(sms)
        .bind(HARD_STOP)
        .bind(most);
    if gives_time {
        query = query
            .bind(asked.demand.starts_at)
            .bind(asked.demand.grace)
            .bind(now);
    }
    Ok(query.fetch_all(connection).await?)
}
