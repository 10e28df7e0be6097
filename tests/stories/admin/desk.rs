//! The desk itself: opening, sections, and the code in between.

use crate::fixture::NOW;
use tweestap_api::{Administration, Named, Problem};
use tweestap_widget::{
    Text,
    admin::shell::{Effect, Event, Inside, Section, State, step},
    failure::Failure,
};

fn about() -> Box<Administration> {
    Box::new(Administration {
        school: "Voorbeeldcollege".to_owned(),
        you: Named {
            id: "you".to_owned(),
            name: "Joke".to_owned(),
        },
        classes: vec![],
        server_time: NOW,
    })
}

fn opened() -> State {
    let mut state = State::opening();
    assert_eq!(step(&mut state, Event::Opened(about())), []);
    state
}

fn refused(problem: Problem) -> Failure {
    Failure::Refused(problem)
}

#[test]
fn a_code_is_asked_in_the_place_of_the_section_and_then_it_goes_on_there() {
    let mut state = opened();
    step(&mut state, Event::Go(Section::Trail));
    let needs = Inside::against(&refused(Problem::ReauthenticationRequired)).unwrap();
    step(&mut state, Event::Needs(needs));
    assert_eq!(state.inside, Some(Inside::Proof));
    // Whatever else waits, one code is enough.
    step(&mut state, Event::Needs(Inside::SetUp));
    assert_eq!(state.inside, Some(Inside::Proof));
    assert_eq!(step(&mut state, Event::Go(Section::People)), []);
    let effects = step(&mut state, Event::Over);
    assert_eq!(effects, [Effect::AskAgain, Effect::FocusHeading]);
    assert_eq!(state.section, Section::Trail);
    assert_eq!(step(&mut state, Event::Over), []);
}

#[test]
fn after_a_code_that_the_desk_begins_with_the_focus_is_on_the_desk() {
    let mut state = State::opening();
    step(&mut state, Event::Needs(Inside::Proof));
    step(&mut state, Event::Over);
    assert_eq!(
        step(&mut state, Event::Opened(about())),
        [Effect::FocusHeading]
    );
}

#[test]
fn a_manager_without_two_steps_sets_them_up_first() {
    let inside = Inside::against(&refused(Problem::EnrolmentRequired));
    assert_eq!(inside, Some(Inside::SetUp));
    for failure in [Failure::Offline, refused(Problem::ManagerRequired)] {
        assert_eq!(Inside::against(&failure), None);
    }
}

#[test]
fn whoever_is_no_manager_is_told_so_and_cannot_try_again() {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Failed(refused(Problem::ManagerRequired)));
    assert_eq!(effects, [Effect::Error("manager_required")]);
    assert!(state.closed);
    assert_eq!(state.notice.as_ref().unwrap().text, Text::DeskNotForYou);
    assert_eq!(step(&mut state, Event::Retry), []);
}

#[test]
fn left_without_a_code_it_can_be_tried_again() {
    let mut state = State::opening();
    let failure = refused(Problem::ReauthenticationRequired);
    step(&mut state, Event::Failed(failure));
    assert_eq!(state.notice.as_ref().unwrap().text, Text::DeskNoCode);
    assert_eq!(step(&mut state, Event::Retry), [Effect::Open]);
    assert_eq!(step(&mut state, Event::Retry), [], "a double click");
    assert_eq!(
        step(&mut state, Event::Opened(about())),
        [Effect::FocusHeading],
        "the button is gone"
    );
}

#[test]
fn the_connection_is_looked_for_once_and_everybody_is_told_when_it_is_back() {
    let mut state = opened();
    let before = state.back;
    let effects = step(&mut state, Event::Lost(Failure::Offline));
    assert_eq!(effects, [Effect::Error("offline"), Effect::Reconnect]);
    let effects = step(&mut state, Event::Lost(Failure::Offline));
    assert_eq!(effects, [Effect::Error("offline")]);
    assert_eq!(step(&mut state, Event::Online), []);
    assert_eq!(state.back, before + 1);
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(step(&mut state, Event::Online), [Effect::Open]);
}

#[test]
fn an_ended_sign_in_goes_on_with_the_new_one_where_it_was() {
    let mut state = opened();
    step(&mut state, Event::Go(Section::Trail));
    let effects = step(&mut state, Event::Lost(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    assert_eq!(step(&mut state, Event::TokenGiven), [Effect::Open]);
    let before = state.back;
    step(&mut state, Event::Opened(about()));
    assert_eq!(state.back, before + 1);
    assert_eq!(state.section, Section::Trail);
}

#[test]
fn a_view_inside_takes_the_new_sign_in_itself() {
    let mut state = opened();
    step(&mut state, Event::Needs(Inside::SetUp));
    assert_eq!(step(&mut state, Event::TokenGiven), []);
}

#[test]
fn whoever_signs_in_next_and_is_no_manager_sees_nothing_of_the_one_before() {
    let mut state = opened();
    assert_eq!(step(&mut state, Event::TokenGiven), [Effect::Open]);
    step(&mut state, Event::Failed(refused(Problem::ManagerRequired)));
    assert_eq!(state.about, None);
    assert_eq!(state.notice.as_ref().unwrap().text, Text::DeskNotForYou);
}

#[test]
fn who_has_signed_in_is_asked_before_anything_goes_on() {
    let mut state = opened();
    step(&mut state, Event::TokenGiven);
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(state.about, Some(*about()), "it may be the same one");
    let before = state.back;
    assert_eq!(step(&mut state, Event::Online), [Effect::Open]);
    assert_eq!(state.back, before);
    step(&mut state, Event::Opened(about()));
    step(&mut state, Event::Lost(Failure::Offline));
    assert_eq!(step(&mut state, Event::Online), []);
}

#[test]
fn what_comes_by_itself_after_another_failure_takes_no_focus() {
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, Event::Retry);
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(step(&mut state, Event::Online), [Effect::Open]);
    assert_eq!(step(&mut state, Event::Opened(about())), []);
}
