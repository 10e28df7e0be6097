//! Bad Wi-Fi at each place on the way to what is wanted.

use super::*;

fn breaks(state: &mut State) {
    let effects = step(state, Event::Failed(Failure::Offline));
    assert!(effects.contains(&Effect::Reconnect), "{effects:?}");
    assert!(effects.contains(&Effect::Error("offline")));
    assert_eq!(state.doing, None);
}

fn back() -> Notice {
    Notice::good(Text::ErrorBackOnline)
}

fn at_password(wanted: Wanted) -> State {
    let mut state = given(asking(Some(Proof::Password)));
    want(&mut state, wanted);
    step(&mut state, password());
    state
}

#[test]
fn at_the_password_the_place_and_what_was_typed_stay() {
    let mut state = at_password(Wanted::Erase);
    breaks(&mut state);
    assert_eq!(back_online(&mut state, asking(Some(Proof::Password))), []);
    assert_eq!(state.screen(), Screen::Password);
    assert_eq!(state.wanted, Some(Wanted::Erase));
    assert_eq!(state.notice, Some(back()));
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn a_password_that_had_arrived_leads_on() {
    let mut state = at_password(Wanted::Erase);
    breaks(&mut state);
    let effects = back_online(&mut state, asking(None));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Consequence), Effect::FocusHeading]
    );
}

#[test]
fn a_password_that_had_arrived_may_lead_to_the_code() {
    let mut state = at_password(Wanted::Erase);
    breaks(&mut state);
    assert_eq!(back_online(&mut state, asking(Some(Proof::Code))), []);
    assert_eq!(state.screen(), Screen::Proving);
}

#[test]
fn a_token_that_had_arrived_leads_on() {
    let mut state = given(asking(Some(Proof::Portal)));
    want(&mut state, Wanted::SwitchOff);
    step(&mut state, Event::TokenGiven);
    breaks(&mut state);
    assert_eq!(state.screen(), Screen::Portal);
    back_online(&mut state, asking(None));
    assert_eq!(state.screen(), Screen::Consequence);
}

#[test]
fn after_the_code_it_is_said_on_the_overview_where_it_can_be_tried_again() {
    for failure in [
        Failure::Offline,
        Failure::SignedOut,
        Failure::Unreadable,
        refused(Problem::Internal),
    ] {
        let mut state = given(asking(Some(Proof::Code)));
        want(&mut state, Wanted::Erase);
        step(&mut state, Event::Over);

        step(&mut state, Event::Failed(failure.clone()));

        assert_eq!(state.screen(), Screen::Overview, "{failure:?}");
        assert_eq!(state.notice.clone().unwrap().code, failure.code());
        assert_eq!(state.doing, None);
        want(&mut state, Wanted::Erase);
        assert_eq!(state.screen(), Screen::Proving);
    }
}

#[test]
fn at_the_consequence_it_stays_to_be_confirmed_again() {
    for wanted in with_a_consequence() {
        let mut state = given(full_settings());
        want(&mut state, wanted.clone());
        step(&mut state, Event::Confirm);
        breaks(&mut state);
        assert_eq!(back_online(&mut state, full_settings()), []);
        assert_eq!(state.screen(), Screen::Consequence);
        assert_eq!(state.notice, Some(back()));
        assert_eq!(step(&mut state, Event::Confirm), [does(&wanted)]);
    }
}

#[test]
fn at_the_consequence_a_proof_that_ran_out_meanwhile_is_asked_before_it_is_done() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::Erase);
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    assert_eq!(back_online(&mut state, asking(Some(Proof::Password))), []);
    assert_eq!(
        step(&mut state, Event::Confirm),
        [Effect::Step(Screen::Password), Effect::FocusField]
    );
}

#[test]
fn a_proof_that_could_not_be_looked_up_is_looked_up_at_the_next_click() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::Erase);
    step(&mut state, Event::Confirm);
    fail(&mut state, Problem::ReauthenticationRequired);
    breaks(&mut state);
    assert_eq!(step(&mut state, Event::Confirm), [does(&Wanted::Erase)]);
    assert_eq!(
        fail(&mut state, Problem::ReauthenticationRequired),
        [read()]
    );
}

#[test]
fn what_was_erased_when_the_answer_was_lost_is_said_as_it_is() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::Erase);
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    back_online(&mut state, settings(Status::Off));
    step(&mut state, Event::Confirm);
    let effects = fail(&mut state, Problem::NotEnrolled);
    assert!(effects.contains(&read()));
    answer(&mut state, settings(Status::Off));
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(state.notice.unwrap().text, Text::ErrorNotEnrolled);
}

#[test]
fn on_the_overview_nothing_is_done_by_itself_when_the_connection_is_back() {
    for wanted in at_once() {
        let mut state = given(full_settings());
        want(&mut state, wanted);
        breaks(&mut state);
        assert_eq!(back_online(&mut state, full_settings()), []);
        assert_eq!(state.screen(), Screen::Overview);
        assert_eq!(state.notice, Some(back()));
    }
}

#[test]
fn before_a_method_is_set_up_again_a_broken_connection_is_said_on_the_overview() {
    let mut state = given(full_settings());
    assert_eq!(want(&mut state, set_up()), [read()]);
    breaks(&mut state);
    assert_eq!(state.screen(), Screen::Overview);
}

#[test]
fn a_search_that_ends_in_a_refusal_says_that() {
    let mut state = at_password(Wanted::Erase);
    breaks(&mut state);
    let effects = step(&mut state, Event::NotBack(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    assert!(!state.offline);
}
