//! Bodies as a back end would send them, and a story's two verbs: `when` and `say`.

use tweestap_api::{
    AppSetup, Challenge, ChallengeStep, Device, Enrolment, EnrolmentAction, EnrolmentStep, Factor,
    Method, Problem, Proof, Reauthentication, Recovery, RememberChoice, RememberDuration, Secret,
    Settings, SmsSetup, Status, Way,
};
use tweestap_widget::{
    enrolment::flow::{Event, State, step},
    failure::Failure,
};

/// The server's clock in every story. A multiple of 30, so that a time step begins here.
pub const NOW: i64 = 1_111_111_110;
/// RFC 6238, appendix B: the SHA-1 secret `12345678901234567890`.
pub const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// Appendix B: what that secret gives at 1111111109, the last second of the step before [`NOW`].
pub const CODE_BEFORE_NOW: &str = "081804";
/// Appendix B: what it gives at 1111111111, in the step that begins at [`NOW`].
pub const CODE_AT_NOW: &str = "050471";
pub const ID: &str = "enrolment-1";
pub const PASSWORD: &str = " Canary password ";
pub const RECOVERY_CODE: &str = "CANA-RYCA-NARY";

pub const NUMBER: &str = "+31 6 •••• ••78";

pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}

/// Where every enrolment starts, and where it is after a cancel.
pub fn at_method() -> Enrolment {
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
        server_time: NOW,
    }
}

fn pending(step: EnrolmentStep, method: Method) -> Enrolment {
    Enrolment {
        id: Some(ID.to_owned()),
        step,
        method: Some(method),
        actions: vec![EnrolmentAction::Back, EnrolmentAction::Cancel],
        expires_at: Some(NOW + 1_800),
        ..at_method()
    }
}

pub fn at_password() -> Enrolment {
    Enrolment {
        reauthentication: Some(Reauthentication::Password),
        with_password: true,
        ..pending(EnrolmentStep::Password, Method::App)
    }
}

pub fn at_portal() -> Enrolment {
    Enrolment {
        reauthentication: Some(Reauthentication::Portal),
        ..at_password()
    }
}

pub fn at_phone() -> Enrolment {
    pending(EnrolmentStep::Phone, Method::Sms)
}

pub fn at_scan() -> Enrolment {
    Enrolment {
        app: Some(AppSetup {
            uri: secret(&format!(
                "otpauth://totp/Voorbeeldcollege:leerling?secret={KEY}"
            )),
            key: secret(KEY),
        }),
        ..pending(EnrolmentStep::Scan, Method::App)
    }
}

pub fn at_confirm() -> Enrolment {
    Enrolment {
        sms: Some(SmsSetup {
            number: "+31 6 12345678".to_owned(),
            resend_at: Some(NOW + 30),
            code_expires_at: Some(NOW + 300),
        }),
        ..pending(EnrolmentStep::Confirm, Method::Sms)
    }
}

pub fn at_recovery_codes() -> Enrolment {
    Enrolment {
        recovery_codes: Some(vec![secret(RECOVERY_CODE); 6]),
        ..pending(EnrolmentStep::RecoveryCodes, Method::App)
    }
}

pub fn at_done() -> Enrolment {
    Enrolment {
        id: Some(ID.to_owned()),
        step: EnrolmentStep::Done,
        method: Some(Method::App),
        actions: vec![],
        remember: Some(remembering()),
        ..at_method()
    }
}

/// The portal asks for a second step itself.
pub fn at_not_needed() -> Enrolment {
    Enrolment {
        step: EnrolmentStep::NotNeeded,
        actions: vec![],
        with_codes: false,
        ..at_method()
    }
}

/// The second step is on already; this adds to it, or replaces a method of the same kind.
pub fn changing(enrolment: Enrolment) -> Enrolment {
    Enrolment {
        change: true,
        with_codes: false,
        ..enrolment
    }
}

/// One of each step, and the portal's kind of password step.
pub fn everywhere() -> Vec<Enrolment> {
    vec![
        at_method(),
        at_password(),
        at_portal(),
        at_phone(),
        at_scan(),
        at_confirm(),
        at_recovery_codes(),
        at_done(),
        at_not_needed(),
    ]
}

pub fn remembering() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::AlwaysAsk,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: None,
        unavailable: false,
    }
}

pub fn challenge(method: Method) -> Challenge {
    Challenge {
        id: Some("challenge-1".to_owned()),
        step: ChallengeStep::Code,
        method: Some(method),
        digits: Some(6),
        masked_number: (method == Method::Sms).then(|| NUMBER.to_owned()),
        resend_at: (method == Method::Sms).then_some(NOW + 30),
        not_sent: None,
        ways: vec![],
        codes_left: None,
        later_until: None,
        remember: remembering(),
        assertion: None,
        school: "Voorbeeldcollege".to_owned(),
        server_time: NOW,
    }
}

pub fn passed(assertion: &str) -> Challenge {
    Challenge {
        id: None,
        step: ChallengeStep::Passed,
        assertion: Some(secret(assertion)),
        ..challenge(Method::App)
    }
}

/// The same, and these are the other ways.
pub fn challenge_with(method: Method, ways: &[Way]) -> Challenge {
    Challenge {
        ways: ways.to_vec(),
        ..challenge(method)
    }
}

/// Not at the code: a way back in, what comes after it, or setting up first.
pub fn challenge_at(step: ChallengeStep) -> Challenge {
    Challenge {
        step,
        method: None,
        digits: None,
        ..challenge(Method::App)
    }
}

/// A recovery code was right, and so many are left.
pub fn recovered(left: u32) -> Challenge {
    Challenge {
        codes_left: Some(left),
        ..challenge_at(ChallengeStep::Recovered)
    }
}

pub fn factor(id: &str, method: Method, preferred: bool) -> Factor {
    Factor {
        id: id.to_owned(),
        method,
        masked_number: (method == Method::Sms).then(|| NUMBER.to_owned()),
        since: NOW - 86_400,
        preferred,
    }
}

pub fn device(id: &str, this_device: bool) -> Device {
    Device {
        id: id.to_owned(),
        browser: "Firefox".to_owned(),
        system: "Windows".to_owned(),
        since: NOW - 86_400,
        last_used: NOW - 3_600,
        until: NOW + 86_400,
        this_device,
    }
}

/// How it stands: with one app, unless nothing is set up yet.
pub fn settings(status: Status) -> Settings {
    let is_set_up = !matches!(status, Status::Off | Status::Pending);
    Settings {
        status,
        since: (status == Status::On).then_some(NOW - 86_400),
        factors: match is_set_up {
            true => vec![factor("app-1", Method::App, true)],
            false => vec![],
        },
        recovery: Recovery::Codes,
        codes_left: 6,
        codes_pending: false,
        single_sign_on: false,
        required: false,
        offered: vec![Method::App, Method::Sms],
        proof: None,
        devices: vec![],
        recovery_codes: None,
        remember: remembering(),
        school: "Voorbeeldcollege".to_owned(),
        account: "leerling".to_owned(),
        server_time: NOW,
    }
}

/// On, with an app and text messages, and two remembered devices.
pub fn full_settings() -> Settings {
    Settings {
        factors: vec![
            factor("app-1", Method::App, true),
            factor("sms-1", Method::Sms, false),
        ],
        devices: vec![device("device-1", true), device("device-2", false)],
        ..settings(Status::On)
    }
}

/// On, and this must be given first.
pub fn asking(proof: Option<Proof>) -> Settings {
    Settings {
        proof,
        ..full_settings()
    }
}

/// The answer that shows six new codes; the old ones still count.
pub fn new_codes() -> Settings {
    Settings {
        recovery_codes: Some(vec![secret(RECOVERY_CODE); 6]),
        codes_pending: true,
        ..full_settings()
    }
}

/// The answer that shows the school's one code.
pub fn reset_code() -> Settings {
    Settings {
        recovery: Recovery::ResetCode,
        recovery_codes: Some(vec![secret(RECOVERY_CODE)]),
        ..full_settings()
    }
}

pub fn refused(problem: Problem) -> Failure {
    Failure::Refused(problem)
}

/// The enrolment machine after its first answer.
pub fn given(enrolment: Enrolment) -> State {
    let mut state = State::opening();
    step(&mut state, Event::Answered(Box::new(enrolment)));
    state
}

/// How many secrets a value holds, in whatever field: each prints as `[redacted]`.
pub fn secrets_in(value: &impl std::fmt::Debug) -> usize {
    format!("{value:?}").matches("[redacted]").count()
}
