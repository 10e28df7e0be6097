//! Failures of an account, by kind of proof. Charged *before* a proof is looked at, in one statement, so that
//! parallel guesses cannot slip through; only a success clears them.

use sqlx::AnyConnection;
use tweestap_api::Problem;

use crate::error::{Error, Result};

/// Failures before the account pauses.
pub const FAILURES: i64 = 10;
/// Seconds in which they are counted, and seconds of the pause.
pub const WINDOW: i64 = 15 * 60;
/// Consecutive failures after which nothing is looked at any more (NIST SP 800-63B-4: at most 100).
pub const HARD_STOP: i64 = 100;
/// What a stopped account is told: time alone does not help, but "stopped" would tell a guesser where he is.
const STOPPED_RETRY: u32 = 86_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Password,
    Code,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
        }
    }
}

/// Reserves one attempt and says how many are left after it. Refused: nothing may be looked at.
pub async fn charge(
    connection: &mut AnyConnection,
    account: &str,
    kind: Kind,
    now: i64,
) -> Result<u32> {
    // The tenth failure starts a pause of its own: two windows never touch.
    let charged: Option<(i64, i64)> = sqlx::query_as(
        "INSERT INTO limits (account, kind, failures, window_ends, consecutive) VALUES ($1, $2, 1, $3 + $4, 1) \
         ON CONFLICT (account, kind) DO UPDATE SET \
           failures = CASE WHEN limits.window_ends <= $3 THEN 1 ELSE limits.failures + 1 END, \
           window_ends = CASE WHEN limits.window_ends <= $3 OR limits.failures + 1 >= $5 THEN $3 + $4 \
                              ELSE limits.window_ends END, \
           consecutive = limits.consecutive + 1 \
         WHERE (limits.window_ends <= $3 OR limits.failures < $5) AND limits.consecutive < $6 \
         RETURNING failures, consecutive",
    )
    .bind(account)
    .bind(kind.name())
    .bind(now)
    .bind(WINDOW)
    .bind(FAILURES)
    .bind(HARD_STOP)
    .fetch_optional(&mut *connection)
    .await?;
    match charged {
        Some((failures, consecutive)) => {
            let left = (FAILURES - failures).min(HARD_STOP - consecutive);
            Ok(u32::try_from(left).unwrap_or(0))
        }
        None => Err(refused(connection, account, kind, now).await?),
    }
}

async fn refused(
    connection: &mut AnyConnection,
    account: &str,
    kind: Kind,
    now: i64,
) -> Result<Error> {
    let row: Option<(i64, i64)> = sqlx::query_as(
        "SELECT window_ends, consecutive FROM limits WHERE account = $1 AND kind = $2",
    )
    .bind(account)
    .bind(kind.name())
    .fetch_optional(connection)
    .await?;
    let retry_after = match row {
        Some((ends, consecutive)) if consecutive < HARD_STOP => {
            u32::try_from(ends - now).unwrap_or(1).max(1)
        }
        Some(_) => STOPPED_RETRY,
        None => 1,
    };
    Ok(Problem::TooManyAttempts { retry_after }.into())
}

/// A proof was right.
pub async fn clear(connection: &mut AnyConnection, account: &str, kind: Kind) -> Result<()> {
    sqlx::query("DELETE FROM limits WHERE account = $1 AND kind = $2")
        .bind(account)
        .bind(kind.name())
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether only a manager can help.
pub async fn is_stopped(connection: &mut AnyConnection, account: &str, kind: Kind) -> Result<bool> {
    let row: Option<(i64,)> =
        sqlx::query_as("SELECT consecutive FROM limits WHERE account = $1 AND kind = $2")
            .bind(account)
            .bind(kind.name())
            .fetch_optional(connection)
            .await?;
    Ok(row.is_some_and(|(consecutive,)| consecutive >= HARD_STOP))
}
