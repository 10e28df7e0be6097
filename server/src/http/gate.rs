//! Who may call what: one table, and deny by default. A route that is not in the table is not answered, and
//! a test compares the table with the OpenAPI document in both directions.

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use tweestap_api::{Level, Problem, routes};

use super::BASE;
use super::caller::{Caller, origin};
use super::elevated;
use crate::error::Result;
use crate::state::Shared;

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
}

/// A route, what it needs, and what it may refuse besides what every route may.
pub struct Rule {
    pub method: Method,
    /// Below [`BASE`].
    pub path: &'static str,
    pub need: Need,
    /// Codes of problems, for the OpenAPI document.
    pub problems: &'static [&'static str],
}

const fn rule(
    method: Method,
    path: &'static str,
    need: Need,
    problems: &'static [&'static str],
) -> Rule {
    Rule {
        method,
        path,
        need,
        problems,
    }
}

/// All of them.
pub const RULES: [Rule; 32] = [
    rule(
        Method::POST,
        routes::SESSION,
        Need::Anonymous,
        &[
            "portal_token_invalid",
            "second_factor_required",
            "enrolment_required",
        ],
    ),
    rule(Method::GET, routes::ENROLMENT, Need::Enrolment, &[]),
    rule(Method::DELETE, routes::ENROLMENT, Need::Enrolment, &[]),
    rule(
        Method::POST,
        routes::ENROLMENT_METHOD,
        Need::Enrolment,
        &[
            "method_not_offered",
            "reauthentication_required",
            "wrong_step",
        ],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_PASSWORD,
        Need::Enrolment,
        &["password_wrong", "too_many_attempts", "wrong_step"],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_PHONE,
        Need::Enrolment,
        &[
            "enrolment_not_found",
            "wrong_step",
            "number_invalid",
            "number_not_mobile",
            "number_country_not_allowed",
            "resend_too_soon",
            "too_many_messages",
            "sms_unavailable",
        ],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_RESEND,
        Need::Enrolment,
        &[
            "enrolment_not_found",
            "wrong_step",
            "resend_too_soon",
            "too_many_messages",
            "sms_unavailable",
        ],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_BACK,
        Need::Enrolment,
        &["enrolment_not_found", "wrong_step"],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_CONFIRM,
        Need::Enrolment,
        &[
            "enrolment_not_found",
            "wrong_step",
            "code_malformed",
            "code_mismatch",
            "code_already_used",
            "code_expired",
            "code_superseded",
            "code_exhausted",
            "too_many_attempts",
            "locked",
        ],
    ),
    rule(
        Method::POST,
        routes::ENROLMENT_ACKNOWLEDGE,
        Need::Enrolment,
        &["enrolment_not_found", "wrong_step"],
    ),
    rule(Method::GET, routes::SETTINGS, Need::Full, &[]),
    rule(
        Method::PUT,
        routes::SETTINGS_REMEMBER,
        Need::Full,
        &[
            "not_enrolled",
            "duration_not_offered",
            "reauthentication_required",
        ],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_PASSWORD,
        Need::Full,
        &[
            "password_wrong",
            "too_many_attempts",
            "reauthentication_required",
        ],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_PREFER,
        Need::Full,
        &["factor_not_found"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_REMOVE,
        Need::Elevated,
        &["factor_not_found", "last_factor"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_SWITCH_OFF,
        Need::Elevated,
        &["not_enrolled", "required_by_school"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_SWITCH_ON,
        Need::Full,
        &["not_enrolled", "reauthentication_required"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_ERASE,
        Need::Elevated,
        &["not_enrolled", "required_by_school"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_CODES,
        Need::Elevated,
        &["not_enrolled", "codes_not_found"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_CODES_ACKNOWLEDGE,
        Need::Full,
        &["codes_not_found"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_RESET_CODE,
        Need::Elevated,
        &["codes_not_found"],
    ),
    rule(
        Method::POST,
        routes::SETTINGS_REVOKE_DEVICE,
        Need::Full,
        &["device_not_found"],
    ),
    rule(Method::POST, routes::SETTINGS_REVOKE_ALL, Need::Full, &[]),
    rule(
        Method::POST,
        routes::CHALLENGE,
        Need::BeforeSecondFactor,
        &[],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_PROVE,
        Need::Full,
        &["not_enrolled"],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_CHOOSE,
        Need::BeforeSecondFactor,
        &["challenge_not_found", "way_not_offered"],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_RESEND,
        Need::BeforeSecondFactor,
        &[
            "challenge_not_found",
            "wrong_step",
            "resend_too_soon",
            "too_many_messages",
            "sms_unavailable",
            "too_many_attempts",
            "locked",
        ],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_VERIFY,
        Need::BeforeSecondFactor,
        &[
            "challenge_not_found",
            "way_not_offered",
            "code_malformed",
            "code_mismatch",
            "code_expired",
            "code_exhausted",
            "too_many_attempts",
            "locked",
        ],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_RECOVER,
        Need::BeforeSecondFactor,
        &[
            "challenge_not_found",
            "way_not_offered",
            "recovery_code_malformed",
            "recovery_code_wrong",
            "too_many_attempts",
            "locked",
        ],
    ),
    rule(
        Method::POST,
        routes::CHALLENGE_CONTINUE,
        Need::BeforeSecondFactor,
        &["challenge_not_found", "enrolment_required"],
    ),
    rule(Method::GET, routes::OPENAPI, Need::Anonymous, &[]),
    rule(Method::GET, routes::JWKS, Need::Anonymous, &[]),
];

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
        let now = app.clock.now();
        let caller = Caller::of(&app, request.headers(), now).await?;
        may_reach(caller.level(), need)?;
        if need >= Need::Elevated && elevated::missing(&caller, false, now).is_some() {
            return Err(Problem::ReauthenticationRequired.into());
        }
        request.extensions_mut().insert(caller);
    }
    Ok(next.run(request).await)
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

fn need(request: &Request) -> Result<Need> {
    let matched = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let path = matched
        .map(|path| path.strip_prefix(BASE).unwrap_or(path))
        .ok_or(Problem::NotFound)?;
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
