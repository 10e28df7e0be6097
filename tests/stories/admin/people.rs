//! Searching: what is typed last is what is shown, and nothing is lost by looking at somebody.

use super::somebody;
use crate::fixture::NOW;
use tweestap_api::{People, Person, Problem};
use tweestap_widget::{
    admin::people::flow::{Chosen, Doing, Effect, Event, Filter, Find, State, step},
    failure::Failure,
};

fn page(people: &[&str], next: Option<&str>) -> Box<People> {
    Box::new(People {
        people: people.iter().map(|id| somebody(id)).collect(),
        next: next.map(str::to_owned),
        server_time: NOW,
    })
}

/// The list as it is after the first answer.
fn with(people: &[&str], next: Option<&str>) -> State {
    let mut state = State::default();
    step(&mut state, Event::Shown);
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(people, next)));
    state
}

fn ids(state: &State) -> Vec<&str> {
    let found = state.found.iter().flatten();
    found.map(|person| person.id.as_str()).collect()
}

fn finds(state: &State, name: &str, after: Option<&str>) -> Effect {
    Effect::Find(Find {
        turn: state.turn,
        filter: Filter {
            name: name.to_owned(),
            ..state.filter.clone()
        },
        after: after.map(str::to_owned),
    })
}

#[test]
fn the_list_is_asked_for_when_it_is_first_seen_and_not_again() {
    let mut state = State::default();
    let effects = step(&mut state, Event::Shown);
    assert_eq!(effects, [Effect::Step, finds(&state, "", None)]);
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(&["a"], None)));
    assert_eq!(step(&mut state, Event::Shown), [Effect::Step]);
    step(&mut state, Event::Open("a".to_owned()));
    assert_eq!(step(&mut state, Event::Shown), [Effect::Shown]);
}

#[test]
fn a_name_is_searched_after_a_pause_and_not_at_each_key() {
    let mut state = with(&["a"], None);
    let first = step(&mut state, Event::Typed("s".to_owned()));
    let early = state.turn;
    assert_eq!(first, [Effect::Wait(early)]);
    step(&mut state, Event::Typed("sa".to_owned()));
    assert_eq!(step(&mut state, Event::Paused(early)), []);
    let turn = state.turn;
    let effects = step(&mut state, Event::Paused(turn));
    assert_eq!(effects, [finds(&state, "sa", None)]);
}

#[test]
fn spaces_around_a_name_are_no_other_name() {
    let mut state = with(&["a"], None);
    assert_eq!(step(&mut state, Event::Typed("  ".to_owned())), []);
}

#[test]
fn a_late_answer_never_replaces_a_newer_one() {
    let mut state = with(&["a"], None);
    step(&mut state, Event::Typed("s".to_owned()));
    step(&mut state, Event::Submit);
    let old = state.turn;
    step(&mut state, Event::Typed("sam".to_owned()));
    assert_eq!(
        step(&mut state, Event::Found(old, page(&["old"], None))),
        []
    );
    assert_eq!(ids(&state), ["a"]);
    step(&mut state, Event::Submit);
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(&["sam"], None)));
    step(&mut state, Event::Found(old, page(&["old"], None)));
    assert_eq!(ids(&state), ["sam"]);
    let late = Event::Failed(old, Failure::Offline);
    assert_eq!(step(&mut state, late), []);
    assert_eq!(state.notice, None);
}

#[test]
fn more_comes_behind_what_is_there_and_its_first_one_has_the_focus() {
    let mut state = with(&["a", "b"], Some("b"));
    assert!(state.has_more());
    let effects = step(&mut state, Event::More);
    assert_eq!(effects, [finds(&state, "", Some("b"))]);
    assert_eq!(step(&mut state, Event::More), [], "a double click");
    let turn = state.turn;
    let effects = step(&mut state, Event::Found(turn, page(&["c"], None)));
    assert_eq!(effects, [Effect::FocusPerson("c".to_owned())]);
    assert_eq!(ids(&state), ["a", "b", "c"]);
    assert!(!state.has_more());
}

#[test]
fn a_choice_while_more_is_on_its_way_wins() {
    let mut state = with(&["a"], Some("a"));
    step(&mut state, Event::More);
    let old = state.turn;
    step(&mut state, Event::Choose(Chosen::Class, "2B".to_owned()));
    assert_eq!(step(&mut state, Event::Found(old, page(&["z"], None))), []);
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(&["b"], None)));
    assert_eq!(ids(&state), ["b"]);
    assert_eq!(state.filter.class, "2B");
}

#[test]
fn clearing_forgets_name_and_choices_and_makes_the_fields_anew() {
    let mut state = with(&[], None);
    step(&mut state, Event::Choose(Chosen::Role, "staff".to_owned()));
    step(&mut state, Event::Typed("x".to_owned()));
    let effects = step(&mut state, Event::Clear);
    assert_eq!(state.filter, Filter::default());
    assert_eq!(state.cleared, 1);
    assert_eq!(effects, [finds(&state, "", None), Effect::FocusSearch]);
}

#[test]
fn whoever_was_looked_at_is_shown_as_they_are_now_in_the_same_list() {
    let mut state = with(&["a", "b"], Some("b"));
    step(&mut state, Event::Typed("n".to_owned()));
    let before = state.filter.clone();
    step(&mut state, Event::Open("b".to_owned()));
    assert_eq!(state.open.as_deref(), Some("b"));
    let now = Person {
        state: tweestap_api::PersonState::None,
        ..somebody("b")
    };
    let effects = step(&mut state, Event::Close(Some(Box::new(now.clone()))));
    assert_eq!(effects, [Effect::Step, Effect::FocusPerson("b".to_owned())]);
    assert_eq!(state.found.as_ref().unwrap()[1], now);
    assert_eq!(state.filter, before);
    // The search that was waited for comes all the same.
    let turn = state.turn;
    let effects = step(&mut state, Event::Paused(turn));
    assert_eq!(effects, [finds(&state, "n", None)]);
}

#[test]
fn what_comes_after_the_people_of_another_name_is_not_offered() {
    let mut state = with(&["a"], Some("a"));
    step(&mut state, Event::Typed("jansen".to_owned()));
    assert!(!state.has_more());
    assert_eq!(step(&mut state, Event::More), []);
}

#[test]
fn a_search_that_fails_leaves_nobody_who_was_not_searched_for() {
    let mut state = with(&["a"], Some("a"));
    step(&mut state, Event::Choose(Chosen::Class, "2B".to_owned()));
    let turn = state.turn;
    step(&mut state, Event::Failed(turn, Failure::Offline));
    assert_eq!(state.found, None);
    assert!(!state.has_more());
    let effects = step(&mut state, Event::Back);
    assert_eq!(effects, [finds(&state, "", None)]);
}

#[test]
fn without_a_connection_it_is_asked_again_by_itself_only_where_nothing_is_there() {
    let mut empty = State::default();
    step(&mut empty, Event::Shown);
    let turn = empty.turn;
    let effects = step(&mut empty, Event::Failed(turn, Failure::Offline));
    assert_eq!(effects, [Effect::Lost(Failure::Offline)]);
    let effects = step(&mut empty, Event::Back);
    assert_eq!(effects, [finds(&empty, "", None)]);

    let mut state = with(&["a"], Some("a"));
    step(&mut state, Event::More);
    let turn = state.turn;
    step(&mut state, Event::Failed(turn, Failure::Offline));
    assert_eq!(state.notice.as_ref().unwrap().code, "offline");
    assert_eq!(step(&mut state, Event::Back), []);
    assert_eq!(state.notice.as_ref().unwrap().code, "");
    assert_eq!(ids(&state), ["a"]);
    assert!(state.has_more());
}

#[test]
fn a_refusal_is_said_and_it_can_be_tried_again() {
    let mut state = State::default();
    step(&mut state, Event::Shown);
    assert_eq!(state.doing, Some(Doing::Finding));
    let failure = Failure::Refused(Problem::Internal);
    let turn = state.turn;
    step(&mut state, Event::Failed(turn, failure));
    assert_eq!(state.notice.as_ref().unwrap().code, "internal");
    let effects = step(&mut state, Event::Retry);
    assert_eq!(effects, [finds(&state, "", None)]);
    assert_eq!(state.notice, None);
}

#[test]
fn what_takes_long_is_said_only_while_it_does() {
    let mut state = State::default();
    step(&mut state, Event::Shown);
    step(&mut state, Event::Slow);
    assert!(state.slow);
    let turn = state.turn;
    step(&mut state, Event::Found(turn, page(&[], None)));
    assert!(!state.slow);
    step(&mut state, Event::Slow);
    assert!(!state.slow);
}

#[test]
fn more_people_take_no_focus_from_somebodys_page() {
    for (open, effects) in [
        (false, vec![Effect::FocusPerson("b".to_owned())]),
        (true, vec![]),
    ] {
        let mut state = with(&["a"], Some("a"));
        step(&mut state, Event::More);
        if open {
            step(&mut state, Event::Open("a".to_owned()));
        }
        let turn = state.turn;
        let found = step(&mut state, Event::Found(turn, page(&["b"], None)));
        assert_eq!(found, effects);
        assert_eq!(ids(&state), ["a", "b"]);
    }
}
