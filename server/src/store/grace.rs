//! Until when somebody may leave setting up for later. A row is made once, and its end only ever moves nearer: there is
//! no statement here that could do anything else.

use sqlx::AnyConnection;
use tweestap_api::Role;

use crate::error::Result;
use crate::policy::{Demand, Kept};

pub async fn of(connection: &mut AnyConnection, account: &str) -> Result<Option<Kept>> {
    let row: Option<(i64, i64)> =
        sqlx::query_as("SELECT since, until FROM grace WHERE account = $1")
            .bind(account)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(since, until)| Kept { since, until }))
}

/// It begins, unless it has begun before; then it ends no later than this.
pub async fn begin(
    connection: &mut AnyConnection,
    account: &str,
    until: i64,
    now: i64,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO grace (account, since, until) VALUES ($1, $2, $3) \
         ON CONFLICT (account) DO UPDATE SET until = excluded.until WHERE grace.until > excluded.until",
    )
    .bind(account)
    .bind(now)
    .bind(until)
    .execute(connection)
    .await?;
    Ok(())
}

/// A stricter policy reaches grace that has begun, for good: another one that is milder gives nothing back.
pub async fn shorten(
    connection: &mut AnyConnection,
    school: &str,
    roles: &[Option<Role>],
    demand: Demand,
) -> Result<()> {
    sqlx::query(
        "UPDATE grace SET until = (CASE WHEN since > $3 THEN since ELSE $3 END) + $4 \
         WHERE until > (CASE WHEN since > $3 THEN since ELSE $3 END) + $4 \
           AND account IN (SELECT id FROM accounts \
                           WHERE school = $1 AND $2 LIKE '%|' || COALESCE(role, '-') || '|%')",
    )
    .bind(school)
    .bind(listed(roles))
    .bind(demand.starts_at)
    .bind(demand.grace)
    .execute(connection)
    .await?;
    Ok(())
}

/// Roles as a statement asks for them, `|pupil|-|`; the dash is whoever has none.
pub fn listed(roles: &[Option<Role>]) -> String {
    let codes = roles.iter().map(|role| role.map_or("-", Role::code));
    let mut listed = String::from("|");
    for code in codes {
        listed.push_str(code);
        listed.push('|');
    }
    listed
}
