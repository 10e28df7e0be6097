//! Everything that can be refused on the way through enrolment. Data only.

use serde_json::{Value, json};
use tweestap_api::{Problem, Reauthentication, View};

use super::enrolment::{confirm, method, opens, password, phone, recovery_codes, scan};
use super::screen::{Screen, screen};

pub fn code() -> Value {
    json!({ "code": "123456" })
}

pub fn number() -> Value {
    json!({ "phone": "06 12 34 56 78" })
}

pub fn problems(now: i64) -> Vec<Screen> {
    use Problem as P;
    let at_method = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(method(now))).refused(
            Value::Null,
            "choose-app",
            problem,
        )
    };
    let at_password = |name, title, problem| {
        screen(
            name,
            View::Enrolment,
            title,
            opens(password(now, Reauthentication::Password)),
        )
        .refused(json!({ "password": "geheim" }), "continue", problem)
    };
    let at_scan = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(scan(now))).refused(code(), "confirm", problem)
    };
    let at_phone = |name, title, typed: &str, problem| {
        screen(name, View::Enrolment, title, opens(phone(now, None))).refused(
            json!({ "phone": typed }),
            "send-code",
            problem,
        )
    };
    let at_confirm = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(confirm(now, 30))).refused(
            code(),
            "confirm",
            problem,
        )
    };
    let at_resend = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(confirm(now, 0))).refused(
            Value::Null,
            "resend",
            problem,
        )
    };
    let mismatch = |attempts_left| P::CodeMismatch {
        attempts_left,
        seconds_ago: None,
    };
    vec![
        at_method(
            "method-not-offered",
            "The method is no longer offered",
            P::MethodNotOffered,
        ),
        at_method(
            "method-already-enrolled",
            "Enrolled in another tab",
            P::AlreadyEnrolled,
        ),
        at_password(
            "password-wrong",
            "Wrong password",
            P::PasswordWrong { attempts_left: 8 },
        ),
        at_password(
            "password-wrong-last",
            "Wrong password, one attempt left",
            P::PasswordWrong { attempts_left: 1 },
        ),
        at_password(
            "password-too-many",
            "Too many wrong passwords",
            P::TooManyAttempts { retry_after: 840 },
        ),
        at_scan("scan-wrong-code", "Wrong code", mismatch(9)),
        at_scan(
            "scan-wrong-code-last",
            "Wrong code, one attempt left",
            mismatch(1),
        ),
        at_scan("scan-malformed", "Not six digits", P::CodeMalformed),
        at_scan(
            "scan-already-used",
            "The code has been used",
            P::CodeAlreadyUsed,
        ),
        at_scan(
            "scan-too-many",
            "Too many wrong codes",
            P::TooManyAttempts { retry_after: 840 },
        ),
        at_scan("scan-wrong-step", "A second tab was quicker", P::WrongStep),
        at_scan(
            "scan-expired",
            "The enrolment has expired",
            P::EnrolmentNotFound,
        ),
        at_scan(
            "scan-reauthenticate",
            "The password is needed again",
            P::ReauthenticationRequired,
        ),
        at_phone("phone-invalid", "Not a number", "06 123", P::NumberInvalid),
        at_phone(
            "phone-landline",
            "A landline",
            "020 123 45 67",
            P::NumberNotMobile,
        ),
        at_phone(
            "phone-country",
            "A country that is not allowed",
            "+49 1512 3456789",
            P::NumberCountryNotAllowed,
        ),
        at_phone(
            "phone-too-soon",
            "Another code too soon",
            "06 12 34 56 78",
            P::ResendTooSoon { retry_after: 40 },
        ),
        at_phone(
            "phone-too-many",
            "Too many messages",
            "06 12 34 56 78",
            P::TooManyMessages { retry_after: 540 },
        ),
        at_phone(
            "phone-sms-unavailable",
            "No message can be sent",
            "06 12 34 56 78",
            P::SmsUnavailable,
        ),
        at_confirm(
            "confirm-wrong-code",
            "Wrong code from a message",
            mismatch(4),
        ),
        at_confirm(
            "confirm-superseded",
            "The code of an earlier message",
            P::CodeSuperseded { attempts_left: 3 },
        ),
        at_confirm("confirm-expired", "The code is too old", P::CodeExpired),
        at_confirm(
            "confirm-exhausted",
            "The code was tried too often",
            P::CodeExhausted,
        ),
        at_resend(
            "resend-too-soon",
            "Another message too soon",
            P::ResendTooSoon { retry_after: 25 },
        ),
        at_resend(
            "resend-too-many",
            "Too many messages in a row",
            P::TooManyMessages {
                retry_after: 86_000,
            },
        ),
        at_resend(
            "resend-unavailable",
            "No other message can be sent",
            P::SmsUnavailable,
        ),
        screen(
            "acknowledge-expired",
            View::Enrolment,
            "The codes were kept too late",
            opens(recovery_codes(now)),
        )
        .refused(Value::Null, "acknowledge", P::EnrolmentNotFound),
    ]
}
