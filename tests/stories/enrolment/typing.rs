//! What is typed: what never reaches the server, and what reaches it exactly as it was.

use crate::fixture::*;
use tweestap_api::{Enrolment, Method};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Doing, Effect, Emit, Event, step},
};

/// Refused on the spot: no call, the place and what was typed kept, no attempt spent.
fn refused_on_the_spot(at: Enrolment, event: Event, code: &'static str, text: Text) {
    let mut state = given(at.clone());

    let effects = step(&mut state, event);

    assert_eq!(
        effects,
        [Effect::FocusField, Effect::Emit(Emit::Error(code))]
    );
    let notice = state.notice.clone().unwrap();
    assert_eq!((notice.code, notice.text), (code, text));
    assert!(notice.is_about_field());
    assert_eq!(state.doing, None);
    assert_eq!(state.wrong_codes, 0);
    assert_eq!(state.enrolment, Some(at));
}

#[test]
fn no_password_is_no_question_for_the_server() {
    refused_on_the_spot(
        at_password(),
        Event::SubmitPassword(secret("")),
        "password_missing",
        Text::ErrorPasswordMissing,
    );
}

#[test]
fn no_number_is_no_question_for_the_server() {
    for blank in ["", "  ", "\u{a0}\t"] {
        refused_on_the_spot(
            at_phone(),
            Event::SubmitNumber(secret(blank)),
            "number_missing",
            Text::ErrorNumberMissing,
        );
    }
}

#[test]
fn what_cannot_be_a_code_costs_no_attempt() {
    for at in [at_scan(), at_confirm()] {
        for (typed, code, text) in [
            ("", "code_missing", Text::ErrorCodeMissing),
            (" - ", "code_missing", Text::ErrorCodeMissing),
            ("12345", "code_too_short", Text::ErrorCodeShort),
            ("1234567", "code_malformed", Text::ErrorCodeMalformed),
            ("12345a", "code_malformed", Text::ErrorCodeMalformed),
        ] {
            let event = Event::SubmitCode(secret(typed));
            refused_on_the_spot(at.clone(), event, code, text);
        }
    }
}

#[test]
fn a_short_code_says_how_many_digits_there_were() {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret("081 8")));
    assert_eq!(state.notice.unwrap().amount, 4);
}

#[test]
fn a_password_goes_as_it_was_typed() {
    let mut state = given(at_password());
    let effects = step(&mut state, Event::SubmitPassword(secret(PASSWORD)));
    assert_eq!(effects, [Effect::Call(Call::Password(secret(PASSWORD)))]);
    assert_eq!(state.doing, Some(Doing::Checking));
}

#[test]
fn a_number_goes_as_it_was_typed() {
    let mut state = given(at_phone());
    let effects = step(&mut state, Event::SubmitNumber(secret(" 06 12 34 56 78")));
    let call = Call::Number {
        enrolment: ID.to_owned(),
        number: secret(" 06 12 34 56 78"),
    };
    assert_eq!(effects, [Effect::Call(call)]);
}

#[test]
fn a_code_goes_as_six_digits_however_it_was_typed() {
    for at in [at_scan(), at_confirm()] {
        for typed in ["081804", " 081 804 ", "081-804", "\u{ff10}\u{ff18}1804"] {
            let mut state = given(at.clone());
            let effects = step(&mut state, Event::SubmitCode(secret(typed)));
            let call = Call::Confirm {
                enrolment: ID.to_owned(),
                code: secret("081804"),
            };
            assert_eq!(effects, [Effect::Call(call)]);
            assert_eq!(state.doing, Some(Doing::Checking));
        }
    }
}

#[test]
fn the_method_chosen_is_the_method_asked_for() {
    for method in [Method::App, Method::Sms] {
        let mut state = given(at_method());
        let effects = step(&mut state, Event::ChooseMethod(method));
        assert_eq!(effects, [Effect::Call(Call::Begin(method))]);
    }
}

#[test]
fn asking_again_takes_the_earlier_notice_away() {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret("1")));
    assert!(state.notice.is_some());
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    assert_eq!(state.notice, None);
}
