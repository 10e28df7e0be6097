//! The ways back in at sign-in: typing a recovery code or the reset code, what is wise afterwards, and what
//! must be set up first. Data only.

use serde_json::{Value, json};
use tweestap_api::{Challenge, ChallengeStep, Enrolment, Problem, Secret, View, Way, routes};

use super::enrolment;
use super::screen::{Answer, Screen, screen};
use super::settings_asking::new_codes;
use super::sign_in::{app, opens};

/// Well-formed, so that the widget asks.
fn well_formed(field: &str) -> Value {
    json!({ field: "7kq2 m4xa 9tdh" })
}

fn typing(now: i64, step: ChallengeStep, ways: &[Way]) -> Answer {
    opens(Challenge {
        step,
        method: None,
        digits: None,
        ways: ways.to_vec(),
        ..app(now)
    })
}

fn recovery_code(now: i64) -> Answer {
    typing(now, ChallengeStep::RecoveryCode, &[Way::App, Way::Sms])
}

fn reset_code(now: i64) -> Answer {
    typing(now, ChallengeStep::ResetCode, &[Way::App])
}

fn recovered(now: i64, step: ChallengeStep, left: Option<u32>) -> Answer {
    opens(Challenge {
        step,
        method: None,
        digits: None,
        codes_left: left,
        ..app(now)
    })
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = typed(now);
    screens.extend(afterwards(now));
    screens
}

fn typed(now: i64) -> Vec<Screen> {
    use Problem as P;
    let of = |name, title| screen(name, View::Challenge, title, recovery_code(now));
    let refused = |name, title, problem| {
        of(name, title).refused(well_formed("recovery-code"), "verify", problem)
    };
    let reset = |name, title| screen(name, View::Challenge, title, reset_code(now));
    vec![
        of("recovery-code", "Recovery code"),
        of("recovery-code-malformed", "Not a recovery code").refused(
            json!({ "recovery-code": "7KQ2-M4" }),
            "verify",
            P::RecoveryCodeMalformed,
        ),
        refused(
            "recovery-code-wrong",
            "Wrong recovery code",
            P::RecoveryCodeWrong { attempts_left: 4 },
        ),
        refused(
            "recovery-code-wrong-last",
            "Wrong recovery code, one attempt left",
            P::RecoveryCodeWrong { attempts_left: 1 },
        ),
        refused(
            "recovery-code-paused",
            "Too many wrong recovery codes",
            P::TooManyAttempts { retry_after: 600 },
        ),
        reset("sign-in-reset-code", "Reset code at sign-in"),
        reset("sign-in-reset-code-wrong", "Wrong reset code").refused(
            well_formed("reset-code"),
            "verify",
            P::RecoveryCodeWrong { attempts_left: 3 },
        ),
    ]
}

fn afterwards(now: i64) -> Vec<Screen> {
    use ChallengeStep::{Enrol, Passed, Recovered};
    let of = |name, title, opens| screen(name, View::Challenge, title, opens);
    let left = |left| recovered(now, Recovered, Some(left));
    let setting_up = |required| {
        enrolment::opens(Enrolment {
            required,
            ..enrolment::method(now)
        })
    };
    let passed = opens(Challenge {
        id: None,
        step: Passed,
        method: None,
        digits: None,
        assertion: Some(Secret::new("gallery")),
        ..app(now)
    });
    let for_later = opens(Challenge {
        step: Enrol,
        method: None,
        digits: None,
        later_until: Some(now + 3 * 86_400),
        ..app(now)
    });
    vec![
        of("recovered", "Four recovery codes left", left(4)),
        of("recovered-few", "Two recovery codes left", left(2)),
        of("recovered-one", "One recovery code left", left(1)),
        of(
            "recovered-new-codes",
            "New codes after the way back",
            left(1),
        )
        .click("regenerate")
        .at(routes::SETTINGS, new_codes(now, false))
        .at(routes::SETTINGS_CODES, new_codes(now, true)),
        of("recovered-set-up", "Setting up after the way back", left(4))
            .click("set-up")
            .at(routes::ENROLMENT, setting_up(false)),
        of(
            "enrol-required",
            "The school requires two steps",
            recovered(now, Enrol, None),
        ),
        of("enrol-later", "It may still be left for later", for_later),
        of(
            "enrol-last-code",
            "The last way back in was used",
            recovered(now, Enrol, Some(0)),
        ),
        of(
            "enrol-set-up",
            "Setting up what the school requires",
            recovered(now, Enrol, None),
        )
        .click("set-up")
        .at(routes::ENROLMENT, setting_up(true)),
        of("passed", "The code was right", passed),
    ]
}
