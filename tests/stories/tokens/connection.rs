//! Bad Wi-Fi while something is done with a token: afterwards it is looked how it stands.

use super::*;

/// Taken back, and the answer does not come.
fn lost() -> (State, u32) {
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink("Kwijt".to_owned()));
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(effects, [Effect::Lost(Failure::Offline)]);
    assert_eq!((state.screen, code_of(&state)), (Screen::Unlink, "offline"));
    let turn = turn_of(&step(&mut state, Event::Returned));
    (state, turn)
}

#[test]
fn what_had_not_arrived_can_be_done_again_where_it_was() {
    let (mut state, turn) = lost();
    let same = [token("linked", TokenState::Linked)];
    assert_eq!(step(&mut state, Event::Found(turn, page(&same, None))), []);
    assert_eq!(state.screen, Screen::Unlink);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn what_had_arrived_is_said_to_be_done() {
    let (mut state, turn) = lost();
    let back = [token("linked", TokenState::Quarantined)];
    step(&mut state, Event::Found(turn, page(&back, None)));
    assert_eq!(state.screen, Screen::Token);
    assert_eq!(state.notice, Some(Notice::good(Text::TokenUnlinkedNow)));
}

#[test]
fn one_that_was_removed_is_gone() {
    let mut state = at("free");
    step(&mut state, Event::OpenRemove);
    step(&mut state, Event::Remove("Stuk".to_owned()));
    step(&mut state, Event::Failed(Failure::Offline));
    let turn = turn_of(&step(&mut state, Event::Returned));
    let effects = step(&mut state, Event::Found(turn, page(&[], None)));
    assert_eq!(state.screen, Screen::List);
    assert_eq!(state.notice, Some(Notice::good(Text::TokenRemovedNow)));
    turn_of(&effects[3..]);
}

#[test]
fn the_list_is_searched_again_by_itself() {
    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::NotFound(turn, Failure::Offline));
    assert_eq!(ids(&state).len(), 3, "what was there stays in sight");
    turn_of(&step(&mut state, Event::Returned));
}

#[test]
fn a_list_that_never_came_is_asked_for_after_the_import_was_opened() {
    let mut state = State::default();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::NotFound(turn, Failure::Offline));
    step(&mut state, Event::OpenImport);
    step(&mut state, Event::Returned);
    let effects = step(&mut state, Event::Back);
    turn_of(&effects[2..]);
}

/// Back at the list after something was done, or may have been.
#[track_caller]
fn lists_anew(mut state: State) {
    let effects = step(&mut state, Event::Back);
    turn_of(&effects[2..]);
}

#[test]
fn whatever_was_done_the_list_is_not_the_one_from_before() {
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink("Kwijt".to_owned()));
    let back = token("linked", TokenState::Quarantined);
    step(&mut state, Event::Done(Box::new(back)));
    lists_anew(state);

    // Nor when it is not known whether it was.
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink("Kwijt".to_owned()));
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, Event::Back);
    lists_anew(state);

    let (mut state, turn) = lost();
    let back = [token("linked", TokenState::Quarantined)];
    step(&mut state, Event::Found(turn, page(&back, None)));
    lists_anew(state);
}

#[test]
fn the_way_back_asks_nothing_where_nothing_was_lost() {
    let mut state = at("linked");
    assert_eq!(step(&mut state, Event::Returned), []);
}

#[test]
fn the_other_token_that_a_search_finds_is_not_taken_for_this_one() {
    let (mut state, turn) = lost();
    let other = HardwareToken {
        serial: "SN-linked-2".to_owned(),
        ..token("other", TokenState::Free)
    };
    let found = [other, token("linked", TokenState::Quarantined)];
    step(&mut state, Event::Found(turn, page(&found, None)));
    assert_eq!(state.token.as_ref().unwrap().id, "linked");
}
