//! Who may call what: one table, and deny by default. A route that is not in the table is not answered, and
//! a test compares the table with the OpenAPI document in both directions.

mod rules;

pub use rules::{RULES, Rule};

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::LengthLimitError;
use tweestap_api::{Level, Problem, Role, routes};

use super::BASE;
use super::body::{LIMIT, NUL};
use super::caller::{Caller, origin};
use super::elevated;
use crate::error::Result;
use crate::state::{App, Shared};

/// How far a caller must have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Anonymous,
    /// A bearer token; the second factor may still be asked.
    BeforeSecondFactor,
    /// The second factor was given, or there is none; two steps may have to be set up first.
    Enrolment,
    /// And nothing has to be set up first.
    Full,
    /// The password, and a code where one is asked, were given within five minutes as well (`elevation.rs`).
    /// Enrolment itself needs less: asking for the password is one of its steps, and with a factor in force its
    /// machine refuses.
    Elevated,
    /// Administers the school, and has given a code in this session within five minutes (S-B-80).
    Manager,
}

/// Lets a request through to its handler, with the [`Caller`] it needs.
pub async fn guard(
    State(app): State<Shared>,
    mut request: Request,
    next: Next,
) -> Result<Response> {
    let need = need(&request)?;
    if !request.method().is_safe() && foreign(&app, &request) {
        return Err(Problem::OriginNotAllowed.into());
    }
    if need > Need::Anonymous {
        request = arrived(request).await;
        let caller = judged(&app, request.headers(), need).await?;
        request.extensions_mut().insert(caller);
    }
    Ok(next.run(request).await)
}

/// The caller, as far as they have come by now, if that is far enough.
pub async fn judged(app: &App, headers: &HeaderMap, need: Need) -> Result<Caller> {
    let now = app.clock.now();
    let caller = Caller::of(app, headers, now).await?;
    may_reach(caller.level(), need)?;
    match need {
        Need::Elevated => elevated::require(&caller, now)?,
        Need::Manager => may_manage(&caller, now)?,
        Need::Anonymous | Need::BeforeSecondFactor | Need::Enrolment | Need::Full => {}
    }
    Ok(caller)
}

/// With all of its body. Whoever keeps the last byte back is judged when it comes, not by what they were before. Nobody is
/// known yet, so no more than an ordinary body is kept; the route of a file judges once more.
async fn arrived(request: Request) -> Request {
    let is_file = request.uri().path().ends_with(routes::ADMIN_TOKENS_IMPORT);
    if request.method().is_safe() || is_file {
        return request;
    }
    let (parts, body) = request.into_parts();
    let body = match to_bytes(body, LIMIT).await {
        Ok(whole) => Body::from(whole),
        Err(error) if is_too_large(&error) => Body::from(vec![b' '; LIMIT + 1]),
        // Broken off: no JSON, whatever it was to be.
        Err(_) => Body::empty(),
    };
    Request::from_parts(parts, body)
}

fn is_too_large(error: &axum::Error) -> bool {
    let cause = std::error::Error::source(error);
    cause.is_some_and(|cause| cause.is::<LengthLimitError>())
}

/// Whether someone who has come this far comes as far as `need`, the password aside.
pub fn may_reach(level: Level, need: Need) -> Result<(), Problem> {
    match level {
        Level::BeforeSecondFactor if need > Need::BeforeSecondFactor => {
            Err(Problem::SecondFactorRequired)
        }
        Level::EnrolmentRequired if need > Need::Enrolment => Err(Problem::EnrolmentRequired),
        Level::BeforeSecondFactor | Level::EnrolmentRequired | Level::Full => Ok(()),
    }
}

/// Whether somebody who is all the way in may look after others. The role is the account's, as it is now.
fn may_manage(caller: &Caller, now: i64) -> Result<(), Problem> {
    if caller.account.role != Some(Role::Manager) {
        return Err(Problem::ManagerRequired);
    }
    // Without two steps of one's own, or with them switched off, there is no code to give.
    if !caller.asks() {
        return Err(Problem::EnrolmentRequired);
    }
    if !elevated::gave_code(caller, now) {
        return Err(Problem::ReauthenticationRequired);
    }
    Ok(())
}

fn need(request: &Request) -> Result<Need> {
    let matched = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let path = matched
        .map(|path| path.strip_prefix(BASE).unwrap_or(path))
        .ok_or(Problem::NotFound)?;
    // Nothing is called that, and PostgreSQL cannot even look for it.
    if request.uri().path().contains(NUL) {
        return Err(Problem::NotFound.into());
    }
    // axum answers HEAD with the handler of GET.
    let method = if request.method() == Method::HEAD {
        &Method::GET
    } else {
        request.method()
    };
    let mut known = false;
    for rule in RULES.iter().filter(|rule| rule.path == path) {
        known = true;
        if rule.method == method {
            return Ok(rule.need);
        }
    }
    Err(if known {
        Problem::MethodNotAllowed
    } else {
        Problem::NotFound
    }
    .into())
}

/// A page of an origin that no school lists.
fn foreign(app: &Shared, request: &Request) -> bool {
    origin(request.headers()).is_some_and(|origin| !app.config.allows_origin(origin))
}
