//! From one screen to another: what was typed on the way stays nowhere, and the list is as it is now.

use super::flow::{Effect, Screen, State};
use tweestap_api::TokenState;

/// The page of one token. What is on its way for the list is no longer waited for; on the way back it is searched again.
pub fn open(state: &mut State, id: &str) -> Vec<Effect> {
    let mut found = state.found.iter().flatten();
    let Some(token) = found.find(|token| token.id == id).cloned() else {
        return vec![];
    };
    state.token = Some(token);
    leave_list(state, Screen::Token)
}

pub fn leave_list(state: &mut State, screen: Screen) -> Vec<Effect> {
    state.wait_no_longer();
    state.notice = None;
    state.go(screen)
}

/// From a token's page to what is done with it, where it stands so that it can be done.
pub fn turn_to(state: &mut State, screen: Screen, may: &[TokenState]) -> Vec<Effect> {
    let stands = state.token.as_ref().map(|token| token.state);
    match stands.is_some_and(|stands| may.contains(&stands)) {
        true => {
            state.notice = None;
            state.go(screen)
        }
        false => vec![],
    }
}

pub fn back(state: &mut State) -> Vec<Effect> {
    state.notice = None;
    match state.screen {
        Screen::List => vec![],
        Screen::Import => state.go(Screen::List),
        Screen::Checked => state.go(Screen::Import),
        Screen::Token => to_list(state),
        _ => state.go(Screen::Token),
    }
}

/// Back to the list, where the token that was open has the focus.
pub fn to_list(state: &mut State) -> Vec<Effect> {
    let token = state.token.take();
    let mut effects = state.go(Screen::List);
    let focus = effects.iter_mut().find(|one| **one == Effect::FocusHeading);
    if let (Some(focus), Some(token)) = (focus, token) {
        *focus = Effect::FocusToken(token.id);
    }
    effects
}
