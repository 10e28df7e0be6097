//! A password that was forgotten, or is to be another one: the link, the rules, the code that is asked first, and what
//! is left of it all afterwards.

mod changing;
mod connection;
mod forgotten;
mod link;
mod rules;

use crate::fixture::*;
use tweestap_api::{PasswordRules, Problem, Secret};
use tweestap_widget::{
    failure::Failure,
    password::flow::{
        Address, Asked, Behind, Call, Doing, Effect, Event, Field, Given, Opened, Screen, State,
        Way, step,
    },
};

const TOKEN: &str = "canary-token";
const NEW: &str = "vier gele muizen op de kade";

fn the_rules() -> PasswordRules {
    PasswordRules {
        school: "Voorbeeldcollege".to_owned(),
        forgotten: true,
        change: true,
        minimum: 15,
        maximum: 256,
        classes: false,
        help: String::new(),
    }
}

fn opened(rules: PasswordRules) -> Box<Opened> {
    let account = String::new();
    Box::new(Opened { rules, account })
}

/// On the first screen of this way.
fn given(way: Way) -> State {
    let mut state = State::opening(way);
    step(&mut state, Event::Answered(opened(the_rules())));
    state
}

fn by_link() -> State {
    given(Way::Link(secret(TOKEN)))
}

fn typed(new: &str, repeat: &str) -> Given {
    Given {
        typed: secret(new),
        current: secret(PASSWORD),
        new: secret(new),
        repeat: secret(repeat),
    }
}

fn save(state: &mut State) -> Vec<Effect> {
    step(state, Event::Save(typed(NEW, NEW)))
}

fn fail(state: &mut State, problem: Problem) -> Vec<Effect> {
    step(state, Event::Failed(refused(problem)))
}

fn is_told(state: &State) -> &'static str {
    state.notice.as_ref().map_or("", |notice| notice.code)
}

/// Neither the link's token nor a password is anywhere in it.
fn holds_no_secret(state: &State) {
    if let Way::Link(token) = &state.way {
        assert_eq!(token.expose(), "");
    }
    assert_eq!(state.given, None);
    assert_eq!(state.asked, Asked::default());
}

/// Nothing here prints what it holds.
#[test]
fn a_state_and_its_events_print_no_secret() {
    let mut state = by_link();
    let effects = save(&mut state);
    let given = Event::Save(typed(NEW, NEW));
    let printed = format!("{state:?} {effects:?} {given:?}");
    for word in [TOKEN, NEW, PASSWORD] {
        assert!(!printed.contains(word), "{printed}");
    }
}
