//! The second step at sign-in, as a person meets it. Here only the past may be named, and what proves
//! the sign-in goes to the page and stays nowhere.

mod codes;
mod waiting;

use crate::fixture::{CODE_AT_NOW, challenge, secret};
use tweestap_api::{Method, Problem};
use tweestap_widget::{
    challenge::flow::{Effect, Event, Screen, State, step},
    failure::Failure,
};

const MISMATCH: Problem = Problem::CodeMismatch {
    attempts_left: 4,
    seconds_ago: None,
};

fn asked(method: Method) -> State {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Answered(Box::new(challenge(method))));
    assert_eq!(effects, [Effect::Step, Effect::FocusField]);
    assert_eq!(state.screen(), Screen::Code);
    state
}

fn submit() -> Event {
    Event::Submit(secret(CODE_AT_NOW), false)
}

fn fail(state: &mut State, failure: Failure) -> Vec<Effect> {
    step(state, submit());
    step(state, Event::Failed(failure))
}
