//! Double clicks, impatience, and answers that come when nobody waits for them any more.

use crate::fixture::*;
use tweestap_api::{Enrolment, Method, Problem, RememberDuration};
use tweestap_widget::{
    enrolment::flow::{Doing, Effect, Event, State, step},
    failure::Failure,
};

/// Everything a person or the page can do.
fn everything_one_can_do() -> Vec<Event> {
    vec![
        Event::ChooseMethod(Method::App),
        Event::ChooseMethod(Method::Sms),
        Event::SubmitPassword(secret(PASSWORD)),
        Event::SubmitPassword(secret("")),
        Event::SubmitNumber(secret("0612345678")),
        Event::SubmitNumber(secret("")),
        Event::SubmitCode(secret(CODE_AT_NOW)),
        Event::SubmitCode(secret("")),
        Event::Resend,
        Event::Back,
        Event::Cancel,
        Event::Acknowledge,
        Event::Finish(RememberDuration::AlwaysAsk),
        Event::Finish(RememberDuration::OneWeek),
        Event::Retry,
        Event::TokenGiven,
    ]
}

/// Each call once, under way.
fn under_way() -> Vec<(State, Doing)> {
    let begun = |at: Enrolment, event, doing| {
        let mut state = given(at);
        let effects = step(&mut state, event);
        assert!(matches!(effects[..], [Effect::Call(_)]));
        assert_eq!(state.doing, Some(doing));
        (state, doing)
    };
    let code = || Event::SubmitCode(secret(CODE_AT_NOW));
    let mut reading = begun(at_scan(), code(), Doing::Checking).0;
    step(&mut reading, Event::Failed(refused(Problem::WrongStep)));
    vec![
        (State::opening(), Doing::Opening),
        (reading, Doing::Reading),
        begun(
            at_method(),
            Event::ChooseMethod(Method::App),
            Doing::Beginning,
        ),
        begun(
            at_password(),
            Event::SubmitPassword(secret("p")),
            Doing::Checking,
        ),
        begun(
            at_phone(),
            Event::SubmitNumber(secret("06")),
            Doing::Sending,
        ),
        begun(at_scan(), code(), Doing::Checking),
        begun(at_confirm(), code(), Doing::Checking),
        begun(at_confirm(), Event::Resend, Doing::Resending),
        begun(at_confirm(), Event::Back, Doing::GoingBack),
        begun(
            at_recovery_codes(),
            Event::Acknowledge,
            Doing::Acknowledging,
        ),
        begun(at_scan(), Event::Cancel, Doing::Cancelling),
        begun(
            at_done(),
            Event::Finish(RememberDuration::OneWeek),
            Doing::Finishing,
        ),
    ]
}

#[test]
fn while_something_is_under_way_a_second_click_changes_nothing() {
    for (state, doing) in under_way() {
        assert_eq!(state.doing, Some(doing));
        for event in everything_one_can_do() {
            let mut clicked = state.clone();
            let said = format!("{event:?} while {doing:?}");
            assert_eq!(step(&mut clicked, event), [], "{said}");
            assert_eq!(clicked, state, "{said}");
        }
    }
}

#[test]
fn what_takes_long_is_said_and_then_no_longer() {
    for (mut state, doing) in under_way() {
        assert!(!state.slow);
        assert_eq!(step(&mut state, Event::Slow), []);
        assert!(state.slow);

        let answer = match doing {
            Doing::Finishing => Event::Saved,
            _ => Event::Answered(Box::new(at_recovery_codes())),
        };
        step(&mut state, answer);
        assert!(!state.slow, "still slow after {doing:?}");
    }
}

#[test]
fn a_failure_ends_the_wait_as_well() {
    for (mut state, _) in under_way() {
        step(&mut state, Event::Slow);
        step(&mut state, Event::Failed(Failure::Offline));
        assert!(!state.slow);
    }
}

#[test]
fn a_late_answer_changes_nothing() {
    for at in everywhere() {
        let state = given(at);
        for late in [
            Event::Answered(Box::new(at_method())),
            Event::Answered(Box::new(at_done())),
            Event::BackOnline(Box::new(at_done())),
            Event::Failed(Failure::Offline),
            Event::Failed(Failure::SignedOut),
            Event::Failed(refused(Problem::WrongStep)),
            Event::Saved,
            Event::Slow,
        ] {
            let mut after = state.clone();
            assert_eq!(step(&mut after, late.clone()), [], "{late:?}");
            assert_eq!(after, state, "{late:?}");
        }
    }
}

#[test]
fn an_act_that_belongs_to_another_screen_changes_nothing() {
    let own = |at: &Enrolment, event: &Event| match event {
        Event::ChooseMethod(_) => *at == at_method(),
        Event::SubmitPassword(_) => *at == at_password(),
        Event::SubmitNumber(_) => *at == at_phone(),
        Event::SubmitCode(_) => *at == at_scan() || *at == at_confirm(),
        Event::Resend => *at == at_confirm(),
        Event::Acknowledge => *at == at_recovery_codes(),
        Event::Finish(_) => *at == at_done() || *at == at_not_needed(),
        Event::Cancel => *at != at_done() && *at != at_not_needed(),
        Event::Back => at.id.is_some(),
        Event::TokenGiven => true,
        _ => false,
    };
    for at in everywhere() {
        for event in everything_one_can_do() {
            if own(&at, &event) {
                continue;
            }
            let mut state = given(at.clone());
            let before = state.clone();
            assert_eq!(
                step(&mut state, event.clone()),
                [],
                "{event:?} at {:?}",
                at.step
            );
            assert_eq!(state, before);
        }
    }
}

#[test]
fn an_answer_that_only_says_saved_ends_nothing_but_saving() {
    for (state, doing) in under_way() {
        if doing == Doing::Finishing {
            continue;
        }
        let mut after = state.clone();
        assert_eq!(step(&mut after, Event::Saved), []);
        assert_eq!(after, state);
    }
}
