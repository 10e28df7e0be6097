//! Bodies as a back end would send them, and a story's two verbs: `when` and `say`.

use tweestap_api::{
    AppSetup, Challenge, ChallengeStep, Enrolment, EnrolmentAction, EnrolmentStep, Method, Problem,
    Reauthentication, RememberChoice, RememberDuration, Secret, Settings, SmsSetup, Status,
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
    ]
}

pub fn remembering() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::AlwaysAsk,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: None,
    }
}

pub fn challenge(method: Method) -> Challenge {
    Challenge {
        id: Some("challenge-1".to_owned()),
        step: ChallengeStep::Code,
        method: Some(method),
        masked_number: None,
        resend_at: (method == Method::Sms).then_some(NOW + 30),
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

pub fn settings(status: Status) -> Settings {
    Settings {
        status,
        since: (status == Status::On).then_some(NOW - 86_400),
        method: None,
        masked_number: None,
        codes_left: 6,
        remember: remembering(),
        school: "Voorbeeldcollege".to_owned(),
        account: "leerling".to_owned(),
        server_time: NOW,
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
