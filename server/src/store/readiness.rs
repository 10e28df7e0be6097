//! How many people of a school are ready for what is asked of them. Counted in few passes over an index, each of them
//! with sets that are made once: a subquery for each of fifty thousand people would take too long for a preview.

use sqlx::any::AnyArguments;
use sqlx::query::QueryAs;
use sqlx::{Any, AnyConnection};
use tweestap_api::{Method, Named, Role};

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

type Statement<'q, Found> = QueryAs<'q, Any, Found, AnyArguments>;

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

/// Everybody of a school, by role.
pub async fn people(
    connection: &mut AnyConnection,
    school: &str,
) -> Result<Vec<(Option<Role>, i64)>> {
    let rows: Vec<(Option<String>, i64)> =
        sqlx::query_as("SELECT role, COUNT(*) FROM accounts WHERE school = $1 GROUP BY role")
            .bind(school)
            .fetch_all(connection)
            .await?;
    let known =
        |(role, people): (Option<String>, i64)| (role.as_deref().and_then(Role::from_code), people);
    Ok(rows.into_iter().map(known).collect())
}

/// `$1` the school, `$2` to `$8` the roles: [`Asked::of`] binds them. With LIKE over a list of them, PostgreSQL would
/// expect next to nobody, and go through the others' tables one person after the other; `replace` takes twice as long.
macro_rules! of_roles {
    () => {
        "a.school = $1 AND COALESCE(a.role, '-') IN ($2, $3, $4, $5, $6, $7, $8)"
    };
}
/// As many as there are, and whoever has none.
const ROLES: usize = Role::ALL.len() + 1;
const _: () = assert!(ROLES == 7, "the statements have seven places for roles");

/// A method that is in force and counts.
macro_rules! ready {
    () => {
        "f.state = 'active' AND f.method IN ('hardware', $9, $10)"
    };
}

/// Whose codes are looked at no more: few.
macro_rules! stuck {
    ($hard_stop:literal) => {
        concat!(
            "SELECT l.account FROM limits l WHERE l.kind = 'code' AND l.consecutive >= ",
            $hard_stop
        )
    };
}

/// Whose time is up for a demand that starts at `$13` and gives `$14` seconds; `$15` is now. Whoever has not begun has time,
/// but where nobody is given any (`$12` is 0).
macro_rules! over {
    () => {
        "(g.until <= $15 OR (CASE WHEN g.since < $13 THEN $13 ELSE g.since END) + $14 <= $15)"
    };
}

const STUCK: &str = concat!(
    "SELECT COUNT(*) FROM accounts a WHERE a.id IN (",
    stuck!("$9"),
    ") AND ",
    of_roles!()
);
/// Who is neither ready nor stuck, and whose time is up of them. With sets that are made once, and not made where nobody
/// is asked about.
const WAITING: &str = concat!(
    "SELECT COUNT(*), COUNT(CASE WHEN $12 = 0 OR a.id IN (SELECT g.account FROM grace g WHERE ",
    over!(),
    ") THEN 1 END) FROM accounts a WHERE ",
    of_roles!(),
    " AND a.id NOT IN (SELECT f.account FROM factors f WHERE ",
    ready!(),
    ") AND a.id NOT IN (",
    stuck!("$11"),
    ")"
);
const FIRST_STUCK: &str = concat!(
    "SELECT a.sort_name, a.id, a.name FROM accounts a WHERE a.id IN (",
    stuck!("$9"),
    ") AND ",
    of_roles!(),
    " ORDER BY a.sort_name, a.id LIMIT $10"
);
/// In the order of the index and one by one, for the twentieth is mostly near: `(SELECT 1 … LIMIT 1)` and not EXISTS, of
/// which PostgreSQL would make the set of everybody first.
const FIRST: &str = concat!(
    "SELECT a.sort_name, a.id, a.name FROM accounts a WHERE ",
    of_roles!(),
    " AND (a.id IN (",
    stuck!("$11"),
    ") OR ((SELECT 1 FROM factors f WHERE f.account = a.id AND ",
    ready!(),
    " LIMIT 1) IS NULL AND ($12 = 0 OR (SELECT 1 FROM grace g WHERE g.account = a.id AND ",
    over!(),
    " LIMIT 1) = 1))) ORDER BY a.sort_name, a.id LIMIT $16"
);

impl Asked<'_> {
    /// School and roles.
    fn of<'q, Found>(&'q self, statement: Statement<'q, Found>) -> Statement<'q, Found> {
        let statement = statement.bind(self.school);
        (0..ROLES).fold(statement, |statement, place| {
            let asked = self.roles.get(place);
            statement.bind(asked.map_or("", |role| role.map_or("-", Role::code)))
        })
    }

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

/// Those of whom something is asked. `must`: how many they are.
pub async fn count(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    must: i64,
    now: i64,
) -> Result<Counts> {
    let (stuck,): (i64,) = asked
        .of(sqlx::query_as(STUCK))
        .bind(HARD_STOP)
        .fetch_one(&mut *connection)
        .await?;
    let [app, sms] = that_count(asked.methods);
    let (waiting, at_next_sign_in): (i64, i64) = asked
        .of(sqlx::query_as(WAITING))
        .bind(app)
        .bind(sms)
        .bind(HARD_STOP)
        .bind(i64::from(asked.gives_time(now)))
        .bind(asked.demand.starts_at)
        .bind(asked.demand.grace)
        .bind(now)
        .fetch_one(connection)
        .await?;
    Ok(Counts {
        // Counted one after the other: meanwhile somebody may have moved.
        ready: (must - stuck - waiting).max(0),
        later: waiting - at_next_sign_in,
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

/// The first by name who are stuck.
pub async fn first_stuck(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    most: i64,
) -> Result<Vec<First>> {
    Ok(asked
        .of(sqlx::query_as(FIRST_STUCK))
        .bind(HARD_STOP)
        .bind(most)
        .fetch_all(connection)
        .await?)
}

/// The first by name who are stuck, or get in only after setting up.
pub async fn first(
    connection: &mut AnyConnection,
    asked: &Asked<'_>,
    most: i64,
    now: i64,
) -> Result<Vec<First>> {
    let [app, sms] = that_count(asked.methods);
    Ok(asked
        .of(sqlx::query_as(FIRST))
        .bind(app)
        .bind(sms)
        .bind(HARD_STOP)
        .bind(i64::from(asked.gives_time(now)))
        .bind(asked.demand.starts_at)
        .bind(asked.demand.grace)
        .bind(now)
        .bind(most)
        .fetch_all(connection)
        .await?)
}
