//! Looking after it later: a wish, the proof for it, the consequence in words, and what is different then.

mod at_once;
mod codes;
mod connection;
mod consequences;
mod only_codes;
mod overview;
mod proof;
mod tabs;

use crate::fixture::*;
use tweestap_api::{Method, Problem, Proof, Settings, Status};
use tweestap_widget::{
    Text,
    failure::Failure,
    notice::Notice,
    settings::flow::{Call, Effect, Event, Screen, State, Wanted, step},
};

/// On the overview, after the first answer.
fn given(settings: Settings) -> State {
    let mut state = State::opening();
    answer(&mut state, settings);
    assert_eq!(state.screen(), Screen::Overview);
    state
}

fn answer(state: &mut State, settings: Settings) -> Vec<Effect> {
    step(state, Event::Answered(Box::new(settings)))
}

fn back_online(state: &mut State, settings: Settings) -> Vec<Effect> {
    step(state, Event::BackOnline(Box::new(settings)))
}

fn want(state: &mut State, wanted: Wanted) -> Vec<Effect> {
    step(state, Event::Want(wanted))
}

fn fail(state: &mut State, problem: Problem) -> Vec<Effect> {
    step(state, Event::Failed(refused(problem)))
}

fn password() -> Event {
    Event::SubmitPassword(secret(PASSWORD))
}

fn does(wanted: &Wanted) -> Effect {
    Effect::Call(Call::Do(wanted.clone()))
}

fn read() -> Effect {
    Effect::Call(Call::Read)
}

fn sms() -> String {
    "sms-1".to_owned()
}

/// What is done as soon as the proof is there.
fn at_once() -> [Wanted; 4] {
    [
        Wanted::Prefer(sms()),
        Wanted::SwitchOn,
        Wanted::NewCodes,
        Wanted::ResetCode,
    ]
}

/// What is said in words first.
fn with_a_consequence() -> [Wanted; 3] {
    [Wanted::SwitchOff, Wanted::Erase, Wanted::Remove(sms())]
}

fn set_up() -> Wanted {
    Wanted::SetUp(Some(Method::App))
}

/// Everything that can be wanted while it is on.
fn everything() -> Vec<Wanted> {
    let mut all = at_once().to_vec();
    all.extend(with_a_consequence());
    all.push(set_up());
    all
}

/// Where this wish stands once every proof was given.
fn is_on_its_way(state: &State, wanted: &Wanted, effects: &[Effect]) {
    let (screen, call) = match wanted {
        Wanted::SetUp(_) => (Screen::SettingUp, None),
        wanted if with_a_consequence().contains(wanted) => (Screen::Consequence, None),
        wanted => (Screen::Overview, Some(does(wanted))),
    };
    assert_eq!(state.screen(), screen, "{wanted:?}");
    assert_eq!(state.wanted.as_ref(), Some(wanted));
    let asked = effects
        .iter()
        .find(|effect| matches!(effect, Effect::Call(_)));
    assert_eq!(asked, call.as_ref(), "{wanted:?}");
}
