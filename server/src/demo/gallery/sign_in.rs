//! The second step at sign-in, and what can be refused there. Data only.

use serde_json::Value;
use tweestap_api::{
    Challenge, ChallengeStep, Method, Problem, RememberChoice, RememberDuration, View,
};

use super::enrolment_problems::code;
use super::screen::{Opening, Screen, remember, screen};

fn challenge(now: i64, method: Method, duration: RememberDuration, wait: i64) -> Opening {
    let sms = method == Method::Sms;
    Opening::Challenge(Box::new(Challenge {
        id: Some("gallery".to_owned()),
        step: ChallengeStep::Code,
        method: Some(method),
        masked_number: sms.then(|| "+31 6 •••• ••78".to_owned()),
        resend_at: sms.then_some(now + wait),
        remember: RememberChoice {
            duration,
            ..remember()
        },
        digits: None,
        not_sent: None,
        ways: Vec::new(),
        codes_left: None,
        assertion: None,
        school: "Voorbeeldcollege".to_owned(),
        server_time: now,
    }))
}

pub fn screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    use RememberDuration::{AlwaysAsk, ThreeDays};
    let of = |name, title, method, problem| {
        screen(
            name,
            View::Challenge,
            title,
            challenge(now, method, AlwaysAsk, 30),
        )
        .refused(code(), "verify", problem)
    };
    let mismatch = |attempts_left, seconds_ago| P::CodeMismatch {
        attempts_left,
        seconds_ago,
    };
    let resend = |name, title, problem| {
        screen(
            name,
            View::Challenge,
            title,
            challenge(now, Method::Sms, AlwaysAsk, 0),
        )
        .refused(Value::Null, "resend", problem)
    };
    vec![
        screen(
            "challenge-app",
            View::Challenge,
            "Code from the app",
            challenge(now, Method::App, AlwaysAsk, 0),
        ),
        screen(
            "challenge-sms",
            View::Challenge,
            "Code from a message",
            challenge(now, Method::Sms, AlwaysAsk, 30),
        ),
        screen(
            "challenge-remember",
            View::Challenge,
            "Code, and the device can be remembered",
            challenge(now, Method::App, ThreeDays, 0),
        ),
        of(
            "challenge-wrong-code",
            "Wrong code at sign-in",
            Method::App,
            mismatch(3, None),
        ),
        of(
            "challenge-past-code",
            "A code of three minutes ago",
            Method::App,
            mismatch(4, Some(180)),
        ),
        of(
            "challenge-malformed",
            "Not six digits at sign-in",
            Method::App,
            P::CodeMalformed,
        ),
        of(
            "challenge-too-many",
            "Too many attempts",
            Method::App,
            P::TooManyAttempts { retry_after: 600 },
        ),
        of(
            "challenge-ended",
            "The challenge has ended",
            Method::App,
            P::ChallengeNotFound,
        ),
        of(
            "challenge-sms-expired",
            "The message is too old",
            Method::Sms,
            P::CodeExpired,
        ),
        of(
            "challenge-sms-exhausted",
            "The code was tried too often at sign-in",
            Method::Sms,
            P::CodeExhausted,
        ),
        resend(
            "challenge-resend-too-soon",
            "Too soon for another",
            P::ResendTooSoon { retry_after: 25 },
        ),
        resend(
            "challenge-resend-too-many",
            "No more messages for now",
            P::TooManyMessages { retry_after: 540 },
        ),
        resend(
            "challenge-resend-unavailable",
            "The message cannot be sent",
            P::SmsUnavailable,
        ),
    ]
}
