//! The settings in every state. Data only.

use tweestap_api::{
    Device, Factor, Method, Recovery, RememberChoice, RememberDuration, Settings, Status, View,
};

use super::screen::{Answer, Screen, remember, screen};

const DAY: i64 = 86_400;

pub fn opens(settings: Settings) -> Answer {
    Answer::Settings(Box::new(settings))
}

pub fn shown(name: &'static str, title: &'static str, settings: Settings) -> Screen {
    screen(name, View::Settings, title, opens(settings))
}

/// With these methods, the preferred one first.
pub fn settings(now: i64, status: Status, methods: &[Method]) -> Settings {
    let factors: Vec<Factor> = methods
        .iter()
        .enumerate()
        .map(|(place, method)| factor(now, *method, place == 0))
        .collect();
    Settings {
        status,
        since: (!factors.is_empty()).then_some(now - 40 * DAY),
        codes_left: if factors.is_empty() { 0 } else { 6 },
        factors,
        recovery: Recovery::Codes,
        codes_pending: false,
        required: false,
        single_sign_on: false,
        offered: vec![Method::App, Method::Sms],
        proof: None,
        remember: remember(),
        devices: Vec::new(),
        recovery_codes: None,
        school: "Voorbeeldcollege".to_owned(),
        account: "Sam de Vries".to_owned(),
        server_time: now,
    }
}

fn factor(now: i64, method: Method, preferred: bool) -> Factor {
    Factor {
        id: method.code().to_owned(),
        method,
        masked_number: (method == Method::Sms).then(|| "+31 6 •••• ••78".to_owned()),
        since: now - if preferred { 40 } else { 3 } * DAY,
        preferred,
    }
}

/// On, with the app alone.
pub fn on(now: i64) -> Settings {
    settings(now, Status::On, &[Method::App])
}

/// On, with two methods.
pub fn two(now: i64) -> Settings {
    settings(now, Status::On, &[Method::App, Method::Sms])
}

/// A school with one reset code a person.
pub fn with_reset_code(now: i64) -> Settings {
    Settings {
        recovery: Recovery::ResetCode,
        codes_left: 1,
        ..on(now)
    }
}

fn device(now: i64, id: &str, (browser, system): (&str, &str), used_ago: i64) -> Device {
    Device {
        id: id.to_owned(),
        browser: browser.to_owned(),
        system: system.to_owned(),
        since: now - 2 * DAY,
        last_used: now - used_ago,
        until: now + 5 * DAY,
        this_device: id == "here",
    }
}

/// This one, ordinary ones, one that nothing is known about, and one whose name is an attack.
pub fn with_devices(now: i64) -> Settings {
    let hostile = "<img src=x onerror=alert(1)>\"'&amp;\u{202e}xof";
    Settings {
        remember: RememberChoice {
            duration: RememberDuration::OneWeek,
            this_device_until: Some(now + 5 * DAY),
            ..remember()
        },
        devices: vec![
            device(now, "here", ("Firefox", "Windows"), 60),
            device(now, "phone", ("Chrome", "Android"), 3_600),
            device(now, "tablet", ("Safari", ""), DAY),
            device(now, "unknown", ("", ""), DAY + 60),
            device(now, "hostile", (hostile, hostile), 2 * DAY - 60),
        ],
        ..on(now)
    }
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = states(now);
    screens.extend(recovery(now));
    screens
}

fn states(now: i64) -> Vec<Screen> {
    use Method::{App, Hardware, Sms};
    let here = RememberChoice {
        duration: RememberDuration::OneWeek,
        this_device_until: Some(now + 5 * DAY),
        ..remember()
    };
    let required = Settings {
        required: true,
        ..two(now)
    };
    let remembered = Settings {
        remember: here,
        ..on(now)
    };
    let arranged = Settings {
        single_sign_on: true,
        ..settings(now, Status::Off, &[])
    };
    let elsewhere = Settings {
        remember: RememberChoice {
            offered: vec![RememberDuration::AlwaysAsk],
            unavailable: true,
            ..remember()
        },
        ..on(now)
    };
    vec![
        shown("settings-off", "Off", settings(now, Status::Off, &[])),
        shown("settings-single-sign-on", "Single sign-on", arranged),
        shown(
            "settings-pending",
            "Set-up begun",
            settings(now, Status::Pending, &[]),
        ),
        shown("settings-app", "On, with the app", on(now)),
        shown(
            "settings-sms",
            "On, with messages",
            settings(now, Status::On, &[Sms]),
        ),
        shown("settings-two", "On, with two methods", two(now)),
        shown(
            "settings-three",
            "On, with three methods",
            settings(now, Status::On, &[Hardware, App, Sms]),
        ),
        shown(
            "settings-remembered",
            "This device is remembered",
            remembered,
        ),
        shown("settings-elsewhere", "In a page of another site", elsewhere),
        shown("settings-devices", "Remembered devices", with_devices(now)),
        shown("settings-required", "Required by the school", required),
        shown(
            "settings-suspended",
            "Switched off for a while",
            settings(now, Status::Suspended, &[App, Sms]),
        ),
        shown(
            "settings-locked",
            "Locked",
            settings(now, Status::Locked, &[App]),
        ),
    ]
}

fn recovery(now: i64) -> Vec<Screen> {
    let left = |codes_left| Settings {
        codes_left,
        ..on(now)
    };
    let pending = Settings {
        codes_pending: true,
        ..on(now)
    };
    vec![
        shown("settings-few-codes", "Two codes left", left(2)),
        shown("settings-one-code", "One code left", left(1)),
        shown("settings-no-codes", "No codes left", left(0)),
        shown(
            "settings-codes-pending",
            "New codes wait to be kept",
            pending,
        ),
        shown(
            "settings-reset-code",
            "A school with a reset code",
            with_reset_code(now),
        ),
    ]
}
