//! What the password machine makes of the back end's replies. Pure, like the rest of the machine.

use super::{
    flow::{Address, Asked, Doing, Effect, Opened, Place, Screen, State, Way, arrived},
    refusals, rules,
};
use crate::{failure::Failure, notice::Notice};
use tweestap_api::{Problem, Secret};

pub fn answered(state: &mut State, opened: Opened) -> Vec<Effect> {
    let before = state.screen();
    state.doing = None;
    state.slow = false;
    state.offline = false;
    let offered = match state.way {
        Way::Change => opened.rules.change,
        Way::Forgotten | Way::Link(_) => opened.rules.forgotten,
    };
    if !offered {
        state.place = Place::NotOffered;
    }
    state.opened = Some(opened);
    arrived(before, state.screen())
}

pub fn done(state: &mut State) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    state.offline = false;
    if doing == Some(Doing::Asking) {
        return state.go(Place::Sent);
    }
    state.given = None;
    state.asked = Asked::default();
    state.unsure = false;
    let mut effects = vec![Effect::Changed];
    if let Way::Link(token) = &mut state.way {
        *token = Secret::default();
        effects.push(Effect::Forget(Address::Nothing));
    }
    effects.extend(state.go(Place::Saved));
    effects
}

pub fn back_online(state: &mut State, opened: Opened) -> Vec<Effect> {
    state.notice = Some(Notice::back_online(state.notice.take()));
    match state.screen() {
        Screen::Opening => answered(state, opened),
        _ => {
            state.offline = false;
            state.opened = Some(opened);
            vec![]
        }
    }
}

pub fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    let saving = doing == Some(Doing::Saving);
    state.slow = false;
    if saving && may_prove(state, failure) {
        state.proved = true;
        return state.go(Place::Proof);
    }
    state.given = None;
    let rules = state.opened.as_ref().map(|opened| &opened.rules);
    let said = refusals::failed(failure, rules);
    let mut effects = vec![Effect::Error(said.code)];
    let ended = saving && state.unsure && may_follow_from_success(failure, !state.is_another);
    // A portal that was asked and does not answer is one of these: nobody may be told that nothing was changed.
    let silent = saving && matches!(state.way, Way::Link(_)) && is_no_answer(failure);
    state.unsure |= silent;
    state.is_another &= !(silent || saving && *failure == Failure::Offline);
    let said = match ended || silent {
        true => refusals::maybe_saved(failure),
        false => said,
    };
    match failure {
        Failure::Offline => {
            state.offline = true;
            state.unsure |= saving;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect(state.first_call()));
            }
        }
        Failure::SignedOut => effects.push(Effect::Reauthenticate),
        Failure::Refused(Problem::ResetLinkInvalid) => {
            let link = Way::Link(Secret::default());
            state.way = link;
            effects.push(Effect::Forget(Address::Invalid));
            effects.extend(state.go(Place::Invalid));
            // The screen itself says the rest.
            let unsure = std::mem::take(&mut state.unsure);
            state.notice = Some(said).filter(|_| unsure);
            return effects;
        }
        Failure::Refused(Problem::PasswordNotOffered | Problem::NotFound)
            if saving || doing == Some(Doing::Opening) =>
        {
            effects.extend(state.go(Place::NotOffered));
            return effects;
        }
        Failure::Refused(Problem::PasswordWrong { .. }) => effects.push(Effect::EmptyField),
        _ => effects.extend(refusals::field_of(said.code).map(Effect::Focus)),
    }
    state.refused = rules::refused(&said);
    state.notice = Some(said);
    effects
}

/// A code is missing. Once: a back end that takes one and asks again would ask for ever.
fn may_prove(state: &State, failure: &Failure) -> bool {
    let missing = *failure == Failure::Refused(Problem::ReauthenticationRequired);
    missing && state.way == Way::Change && !state.proved
}

/// So looks the second of two, of which the first arrived; `alike`: it is the same password.
fn may_follow_from_success(failure: &Failure, alike: bool) -> bool {
    match failure {
        Failure::SignedOut => true,
        Failure::Refused(problem) => match problem {
            Problem::ResetLinkInvalid | Problem::PasswordWrong { .. } => true,
            // "Not the one of before", says a portal of the one it took.
            Problem::PasswordRefused => alike,
            _ => false,
        },
        _ => false,
    }
}

fn is_no_answer(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Refused(Problem::Busy { .. } | Problem::Internal)
    )
}
