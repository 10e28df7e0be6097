//! What can go wrong in a handler, and how it is answered: a [`Problem`] as it is, everything else logged
//! with the request's id and answered without any detail. Fails closed: no error turns into a success.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tweestap_api::Problem;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug)]
pub enum Error {
    /// A refusal that belongs to the contract.
    Problem(Problem),
    /// The database; locked, full or out of connections is `busy`, the rest is internal.
    Store(sqlx::Error),
    /// Broken beyond the caller's power: no randomness, a ciphertext that does not open.
    Internal(&'static str),
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl From<crate::random::NoRandomness> for Error {
    fn from(_: crate::random::NoRandomness) -> Self {
        Self::Internal("the operating system gave no randomness")
    }
}

/// Seconds a client waits before it sends the same call again.
const BUSY_RETRY: u32 = 2;

/// The storage could not take the call now, and nothing was changed.
fn is_busy(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| is_busy_code(&code)),
        _ => false,
    }
}

/// SQLite's result codes are numbers of at most four digits whose low byte is the primary code; those of
/// PostgreSQL (SQLSTATE) always have five characters.
fn is_busy_code(code: &str) -> bool {
    const SQLITE_BUSY: u32 = 5;
    const SQLITE_LOCKED: u32 = 6;
    const SQLITE_FULL: u32 = 13;
    match code.len() {
        5 => [
            "40001", "40P01", "53100", "53200", "53300", "55P03", "57P01", "57P02", "57P03",
        ]
        .contains(&code),
        _ => code
            .parse::<u32>()
            .is_ok_and(|code| [SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL].contains(&(code & 0xff))),
    }
}

impl Error {
    /// What the caller is told.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => problem.clone(),
            Self::Store(error) if is_busy(error) => Problem::Busy {
                retry_after: BUSY_RETRY,
            },
            Self::Store(_) | Self::Internal(_) => Problem::Internal,
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        // The request's id is in the surrounding span.
        match &self {
            Self::Problem(_) => {}
            Self::Store(error) => tracing::error!(%error, "storage"),
            Self::Internal(what) => tracing::error!(what, "internal"),
        }
        refusal(&self.problem())
    }
}

/// The problem document (RFC 9457), with `Retry-After` where a wait is named.
pub fn refusal(problem: &Problem) -> Response {
    let body = problem.body();
    let status = StatusCode::from_u16(body.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let retry_after = body.retry_after;
    let mut response = (status, Json(body)).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_busy_code;

    #[test]
    fn locked_and_full_databases_are_busy_and_broken_constraints_are_not() {
        for code in [
            "5", "6", "13", "261", "517", "262", "40001", "40P01", "53100", "55P03", "57P01",
        ] {
            assert!(is_busy_code(code), "{code}");
        }
        for code in ["1", "19", "2067", "1555", "23505", "42P01", "00005"] {
            assert!(!is_busy_code(code), "{code}");
        }
    }
}
