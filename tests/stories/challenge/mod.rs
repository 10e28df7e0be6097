//! The second step at sign-in, as a person meets it. Here only the past may be named, and what proves
//! the sign-in goes to the page and stays nowhere.

mod after_recovery;
mod codes;
mod later;
mod proving;
mod recovery;
mod waiting;
mod ways;

use crate::fixture::*;
use tweestap_api::{Challenge, ChallengeStep, Method, Problem, Way};
use tweestap_widget::{
    challenge::flow::{Call, Effect, Event, Inside, Purpose, Screen, State, step},
    failure::Failure,
};

const MISMATCH: Problem = Problem::CodeMismatch {
    attempts_left: 4,
    seconds_ago: None,
};

/// At sign-in, after the first answer.
fn given(challenge: Challenge) -> State {
    let mut state = State::opening();
    answer(&mut state, challenge);
    state
}

fn asked(method: Method) -> State {
    let mut state = State::opening();
    let effects = answer(&mut state, challenge(method));
    assert_eq!(effects, [Effect::Step(Screen::Code), Effect::FocusField]);
    assert_eq!(state.screen(), Screen::Code);
    state
}

fn answer(state: &mut State, challenge: Challenge) -> Vec<Effect> {
    step(state, Event::Answered(Box::new(challenge)))
}

fn id() -> String {
    "challenge-1".to_owned()
}

fn begin() -> Effect {
    Effect::Call(Call::Begin(Purpose::SignIn))
}

fn choose(way: Way) -> Effect {
    Effect::Call(Call::Choose {
        challenge: id(),
        way,
    })
}

fn submit() -> Event {
    Event::Submit(secret(CODE_AT_NOW), false)
}

fn fail(state: &mut State, failure: Failure) -> Vec<Effect> {
    step(state, submit());
    step(state, Event::Failed(failure))
}
