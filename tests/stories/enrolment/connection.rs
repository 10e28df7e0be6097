//! Bad Wi-Fi: nothing typed is lost, the place is kept, and what the server did meanwhile is found out.

use crate::fixture::*;
use tweestap_api::{Method, Problem};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
    notice::Notice,
};

/// Somebody did this, and there was no connection.
fn broken(mut state: State, event: Event) -> State {
    step(&mut state, event);
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Error("offline")),
            Effect::Reconnect,
            Effect::FocusField
        ]
    );
    assert!(state.offline);
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorOffline);
    assert_eq!(state.doing, None);
    state
}

fn code() -> Event {
    Event::SubmitCode(secret(CODE_AT_NOW))
}

#[test]
fn a_broken_connection_keeps_the_place_and_keeps_trying() {
    let state = broken(given(at_scan()), code());
    assert_eq!(state.screen(), Screen::Scan);
    assert_eq!(state.enrolment, Some(at_scan()));
}

#[test]
fn back_online_where_one_was_says_so_and_takes_nothing_away() {
    let mut state = broken(given(at_scan()), code());

    let effects = step(&mut state, Event::BackOnline(Box::new(at_scan())));

    // No effect on the field: what was typed still stands there.
    assert_eq!(effects, []);
    assert!(!state.offline);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn back_online_after_the_server_had_done_it_moves_on() {
    let mut state = broken(given(at_scan()), code());

    let effects = step(&mut state, Event::BackOnline(Box::new(at_recovery_codes())));

    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Step(Screen::RecoveryCodes)),
            Effect::FocusHeading
        ]
    );
    assert_eq!(secrets_in(&state), 6);
}

#[test]
fn an_opening_without_a_connection_opens_by_itself_later() {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert!(effects.contains(&Effect::Reconnect));
    assert_eq!(state.screen(), Screen::Opening);

    let effects = step(&mut state, Event::BackOnline(Box::new(at_method())));

    assert!(effects.contains(&Effect::Emit(Emit::Step(Screen::Method))));
    assert_eq!(state.screen(), Screen::Method);
}

#[test]
fn being_back_online_is_said_once() {
    let mut state = broken(given(at_scan()), code());
    step(&mut state, Event::BackOnline(Box::new(at_scan())));
    let before = state.clone();
    assert_eq!(step(&mut state, Event::BackOnline(Box::new(at_done()))), []);
    assert_eq!(state, before);
}

#[test]
fn somebody_who_tries_again_first_is_answered_by_that() {
    let mut state = broken(given(at_scan()), code());
    let effects = step(&mut state, code());
    assert!(matches!(effects[..], [Effect::Call(Call::Confirm { .. })]));

    let effects = step(&mut state, Event::BackOnline(Box::new(at_scan())));
    assert_eq!(effects, []);
    assert_eq!(state.notice, None);

    step(&mut state, Event::Answered(Box::new(at_recovery_codes())));
    assert_eq!(state.screen(), Screen::RecoveryCodes);
    assert!(!state.offline);
}

#[test]
fn one_search_for_the_connection_is_enough() {
    let mut state = broken(given(at_scan()), code());
    step(&mut state, code());
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert!(
        !effects.contains(&Effect::Reconnect),
        "a second search: {effects:?}"
    );
    assert_eq!(state.notice.unwrap().text, Text::ErrorOffline);
}

#[test]
fn the_search_begins_anew_when_the_connection_was_there_in_between() {
    let mut state = broken(given(at_scan()), code());
    step(&mut state, Event::BackOnline(Box::new(at_scan())));
    step(&mut state, code());
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert!(effects.contains(&Effect::Reconnect));
}

#[test]
fn a_refusal_that_came_through_is_not_talked_over_by_the_connection() {
    let mut state = broken(given(at_phone()), Event::SubmitNumber(secret("020")));
    step(&mut state, Event::SubmitNumber(secret("020")));
    step(&mut state, Event::Failed(refused(Problem::NumberInvalid)));
    step(&mut state, Event::BackOnline(Box::new(at_phone())));
    assert_eq!(state.notice.unwrap().text, Text::ErrorNumberInvalid);
}

#[test]
fn an_acknowledgement_whose_answer_was_lost_still_tells_the_page() {
    let mut state = broken(given(at_recovery_codes()), Event::Acknowledge);

    let effects = step(&mut state, Event::BackOnline(Box::new(at_done())));

    assert_eq!(state.screen(), Screen::Done);
    assert!(
        effects.contains(&Effect::Emit(Emit::Enrolled(Method::App))),
        "the page is not told: {effects:?}"
    );
}

#[test]
fn no_code_outlives_a_broken_connection() {
    let mut state = broken(given(at_scan()), code());
    step(&mut state, Event::BackOnline(Box::new(at_done())));
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn a_reason_found_while_offline_is_not_said_of_something_later() {
    let mut state = given(at_scan());
    step(&mut state, code());
    step(&mut state, Event::Failed(refused(Problem::WrongStep)));
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, Event::BackOnline(Box::new(at_method())));

    step(&mut state, Event::ChooseMethod(Method::App));
    step(&mut state, Event::Answered(Box::new(at_scan())));

    assert_eq!(state.notice, None);
}
