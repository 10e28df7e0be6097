//! Failures of an account, by kind of proof. Charged *before* a proof is looked at, in one statement, so that
//! parallel guesses cannot slip through; only a success clears them.

use sqlx::AnyConnection;
use tweestap_api::Problem;

use crate::error::Result;

/// Failures before the account pauses.
pub const FAILURES: i64 = 10;
/// Seconds in which they are counted, and seconds of the pause.
pub const WINDOW: i64 = 15 * 60;
/// Consecutive failures after which nothing is looked at any more (NIST SP 800-63B-4: at most 100).
pub const HARD_STOP: i64 = 100;
/// What someone is told whose passwords are not looked at any more: only the portal can help there (with codes of tokens:
/// another manager, who unlocks the account).
const STOPPED_RETRY: u32 = 86_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Password,
    /// Of the app, a text message or a hardware token: guessing one is guessing all.
    Code,
    /// Recovery and reset codes: the way out when codes are locked, so they are counted apart.
    Recovery,
    /// Of hardware tokens that a manager links or sets right: no guess at an account, and counted against the manager's.
    Token,
}

impl Kind {
    /// What a manager can let go on.
    pub const UNLOCKED: [Self; 3] = [Self::Code, Self::Recovery, Self::Token];

    const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Recovery => "recovery",
            Self::Token => "token",
        }
    }
}

/// An attempt that was charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Attempts left after this one.
    pub left: u32,
    /// A failure of this one begins a pause.
    pub pauses: bool,
    /// A failure of this one stops the account.
    pub stops: bool,
}

/// Reserves one attempt and says how many are left after it. Refused: nothing may be looked at.
pub async fn charge(
    connection: &mut AnyConnection,
    account: &str,
    kind: Kind,
    now: i64,
) -> Result<u32> {
    Ok(reserve(connection, account, kind, now).await?.left)
}

/// Like [`charge`], and says what a failure of this attempt sets off.
pub async fn reserve(
    connection: &mut AnyConnection,
    account: &str,
    kind: Kind,
    now: i64,
) -> Result<Attempt> {
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
    let Some((failures, consecutive)) = charged else {
        let refusal = standing(connection, account, kind, now).await?;
        // The limit may have let go in between, but nothing was reserved.
        return Err(refusal
            .unwrap_or(Problem::TooManyAttempts { retry_after: 1 })
            .into());
    };
    let left = (FAILURES - failures).min(HARD_STOP - consecutive);
    Ok(Attempt {
        left: u32::try_from(left).unwrap_or(0),
        pauses: failures >= FAILURES,
        stops: consecutive >= HARD_STOP,
    })
}

/// Why nothing would be looked at now; `None` when it would.
pub async fn standing(
    connection: &mut AnyConnection,
    account: &str,
    kind: Kind,
    now: i64,
) -> Result<Option<Problem>> {
    let row: Option<(i64, i64, i64)> = sqlx::query_as(
        "SELECT failures, window_ends, consecutive FROM limits WHERE account = $1 AND kind = $2",
    )
    .bind(account)
    .bind(kind.name())
    .fetch_optional(connection)
    .await?;
    Ok(match row {
        Some((_, _, consecutive)) if consecutive >= HARD_STOP => Some(kind.stopped()),
        Some((failures, ends, _)) if failures >= FAILURES && ends > now => {
            Some(Problem::TooManyAttempts {
                retry_after: u32::try_from(ends - now).unwrap_or(1).max(1),
            })
        }
        _ => None,
    })
}

impl Kind {
    const fn stopped(self) -> Problem {
        match self {
            Self::Password | Self::Token => Problem::TooManyAttempts {
                retry_after: STOPPED_RETRY,
            },
            Self::Code | Self::Recovery => Problem::Locked,
        }
    }
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
