//! What the back end answers. A member the widget does not know is overlooked: the back end may be newer.

use super::{both_ways, overlooks_what_it_does_not_know, secret};
use tweestap_api::{
    AppSetup, Challenge, ChallengeStep, Device, Done, Enrolment, EnrolmentAction, EnrolmentStep,
    Factor, Level, Method, OwnPassword, PasswordRules, Problem, Proof, Reauthentication, Recovery,
    RememberChoice, RememberDuration, Session, Settings, SmsSetup, Status, Way,
};

fn remember() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::TwelveHours,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: Some(1_800_043_200),
        unavailable: false,
    }
}

const REMEMBER: &str =
    r#"{"duration":"12h","offered":["always_ask","12h","3d","1w"],"this_device_until":1800043200}"#;

fn bare() -> Enrolment {
    Enrolment {
        id: None,
        step: EnrolmentStep::Method,
        actions: vec![EnrolmentAction::ChooseMethod],
        offered: vec![Method::App, Method::Sms],
        method: None,
        reauthentication: None,
        app: None,
        sms: None,
        recovery_codes: None,
        remember: None,
        with_password: false,
        with_codes: true,
        change: false,
        recovery: Recovery::Codes,
        required: false,
        later_until: None,
        school: "Voorbeeldcollege".to_owned(),
        account: "leerling".to_owned(),
        expires_at: None,
        server_time: 1_800_000_000,
    }
}

const BARE: &str = r#"{"step":"method","actions":["choose_method"],"offered":["app","sms"],
    "with_password":false,"with_codes":true,"change":false,"recovery":"codes","required":false,
    "school":"Voorbeeldcollege","account":"leerling","server_time":1800000000}"#;

/// With every member there is, which no real step has.
fn full() -> Enrolment {
    Enrolment {
        id: Some("e1".to_owned()),
        step: EnrolmentStep::Scan,
        actions: vec![
            EnrolmentAction::ChooseMethod,
            EnrolmentAction::GivePassword,
            EnrolmentAction::GivePhone,
            EnrolmentAction::Resend,
            EnrolmentAction::Confirm,
            EnrolmentAction::Acknowledge,
            EnrolmentAction::Back,
            EnrolmentAction::Cancel,
            EnrolmentAction::Later,
        ],
        method: Some(Method::Sms),
        reauthentication: Some(Reauthentication::Portal),
        app: Some(AppSetup {
            uri: secret("otpauth://totp/x?secret=canary"),
            key: secret("canary"),
        }),
        sms: Some(SmsSetup {
            number: "+31 6 12345678".to_owned(),
            resend_at: Some(1_800_000_030),
            code_expires_at: Some(1_800_000_300),
        }),
        recovery_codes: Some(vec![secret("canary-1"), secret("canary-2")]),
        remember: Some(remember()),
        with_password: true,
        with_codes: false,
        change: true,
        recovery: Recovery::ResetCode,
        required: true,
        later_until: Some(1_800_604_800),
        expires_at: Some(1_800_001_800),
        ..bare()
    }
}

fn challenge() -> Challenge {
    Challenge {
        id: Some("c1".to_owned()),
        step: ChallengeStep::Code,
        method: Some(Method::Sms),
        digits: Some(6),
        masked_number: Some("+31 6 •••• ••78".to_owned()),
        resend_at: Some(1_800_000_030),
        not_sent: Some(Problem::SmsUnavailable),
        ways: vec![Way::App, Way::Hardware, Way::RecoveryCode],
        codes_left: None,
        later_until: None,
        remember: RememberChoice::default(),
        assertion: None,
        school: "Voorbeeldcollege".to_owned(),
        server_time: 1_800_000_000,
    }
}

const CHALLENGE: &str = r#"{"id":"c1","step":"code","method":"sms","digits":6,
    "masked_number":"+31 6 •••• ••78","resend_at":1800000030,
    "not_sent":{"type":"urn:tweestap:problem:sms_unavailable","status":503,"code":"sms_unavailable"},
    "ways":["app","hardware","recovery_code"],"remember":{"duration":"always_ask","offered":[]},
    "school":"Voorbeeldcollege","server_time":1800000000}"#;

fn passed() -> Challenge {
    Challenge {
        id: None,
        step: ChallengeStep::Passed,
        method: None,
        digits: None,
        masked_number: None,
        resend_at: None,
        not_sent: None,
        ways: vec![],
        assertion: Some(secret("canary")),
        ..challenge()
    }
}

fn settings(status: Status) -> Settings {
    Settings {
        status,
        since: Some(1_799_000_000),
        factors: vec![Factor {
            id: "f1".to_owned(),
            method: Method::App,
            masked_number: None,
            since: 1_799_000_000,
            preferred: true,
        }],
        recovery: Recovery::Codes,
        codes_left: 5,
        codes_pending: false,
        single_sign_on: false,
        required: false,
        offered: vec![Method::App, Method::Sms],
        proof: Some(Proof::Password),
        remember: remember(),
        devices: vec![Device {
            id: "d1".to_owned(),
            browser: "Firefox".to_owned(),
            system: String::new(),
            since: 1_799_000_000,
            last_used: 1_799_500_000,
            until: 1_800_043_200,
            this_device: true,
        }],
        recovery_codes: None,
        school: "Voorbeeldcollege".to_owned(),
        account: "docent".to_owned(),
        server_time: 1_800_000_000,
    }
}

fn with_codes() -> Settings {
    Settings {
        recovery_codes: Some(vec![secret("canary-1")]),
        ..settings(Status::On)
    }
}

fn session() -> Session {
    Session {
        access_token: secret("canary"),
        level: Level::Full,
        enrolment: Some(full()),
        settings: None,
        challenge: None,
        password: None,
    }
}

/// Each answer that holds a secret, printed.
pub fn printed() -> Vec<String> {
    vec![
        format!("{:?}", full()),
        format!("{:?}", passed()),
        format!("{:?}", session()),
        format!("{:?}", with_codes()),
    ]
}

#[test]
fn what_a_password_must_hold_to_and_nothing_more_to_say() {
    let rules = PasswordRules {
        school: "Voorbeeldcollege".to_owned(),
        forgotten: true,
        change: false,
        minimum: 15,
        maximum: 256,
        classes: false,
        help: String::new(),
    };
    let json = r#"{"school":"Voorbeeldcollege","forgotten":true,"change":false,"minimum":15,"maximum":256,
        "classes":false,"help":""}"#;
    both_ways(&rules, json);
    overlooks_what_it_does_not_know::<PasswordRules>(json);
    both_ways(&Done {}, "{}");
    let read: Done = serde_json::from_str(r#"{"something_new":1}"#).unwrap();
    assert_eq!(read, Done {});
}

#[test]
fn an_enrolment_where_nothing_is_pending() {
    both_ways(&bare(), BARE);
    overlooks_what_it_does_not_know::<Enrolment>(BARE);
}

#[test]
fn an_enrolment_with_everything() {
    let json = format!(
        r#"{{"id":"e1","step":"scan","actions":["choose_method","give_password","give_phone","resend",
        "confirm","acknowledge","back","cancel","later"],"offered":["app","sms"],"method":"sms",
        "reauthentication":"portal","app":{{"uri":"otpauth://totp/x?secret=canary","key":"canary"}},
        "sms":{{"number":"+31 6 12345678","resend_at":1800000030,"code_expires_at":1800000300}},
        "recovery_codes":["canary-1","canary-2"],"remember":{REMEMBER},"with_password":true,
        "with_codes":false,"change":true,"recovery":"reset_code","required":true,"later_until":1800604800,
        "school":"Voorbeeldcollege","account":"leerling","expires_at":1800001800,
        "server_time":1800000000}}"#
    );
    both_ways(&full(), &json);
    overlooks_what_it_does_not_know::<Enrolment>(&json);
}

#[test]
fn the_steps_of_an_enrolment_are_the_hooks_of_the_screens() {
    for (step, name) in [
        (EnrolmentStep::Method, "method"),
        (EnrolmentStep::Password, "password"),
        (EnrolmentStep::Phone, "phone"),
        (EnrolmentStep::Scan, "scan"),
        (EnrolmentStep::Confirm, "confirm"),
        (EnrolmentStep::RecoveryCodes, "recovery-codes"),
        (EnrolmentStep::Done, "done"),
        (EnrolmentStep::NotNeeded, "not-needed"),
    ] {
        both_ways(&step, &format!(r#""{name}""#));
    }
    for (step, name) in [
        (ChallengeStep::Code, "code"),
        (ChallengeStep::RecoveryCode, "recovery-code"),
        (ChallengeStep::ResetCode, "reset-code"),
        (ChallengeStep::Recovered, "recovered"),
        (ChallengeStep::Enrol, "enrol"),
        (ChallengeStep::Passed, "passed"),
    ] {
        both_ways(&step, &format!(r#""{name}""#));
    }
    both_ways(&Reauthentication::Password, r#""password""#);
}

#[test]
fn a_number_that_was_given_earlier_has_no_code_yet() {
    let number = "+32 470 12 34 56".to_owned();
    let sms = SmsSetup {
        number,
        resend_at: None,
        code_expires_at: None,
    };
    both_ways(&sms, r#"{"number":"+32 470 12 34 56"}"#);
    overlooks_what_it_does_not_know::<SmsSetup>(r#"{"number":"+32 470 12 34 56"}"#);
}

#[test]
fn a_challenge_open_and_passed() {
    both_ways(&challenge(), CHALLENGE);
    overlooks_what_it_does_not_know::<Challenge>(CHALLENGE);
    both_ways(
        &passed(),
        r#"{"step":"passed","ways":[],"remember":{"duration":"always_ask","offered":[]},
        "assertion":"canary","school":"Voorbeeldcollege","server_time":1800000000}"#,
    );
}

#[test]
fn the_ways_are_the_methods_and_the_ways_back_in() {
    let names = ["app", "sms", "hardware", "recovery_code", "reset_code"];
    for (way, name) in Way::ALL.into_iter().zip(names) {
        both_ways(&way, &format!(r#""{name}""#));
        assert_eq!((way.code(), Way::from_code(name)), (name, Some(way)));
        assert_eq!(way.method().map(Way::from), way.method().map(|_| way));
    }
    for method in Method::ALL {
        assert_eq!(Method::from_code(method.code()), Some(method));
        assert_eq!(Way::from(method).method(), Some(method));
    }
}

#[test]
fn what_must_be_proved_and_how_one_gets_back_in() {
    for (proof, name) in [
        (Proof::Password, "password"),
        (Proof::Portal, "portal"),
        (Proof::Code, "code"),
    ] {
        both_ways(&proof, &format!(r#""{name}""#));
    }
    both_ways(&Recovery::Codes, r#""codes""#);
    both_ways(&Recovery::ResetCode, r#""reset_code""#);
    both_ways(&Level::EnrolmentRequired, r#""enrolment_required""#);
}

#[test]
fn the_settings_in_every_state() {
    for (status, name) in [
        (Status::Off, "off"),
        (Status::Pending, "pending"),
        (Status::On, "on"),
        (Status::Suspended, "suspended"),
        (Status::Locked, "locked"),
    ] {
        let json = format!(
            r#"{{"status":"{name}","since":1799000000,
            "factors":[{{"id":"f1","method":"app","since":1799000000,"preferred":true}}],
            "recovery":"codes","codes_left":5,"codes_pending":false,"required":false,
            "offered":["app","sms"],"proof":"password","remember":{REMEMBER},
            "devices":[{{"id":"d1","browser":"Firefox","system":"","since":1799000000,
            "last_used":1799500000,"until":1800043200,"this_device":true}}],
            "school":"Voorbeeldcollege","account":"docent","server_time":1800000000}}"#
        );
        both_ways(&settings(status), &json);
        overlooks_what_it_does_not_know::<Settings>(&json);
    }
}

/// A back end that came before these members, or knows nothing of them, may leave them out.
#[test]
fn what_came_later_may_be_left_out() {
    let settings: Settings = serde_json::from_str(&super::wire(&format!(
        r#"{{"status":"off","codes_left":0,"remember":{REMEMBER},"school":"s","account":"a",
        "server_time":1}}"#
    )))
    .unwrap();
    assert!(settings.factors.is_empty() && settings.devices.is_empty() && !settings.required);
    assert_eq!(settings.recovery, Recovery::Codes);
    let enrolment = super::wire(
        r#"{"step":"method","actions":[],"offered":["app"],"with_password":false,"school":"s",
        "account":"a","server_time":1}"#,
    );
    let enrolment: Enrolment = serde_json::from_str(&enrolment).unwrap();
    assert!(enrolment.with_codes && !enrolment.change && !enrolment.required);
}

#[test]
fn a_session_carries_one_state() {
    let with = |enrolment, settings, challenge, level| Session {
        enrolment,
        settings,
        challenge,
        level,
        ..session()
    };
    let json = format!(r#"{{"access_token":"canary","level":"full","enrolment":{BARE}}}"#);
    both_ways(&with(Some(bare()), None, None, Level::Full), &json);
    overlooks_what_it_does_not_know::<Session>(&json);

    let json = format!(
        r#"{{"access_token":"canary","level":"before_second_factor","challenge":{CHALLENGE}}}"#
    );
    let before = Level::BeforeSecondFactor;
    both_ways(&with(None, None, Some(challenge()), before), &json);

    let written = with(None, Some(settings(Status::On)), None, Level::Full);
    let written = serde_json::to_value(&written).unwrap();
    assert_eq!(written["settings"]["status"], "on");
    assert!(written.get("enrolment").is_none() && written.get("password").is_none());

    let own = Session {
        password: Some(OwnPassword {
            account: "Sam de Vries".to_owned(),
            rules: PasswordRules {
                school: "Voorbeeldcollege".to_owned(),
                forgotten: true,
                change: true,
                minimum: 15,
                maximum: 256,
                classes: false,
                help: String::new(),
            },
        }),
        ..with(None, None, None, Level::Full)
    };
    let rules = r#"{"school":"Voorbeeldcollege","forgotten":true,"change":true,"minimum":15,"maximum":256,"classes":false,"help":""}"#;
    let json = format!(
        r#"{{"access_token":"canary","level":"full","password":{{"account":"Sam de Vries","rules":{rules}}}}}"#
    );
    both_ways(&own, &json);
}

#[test]
fn what_is_absent_may_also_be_null() {
    let json = r#"{"duration":"3d","offered":["always_ask","3d"],"this_device_until":null}"#;
    let read: RememberChoice = serde_json::from_str(json).unwrap();
    assert_eq!(read.this_device_until, None);
    assert_eq!(read.duration.seconds(), 3 * 86_400);
}

#[test]
fn durations_are_ordered_by_their_seconds() {
    let seconds = RememberDuration::ALL.map(RememberDuration::seconds);
    assert_eq!(seconds, [0, 43_200, 259_200, 604_800]);
    assert!(RememberDuration::ALL.is_sorted());
    assert_eq!(RememberDuration::default(), RememberDuration::AlwaysAsk);
}
