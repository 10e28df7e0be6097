//! Hardware tokens at the manager's desk: found by their number, imported whole or not at all, given and taken back.

mod acting;
mod connection;
mod finding;
mod importing;

use crate::fixture::{NOW, refused, secret, secrets_in};
use tweestap_api::{
    HardwareToken, ImportFormat, Imported, Named, People, Person, PersonState, Problem, RowError,
    RowProblem, TokenAlgorithm, TokenState, Tokens,
};
use tweestap_widget::{
    Text,
    admin::tokens::{
        flow::{Call, Doing, Effect, Event, Linking, Screen, State, step},
        importing::LARGEST,
    },
    failure::Failure,
    notice::Notice,
};

fn token(id: &str, state: TokenState) -> HardwareToken {
    HardwareToken {
        id: id.to_owned(),
        serial: format!("SN-{id}"),
        by_counter: false,
        digits: 6,
        period: 30,
        algorithm: TokenAlgorithm::Sha1,
        state,
        person: (state == TokenState::Linked).then(anna),
        free_at: (state == TokenState::Quarantined).then_some(NOW + 86_400),
        imported_at: NOW - 86_400,
    }
}

fn anna() -> Named {
    Named {
        id: "person-1".to_owned(),
        name: "Anna".to_owned(),
    }
}

fn page(tokens: &[HardwareToken], next: Option<&str>) -> Box<Tokens> {
    Box::new(Tokens {
        tokens: tokens.to_vec(),
        next: next.map(str::to_owned),
        server_time: NOW,
    })
}

/// People of a name, as the list of people finds them.
fn people(names: &[&str]) -> Box<People> {
    let person = |name: &&str| Person {
        id: format!("person-{name}"),
        name: (*name).to_owned(),
        role: None,
        classes: vec![],
        state: PersonState::None,
        since: None,
        masked_number: None,
    };
    Box::new(People {
        people: names.iter().map(person).collect(),
        next: None,
        server_time: NOW,
    })
}

/// At the list, with one token of each state and more to come.
fn given() -> State {
    let mut state = State::default();
    let first = step(&mut state, Event::Search);
    let turn = turn_of(&first);
    let tokens = [
        token("free", TokenState::Free),
        token("linked", TokenState::Linked),
        token("back", TokenState::Quarantined),
    ];
    assert_eq!(
        step(&mut state, Event::Found(turn, page(&tokens, Some("next")))),
        []
    );
    state
}

/// On the page of one of them.
fn at(id: &str) -> State {
    let mut state = given();
    let effects = step(&mut state, Event::Open(id.to_owned()));
    assert_eq!(effects, [Effect::Step(Screen::Token), Effect::FocusHeading]);
    state
}

#[track_caller]
fn turn_of(effects: &[Effect]) -> u32 {
    match effects {
        [Effect::Call(Call::Find { turn, .. })] => *turn,
        other => panic!("nothing is searched: {other:?}"),
    }
}

fn fail(state: &mut State, problem: Problem) -> Vec<Effect> {
    step(state, Event::Failed(refused(problem)))
}

fn code_of(state: &State) -> &'static str {
    state.notice.as_ref().expect("something is said").code
}

/// The ids in sight, in order.
fn ids(state: &State) -> Vec<&str> {
    let found = state.found.iter().flatten();
    found.map(|token| token.id.as_str()).collect()
}
