//! A code that is refused explains itself. At enrolment the future may be named too.

use crate::fixture::*;
use tweestap_api::{Enrolment, Problem};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
    notice::{Help, Notice},
};

const MISMATCH: Problem = Problem::CodeMismatch {
    attempts_left: 4,
    seconds_ago: None,
};

/// The code is refused, and the server's time asked.
fn refuse(state: &mut State, code: &str) {
    step(state, Event::SubmitCode(secret(code)));
    let effects = step(state, Event::Failed(refused(MISMATCH)));
    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Error("code_mismatch")),
            Effect::Call(Call::Read)
        ]
    );
}

/// The reading says that it is so late at the server; back comes what is said.
fn read_at(state: &mut State, server_time: i64) -> Notice {
    let enrolment = Enrolment {
        server_time,
        ..at_scan()
    };
    let effects = step(state, Event::Answered(Box::new(enrolment)));
    assert_eq!(effects, [Effect::EmptyField]);
    assert_eq!(state.screen(), Screen::Scan);
    assert_eq!(state.doing, None);
    state.notice.clone().unwrap()
}

#[test]
fn a_wrong_code_keeps_the_person_where_they_are() {
    let mut state = given(at_scan());
    refuse(&mut state, "111111");
    // Nothing is said before the reason is known.
    assert_eq!(state.notice, None);

    let notice = read_at(&mut state, NOW);

    assert_eq!(notice.text, Text::ErrorCodeMismatch);
    assert_eq!(notice.code, "code_mismatch");
    assert_eq!(notice.attempts_left, Some(4));
    assert_eq!(notice.help, Help::None);
    assert_eq!(state.wrong_codes, 1);
}

#[test]
fn a_phone_that_runs_behind_is_told_by_how_much() {
    let mut state = given(at_scan());
    refuse(&mut state, CODE_BEFORE_NOW);

    // Six steps after the one the code belongs to.
    let notice = read_at(&mut state, NOW + 5 * 30);

    assert_eq!(notice.text, Text::ErrorCodeBehind);
    assert_eq!(notice.amount, 180);
    assert_eq!(notice.help, Help::Clock);
    assert_eq!(notice.attempts_left, Some(4));
}

#[test]
fn a_phone_that_runs_ahead_is_told_by_how_much() {
    let mut state = given(at_scan());
    refuse(&mut state, CODE_BEFORE_NOW);

    let notice = read_at(&mut state, NOW - 7 * 30);

    assert_eq!(notice.text, Text::ErrorCodeAhead);
    assert_eq!(notice.amount, 180);
    assert_eq!(notice.help, Help::Clock);
}

#[test]
fn a_code_from_too_long_ago_is_a_wrong_code() {
    let mut state = given(at_scan());
    refuse(&mut state, CODE_BEFORE_NOW);
    let notice = read_at(&mut state, NOW + 30 * 30);
    assert_eq!(notice.text, Text::ErrorCodeMismatch);
}

#[test]
fn after_two_wrong_codes_clock_help_is_offered() {
    let mut state = given(at_scan());
    refuse(&mut state, "111111");
    assert_eq!(read_at(&mut state, NOW).help, Help::None);
    refuse(&mut state, "222222");
    let notice = read_at(&mut state, NOW);
    assert_eq!(notice.text, Text::ErrorCodeMismatch);
    assert_eq!(notice.help, Help::Clock);
}

#[test]
fn without_the_servers_time_the_plain_sentence_will_do() {
    for failure in [
        Failure::Offline,
        Failure::Unreadable,
        refused(Problem::Internal),
    ] {
        let mut state = given(at_scan());
        refuse(&mut state, CODE_BEFORE_NOW);

        let effects = step(&mut state, Event::Failed(failure));

        assert_eq!(effects, [Effect::EmptyField]);
        assert_eq!(state.notice.clone().unwrap().text, Text::ErrorCodeMismatch);
        assert_eq!(state.doing, None);
        assert_eq!(secrets_in(&state), secrets_in(&at_scan()));
    }
}

#[test]
fn without_the_servers_time_the_second_wrong_code_still_gets_clock_help() {
    let mut state = given(at_scan());
    for _ in 0..2 {
        refuse(&mut state, "111111");
        step(&mut state, Event::Failed(Failure::Offline));
    }
    assert_eq!(state.notice.unwrap().help, Help::Clock);
}

#[test]
fn a_code_refused_elsewhere_meanwhile_shows_where_one_is() {
    let mut state = given(at_scan());
    refuse(&mut state, CODE_AT_NOW);
    let effects = step(&mut state, Event::Answered(Box::new(at_recovery_codes())));
    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Step(Screen::RecoveryCodes)),
            Effect::FocusHeading
        ]
    );
    assert_eq!(state.notice, None);
}

#[test]
fn the_code_under_way_is_forgotten_once_it_is_explained() {
    let mut state = given(at_scan());
    refuse(&mut state, CODE_BEFORE_NOW);
    assert_eq!(secrets_in(&state), secrets_in(&at_scan()) + 1);
    read_at(&mut state, NOW);
    assert_eq!(secrets_in(&state), secrets_in(&at_scan()));
}

#[test]
fn a_code_that_was_answered_in_any_way_is_not_kept() {
    for failure in [
        Failure::Offline,
        Failure::SignedOut,
        Failure::Unreadable,
        refused(Problem::Busy { retry_after: 1 }),
        refused(Problem::TooManyAttempts { retry_after: 60 }),
    ] {
        for at in [at_scan(), at_confirm()] {
            let mut state = given(at.clone());
            step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
            step(&mut state, Event::Failed(failure.clone()));
            assert_eq!(
                secrets_in(&state),
                secrets_in(&at),
                "kept after {failure:?}"
            );
        }
    }
}

#[test]
fn a_new_screen_forgets_the_wrong_codes() {
    let mut state = given(at_scan());
    refuse(&mut state, "111111");
    read_at(&mut state, NOW);
    step(&mut state, Event::Back);
    step(&mut state, Event::Answered(Box::new(at_method())));
    assert_eq!(state.wrong_codes, 0);
}
