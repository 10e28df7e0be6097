//! The list: searched while somebody types, and never overtaken by an older answer.

use super::*;

fn typed(state: &mut State, serial: &str) -> Vec<Effect> {
    step(state, Event::Typed(serial.to_owned()))
}

#[test]
fn it_is_searched_once_typing_has_paused() {
    let mut state = given();
    let first = typed(&mut state, "SN-1");
    let [Effect::Wait(early)] = first.as_slice() else {
        panic!("waited: {first:?}");
    };
    let second = typed(&mut state, "SN-12");
    let [Effect::Wait(late)] = second.as_slice() else {
        panic!("waited: {second:?}");
    };
    assert_eq!(
        step(&mut state, Event::Paused(*early)),
        [],
        "typing went on"
    );
    let effects = step(&mut state, Event::Paused(*late));
    let [Effect::Call(Call::Find { query, after, .. })] = effects.as_slice() else {
        panic!("searched: {effects:?}");
    };
    assert_eq!((query.as_str(), after), ("SN-12", &None));
}

#[test]
fn enter_searches_at_once_and_the_same_words_not_again() {
    let mut state = given();
    typed(&mut state, "SN-1");
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert_eq!(typed(&mut state, " SN-1 "), []);
}

#[test]
fn a_late_answer_never_takes_the_place_of_a_newer_one() {
    let mut state = given();
    let old = turn_of(&step(&mut state, Event::Search));
    let new = turn_of(&step(&mut state, Event::Filter(Some(TokenState::Free))));
    let newer = [token("new", TokenState::Free)];
    step(&mut state, Event::Found(new, page(&newer, None)));
    step(
        &mut state,
        Event::Found(old, page(&[token("old", TokenState::Free)], None)),
    );
    step(&mut state, Event::NotFound(old, Failure::Offline));
    assert_eq!(ids(&state), ["new"]);
    assert_eq!(state.notice, None);
}

#[test]
fn more_comes_below_and_the_first_of_it_has_the_focus() {
    let mut state = given();
    let effects = step(&mut state, Event::More);
    let turn = turn_of(&effects);
    let [Effect::Call(Call::Find { after, .. })] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(after.as_deref(), Some("next"));
    assert_eq!(step(&mut state, Event::More), [], "a double click");

    let effects = step(
        &mut state,
        Event::Found(turn, page(&[token("more", TokenState::Free)], None)),
    );

    assert_eq!(effects, [Effect::FocusToken("more".to_owned())]);
    assert_eq!(ids(&state), ["free", "linked", "back", "more"]);
    assert_eq!(step(&mut state, Event::More), [], "there is no more");
}

#[test]
fn more_of_one_search_never_comes_below_another() {
    let mut state = given();
    assert!(state.has_more());
    let waits = typed(&mut state, "SN-1");
    let [Effect::Wait(turn)] = waits.as_slice() else {
        panic!("{waits:?}");
    };
    assert!(!state.has_more());
    assert_eq!(step(&mut state, Event::More), []);
    turn_of(&step(&mut state, Event::Paused(*turn)));

    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::Filter(Some(TokenState::Free))));
    step(
        &mut state,
        Event::NotFound(turn, refused(Problem::Internal)),
    );
    assert!(!state.has_more(), "of the filter before");
    assert_eq!(step(&mut state, Event::More), []);
}

#[test]
fn more_that_did_not_come_can_be_asked_for_again() {
    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::More));
    step(&mut state, Event::NotFound(turn, Failure::Offline));
    step(&mut state, Event::Returned);
    let effects = step(&mut state, Event::More);
    let Some(Effect::Call(Call::Find { after, .. })) = effects.last() else {
        panic!("{effects:?}");
    };
    assert_eq!(after.as_deref(), Some("next"));
}

#[test]
fn where_the_last_row_is_gone_the_list_begins_anew() {
    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::More));
    let gone = refused(Problem::TokenNotFound);
    let effects = step(&mut state, Event::NotFound(turn, gone));
    let turn = turn_of(&effects);
    assert_eq!(state.notice, None);
    let one = [token("one", TokenState::Free)];
    step(&mut state, Event::Found(turn, page(&one, None)));
    assert_eq!(ids(&state), ["one"]);
}

#[test]
fn the_list_is_there_again_when_a_token_is_left() {
    let mut state = given();
    step(&mut state, Event::Filter(Some(TokenState::Linked)));
    let turn = state.turn;
    step(
        &mut state,
        Event::Found(turn, page(&[token("linked", TokenState::Linked)], None)),
    );
    step(&mut state, Event::Open("linked".to_owned()));

    let effects = step(&mut state, Event::Back);

    let row = Effect::FocusToken("linked".to_owned());
    assert_eq!(effects, [Effect::Step(Screen::List), row]);
    assert_eq!(state.filter, Some(TokenState::Linked));
    assert_eq!(ids(&state), ["linked"]);
}

#[test]
fn a_search_that_is_on_its_way_does_not_hold_up_opening_one() {
    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::Open("free".to_owned()));
    assert_eq!(state.screen, Screen::Token);
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert_eq!(ids(&state).len(), 3, "the answer is no longer waited for");
    assert_eq!(step(&mut state, Event::OpenLink).len(), 2);
    // Nobody else will ask for it.
    step(&mut state, Event::Back);
    let effects = step(&mut state, Event::Back);
    let row = Effect::FocusToken("free".to_owned());
    assert_eq!(effects[..2], [Effect::Step(Screen::List), row]);
    let turn = turn_of(&effects[2..]);
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert_eq!(ids(&state).len(), 0);
}

#[test]
fn a_list_that_was_left_before_it_came_is_asked_for_on_the_way_back() {
    let mut state = State::default();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(&mut state, Event::OpenImport);
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert_eq!(state.found, None);
    let effects = step(&mut state, Event::Back);
    turn_of(&effects[2..]);
    assert_eq!(state.doing, Some(Doing::Finding));
}

#[test]
fn a_field_that_was_left_as_it_was_typed_is_searched_on_the_way_back() {
    let mut state = given();
    let waits = typed(&mut state, "123");
    let [Effect::Wait(turn)] = waits.as_slice() else {
        panic!("{waits:?}");
    };
    step(&mut state, Event::Open("free".to_owned()));
    assert_eq!(step(&mut state, Event::Paused(*turn)), []);
    let effects = step(&mut state, Event::Back);
    let Some(Effect::Call(Call::Find { query, .. })) = effects.last() else {
        panic!("the list does not fit the field: {effects:?}");
    };
    assert_eq!(query, "123");
}

#[test]
fn below_a_field_that_found_nothing_for_want_of_an_answer_it_can_be_asked_again() {
    let mut state = given();
    let turn = turn_of(&step(&mut state, Event::Filter(Some(TokenState::Free))));
    assert!(!state.is_stuck(), "it is on its way");
    step(
        &mut state,
        Event::NotFound(turn, refused(Problem::Internal)),
    );
    assert!(state.is_stuck());
    let turn = turn_of(&step(&mut state, Event::Retry));
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert!(!state.is_stuck());
    assert_eq!(step(&mut state, Event::Retry), []);
}

#[test]
fn a_first_search_that_fails_can_be_made_again() {
    let mut state = State::default();
    let turn = turn_of(&step(&mut state, Event::Search));
    step(
        &mut state,
        Event::NotFound(turn, refused(Problem::Internal)),
    );
    assert_eq!(code_of(&state), "internal");
    turn_of(&step(&mut state, Event::Retry));
}

#[test]
fn a_person_is_searched_the_same_way_and_chosen() {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    let effects = step(&mut state, Event::TypedPerson("An".to_owned()));
    let [Effect::WaitPerson(turn)] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let effects = step(&mut state, Event::PausedPerson(*turn));
    assert!(matches!(
        effects.as_slice(),
        [Effect::Call(Call::People { .. })]
    ));
    step(&mut state, Event::FoundPeople(turn - 1, people(&["Old"])));
    assert_eq!(state.people, None);
    step(
        &mut state,
        Event::FoundPeople(*turn, people(&["Anna", "Andrea"])),
    );
    assert_eq!(state.people.as_ref().unwrap().len(), 2);

    assert_eq!(
        step(&mut state, Event::Pick(anna())),
        [Effect::Focus("code")]
    );
    assert_eq!(
        (state.person.as_ref(), &state.people),
        (Some(&anna()), &None)
    );
    assert_eq!(step(&mut state, Event::Unpick), [Effect::Focus("person")]);
    assert_eq!(state.person, None);
}

#[test]
fn that_there_are_more_people_than_were_found_is_known() {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    let mut finds = |name: &str, next: Option<&str>| {
        let effects = step(&mut state, Event::TypedPerson(name.to_owned()));
        let [Effect::WaitPerson(turn)] = effects[..] else {
            panic!("{effects:?}");
        };
        let mut found = people(&["Anna", "Andrea"]);
        found.next = next.map(str::to_owned);
        step(&mut state, Event::FoundPeople(turn, found));
        state.more_people
    };
    assert!(finds("A", Some("next")));
    assert!(!finds("An", None));
}

#[test]
fn an_emptied_field_finds_nobody() {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    step(&mut state, Event::TypedPerson("An".to_owned()));
    let turn = match step(&mut state, Event::TypedPerson("Ann".to_owned()))[..] {
        [Effect::WaitPerson(turn)] => turn,
        ref other => panic!("{other:?}"),
    };
    step(&mut state, Event::FoundPeople(turn, people(&["Anna"])));
    assert_eq!(step(&mut state, Event::TypedPerson(" ".to_owned())), []);
    assert_eq!(state.people, None);
}
