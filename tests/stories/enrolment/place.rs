//! Second tabs, expiry, a code sent twice: the server is asked where one is, and it is said.

use crate::fixture::*;
use tweestap_api::{Enrolment, Problem};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Doing, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

const MOVED: [(Problem, Text); 4] = [
    (Problem::WrongStep, Text::ErrorMovedOn),
    (Problem::CodeAlreadyUsed, Text::ErrorCodeAlreadyUsed),
    (Problem::EnrolmentNotFound, Text::ErrorExpired),
    (Problem::AlreadyEnrolled, Text::ErrorAlreadyEnrolled),
];

/// A code was sent and refused for this reason; where one is, is being asked.
fn looking_again(problem: Problem) -> State {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    let code = problem.code();
    let effects = step(&mut state, Event::Failed(refused(problem)));
    assert_eq!(
        effects,
        [Effect::Emit(Emit::Error(code)), Effect::Call(Call::Read)]
    );
    assert_eq!(state.doing, Some(Doing::Reading));
    state
}

#[test]
fn somebody_who_was_further_in_another_tab_is_taken_there_and_told_so() {
    for (problem, text) in MOVED {
        let mut state = looking_again(problem);

        let effects = step(&mut state, Event::Answered(Box::new(at_recovery_codes())));

        assert_eq!(
            effects,
            [
                Effect::Emit(Emit::Step(Screen::RecoveryCodes)),
                Effect::FocusHeading
            ]
        );
        assert_eq!(state.notice.clone().unwrap().text, text);
        assert_eq!(secrets_in(&state), 6);
    }
}

#[test]
fn somebody_who_is_where_they_were_is_told_so_too() {
    for (problem, text) in MOVED {
        let mut state = looking_again(problem);
        let effects = step(&mut state, Event::Answered(Box::new(at_scan())));
        assert_eq!(effects, []);
        assert_eq!(state.screen(), Screen::Scan);
        assert_eq!(state.notice.clone().unwrap().text, text);
    }
}

#[test]
fn an_enrolment_that_ended_begins_at_the_methods() {
    let mut state = looking_again(Problem::EnrolmentNotFound);
    step(&mut state, Event::Answered(Box::new(at_method())));
    assert_eq!(state.screen(), Screen::Method);
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorExpired);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn being_switched_on_in_another_tab_is_shown_here_too() {
    let mut state = looking_again(Problem::WrongStep);
    let effects = step(&mut state, Event::Answered(Box::new(at_done())));
    assert!(effects.contains(&Effect::Emit(Emit::Step(Screen::Done))));
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorMovedOn);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn a_reading_that_fails_says_why_and_asks_no_third_time() {
    for (problem, _) in MOVED {
        let mut state = looking_again(problem);
        let busy = refused(Problem::Busy { retry_after: 1 });
        let effects = step(&mut state, Event::Failed(busy));
        let error = Effect::Emit(Emit::Error("busy"));
        assert_eq!(effects, [error, Effect::FocusField]);
        assert_eq!(state.notice.clone().unwrap().text, Text::ErrorBusy);
        assert_eq!(state.screen(), Screen::Scan);
        assert_eq!(state.doing, None);
    }
}

#[test]
fn a_reading_that_is_refused_in_turn_is_not_asked_for_ever() {
    for (problem, text) in MOVED {
        let mut state = looking_again(Problem::WrongStep);
        let effects = step(&mut state, Event::Failed(refused(problem)));
        assert!(
            !effects
                .iter()
                .any(|effect| matches!(effect, Effect::Call(_))),
            "{effects:?}"
        );
        assert_eq!(state.notice.clone().unwrap().text, text);
        assert_eq!(state.doing, None);
    }
}

#[test]
fn what_was_to_be_said_of_an_old_refusal_is_not_said_of_a_later_success() {
    let mut state = looking_again(Problem::WrongStep);
    step(
        &mut state,
        Event::Failed(refused(Problem::Busy { retry_after: 1 })),
    );

    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    step(&mut state, Event::Answered(Box::new(at_recovery_codes())));

    assert_eq!(state.notice, None);
}

#[test]
fn a_reload_at_any_step_comes_back_to_the_same_step() {
    for at in everywhere() {
        let before = given(at.clone());
        let after = given(at);
        assert_eq!(before, after);
    }
}

#[test]
fn the_acts_name_the_enrolment_they_are_about() {
    let about = |at: Enrolment, event: Event| {
        let mut state = given(at);
        step(&mut state, event)
    };
    let id = || ID.to_owned();
    for (effects, call) in [
        (
            about(at_confirm(), Event::Resend),
            Call::Resend { enrolment: id() },
        ),
        (
            about(at_confirm(), Event::Back),
            Call::Back { enrolment: id() },
        ),
        (
            about(at_recovery_codes(), Event::Acknowledge),
            Call::Acknowledge { enrolment: id() },
        ),
        (
            about(at_scan(), Event::SubmitCode(secret("050471"))),
            Call::Confirm {
                enrolment: id(),
                code: secret("050471"),
            },
        ),
    ] {
        assert_eq!(effects, [Effect::Call(call)]);
    }
}

#[test]
fn an_answer_out_of_the_contract_keeps_the_place() {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    let effects = step(&mut state, Event::Failed(Failure::Unreadable));
    let error = Effect::Emit(Emit::Error("unreadable"));
    assert_eq!(effects, [error, Effect::FocusField]);
    assert_eq!(state.enrolment, Some(at_scan()));
}
