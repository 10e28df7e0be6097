//! What is typed to give a token to somebody, to set it right or to take it back; looked through before it is sent.

use super::flow::{Call, Doing, Effect, Linking, State};
use crate::{
    Text,
    code::{self, NotACode},
    notice::{self, Notice},
};
use tweestap_api::Secret;

pub fn link(state: &mut State, typed: Linking) -> Vec<Effect> {
    let Some(token) = state.token.clone() else {
        return vec![];
    };
    let Some(person) = state.person.clone() else {
        let missing = Notice::error("person_missing", Text::TokensPersonMissing);
        return state.mind(missing, "person");
    };
    let digits = token.digits.into();
    let code = match code::read_of(typed.code.expose(), digits) {
        Ok(code) => code,
        Err(why) => return not_a_code(state, why, "code"),
    };
    let next_code = match token.by_counter {
        false => None,
        true => match code::read_of(typed.next_code.expose(), digits) {
            Ok(code) => Some(code),
            Err(why) => return not_a_code(state, why, "next-code"),
        },
    };
    let Some(reason) = reason(&typed.reason) else {
        return no_reason(state);
    };
    let call = Call::Link {
        token: token.id,
        person: person.id,
        code,
        next_code,
        reason,
    };
    state.call(Doing::Linking, call)
}

pub fn resync(state: &mut State, typed: &Secret, typed_next: &Secret) -> Vec<Effect> {
    let Some(token) = state.token.clone() else {
        return vec![];
    };
    let digits = token.digits.into();
    let code = match code::read_of(typed.expose(), digits) {
        Ok(code) => code,
        Err(why) => return not_a_code(state, why, "code"),
    };
    let next_code = match code::read_of(typed_next.expose(), digits) {
        Ok(code) => code,
        Err(why) => return not_a_code(state, why, "next-code"),
    };
    let call = Call::Resync {
        token: token.id,
        code,
        next_code,
    };
    state.call(Doing::Resyncing, call)
}

pub fn unlink(state: &mut State, typed: &str) -> Vec<Effect> {
    because(state, typed, Doing::Unlinking, |token, reason| {
        Call::Unlink { token, reason }
    })
}

pub fn remove(state: &mut State, typed: &str) -> Vec<Effect> {
    because(state, typed, Doing::Removing, |token, reason| {
        Call::Remove { token, reason }
    })
}

fn because(
    state: &mut State,
    typed: &str,
    doing: Doing,
    call: fn(String, String) -> Call,
) -> Vec<Effect> {
    let Some(token) = state.token.as_ref().map(|token| token.id.clone()) else {
        return vec![];
    };
    match reason(typed) {
        Some(reason) => state.call(doing, call(token, reason)),
        None => no_reason(state),
    }
}

/// One line, and not an empty one.
fn reason(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

fn no_reason(state: &mut State) -> Vec<Effect> {
    let missing = Notice::error("reason_missing", Text::ErrorReasonMissing);
    state.mind(missing, "reason")
}

fn not_a_code(state: &mut State, why: NotACode, field: &'static str) -> Vec<Effect> {
    state.mind(notice::not_a_code(why), field)
}
