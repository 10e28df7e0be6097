//! The table: every route, how far its caller must have come, and what it may refuse. Long, because it is all of
//! them in one place: what is not here is not answered.

use axum::http::Method;
use tweestap_api::routes;

use super::Need;

/// A route, what it needs, and what it may refuse besides what every route may.
pub struct Rule {
    pub method: Method,
    /// Below `BASE`.
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
pub const RULES: [Rule; 56] = [
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
        &[
            "challenge_not_found",
            "second_factor_required",
            "enrolment_required",
        ],
    ),
    rule(Method::GET, routes::ADMIN, Need::Manager, &[]),
    rule(
        Method::GET,
        routes::ADMIN_PEOPLE,
        Need::Manager,
        &["malformed_request", "person_not_found"],
    ),
    rule(
        Method::GET,
        routes::ADMIN_PERSON,
        Need::Manager,
        &["person_not_found"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_RESET,
        Need::Manager,
        &["person_not_found", "not_yourself", "role_too_high"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_SWITCH_OFF,
        Need::Manager,
        &[
            "person_not_found",
            "not_yourself",
            "role_too_high",
            "required_by_school",
            "not_enrolled",
        ],
    ),
    rule(
        Method::POST,
        routes::ADMIN_SWITCH_ON,
        Need::Manager,
        &["person_not_found", "not_yourself", "never_set_up"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_UNLOCK,
        Need::Manager,
        &["person_not_found", "not_yourself"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_SUPPORT_CODE,
        Need::Manager,
        &[
            "person_not_found",
            "not_yourself",
            "role_too_high",
            "not_enrolled",
            "too_many_attempts",
        ],
    ),
    rule(
        Method::GET,
        routes::ADMIN_AUDIT,
        Need::Manager,
        &["malformed_request"],
    ),
    rule(Method::GET, routes::ADMIN_POLICY, Need::Manager, &[]),
    rule(
        Method::PUT,
        routes::ADMIN_POLICY,
        Need::Manager,
        &[
            "policy_invalid",
            "policy_changed",
            "would_lock_you_out",
            "no_group",
        ],
    ),
    rule(
        Method::POST,
        routes::ADMIN_POLICY_PREVIEW,
        Need::Manager,
        &["policy_invalid", "no_group"],
    ),
    rule(
        Method::GET,
        routes::ADMIN_TOKENS,
        Need::Manager,
        &["malformed_request", "token_not_found"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_TOKENS_IMPORT,
        Need::Manager,
        &["import_unreadable", "import_too_large"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_TOKEN_LINK,
        Need::Manager,
        &[
            "token_not_found",
            "person_not_found",
            "not_yourself",
            "role_too_high",
            "token_taken",
            "token_quarantined",
            "code_malformed",
            "code_mismatch",
            "too_many_attempts",
        ],
    ),
    rule(
        Method::POST,
        routes::ADMIN_TOKEN_RESYNC,
        Need::Manager,
        &[
            "token_not_found",
            "token_taken",
            "code_malformed",
            "code_mismatch",
            "too_many_attempts",
        ],
    ),
    rule(
        Method::POST,
        routes::ADMIN_TOKEN_UNLINK,
        Need::Manager,
        &["token_not_found", "not_yourself", "role_too_high"],
    ),
    rule(
        Method::POST,
        routes::ADMIN_TOKEN_REMOVE,
        Need::Manager,
        &["token_not_found", "token_taken", "token_quarantined"],
    ),
    rule(
        Method::GET,
        routes::SCHOOL_TEXTS,
        Need::Anonymous,
        &["not_found"],
    ),
    rule(
        Method::GET,
        routes::SCHOOL_PASSWORD,
        Need::Anonymous,
        &["not_found"],
    ),
    // It says the same to everybody.
    rule(Method::POST, routes::PASSWORD_FORGOT, Need::Anonymous, &[]),
    rule(
        Method::POST,
        routes::PASSWORD_RESET,
        Need::Anonymous,
        &[
            "reset_link_invalid",
            "password_too_short",
            "password_too_long",
            "password_too_common",
            "password_has_name",
            "password_needs_classes",
            "password_refused",
        ],
    ),
    // The password comes with the call, and the code is asked for there.
    rule(
        Method::POST,
        routes::SETTINGS_PASSWORD_CHANGE,
        Need::Full,
        &[
            "password_not_offered",
            "reauthentication_required",
            "password_wrong",
            "too_many_attempts",
            "password_too_short",
            "password_too_long",
            "password_too_common",
            "password_has_name",
            "password_needs_classes",
        ],
    ),
    rule(
        Method::POST,
        routes::ASSERTION_REDEEM,
        Need::Anonymous,
        &["portal_token_invalid", "not_found"],
    ),
    rule(Method::GET, routes::OPENAPI, Need::Anonymous, &[]),
    rule(Method::GET, routes::JWKS, Need::Anonymous, &[]),
];
