//! The code: verified, refused, asked for again.

use super::*;
use tweestap_widget::{
    Text,
    challenge::flow::Doing,
    notice::{Help, Notice},
};

#[test]
fn a_code_is_verified_with_what_was_ticked() {
    for remember in [true, false] {
        let mut state = asked(Method::App);
        let effects = step(&mut state, Event::Submit(secret(" 050 471"), remember));
        let call = Call::Verify {
            challenge: "challenge-1".to_owned(),
            code: secret(CODE_AT_NOW),
            remember,
        };
        assert_eq!(effects, [Effect::Call(call)]);
        assert_eq!(state.doing, Some(Doing::Verifying));
        assert_eq!(secrets_in(&state), 0);
    }
}

#[test]
fn the_assertion_goes_to_the_page_and_leaves_the_state_at_once() {
    let mut state = asked(Method::App);
    step(&mut state, submit());

    let effects = step(&mut state, Event::Answered(Box::new(passed("assertion"))));

    assert_eq!(effects, [Effect::Verified(Some(secret("assertion")))]);
    assert_eq!(state.screen(), Screen::Passed);
    assert_eq!(state.challenge.clone().unwrap().assertion, None);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn somebody_who_need_not_be_asked_passes_at_the_opening() {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Answered(Box::new(passed("assertion"))));
    assert_eq!(effects, [Effect::Verified(Some(secret("assertion")))]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn the_assertion_is_given_once() {
    let mut state = asked(Method::App);
    step(&mut state, submit());
    step(&mut state, Event::Answered(Box::new(passed("assertion"))));
    let before = state.clone();
    for event in [
        Event::Answered(Box::new(passed("assertion"))),
        Event::BackOnline(Box::new(passed("assertion"))),
        submit(),
        Event::Resend,
        Event::Retry,
    ] {
        assert_eq!(step(&mut state, event), []);
        assert_eq!(state, before);
    }
}

#[test]
fn what_cannot_be_a_code_costs_no_attempt() {
    for (typed, code, text) in [
        ("", "code_missing", Text::ErrorCodeMissing),
        ("12345", "code_too_short", Text::ErrorCodeShort),
        ("1234567", "code_malformed", Text::ErrorCodeMalformed),
        ("abcdef", "code_malformed", Text::ErrorCodeMalformed),
    ] {
        let mut state = asked(Method::App);
        let effects = step(&mut state, Event::Submit(secret(typed), true));
        assert_eq!(effects, [Effect::FocusField, Effect::Error(code)]);
        assert_eq!(state.notice.clone().unwrap().text, text);
        assert_eq!((state.doing, state.wrong_codes), (None, 0));
    }
}

#[test]
fn a_device_from_school_may_show_eight_digits() {
    let eight = Challenge {
        digits: Some(8),
        ..challenge(Method::Hardware)
    };
    for (typed, code) in [
        ("", "code_missing"),
        ("123456", "code_malformed"),
        ("123456789", "code_malformed"),
    ] {
        let mut state = given(eight.clone());
        let effects = step(&mut state, Event::Submit(secret(typed), false));
        assert_eq!(effects, [Effect::FocusField, Effect::Error(code)]);
    }
    let mut state = given(eight);
    let effects = step(&mut state, Event::Submit(secret("0123 4567"), false));
    let call = Call::Verify {
        challenge: id(),
        code: secret("01234567"),
        remember: false,
    };
    assert_eq!(effects, [Effect::Call(call)]);
}

#[test]
fn six_digits_where_eight_are_asked_is_said_in_words() {
    let mut state = given(Challenge {
        digits: Some(8),
        ..challenge(Method::Hardware)
    });
    step(&mut state, submit());
    assert_eq!(state.notice.unwrap().text, Text::ErrorCodeNotEight);
}

#[test]
fn a_wrong_code_empties_the_field_and_after_two_offers_clock_help() {
    let mut state = asked(Method::App);
    for help in [Help::None, Help::Clock, Help::Clock] {
        let effects = fail(&mut state, refused(MISMATCH));
        assert_eq!(
            effects,
            [Effect::Error("code_mismatch"), Effect::EmptyField]
        );
        let notice = state.notice.clone().unwrap();
        assert_eq!(notice.text, Text::ErrorCodeMismatch);
        assert_eq!(notice.help, help);
        assert_eq!(state.screen(), Screen::Code);
    }
    assert_eq!(state.wrong_codes, 3);
}

#[test]
fn clock_help_is_no_help_with_a_message() {
    let mut state = asked(Method::Sms);
    fail(&mut state, refused(MISMATCH));
    fail(&mut state, refused(MISMATCH));
    let notice = state.notice.unwrap();
    assert_eq!(notice.text, Text::ErrorCodeMismatchSms);
    assert_eq!(notice.help, Help::None);
}

#[test]
fn a_code_from_the_past_says_how_long_ago() {
    let mut state = asked(Method::App);
    let late = Problem::CodeMismatch {
        attempts_left: 2,
        seconds_ago: Some(180),
    };
    fail(&mut state, refused(late));
    let notice = state.notice.unwrap();
    assert_eq!((notice.text, notice.amount), (Text::ErrorCodeBehind, 180));
    assert_eq!(notice.help, Help::Clock);
}

#[test]
fn a_pause_keeps_the_field_and_says_whom_to_ask() {
    let mut state = asked(Method::App);
    let pause = refused(Problem::TooManyAttempts { retry_after: 60 });
    let effects = fail(&mut state, pause);
    assert_eq!(
        effects,
        [Effect::Error("too_many_attempts"), Effect::FocusField]
    );
    assert_eq!(state.notice.unwrap().help, Help::AskSchool);
    assert_eq!(state.wrong_codes, 0);
}

#[test]
fn a_challenge_that_ended_is_replaced_and_it_is_said() {
    let mut state = asked(Method::App);
    let effects = fail(&mut state, refused(Problem::ChallengeNotFound));
    assert_eq!(
        effects,
        [
            Effect::Error("challenge_not_found"),
            Effect::Call(Call::Begin(Purpose::SignIn))
        ]
    );

    let effects = step(
        &mut state,
        Event::Answered(Box::new(challenge(Method::App))),
    );

    assert_eq!(effects, [Effect::EmptyField]);
    assert_eq!(state.notice.clone().unwrap().text, Text::ChallengeRenewed);
    assert_eq!(state.doing, None);
}

#[test]
fn a_back_end_that_knows_no_challenge_is_not_asked_for_ever() {
    let mut state = asked(Method::App);
    fail(&mut state, refused(Problem::ChallengeNotFound));
    let effects = step(
        &mut state,
        Event::Failed(refused(Problem::ChallengeNotFound)),
    );
    assert_eq!(
        effects
            .iter()
            .filter(|effect| matches!(effect, Effect::Call(_)))
            .count(),
        0
    );
    assert_eq!(state.doing, None);
}

#[test]
fn another_message_is_confirmed_in_words() {
    let mut state = asked(Method::Sms);
    let effects = step(&mut state, Event::Resend);
    assert_eq!(
        effects,
        [Effect::Call(Call::Resend("challenge-1".to_owned()))]
    );
    let effects = step(
        &mut state,
        Event::Answered(Box::new(challenge(Method::Sms))),
    );
    assert_eq!(effects, [Effect::EmptyField]);
    assert_eq!(state.notice, Some(Notice::good(Text::ConfirmResent)));
}
