//! What else can be refused or confirmed: messages, numbers, passwords, pauses.

use crate::fixture::*;
use tweestap_api::{Enrolment, EnrolmentStep, Method, Problem};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Effect, Emit, Event, Screen, step},
    notice::{Help, Notice},
};

#[test]
fn a_wrong_code_from_a_message_asks_no_server_time() {
    let mut state = given(at_confirm());
    let mismatch = Problem::CodeMismatch {
        attempts_left: 4,
        seconds_ago: None,
    };
    step(&mut state, Event::SubmitCode(secret("111111")));

    let effects = step(&mut state, Event::Failed(refused(mismatch)));

    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Error("code_mismatch")),
            Effect::EmptyField
        ]
    );
    let notice = state.notice.unwrap();
    assert_eq!(notice.text, Text::ErrorCodeMismatchSms);
    assert_eq!(notice.help, Help::None);
}

#[test]
fn what_is_refused_keeps_or_empties_the_field_as_helps_most() {
    let keep = Effect::FocusField;
    let empty = Effect::EmptyField;
    for (problem, text, field) in [
        (
            Problem::CodeSuperseded { attempts_left: 4 },
            Text::ErrorCodeSuperseded,
            &empty,
        ),
        (Problem::CodeExpired, Text::ErrorCodeExpired, &keep),
        (Problem::CodeExhausted, Text::ErrorCodeExhausted, &keep),
        (Problem::CodeMalformed, Text::ErrorCodeMalformed, &keep),
        (Problem::Busy { retry_after: 1 }, Text::ErrorBusy, &keep),
        (Problem::Internal, Text::ErrorInternal, &keep),
        (Problem::Unknown, Text::ErrorUnreadable, &keep),
    ] {
        let mut state = given(at_confirm());
        step(&mut state, Event::SubmitCode(secret("111111")));
        let code = problem.code();

        let effects = step(&mut state, Event::Failed(refused(problem)));

        assert_eq!(effects, [Effect::Emit(Emit::Error(code)), field.clone()]);
        assert_eq!(state.notice.clone().unwrap().text, text);
        assert_eq!(state.enrolment, Some(at_confirm()));
        assert_eq!(state.doing, None);
    }
}

#[test]
fn a_pause_says_how_long_and_whom_to_ask() {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret("111111")));
    let pause = refused(Problem::TooManyAttempts { retry_after: 900 });
    step(&mut state, Event::Failed(pause));
    let notice = state.notice.unwrap();
    assert_eq!(
        (notice.text, notice.amount),
        (Text::ErrorTooManyAttempts, 900)
    );
    assert_eq!(notice.help, Help::AskSchool);
}

#[test]
fn a_wrong_password_empties_the_field_and_counts_down() {
    let mut state = given(at_password());
    step(&mut state, Event::SubmitPassword(secret(PASSWORD)));
    let wrong = refused(Problem::PasswordWrong { attempts_left: 3 });

    let effects = step(&mut state, Event::Failed(wrong));

    let error = Effect::Emit(Emit::Error("password_wrong"));
    assert_eq!(effects, [error, Effect::EmptyField]);
    let notice = state.notice.clone().unwrap();
    assert_eq!(notice.text, Text::ErrorPasswordWrong);
    assert_eq!(notice.attempts_left, Some(3));
    assert_eq!(state.wrong_codes, 0);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn a_right_code_leads_to_the_recovery_codes() {
    for at in [at_scan(), at_confirm()] {
        let method = at.method;
        let mut state = given(at);
        step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
        let next = Enrolment {
            method,
            ..at_recovery_codes()
        };
        let effects = step(&mut state, Event::Answered(Box::new(next)));
        assert_eq!(
            effects,
            [
                Effect::Emit(Emit::Step(Screen::RecoveryCodes)),
                Effect::FocusHeading
            ]
        );
    }
}

#[test]
fn another_message_is_confirmed_in_words_and_the_field_emptied() {
    let mut state = given(at_confirm());
    let effects = step(&mut state, Event::Resend);
    let call = Call::Resend {
        enrolment: ID.to_owned(),
    };
    assert_eq!(effects, [Effect::Call(call)]);

    let effects = step(&mut state, Event::Answered(Box::new(at_confirm())));

    assert_eq!(effects, [Effect::EmptyField]);
    assert_eq!(state.notice, Some(Notice::good(Text::ConfirmResent)));
}

#[test]
fn another_message_too_soon_says_when() {
    let mut state = given(at_confirm());
    step(&mut state, Event::Resend);
    let soon = refused(Problem::ResendTooSoon { retry_after: 21 });
    step(&mut state, Event::Failed(soon));
    let notice = state.notice.unwrap();
    assert_eq!((notice.text, notice.amount), (Text::ErrorResendTooSoon, 21));
}

#[test]
fn a_number_that_cannot_be_used_is_explained_and_stays() {
    for (problem, text) in [
        (Problem::NumberInvalid, Text::ErrorNumberInvalid),
        (Problem::NumberNotMobile, Text::ErrorNumberNotMobile),
        (Problem::NumberCountryNotAllowed, Text::ErrorNumberCountry),
        (
            Problem::TooManyMessages { retry_after: 60 },
            Text::ErrorTooManyMessages,
        ),
        (Problem::SmsUnavailable, Text::ErrorSmsUnavailable),
    ] {
        let mut state = given(at_phone());
        step(&mut state, Event::SubmitNumber(secret("0201234567")));
        let code = problem.code();
        let effects = step(&mut state, Event::Failed(refused(problem)));
        assert_eq!(
            effects,
            [Effect::Emit(Emit::Error(code)), Effect::FocusField]
        );
        assert_eq!(state.notice.clone().unwrap().text, text);
        assert_eq!(state.enrolment.clone().unwrap().step, EnrolmentStep::Phone);
        assert_eq!(state.enrolment.unwrap().method, Some(Method::Sms));
    }
}
