//! The screens of the gallery: every step of every view, and every problem a person can run into. Data only.

use serde::Serialize;
use serde_json::{Value, json};
use tweestap_api::{
    AppSetup, Challenge, ChallengeStep, Enrolment, EnrolmentAction as Action, EnrolmentStep, Method, Problem,
    Reauthentication, RememberChoice, RememberDuration, Secret, Settings, SmsSetup, Status, View,
};

/// What opening a session answers.
pub enum Opening {
    Enrolment(Box<Enrolment>),
    Settings(Box<Settings>),
    Challenge(Box<Challenge>),
    Refused(Problem),
    /// No answer, ever.
    Never,
    /// The connection breaks.
    Lost,
}

/// What any later call that changes something answers.
pub enum Reply {
    Same,
    Refused(Problem),
    Never,
    Lost,
}

/// Something the page does in the element, by its `data-field` and `data-action` hooks.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Fill(Value),
    Click(&'static str),
}

pub struct Screen {
    pub name: &'static str,
    pub view: View,
    pub title: &'static str,
    pub opens: Opening,
    pub then: Vec<Step>,
    pub replies: Reply,
}

/// All screens, with times around `now`.
pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = enrolment_steps(now);
    screens.extend(enrolment_problems(now));
    screens.extend(challenges(now));
    screens.extend(settings_screens(now));
    screens.extend(troubles(now));
    screens
}

fn screen(name: &'static str, view: View, title: &'static str, opens: Opening) -> Screen {
    Screen { name, view, title, opens, then: Vec::new(), replies: Reply::Same }
}

impl Screen {
    fn then(self, fill: Value, click: &'static str, replies: Reply) -> Self {
        let mut then = vec![Step::Click(click)];
        if !fill.is_null() {
            then.insert(0, Step::Fill(fill));
        }
        Self { then, replies, ..self }
    }

    fn refused(self, fill: Value, click: &'static str, problem: Problem) -> Self {
        self.then(fill, click, Reply::Refused(problem))
    }
}

fn remember() -> RememberChoice {
    RememberChoice {
        duration: RememberDuration::AlwaysAsk,
        offered: RememberDuration::ALL.to_vec(),
        this_device_until: None,
    }
}

fn enrolment(now: i64, step: EnrolmentStep, actions: &[Action]) -> Enrolment {
    Enrolment {
        id: (step != EnrolmentStep::Method && step != EnrolmentStep::Done).then(|| "gallery".to_owned()),
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
        school: "Voorbeeldcollege".to_owned(),
        account: "Sam de Vries".to_owned(),
        expires_at: (step != EnrolmentStep::Method && step != EnrolmentStep::Done).then_some(now + 1_800),
        server_time: now,
    }
}

fn opens(enrolment: Enrolment) -> Opening {
    Opening::Enrolment(Box::new(enrolment))
}

fn method(now: i64) -> Enrolment {
    enrolment(now, EnrolmentStep::Method, &[Action::ChooseMethod])
}

fn password(now: i64, reauthentication: Reauthentication) -> Enrolment {
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

fn scan(now: i64) -> Enrolment {
    const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
    let uri = format!("otpauth://totp/Voorbeeldcollege:Sam%20de%20Vries?secret={KEY}&issuer=Voorbeeldcollege");
    Enrolment {
        method: Some(Method::App),
        app: Some(AppSetup { uri: Secret::new(uri), key: Secret::new(KEY) }),
        ..enrolment(
            now,
            EnrolmentStep::Scan,
            &[Action::Confirm, Action::ChooseMethod, Action::Back, Action::Cancel],
        )
    }
}

fn phone(now: i64, number: Option<&str>) -> Enrolment {
    let sms = number.map(|number| SmsSetup { number: number.to_owned(), resend_at: None, code_expires_at: None });
    Enrolment {
        method: Some(Method::Sms),
        sms,
        ..enrolment(
            now,
            EnrolmentStep::Phone,
            &[Action::GivePhone, Action::ChooseMethod, Action::Back, Action::Cancel],
        )
    }
}

fn confirm(now: i64, wait: i64) -> Enrolment {
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
            &[Action::Confirm, Action::Resend, Action::ChooseMethod, Action::Back, Action::Cancel],
        )
    }
}

fn recovery_codes(now: i64) -> Enrolment {
    const CODES: [&str; 6] =
        ["7KQ2-M4XA-9TDH", "R3WC-0B8F-ZN61", "5VGS-HJ2E-84PK", "QX7T-6DYM-1RA3", "N9FB-W5KC-EG20", "48HZ-PSV7-TJ6M"];
    Enrolment {
        method: Some(Method::App),
        recovery_codes: Some(CODES.map(Secret::new).to_vec()),
        expires_at: Some(now + 86_400),
        ..enrolment(now, EnrolmentStep::RecoveryCodes, &[Action::Acknowledge, Action::Cancel])
    }
}

fn done(now: i64, offered: &[RememberDuration]) -> Enrolment {
    let remember = RememberChoice { offered: offered.to_vec(), ..remember() };
    Enrolment { method: Some(Method::App), remember: Some(remember), ..enrolment(now, EnrolmentStep::Done, &[]) }
}

fn enrolment_steps(now: i64) -> Vec<Screen> {
    use View::Enrolment as View;
    let app_only = Enrolment { offered: vec![Method::App], ..method(now) };
    let with_password = Enrolment { with_password: true, ..method(now) };
    let capped = [RememberDuration::AlwaysAsk, RememberDuration::TwelveHours];
    vec![
        screen("method", View, "Choose a method", opens(method(now))),
        screen("method-with-password", View, "Choose a method, the password follows", opens(with_password)),
        screen("method-app-only", View, "Choose a method: the app only", opens(app_only)),
        screen("password", View, "Password", opens(password(now, Reauthentication::Password))),
        screen("password-portal", View, "Password at the portal", opens(password(now, Reauthentication::Portal))),
        screen("scan", View, "Scan", opens(scan(now))),
        screen("phone", View, "Mobile number", opens(phone(now, None))),
        screen("phone-again", View, "Mobile number, given before", opens(phone(now, Some("+31 6 12345678")))),
        screen("confirm", View, "Code by text message", opens(confirm(now, 30))),
        screen("confirm-resend", View, "Code by text message, another may be sent", opens(confirm(now, 0))),
        screen("recovery-codes", View, "Recovery codes", opens(recovery_codes(now))),
        screen("done", View, "Done", opens(done(now, &RememberDuration::ALL))),
        screen("done-capped", View, "Done, the school allows 12 hours", opens(done(now, &capped))),
        screen("done-not-remembered", View, "Done, the school always asks", opens(done(now, &capped[..1]))),
    ]
}

fn code() -> Value {
    json!({ "code": "123456" })
}

fn number() -> Value {
    json!({ "phone": "06 12 34 56 78" })
}

fn enrolment_problems(now: i64) -> Vec<Screen> {
    use Problem as P;
    let at_method = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(method(now))).refused(Value::Null, "choose-app", problem)
    };
    let at_password = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(password(now, Reauthentication::Password))).refused(
            json!({ "password": "geheim" }),
            "continue",
            problem,
        )
    };
    let at_scan = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(scan(now))).refused(code(), "confirm", problem)
    };
    let at_phone = |name, title, typed: &str, problem| {
        screen(name, View::Enrolment, title, opens(phone(now, None))).refused(
            json!({ "phone": typed }),
            "send-code",
            problem,
        )
    };
    let at_confirm = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(confirm(now, 30))).refused(code(), "confirm", problem)
    };
    let at_resend = |name, title, problem| {
        screen(name, View::Enrolment, title, opens(confirm(now, 0))).refused(Value::Null, "resend", problem)
    };
    let mismatch = |attempts_left| P::CodeMismatch { attempts_left, seconds_ago: None };
    vec![
        at_method("method-not-offered", "The method is no longer offered", P::MethodNotOffered),
        at_method("method-already-enrolled", "Enrolled in another tab", P::AlreadyEnrolled),
        at_password("password-wrong", "Wrong password", P::PasswordWrong { attempts_left: 8 }),
        at_password("password-wrong-last", "Wrong password, one attempt left", P::PasswordWrong { attempts_left: 1 }),
        at_password("password-too-many", "Too many wrong passwords", P::TooManyAttempts { retry_after: 840 }),
        at_scan("scan-wrong-code", "Wrong code", mismatch(9)),
        at_scan("scan-wrong-code-last", "Wrong code, one attempt left", mismatch(1)),
        at_scan("scan-malformed", "Not six digits", P::CodeMalformed),
        at_scan("scan-already-used", "The code has been used", P::CodeAlreadyUsed),
        at_scan("scan-too-many", "Too many wrong codes", P::TooManyAttempts { retry_after: 840 }),
        at_scan("scan-wrong-step", "A second tab was quicker", P::WrongStep),
        at_scan("scan-expired", "The enrolment has expired", P::EnrolmentNotFound),
        at_scan("scan-reauthenticate", "The password is needed again", P::ReauthenticationRequired),
        at_phone("phone-invalid", "Not a number", "06 123", P::NumberInvalid),
        at_phone("phone-landline", "A landline", "020 123 45 67", P::NumberNotMobile),
        at_phone("phone-country", "A country that is not allowed", "+49 1512 3456789", P::NumberCountryNotAllowed),
        at_phone("phone-too-soon", "Another code too soon", "06 12 34 56 78", P::ResendTooSoon { retry_after: 40 }),
        at_phone("phone-too-many", "Too many messages", "06 12 34 56 78", P::TooManyMessages { retry_after: 540 }),
        at_phone("phone-sms-unavailable", "No message can be sent", "06 12 34 56 78", P::SmsUnavailable),
        at_confirm("confirm-wrong-code", "Wrong code from a message", mismatch(4)),
        at_confirm("confirm-superseded", "The code of an earlier message", P::CodeSuperseded { attempts_left: 3 }),
        at_confirm("confirm-expired", "The code is too old", P::CodeExpired),
        at_confirm("confirm-exhausted", "The code was tried too often", P::CodeExhausted),
        at_resend("resend-too-soon", "Another message too soon", P::ResendTooSoon { retry_after: 25 }),
        at_resend("resend-too-many", "Too many messages in a row", P::TooManyMessages { retry_after: 86_000 }),
        at_resend("resend-unavailable", "No other message can be sent", P::SmsUnavailable),
        screen("acknowledge-expired", View::Enrolment, "The codes were kept too late", opens(recovery_codes(now)))
            .refused(Value::Null, "acknowledge", P::EnrolmentNotFound),
    ]
}

fn challenge(now: i64, method: Method, duration: RememberDuration, wait: i64) -> Opening {
    let sms = method == Method::Sms;
    Opening::Challenge(Box::new(Challenge {
        id: Some("gallery".to_owned()),
        step: ChallengeStep::Code,
        method: Some(method),
        masked_number: sms.then(|| "+31 6 •••• ••78".to_owned()),
        resend_at: sms.then_some(now + wait),
        remember: RememberChoice { duration, ..remember() },
        assertion: None,
        school: "Voorbeeldcollege".to_owned(),
        server_time: now,
    }))
}

fn challenges(now: i64) -> Vec<Screen> {
    use Problem as P;
    use RememberDuration::{AlwaysAsk, ThreeDays};
    let of = |name, title, method, problem| {
        screen(name, View::Challenge, title, challenge(now, method, AlwaysAsk, 30)).refused(code(), "verify", problem)
    };
    let mismatch = |attempts_left, seconds_ago| P::CodeMismatch { attempts_left, seconds_ago };
    let resend = |name, title, problem| {
        screen(name, View::Challenge, title, challenge(now, Method::Sms, AlwaysAsk, 0)).refused(
            Value::Null,
            "resend",
            problem,
        )
    };
    vec![
        screen("challenge-app", View::Challenge, "Code from the app", challenge(now, Method::App, AlwaysAsk, 0)),
        screen("challenge-sms", View::Challenge, "Code from a message", challenge(now, Method::Sms, AlwaysAsk, 30)),
        screen(
            "challenge-remember",
            View::Challenge,
            "Code, and the device can be remembered",
            challenge(now, Method::App, ThreeDays, 0),
        ),
        of("challenge-wrong-code", "Wrong code at sign-in", Method::App, mismatch(3, None)),
        of("challenge-past-code", "A code of three minutes ago", Method::App, mismatch(4, Some(180))),
        of("challenge-malformed", "Not six digits at sign-in", Method::App, P::CodeMalformed),
        of("challenge-too-many", "Too many attempts", Method::App, P::TooManyAttempts { retry_after: 600 }),
        of("challenge-ended", "The challenge has ended", Method::App, P::ChallengeNotFound),
        of("challenge-sms-expired", "The message is too old", Method::Sms, P::CodeExpired),
        of("challenge-sms-exhausted", "The code was tried too often at sign-in", Method::Sms, P::CodeExhausted),
        resend("challenge-resend-too-soon", "Too soon for another", P::ResendTooSoon { retry_after: 25 }),
        resend("challenge-resend-too-many", "No more messages for now", P::TooManyMessages { retry_after: 540 }),
        resend("challenge-resend-unavailable", "The message cannot be sent", P::SmsUnavailable),
    ]
}

fn settings(now: i64, status: Status, method: Option<Method>) -> Settings {
    Settings {
        status,
        since: method.map(|_| now - 40 * 86_400),
        method,
        masked_number: (method == Some(Method::Sms)).then(|| "+31 6 •••• ••78".to_owned()),
        codes_left: if method.is_some() { 6 } else { 0 },
        remember: remember(),
        school: "Voorbeeldcollege".to_owned(),
        account: "Sam de Vries".to_owned(),
        server_time: now,
    }
}

fn settings_screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    let at = |name, title, settings| screen(name, View::Settings, title, Opening::Settings(Box::new(settings)));
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
        at("settings-pending", "Set-up begun", settings(now, Status::Pending, None)),
        at("settings-app", "On, with the app", on()),
        at("settings-sms", "On, with messages", settings(now, Status::On, Some(Method::Sms))),
        at("settings-remembered", "This device is remembered", Settings { remember: here(), ..on() }),
        at("settings-few-codes", "Two codes left", Settings { codes_left: 2, ..on() }),
        at("settings-no-codes", "No codes left", Settings { codes_left: 0, ..on() }),
        at("settings-suspended", "Switched off for a while", settings(now, Status::Suspended, Some(Method::App))),
        at("settings-locked", "Locked", settings(now, Status::Locked, Some(Method::App))),
        saving("settings-not-offered", "The duration is not offered", P::DurationNotOffered),
        saving("settings-reauthenticate", "A code is needed again", P::ReauthenticationRequired),
        saving("settings-not-enrolled", "Switched off elsewhere", P::NotEnrolled),
    ]
}

/// What can happen to any call, shown at one step, and while a view is opening.
fn troubles(now: i64) -> Vec<Screen> {
    use Problem as P;
    let calling = |name, title, reply| {
        screen(name, View::Enrolment, title, opens(phone(now, None))).then(number(), "send-code", reply)
    };
    let opening = |name, title, opens| screen(name, View::Enrolment, title, opens);
    vec![
        calling("busy", "The server is busy", Reply::Refused(P::Busy { retry_after: 2 })),
        calling("slow", "No answer comes", Reply::Never),
        calling("offline", "The connection breaks", Reply::Lost),
        calling("internal", "The server has a fault", Reply::Refused(P::Internal)),
        calling("malformed", "The request is refused", Reply::Refused(P::MalformedRequest)),
        calling("signed-out", "The session is over", Reply::Refused(P::SessionExpired)),
        opening("opening-slow", "Nothing has arrived yet", Opening::Never),
        opening("opening-offline", "No connection at the start", Opening::Lost),
        opening("opening-busy", "Busy at the start", Opening::Refused(P::Busy { retry_after: 2 })),
        opening("opening-refused", "The portal's token is refused", Opening::Refused(P::PortalTokenInvalid)),
        opening("opening-second-factor", "A code comes first", Opening::Refused(P::SecondFactorRequired)),
        opening("opening-foreign", "The page may not call", Opening::Refused(P::OriginNotAllowed)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_a_person_can_run_into_has_a_screen() {
        // About requests no widget sends, or that no screen can tell from another.
        const UNSEEN: [&str; 4] = ["not_found", "method_not_allowed", "body_too_large", "unsupported_media_type"];
        let shown: Vec<&str> = screens(0)
            .iter()
            .flat_map(|screen| {
                let opening = match &screen.opens {
                    Opening::Refused(problem) => Some(problem.code()),
                    _ => None,
                };
                let reply = match &screen.replies {
                    Reply::Refused(problem) => Some(problem.code()),
                    _ => None,
                };
                [opening, reply]
            })
            .flatten()
            .collect();
        for problem in Problem::examples() {
            let code = problem.code();
            assert_ne!(shown.contains(&code), UNSEEN.contains(&code), "{code}");
        }
    }

    #[test]
    fn every_step_has_a_screen_and_every_name_is_one_path_segment() {
        let mut names: Vec<_> = screens(0).iter().map(|screen| screen.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')));
        for step in ["method", "password", "phone", "scan", "confirm", "recovery-codes", "done"] {
            assert!(names.contains(&step), "{step}");
        }
    }
}
