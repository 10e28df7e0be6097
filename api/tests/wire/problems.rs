//! What is refused: stable codes and numbers, no prose, and room for a newer server.

use super::{both_ways, overlooks_what_it_does_not_know, wire};
use std::collections::HashSet;
use tweestap_api::{Problem, ProblemBody};

#[track_caller]
fn is(problem: Problem, json: &str) {
    both_ways(&problem, json);
    let read: Problem = serde_json::from_str(&wire(json)).unwrap();
    assert_eq!(read, problem);
}

#[test]
fn a_problem_without_data() {
    is(
        Problem::WrongStep,
        r#"{"type":"urn:tweestap:problem:wrong_step","status":409,"code":"wrong_step"}"#,
    );
}

#[test]
fn a_problem_with_its_numbers() {
    is(
        Problem::TooManyAttempts { retry_after: 900 },
        r#"{"type":"urn:tweestap:problem:too_many_attempts","status":429,
        "code":"too_many_attempts","retry_after":900}"#,
    );
    is(
        Problem::CodeMismatch {
            attempts_left: 4,
            seconds_ago: Some(180),
        },
        r#"{"type":"urn:tweestap:problem:code_mismatch","status":422,"code":"code_mismatch",
        "attempts_left":4,"seconds_ago":180}"#,
    );
    is(
        Problem::CodeMismatch {
            attempts_left: 0,
            seconds_ago: None,
        },
        r#"{"type":"urn:tweestap:problem:code_mismatch","status":422,"code":"code_mismatch",
        "attempts_left":0}"#,
    );
}

/// A code, once published, keeps its name and its status.
#[test]
fn the_list_is_closed_and_stable() {
    let list: Vec<String> = Problem::examples()
        .iter()
        .map(|problem| format!("{} {}", problem.status(), problem.code()))
        .collect();
    assert_eq!(
        list,
        [
            "401 portal_token_invalid",
            "401 session_expired",
            "403 second_factor_required",
            "403 reauthentication_required",
            "403 enrolment_required",
            "400 malformed_request",
            "404 not_found",
            "405 method_not_allowed",
            "413 body_too_large",
            "415 unsupported_media_type",
            "403 origin_not_allowed",
            "503 busy",
            "500 internal",
            "422 method_not_offered",
            "409 already_enrolled",
            "404 enrolment_not_found",
            "409 wrong_step",
            "422 password_wrong",
            "422 number_invalid",
            "422 number_not_mobile",
            "422 number_country_not_allowed",
            "429 resend_too_soon",
            "429 too_many_messages",
            "503 sms_unavailable",
            "422 code_malformed",
            "422 code_mismatch",
            "409 code_already_used",
            "422 code_expired",
            "422 code_superseded",
            "422 code_exhausted",
            "429 too_many_attempts",
            "404 challenge_not_found",
            "409 not_enrolled",
            "422 duration_not_offered",
            "422 way_not_offered",
            "403 locked",
            "422 recovery_code_wrong",
            "422 recovery_code_malformed",
            "404 factor_not_found",
            "409 last_factor",
            "409 required_by_school",
            "404 device_not_found",
            "404 codes_not_found",
            "403 manager_required",
            "404 person_not_found",
            "403 role_too_high",
            "409 not_yourself",
            "409 never_set_up",
            "404 token_not_found",
            "409 token_taken",
            "409 token_quarantined",
            "422 import_unreadable",
            "413 import_too_large",
            "409 policy_changed",
            "422 policy_invalid",
            "409 would_lock_you_out",
            "404 no_group",
            "410 reset_link_invalid",
            "422 password_too_short",
            "422 password_too_long",
            "422 password_too_common",
            "422 password_has_name",
            "422 password_needs_classes",
            "422 password_refused",
            "404 password_not_offered",
        ]
    );
}

#[test]
fn every_problem_comes_back_with_its_data() {
    for problem in Problem::examples() {
        let json = serde_json::to_string(&problem).unwrap();
        let read: Problem = serde_json::from_str(&json).unwrap();
        assert_eq!(read, problem);
        assert_eq!(Problem::from(problem.body()), problem);
        overlooks_what_it_does_not_know::<ProblemBody>(&json);
    }
}

#[test]
fn every_number_a_problem_holds_is_on_the_wire() {
    for problem in Problem::examples() {
        let held = format!("{problem:?}");
        let body = problem.body();
        for (name, there) in [
            ("attempts_left", body.attempts_left.is_some()),
            ("retry_after", body.retry_after.is_some()),
            ("seconds_ago", body.seconds_ago.is_some()),
        ] {
            assert_eq!(held.contains(name), there, "{name} of {held}");
        }
    }
}

#[test]
fn codes_are_unique_and_snake_case() {
    let mut seen = HashSet::new();
    for problem in Problem::examples() {
        let code = problem.code();
        assert!(seen.insert(code), "{code} twice");
        assert!(
            code.starts_with(|letter: char| letter.is_ascii_lowercase()),
            "{code}"
        );
        assert!(
            code.bytes()
                .all(|letter| letter.is_ascii_lowercase() || letter == b'_'),
            "{code}"
        );
        assert!(!code.contains("__") && !code.ends_with('_'), "{code}");
        assert_eq!(problem.body().kind, format!("urn:tweestap:problem:{code}"));
        assert_eq!(problem.to_string(), code);
        assert!((400..600).contains(&problem.status()), "{code}");
        assert_ne!(code, Problem::Unknown.code());
    }
}

#[test]
fn a_code_of_a_newer_server_is_unknown_and_no_failure_to_read() {
    for json in [
        r#"{"type":"urn:tweestap:problem:full_moon","status":422,"code":"full_moon"}"#,
        r#"{"type":"about:blank","status":500,"title":"Oops"}"#,
        r#"{"code":""}"#,
        r#"{"code":"Wrong_Step"}"#,
        "{}",
    ] {
        let read: Problem = serde_json::from_str(json).unwrap();
        assert_eq!(read, Problem::Unknown, "{json}");
    }
}

#[test]
fn numbers_a_careless_back_end_leaves_out_are_nought_and_not_a_failure_to_read() {
    let read: Problem = serde_json::from_str(r#"{"code":"too_many_attempts"}"#).unwrap();
    assert_eq!(read, Problem::TooManyAttempts { retry_after: 0 });
    let read: Problem = serde_json::from_str(r#"{"code":"code_mismatch"}"#).unwrap();
    let nought = Problem::CodeMismatch {
        attempts_left: 0,
        seconds_ago: None,
    };
    assert_eq!(read, nought);
}

#[test]
fn what_is_no_problem_document_is_not_read_as_one() {
    for json in [r#""wrong_step""#, "null", "7", r#"{"code":7}"#] {
        assert!(serde_json::from_str::<Problem>(json).is_err(), "{json}");
    }
}
