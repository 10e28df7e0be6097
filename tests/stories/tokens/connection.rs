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
fn that_one_was_signed_out_is_no_longer_said_after_signing_in() {
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink("Kwijt".to_owned()));
    step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(code_of(&state), "signed_out");
    let turn = turn_of(&step(&mut state, Event::Returned));
    let same = [token("linked", TokenState::Linked)];
    step(&mut state, Event::Found(turn, page(&same, None)));
    assert_eq!((state.screen, &state.notice), (Screen::Unlink, &None));

    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::More));
    step(&mut state, Event::NotFound(turn, Failure::SignedOut));
    assert_eq!(step(&mut state, Event::Returned), []);
    assert_eq!(state.notice, None);

    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::NotFound(turn, Failure::SignedOut));
    turn_of(&step(&mut state, Event::Returned));

    let mut state = given();
    step(&mut state, Event::OpenImport);
    step(&mut state, Event::Picked(Some(100)));
    step(&mut state, Event::Check(secret("")));
    step(&mut state, Event::Read(secret("serial")));
    let turn = state.turn;
    step(&mut state, Event::NotImported(turn, Failure::SignedOut));
    assert_eq!(step(&mut state, Event::Returned), []);
    assert_eq!((state.screen, &state.notice), (Screen::Import, &None));
}

/// On the way to giving one to somebody, of whom nothing is heard.
fn looking_for_anna() -> (State, u32) {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    let effects = step(&mut state, Event::TypedPerson("Anna".to_owned()));
    let [Effect::WaitPerson(turn)] = effects[..] else {
        panic!("{effects:?}");
    };
    step(&mut state, Event::PausedPerson(turn));
    step(&mut state, Event::NotFoundPeople(turn, Failure::Offline));
    assert_eq!(code_of(&state), "offline");
    (state, turn)
}

#[test]
fn somebody_who_was_not_found_for_want_of_a_connection_is_searched_again() {
    let (mut state, _) = looking_for_anna();
    let effects = step(&mut state, Event::Returned);
    let [
        Effect::Call(Call::Find { turn, .. }),
        Effect::Call(Call::People {
            turn: person_turn,
            query,
        }),
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(query, "Anna");
    step(
        &mut state,
        Event::FoundPeople(*person_turn, people(&["Anna"])),
    );
    let same = [token("free", TokenState::Free)];
    step(&mut state, Event::Found(*turn, page(&same, None)));
    assert_eq!(
        (state.people.as_ref().unwrap().len(), &state.notice),
        (1, &None)
    );
}

#[test]
fn good_results_do_not_stand_below_no_connection() {
    let (mut state, _) = looking_for_anna();
    let effects = step(&mut state, Event::TypedPerson("Anna ".to_owned()));
    let [Effect::WaitPerson(turn)] = effects[..] else {
        panic!("typing on asks again: {effects:?}");
    };
    step(&mut state, Event::PausedPerson(turn));
    step(&mut state, Event::FoundPeople(turn, people(&["Anna"])));
    assert_eq!(state.notice, None);

    // Nor those of the name before, when nothing is heard of this one.
    let effects = step(&mut state, Event::TypedPerson("Bo".to_owned()));
    let [Effect::WaitPerson(turn)] = effects[..] else {
        panic!("{effects:?}");
    };
    step(&mut state, Event::NotFoundPeople(turn, Failure::Offline));
    assert_eq!(state.people, None);
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
