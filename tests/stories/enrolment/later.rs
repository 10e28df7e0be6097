//! The school leaves some time: it can be put off until the day, and not after it.

use crate::fixture::*;
use tweestap_api::{Enrolment, EnrolmentAction};
use tweestap_widget::enrolment::flow::{Effect, Emit, Event, step};

/// The same with a week to go.
fn with_time(enrolment: Enrolment) -> Enrolment {
    let mut actions = enrolment.actions.clone();
    actions.push(EnrolmentAction::Later);
    Enrolment {
        actions,
        required: true,
        later_until: Some(NOW + 7 * 86_400),
        ..enrolment
    }
}

fn early() -> Vec<Enrolment> {
    vec![
        at_method(),
        at_password(),
        at_portal(),
        at_phone(),
        at_scan(),
        at_confirm(),
    ]
}

#[test]
fn until_the_code_it_can_be_left_for_later_and_nothing_is_taken_back() {
    for enrolment in early() {
        let mut state = given(with_time(enrolment));
        let before = state.clone();
        assert_eq!(state.later_until(), Some(NOW + 7 * 86_400));

        let effects = step(&mut state, Event::Later);

        // No call: what was begun is still there when they come back.
        assert_eq!(effects, [Effect::Emit(Emit::Later)]);
        assert_eq!(state, before);
    }
}

#[test]
fn codes_that_are_in_sight_are_not_left_for_later() {
    for enrolment in [at_recovery_codes(), at_done(), at_not_needed()] {
        let mut state = given(with_time(enrolment));
        assert_eq!(state.later_until(), None);
        assert_eq!(step(&mut state, Event::Later), []);
    }
}

#[test]
fn when_the_time_is_up_there_is_no_later() {
    let over = Enrolment {
        later_until: None,
        ..with_time(at_method())
    };
    let unheard_of = Enrolment {
        actions: at_method().actions,
        ..with_time(at_method())
    };
    for enrolment in [at_method(), over, unheard_of] {
        let mut state = given(enrolment);
        assert_eq!(state.later_until(), None);
        assert_eq!(step(&mut state, Event::Later), []);
    }
}

#[test]
fn while_something_is_under_way_nothing_is_left() {
    let mut state = given(with_time(at_scan()));
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    assert_eq!(step(&mut state, Event::Later), []);
}
