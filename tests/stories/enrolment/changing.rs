//! The second step is on already: a method is added, or takes the place of its like. The codes stay.

use crate::fixture::*;
use tweestap_api::{Enrolment, Method, Problem, RememberDuration};
use tweestap_widget::{
    enrolment::flow::{Call, Doing, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

/// The answer to the method that was chosen in the settings.
fn changed(enrolment: Enrolment) -> State {
    given(changing(enrolment))
}

fn done_by_message() -> Enrolment {
    changing(Enrolment {
        method: Some(Method::Sms),
        ..at_done()
    })
}

fn type_the_code(state: &mut State) {
    let effects = step(state, Event::SubmitCode(secret(CODE_AT_NOW)));
    assert!(matches!(effects[..], [Effect::Call(Call::Confirm { .. })]));
}

fn at_the_end(method: Method) -> [Effect; 3] {
    [
        Effect::Emit(Emit::Step(Screen::Done)),
        Effect::FocusHeading,
        Effect::Emit(Emit::Enrolled(method)),
    ]
}

#[test]
fn the_code_ends_it_and_no_recovery_codes_come_in_between() {
    for (at, done, method) in [
        (at_scan(), changing(at_done()), Method::App),
        (at_confirm(), done_by_message(), Method::Sms),
    ] {
        let mut state = changed(at);
        type_the_code(&mut state);
        let effects = step(&mut state, Event::Answered(Box::new(done)));
        assert_eq!(effects, at_the_end(method));
        assert_eq!(secrets_in(&state), 0);
    }
}

#[test]
fn this_device_may_be_remembered_at_once_because_the_code_was_given_here() {
    let mut state = changed(at_scan());
    type_the_code(&mut state);
    step(&mut state, Event::Answered(Box::new(changing(at_done()))));
    assert!(state.code_given_here);
    let effects = step(&mut state, Event::Finish(RememberDuration::OneWeek));
    let save = Call::Remember {
        duration: RememberDuration::OneWeek,
        this_device: true,
    };
    assert_eq!(effects, [Effect::Call(save)]);
}

#[test]
fn where_few_codes_are_left_new_ones_are_part_of_it() {
    let mut state = given(Enrolment {
        change: true,
        ..at_scan()
    });
    type_the_code(&mut state);
    step(
        &mut state,
        Event::Answered(Box::new(Enrolment {
            change: true,
            ..at_recovery_codes()
        })),
    );
    assert_eq!(state.screen(), Screen::RecoveryCodes);
    step(&mut state, Event::Acknowledge);
    let effects = step(&mut state, Event::Answered(Box::new(changing(at_done()))));
    assert_eq!(effects, at_the_end(Method::App));
}

#[test]
fn an_answer_that_was_lost_at_the_last_step_is_no_lost_news() {
    let mut state = changed(at_scan());
    type_the_code(&mut state);
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = step(&mut state, Event::BackOnline(Box::new(changing(at_done()))));
    assert_eq!(effects, at_the_end(Method::App));
}

#[test]
fn a_proof_that_ran_out_is_looked_up_once() {
    let mut state = State::opening();
    let refusal = || Event::Failed(refused(Problem::ReauthenticationRequired));
    assert_eq!(
        step(&mut state, refusal()),
        [
            Effect::Emit(Emit::Error("reauthentication_required")),
            Effect::Call(Call::Read)
        ]
    );
    assert_eq!(state.doing, Some(Doing::Reading));
    let effects = step(&mut state, refusal());
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Call(_)))
    );
    assert_eq!(state.doing, None);
}

#[test]
fn whoever_cancels_keeps_what_is_in_force() {
    let mut state = changed(at_scan());
    assert_eq!(
        step(&mut state, Event::Cancel),
        [Effect::Call(Call::Cancel)]
    );
    let effects = step(&mut state, Event::Answered(Box::new(changing(at_method()))));
    assert!(effects.contains(&Effect::Emit(Emit::Cancelled)));
    assert_eq!(secrets_in(&state), 0);
}
