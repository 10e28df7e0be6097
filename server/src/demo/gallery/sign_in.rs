//! The second step at sign-in with one's own method, and what can be refused there. Data only.

use serde_json::{Value, json};
use tweestap_api::{
    Challenge, ChallengeStep, Method, Problem, RememberChoice, RememberDuration, View, Way, routes,
};

use super::enrolment_problems::code;
use super::screen::{Answer, Screen, remember, screen};

pub fn opens(challenge: Challenge) -> Answer {
    Answer::Challenge(Box::new(challenge))
}

fn challenge(now: i64, method: Method) -> Challenge {
    let sms = method == Method::Sms;
    Challenge {
        id: Some("gallery".to_owned()),
        step: ChallengeStep::Code,
        method: Some(method),
        digits: Some(if method == Method::Hardware { 8 } else { 6 }),
        masked_number: sms.then(|| "+31 6 •••• ••78".to_owned()),
        resend_at: sms.then_some(now),
        not_sent: None,
        ways: Vec::new(),
        codes_left: None,
        later_until: None,
        remember: remember(),
        assertion: None,
        school: "Voorbeeldcollege".to_owned(),
        server_time: now,
    }
}

pub fn app(now: i64) -> Challenge {
    challenge(now, Method::App)
}

/// A message went out just now.
fn sms(now: i64) -> Challenge {
    Challenge {
        resend_at: Some(now + 30),
        ..challenge(now, Method::Sms)
    }
}

fn with_ways(challenge: Challenge, ways: &[Way]) -> Challenge {
    Challenge {
        ways: ways.to_vec(),
        ..challenge
    }
}

/// No message went out.
fn not_sent(now: i64, why: Problem) -> Challenge {
    let asked = Challenge {
        not_sent: Some(why),
        ..challenge(now, Method::Sms)
    };
    with_ways(asked, &[Way::App, Way::RecoveryCode])
}

fn shown(name: &'static str, title: &'static str, challenge: Challenge) -> Screen {
    screen(name, View::Challenge, title, opens(challenge))
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = ways(now);
    screens.extend(problems(now));
    screens
}

fn ways(now: i64) -> Vec<Screen> {
    use Problem as P;
    let remembered = Challenge {
        remember: RememberChoice {
            duration: RememberDuration::ThreeDays,
            ..remember()
        },
        ..app(now)
    };
    let every = [Way::Sms, Way::Hardware, Way::RecoveryCode];
    let hardware = challenge(now, Method::Hardware);
    vec![
        shown("challenge-app", "Code from the app", app(now)),
        shown("challenge-sms", "Code from a message", sms(now)),
        shown(
            "challenge-hardware",
            "Code of eight digits from a hardware token",
            hardware.clone(),
        ),
        shown(
            "challenge-remember",
            "Code, and the device can be remembered",
            remembered,
        ),
        shown(
            "challenge-ways",
            "Code from the app, with every other way",
            with_ways(app(now), &every),
        ),
        shown(
            "challenge-ways-reset-code",
            "Code from a message, or the reset code",
            with_ways(sms(now), &[Way::App, Way::ResetCode]),
        ),
        shown(
            "challenge-sms-not-sent",
            "No message went out: the gateway is away",
            not_sent(now, P::SmsUnavailable),
        ),
        shown(
            "challenge-sms-none-left",
            "No message went out: too many before",
            not_sent(now, P::TooManyMessages { retry_after: 540 }),
        ),
        shown(
            "challenge-hardware-short",
            "Six of the eight digits of a hardware token",
            hardware,
        )
        .refused(json!({ "code": "123456" }), "verify", P::CodeMalformed),
    ]
}

fn problems(now: i64) -> Vec<Screen> {
    use Method::{App, Sms};
    use Problem as P;
    let of = |name, title, method, problem| {
        let asked = if method == Sms { sms(now) } else { app(now) };
        shown(name, title, asked).refused(code(), "verify", problem)
    };
    let mismatch = |attempts_left, seconds_ago| P::CodeMismatch {
        attempts_left,
        seconds_ago,
    };
    let resend = |name, title, problem| {
        shown(name, title, challenge(now, Sms)).refused(Value::Null, "resend", problem)
    };
    let with_code = || with_ways(app(now), &[Way::RecoveryCode]);
    vec![
        of(
            "challenge-wrong-code",
            "Wrong code at sign-in",
            App,
            mismatch(3, None),
        ),
        of(
            "challenge-past-code",
            "A code of three minutes ago",
            App,
            mismatch(4, Some(180)),
        ),
        of(
            "challenge-malformed",
            "Not six digits at sign-in",
            App,
            P::CodeMalformed,
        ),
        of(
            "challenge-too-many",
            "Too many attempts",
            App,
            P::TooManyAttempts { retry_after: 600 },
        ),
        shown(
            "challenge-locked",
            "No code is looked at any more",
            with_code(),
        )
        .refused(code(), "verify", P::Locked),
        shown("challenge-way-gone", "A way that is gone", with_code()).refused(
            Value::Null,
            "use-recovery-code",
            P::WayNotOffered,
        ),
        of(
            "challenge-ended",
            "The challenge has ended",
            App,
            P::ChallengeNotFound,
        )
        .at(routes::CHALLENGE, opens(app(now))),
        of(
            "challenge-sms-expired",
            "The message is too old",
            Sms,
            P::CodeExpired,
        ),
        of(
            "challenge-sms-exhausted",
            "The code was tried too often at sign-in",
            Sms,
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
