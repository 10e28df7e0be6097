//! The settings in every state, and what can be refused there. Data only.

use serde_json::json;
use tweestap_api::{
    Factor, Method, Problem, RememberChoice, RememberDuration, Settings, Status, View,
};

use super::screen::{Opening, Screen, remember, screen};

fn settings(now: i64, status: Status, method: Option<Method>) -> Settings {
    Settings {
        status,
        since: method.map(|_| now - 40 * 86_400),
        factors: factors(now, method),
        recovery: tweestap_api::Recovery::Codes,
        codes_pending: false,
        required: false,
        offered: vec![Method::App, Method::Sms],
        proof: None,
        devices: Vec::new(),
        recovery_codes: None,
        codes_left: if method.is_some() { 6 } else { 0 },
        remember: remember(),
        school: "Voorbeeldcollege".to_owned(),
        account: "Sam de Vries".to_owned(),
        server_time: now,
    }
}

fn factors(now: i64, method: Option<Method>) -> Vec<Factor> {
    let factor = |method| Factor {
        id: "gallery".to_owned(),
        method,
        masked_number: (method == Method::Sms).then(|| "+31 6 •••• ••78".to_owned()),
        since: now - 40 * 86_400,
        preferred: true,
    };
    method.map(factor).into_iter().collect()
}

pub fn screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    let at = |name, title, settings| {
        screen(
            name,
            View::Settings,
            title,
            Opening::Settings(Box::new(settings)),
        )
    };
    let on = || settings(now, Status::On, Some(Method::App));
    let here = || RememberChoice {
        duration: RememberDuration::OneWeek,
        this_device_until: Some(now + 5 * 86_400),
        ..remember()
    };
    let saving = |name, title, problem| {
        at(name, title, on()).refused(json!({ "duration": "3d" }), "save-remember", problem)
    };
    vec![
        at("settings-off", "Off", settings(now, Status::Off, None)),
        at(
            "settings-pending",
            "Set-up begun",
            settings(now, Status::Pending, None),
        ),
        at("settings-app", "On, with the app", on()),
        at(
            "settings-sms",
            "On, with messages",
            settings(now, Status::On, Some(Method::Sms)),
        ),
        at(
            "settings-remembered",
            "This device is remembered",
            Settings {
                remember: here(),
                ..on()
            },
        ),
        at(
            "settings-few-codes",
            "Two codes left",
            Settings {
                codes_left: 2,
                ..on()
            },
        ),
        at(
            "settings-no-codes",
            "No codes left",
            Settings {
                codes_left: 0,
                ..on()
            },
        ),
        at(
            "settings-suspended",
            "Switched off for a while",
            settings(now, Status::Suspended, Some(Method::App)),
        ),
        at(
            "settings-locked",
            "Locked",
            settings(now, Status::Locked, Some(Method::App)),
        ),
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
    ]
}
