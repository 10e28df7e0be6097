//! Every step of enrolment. Data only.

use tweestap_api::{
    AppSetup, Enrolment, EnrolmentAction as Action, EnrolmentStep, Method, Reauthentication,
    RememberChoice, RememberDuration, Secret, SmsSetup, View,
};

use super::screen::{Answer, Screen, remember, screen};

fn enrolment(now: i64, step: EnrolmentStep, actions: &[Action]) -> Enrolment {
    Enrolment {
        id: (step != EnrolmentStep::Method && step != EnrolmentStep::Done)
            .then(|| "gallery".to_owned()),
        step,
        actions: actions.to_vec(),
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
        recovery: tweestap_api::Recovery::Codes,
        required: false,
        later_until: None,
        school: "Voorbeeldcollege".to_owned(),
        account: "Sam de Vries".to_owned(),
        expires_at: (step != EnrolmentStep::Method && step != EnrolmentStep::Done)
            .then_some(now + 1_800),
        server_time: now,
    }
}

pub fn opens(enrolment: Enrolment) -> Answer {
    Answer::Enrolment(Box::new(enrolment))
}

pub fn method(now: i64) -> Enrolment {
    enrolment(now, EnrolmentStep::Method, &[Action::ChooseMethod])
}

pub fn password(now: i64, reauthentication: Reauthentication) -> Enrolment {
    let mut actions = vec![Action::ChooseMethod, Action::Back, Action::Cancel];
    if reauthentication == Reauthentication::Password {
        actions.insert(0, Action::GivePassword);
    }
    Enrolment {
        method: Some(Method::App),
        reauthentication: Some(reauthentication),
        with_password: true,
        ..enrolment(now, EnrolmentStep::Password, &actions)
    }
}

pub fn scan(now: i64) -> Enrolment {
    const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let uri = format!(
        "otpauth://totp/Voorbeeldcollege:Sam%20de%20Vries?secret={KEY}&issuer=Voorbeeldcollege"
    );
    Enrolment {
        method: Some(Method::App),
        app: Some(AppSetup {
            uri: Secret::new(uri),
            key: Secret::new(KEY),
        }),
        ..enrolment(
            now,
            EnrolmentStep::Scan,
            &[
                Action::Confirm,
                Action::ChooseMethod,
                Action::Back,
                Action::Cancel,
            ],
        )
    }
}

pub fn phone(now: i64, number: Option<&str>) -> Enrolment {
    let sms = number.map(|number| SmsSetup {
        number: number.to_owned(),
        resend_at: None,
        code_expires_at: None,
    });
    Enrolment {
        method: Some(Method::Sms),
        sms,
        ..enrolment(
            now,
            EnrolmentStep::Phone,
            &[
                Action::GivePhone,
                Action::ChooseMethod,
                Action::Back,
                Action::Cancel,
            ],
        )
    }
}

pub fn confirm(now: i64, wait: i64) -> Enrolment {
    let sms = SmsSetup {
        number: "+31 6 12345678".to_owned(),
        resend_at: Some(now + wait),
        code_expires_at: Some(now + 300),
    };
    Enrolment {
        method: Some(Method::Sms),
        sms: Some(sms),
        ..enrolment(
            now,
            EnrolmentStep::Confirm,
            &[
                Action::Confirm,
                Action::Resend,
                Action::ChooseMethod,
                Action::Back,
                Action::Cancel,
            ],
        )
    }
}

/// As many as a person gets, in their form.
pub fn codes() -> Vec<Secret> {
    const CODES: [&str; 6] = [
        "7KQ2-M4XA-9TDH",
        "R3WC-0B8F-ZN61",
        "5VGS-HJ2E-84PK",
        "QX7T-6DYM-1RA3",
        "N9FB-W5KC-EG20",
        "48HZ-PSV7-TJ6M",
    ];
    CODES.map(Secret::new).to_vec()
}

pub fn recovery_codes(now: i64) -> Enrolment {
    Enrolment {
        method: Some(Method::App),
        recovery_codes: Some(codes()),
        expires_at: Some(now + 86_400),
        ..enrolment(
            now,
            EnrolmentStep::RecoveryCodes,
            &[Action::Acknowledge, Action::Cancel],
        )
    }
}

pub fn done(now: i64, offered: &[RememberDuration]) -> Enrolment {
    let remember = RememberChoice {
        offered: offered.to_vec(),
        ..remember()
    };
    Enrolment {
        method: Some(Method::App),
        remember: Some(remember),
        ..enrolment(now, EnrolmentStep::Done, &[])
    }
}

pub fn steps(now: i64) -> Vec<Screen> {
    use View::Enrolment as View;
    let not_needed = Enrolment {
        id: None,
        expires_at: None,
        with_codes: false,
        ..enrolment(now, EnrolmentStep::NotNeeded, &[])
    };
    let app_only = Enrolment {
        offered: vec![Method::App],
        ..method(now)
    };
    let with_password = Enrolment {
        with_password: true,
        ..method(now)
    };
    let capped = [RememberDuration::AlwaysAsk, RememberDuration::TwelveHours];
    vec![
        screen("method", View, "Choose a method", opens(method(now))),
        screen(
            "method-with-password",
            View,
            "Choose a method, the password follows",
            opens(with_password),
        ),
        screen(
            "method-app-only",
            View,
            "Choose a method: the app only",
            opens(app_only),
        ),
        screen(
            "password",
            View,
            "Password",
            opens(password(now, Reauthentication::Password)),
        ),
        screen(
            "password-portal",
            View,
            "Password at the portal",
            opens(password(now, Reauthentication::Portal)),
        ),
        screen("scan", View, "Scan", opens(scan(now))),
        screen("phone", View, "Mobile number", opens(phone(now, None))),
        screen(
            "phone-again",
            View,
            "Mobile number, given before",
            opens(phone(now, Some("+31 6 12345678"))),
        ),
        screen(
            "confirm",
            View,
            "Code by text message",
            opens(confirm(now, 30)),
        ),
        screen(
            "confirm-resend",
            View,
            "Code by text message, another may be sent",
            opens(confirm(now, 0)),
        ),
        screen(
            "recovery-codes",
            View,
            "Recovery codes",
            opens(recovery_codes(now)),
        ),
        screen(
            "done",
            View,
            "Done",
            opens(done(now, &RememberDuration::ALL)),
        ),
        screen(
            "done-capped",
            View,
            "Done, the school allows 12 hours",
            opens(done(now, &capped)),
        ),
        screen(
            "done-not-remembered",
            View,
            "Done, the school always asks",
            opens(done(now, &capped[..1])),
        ),
        screen(
            "not-needed",
            View,
            "Single sign-on: nothing to set up",
            opens(not_needed),
        ),
    ]
}
