//! What the settings ask before something sensitive, and what they show afterwards. Data only.

use serde_json::json;
use tweestap_api::{Challenge, Method, Problem, Proof, Secret, Settings, Status, Way, routes};

use super::enrolment::codes;
use super::enrolment_changes::RESET_CODE;
use super::enrolment_problems::code;
use super::screen::{Answer, Screen};
use super::settings::{on, opens, settings, shown, two, with_reset_code};
use super::sign_in::{self, app};

/// The settings with new codes that wait, and on demand the codes themselves.
pub fn new_codes(now: i64, seen: bool) -> Answer {
    opens(Settings {
        codes_pending: true,
        recovery_codes: seen.then(codes),
        codes_left: 1,
        ..on(now)
    })
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = proofs(now);
    screens.extend(consequences(now));
    screens.extend(results(now));
    screens
}

/// Switching off is wanted, and this is missing.
fn missing(name: &'static str, title: &'static str, now: i64, proof: Proof) -> Screen {
    let asking = Settings {
        proof: Some(proof),
        ..on(now)
    };
    shown(name, title, asking).click("switch-off")
}

fn proofs(now: i64) -> Vec<Screen> {
    use Problem as P;
    let password = |name, title| missing(name, title, now, Proof::Password);
    let refused = |name, title, problem| {
        password(name, title).refused(json!({ "password": "geheim" }), "continue", problem)
    };
    let asked = sign_in::opens(Challenge {
        ways: vec![Way::Sms, Way::RecoveryCode],
        ..app(now)
    });
    let prove = |name, title| {
        missing(name, title, now, Proof::Code).at(routes::CHALLENGE_PROVE, asked.clone())
    };
    vec![
        password("settings-password", "The password first"),
        refused(
            "settings-password-wrong",
            "Wrong password in the settings",
            P::PasswordWrong { attempts_left: 3 },
        ),
        refused(
            "settings-password-too-many",
            "Too many wrong passwords in the settings",
            P::TooManyAttempts { retry_after: 840 },
        ),
        missing(
            "settings-portal",
            "The password first, at the portal",
            now,
            Proof::Portal,
        ),
        prove("settings-prove", "A code first"),
        prove("settings-prove-wrong", "Wrong code in the settings").refused(
            code(),
            "verify",
            P::CodeMismatch {
                attempts_left: 4,
                seconds_ago: None,
            },
        ),
    ]
}

fn consequences(now: i64) -> Vec<Screen> {
    use Method::{App, Hardware, Sms};
    // The first "remove" on the screen is the preferred method's.
    let removing = |name, title, methods: &[Method]| {
        shown(name, title, settings(now, Status::On, methods)).click("remove")
    };
    vec![
        shown(
            "settings-switch-off",
            "Before switching off for a while",
            two(now),
        )
        .click("switch-off"),
        shown("settings-erase", "Before erasing", two(now)).click("erase"),
        removing(
            "settings-remove-app",
            "Before removing the app",
            &[App, Sms],
        ),
        removing(
            "settings-remove-sms",
            "Before removing the number",
            &[Sms, App],
        ),
        removing(
            "settings-remove-hardware",
            "Before removing the hardware token",
            &[Hardware, App],
        ),
    ]
}

fn results(now: i64) -> Vec<Screen> {
    let off = settings(now, Status::Suspended, &[Method::App, Method::Sms]);
    let kept = Settings {
        codes_left: 6,
        ..on(now)
    };
    let reset_code = Settings {
        recovery_codes: Some(vec![Secret::new(RESET_CODE)]),
        ..with_reset_code(now)
    };
    vec![
        shown("settings-switched-off", "After switching off", two(now))
            .click("switch-off")
            .then("confirm", routes::SETTINGS_SWITCH_OFF, opens(off)),
        shown("settings-new-codes", "New recovery codes", on(now)).then(
            "regenerate",
            routes::SETTINGS_CODES,
            new_codes(now, true),
        ),
        shown(
            "settings-codes-kept",
            "New recovery codes are kept",
            on(now),
        )
        .then("regenerate", routes::SETTINGS_CODES, new_codes(now, true))
        .then(
            "acknowledge",
            routes::SETTINGS_CODES_ACKNOWLEDGE,
            opens(kept),
        ),
        shown(
            "settings-reset-code-shown",
            "The reset code once more",
            with_reset_code(now),
        )
        .then(
            "show-reset-code",
            routes::SETTINGS_RESET_CODE,
            opens(reset_code),
        ),
    ]
}
