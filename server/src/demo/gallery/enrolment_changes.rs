//! Setting up a method beside, or instead of, one in force; where the school requires it; and the reset code.
//! Data only.

use tweestap_api::{
    Enrolment, EnrolmentAction, EnrolmentStep, Method, Recovery, RememberDuration, Secret, View,
};

use super::enrolment::{confirm, done, method, opens, phone, recovery_codes, scan};
use super::screen::{Screen, screen};

/// The one code of a school that chose it.
pub const RESET_CODE: &str = "C4ZT-8MKE-2V7Q";

/// Another method, or a new one of its kind: the codes there are stay good.
fn change(enrolment: Enrolment) -> Enrolment {
    Enrolment {
        change: true,
        with_codes: enrolment.step == EnrolmentStep::RecoveryCodes,
        ..enrolment
    }
}

fn required(enrolment: Enrolment) -> Enrolment {
    let mut actions = enrolment.actions;
    actions.retain(|action| *action != EnrolmentAction::Cancel);
    Enrolment {
        required: true,
        actions,
        ..enrolment
    }
}

fn reset_code(now: i64) -> Enrolment {
    Enrolment {
        recovery: Recovery::ResetCode,
        recovery_codes: Some(vec![Secret::new(RESET_CODE)]),
        ..recovery_codes(now)
    }
}

pub fn screens(now: i64) -> Vec<Screen> {
    use View::Enrolment as View;
    let shown = |name, title, enrolment| screen(name, View, title, opens(enrolment));
    let done = |method| Enrolment {
        method: Some(method),
        ..done(now, &RememberDuration::ALL)
    };
    vec![
        shown("change-app", "A new app", change(scan(now))),
        shown("change-number", "A new number", change(phone(now, None))),
        shown(
            "change-number-code",
            "A new number, the code",
            change(confirm(now, 30)),
        ),
        shown(
            "change-codes",
            "A change with new recovery codes",
            change(recovery_codes(now)),
        ),
        shown(
            "change-done-app",
            "The new app is linked",
            change(done(Method::App)),
        ),
        shown(
            "change-done-sms",
            "The new number is saved",
            change(done(Method::Sms)),
        ),
        shown("reset-code", "The reset code", reset_code(now)),
        shown(
            "required-method",
            "Required: choose a method",
            required(method(now)),
        ),
        shown("required-scan", "Required: scan", required(scan(now))),
        shown(
            "later-method",
            "For later: choose a method",
            later(method(now)),
        ),
        shown("later-scan", "For later: scan", later(scan(now))),
        shown("done-sms", "Done, by text message", done(Method::Sms)),
    ]
}

/// It will be compulsory, and there is still time.
fn later(mut enrolment: Enrolment) -> Enrolment {
    enrolment.actions.push(EnrolmentAction::Later);
    enrolment.later_until = Some(enrolment.server_time + 3 * 86_400);
    enrolment
}
