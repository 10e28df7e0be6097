//! What a school may send: a day's budget, and a breaker against pumping (messages to numbers that nobody
//! ever verifies, which somebody is paid for). Counted per school, so that one school's trouble stays its own.

use sqlx::AnyConnection;
use tweestap_api::Problem;

use crate::error::{Error, Result};
use crate::store::traffic::{self, Tried};

const DAY: i64 = 86_400;
/// Messages to new numbers before their outcome says anything.
const ENOUGH: i64 = 20;
/// Verified of a hundred sent: fewer is an attack; healthy is 60 to 80.
const ATTACK: i64 = 20;
/// Fewer wants somebody's eyes.
const UNHEALTHY: i64 = 40;
/// Seconds a person is told to wait: those who are typing their codes now may open it again.
const BREATHER: u32 = 60;
/// Seconds between two alarms about one school.
const ALARM_EVERY: i64 = 3_600;
/// A school's messages a day, however few of its people use them yet.
const START: i64 = 200;
/// Messages a day for each person who uses them.
const EACH: i64 = 2;

/// Messages in 24 hours, over all purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Of one school; by default two for each person who uses text messages, and 200 at least.
    pub school: Option<i64>,
    /// Of all schools together.
    pub all: i64,
}

impl Default for Allowance {
    fn default() -> Self {
        Self {
            school: None,
            all: 10_000,
        }
    }
}

/// Refuses when the school's budget, or everybody's, is spent, or when the number is new to the account and
/// the breaker is open. In the school's turn; commit even when it refuses, so that the alarm is not repeated.
pub async fn permitted(
    connection: &mut AnyConnection,
    allowance: Allowance,
    school: &str,
    fresh: bool,
    now: i64,
) -> Result<()> {
    let since = now - DAY;
    let (all, first) = traffic::of_all(connection, since).await?;
    if all >= allowance.all {
        alarm(
            connection,
            school,
            now,
            "the budget of all schools is spent",
            None,
        )
        .await?;
        return Err(spent(first, now));
    }
    let (sent, first) = traffic::of_school(connection, school, since).await?;
    let most = match allowance.school {
        Some(most) => most,
        None if sent < START => START,
        None => START.max(EACH * traffic::users_of(connection, school).await?),
    };
    if sent >= most {
        alarm(
            connection,
            school,
            now,
            "the school's budget is spent",
            None,
        )
        .await?;
        return Err(spent(first, now));
    }
    if !fresh {
        return Ok(());
    }
    let tried = traffic::tried(connection, school, since).await?;
    if falls_short(&tried, UNHEALTHY) {
        let what = "few text messages to new numbers are verified";
        alarm(connection, school, now, what, Some(&tried)).await?;
    }
    if falls_short(&tried, ATTACK) {
        return Err(Error::Problem(Problem::TooManyMessages {
            retry_after: BREATHER,
        }));
    }
    Ok(())
}

fn falls_short(tried: &Tried, percent: i64) -> bool {
    tried.sent >= ENOUGH && tried.verified * 100 < tried.sent * percent
}

/// Until the oldest message leaves the window.
fn spent(first: Option<i64>, now: i64) -> Error {
    let wait = first.map_or(DAY, |first| (first + DAY - now).clamp(1, DAY));
    Error::Problem(Problem::TooManyMessages {
        retry_after: u32::try_from(wait).unwrap_or(u32::MAX),
    })
}

/// A line for whoever looks after the server: counts, and no number.
async fn alarm(
    connection: &mut AnyConnection,
    school: &str,
    now: i64,
    what: &'static str,
    tried: Option<&Tried>,
) -> Result<()> {
    if traffic::alarmed(connection, school, now, ALARM_EVERY).await? {
        let (sent, verified) = tried.map_or((None, None), |t| (Some(t.sent), Some(t.verified)));
        tracing::error!(school, sent, verified, "{what}");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_messages_are_enough_to_judge_and_nineteen_are_not() {
        let short = |sent, verified, percent| falls_short(&Tried { sent, verified }, percent);
        assert!(!short(19, 0, ATTACK));
        assert!(short(20, 0, ATTACK) && short(20, 3, ATTACK) && short(1_000, 199, ATTACK));
        assert!(!short(20, 4, ATTACK) && !short(1_000, 200, ATTACK));
        assert!(short(20, 7, UNHEALTHY) && !short(20, 8, UNHEALTHY));
    }
}
