//! The ends: acknowledged and finished, gone back, or cancelled.

use crate::fixture::*;
use tweestap_api::{Enrolment, Method, Problem, RememberChoice, RememberDuration};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Doing, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

fn save(duration: RememberDuration, this_device: bool) -> Effect {
    Effect::Call(Call::Remember {
        duration,
        this_device,
    })
}

/// At the end, the code given in this very visit; `done` is what the back end says there.
fn after_one_visit(done: Enrolment) -> State {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    step(&mut state, Event::Answered(Box::new(at_recovery_codes())));
    step(&mut state, Event::Acknowledge);
    step(&mut state, Event::Answered(Box::new(done)));
    assert_eq!(state.screen(), Screen::Done);
    state
}

#[test]
fn acknowledged_codes_switch_it_on_and_tell_the_page_once() {
    let mut state = given(at_recovery_codes());
    step(&mut state, Event::Acknowledge);

    let effects = step(&mut state, Event::Answered(Box::new(at_done())));

    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Step(Screen::Done)),
            Effect::FocusHeading,
            Effect::Emit(Emit::Enrolled(Method::App))
        ]
    );
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn an_acknowledgement_that_is_refused_switches_nothing_on() {
    let mut state = given(at_recovery_codes());
    step(&mut state, Event::Acknowledge);
    step(&mut state, Event::Failed(refused(Problem::Internal)));
    assert_eq!(state.screen(), Screen::RecoveryCodes);
    assert_eq!(secrets_in(&state), 6);
}

#[test]
fn finishing_saves_nothing_when_nothing_was_changed() {
    let mut state = given(at_done());
    let effects = step(&mut state, Event::Finish(RememberDuration::AlwaysAsk));
    assert_eq!(effects, [Effect::Emit(Emit::Finished)]);
    assert_eq!(state.doing, None);
}

#[test]
fn where_nothing_needs_setting_up_finishing_saves_nothing_and_leads_back() {
    let mut state = given(at_not_needed());
    assert_eq!(step(&mut state, Event::Cancel), []);
    let effects = step(&mut state, Event::Finish(RememberDuration::OneWeek));
    assert_eq!(effects, [Effect::Emit(Emit::Finished)]);
    assert_eq!(state.screen(), Screen::NotNeeded);
    assert_eq!(state.doing, None);
}

#[test]
fn finishing_saves_a_changed_duration_first() {
    let mut state = after_one_visit(at_done());
    let effects = step(&mut state, Event::Finish(RememberDuration::OneWeek));
    assert_eq!(effects, [save(RememberDuration::OneWeek, true)]);
    assert_eq!(state.doing, Some(Doing::Finishing));

    let effects = step(&mut state, Event::Saved);
    assert_eq!(effects, [Effect::Emit(Emit::Finished)]);
    assert_eq!(state.doing, None);
}

#[test]
fn a_duration_taken_back_to_always_ask_is_saved_as_well() {
    let mut state = after_one_visit(Enrolment {
        remember: Some(RememberChoice {
            duration: RememberDuration::OneWeek,
            ..remembering()
        }),
        ..at_done()
    });
    let effects = step(&mut state, Event::Finish(RememberDuration::AlwaysAsk));
    assert_eq!(effects, [save(RememberDuration::AlwaysAsk, true)]);
}

#[test]
fn after_a_reload_the_choice_is_saved_without_this_device() {
    let mut state = given(at_done());
    let effects = step(&mut state, Event::Finish(RememberDuration::ThreeDays));
    assert_eq!(effects, [save(RememberDuration::ThreeDays, false)]);
}

#[test]
fn a_code_given_too_long_ago_saves_the_choice_without_this_device() {
    let mut state = after_one_visit(at_done());
    step(&mut state, Event::Finish(RememberDuration::ThreeDays));
    let problem = refused(Problem::ReauthenticationRequired);

    let effects = step(&mut state, Event::Failed(problem.clone()));

    let fallback = save(RememberDuration::ThreeDays, false);
    assert!(effects.contains(&fallback), "{effects:?}");
    assert_eq!(state.doing, Some(Doing::Finishing));
    // A back end that refuses that too is not asked for ever.
    let effects = step(&mut state, Event::Failed(problem));
    assert!(!effects.contains(&fallback), "{effects:?}");
}

#[test]
fn a_duration_the_school_does_not_allow_can_be_chosen_again() {
    let mut state = after_one_visit(at_done());
    step(&mut state, Event::Finish(RememberDuration::OneWeek));
    step(
        &mut state,
        Event::Failed(refused(Problem::DurationNotOffered)),
    );
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorDuration);

    let effects = step(&mut state, Event::Finish(RememberDuration::ThreeDays));
    assert_eq!(effects, [save(RememberDuration::ThreeDays, true)]);
}

#[test]
fn cancelling_what_is_pending_asks_the_server_and_then_tells_the_page() {
    for at in everywhere() {
        if at.id.is_none() || at == at_done() {
            continue;
        }
        let mut state = given(at);
        assert_eq!(
            step(&mut state, Event::Cancel),
            [Effect::Call(Call::Cancel)]
        );
        assert_eq!(state.doing, Some(Doing::Cancelling));

        let effects = step(&mut state, Event::Answered(Box::new(at_method())));

        assert_eq!(
            effects,
            [
                Effect::Emit(Emit::Step(Screen::Method)),
                Effect::FocusHeading,
                Effect::Emit(Emit::Cancelled)
            ]
        );
        assert_eq!(secrets_in(&state), 0);
    }
}

#[test]
fn cancelling_where_nothing_is_pending_asks_nobody() {
    let mut state = given(at_method());
    assert_eq!(
        step(&mut state, Event::Cancel),
        [Effect::Emit(Emit::Cancelled)]
    );
    assert_eq!(state.doing, None);
}

#[test]
fn cancelling_at_the_methods_with_something_pending_tells_the_page_too() {
    let mut state = given(Enrolment {
        id: Some(ID.to_owned()),
        method: Some(Method::App),
        ..at_method()
    });
    assert_eq!(
        step(&mut state, Event::Cancel),
        [Effect::Call(Call::Cancel)]
    );
    let effects = step(&mut state, Event::Answered(Box::new(at_method())));
    assert_eq!(effects, [Effect::Emit(Emit::Cancelled)]);
}

#[test]
fn what_is_on_cannot_be_cancelled_and_neither_can_an_opening() {
    let mut done = given(at_done());
    assert_eq!(step(&mut done, Event::Cancel), []);
    let mut opening = State::opening();
    step(&mut opening, Event::Failed(Failure::Unreadable));
    assert_eq!(step(&mut opening, Event::Cancel), []);
}

#[test]
fn a_cancel_that_did_not_reach_the_server_cancels_nothing() {
    let mut state = given(at_scan());
    step(&mut state, Event::Cancel);
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert!(!effects.contains(&Effect::Emit(Emit::Cancelled)));
    assert_eq!(state.screen(), Screen::Scan);
}

#[test]
fn back_asks_the_server_and_shows_the_step_before() {
    let mut state = given(at_confirm());
    step(&mut state, Event::Back);
    let effects = step(&mut state, Event::Answered(Box::new(at_phone())));
    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Step(Screen::Phone)),
            Effect::FocusHeading
        ]
    );
}
