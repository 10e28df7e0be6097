//! What can be refused in the settings. Data only.

use serde_json::{Value, json};
use tweestap_api::Problem;

use super::screen::Screen;
use super::settings::{on, shown, two, with_devices};

pub fn screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    let saving = |name, title, problem| {
        shown(name, title, on(now)).refused(json!({ "duration": "3d" }), "save-remember", problem)
    };
    vec![
        saving(
            "settings-not-offered",
            "The duration is not offered",
            P::DurationNotOffered,
        ),
        saving(
            "settings-reauthenticate",
            "A code is needed again",
            P::ReauthenticationRequired,
        ),
        saving(
            "settings-not-enrolled",
            "Switched off elsewhere",
            P::NotEnrolled,
        ),
        shown("settings-method-gone", "The method is gone", two(now)).refused(
            Value::Null,
            "prefer",
            P::FactorNotFound,
        ),
        shown(
            "settings-last-method",
            "It became the last method",
            two(now),
        )
        .click("remove")
        .refused(Value::Null, "confirm", P::LastFactor),
        shown("settings-required-now", "Required meanwhile", two(now))
            .click("switch-off")
            .refused(Value::Null, "confirm", P::RequiredBySchool),
        shown(
            "settings-device-gone",
            "The device is gone",
            with_devices(now),
        )
        .refused(Value::Null, "revoke-device", P::DeviceNotFound),
        shown("settings-codes-gone", "No codes of that kind", on(now)).refused(
            Value::Null,
            "regenerate",
            P::CodesNotFound,
        ),
    ]
}
