//! What became of what was done with a token. Pure, like the rest of the machine.

use super::{
    flow::{Call, Doing, Effect, Screen, State},
    going::to_list,
    notice,
};
use crate::{Text, failure::Failure, notice::Notice};
use tweestap_api::{HardwareToken, Problem, TokenState, Tokens};

pub fn done(state: &mut State, token: HardwareToken) -> Vec<Effect> {
    let text = match state.doing.take() {
        Some(Doing::Linking) => Text::TokenLinkedNow,
        Some(Doing::Resyncing) => Text::TokenResyncedNow,
        Some(Doing::Unlinking) => Text::TokenUnlinkedNow,
        _ => return vec![],
    };
    is_now(state, token, text)
}

/// Done: said on its page.
fn is_now(state: &mut State, token: HardwareToken, text: Text) -> Vec<Effect> {
    let mut effects = vec![Effect::Changed];
    effects.extend(stands(state, token));
    state.notice = Some(Notice::good(text));
    effects
}

/// It stands otherwise: on its page, and so in the list.
fn stands(state: &mut State, token: HardwareToken) -> Vec<Effect> {
    state.slow = false;
    state.lost = false;
    state.current = false;
    for row in state
        .found
        .iter_mut()
        .flatten()
        .filter(|row| row.id == token.id)
    {
        *row = token.clone();
    }
    state.token = Some(token);
    state.go(Screen::Token)
}

pub fn removed(state: &mut State) -> Vec<Effect> {
    if state.doing.take() != Some(Doing::Removing) {
        return vec![];
    }
    is_gone(state)
}

fn is_gone(state: &mut State) -> Vec<Effect> {
    state.slow = false;
    state.lost = false;
    let gone = state.token.take();
    if let (Some(found), Some(gone)) = (&mut state.found, gone) {
        found.retain(|row| row.id != gone.id);
    }
    state.current = false;
    let mut effects = vec![Effect::Changed];
    effects.extend(state.go(Screen::List));
    state.notice = Some(Notice::good(Text::TokenRemovedNow));
    effects
}

pub fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    let said = notice::failed(&failure);
    // What was to be done may have been done all the same.
    state.current &= doing == Some(Doing::Checking);
    state.lost |= notice::is_of_the_way(&said);
    let mut effects = vec![];
    match &failure {
        Failure::Offline => state.unsure |= doing == Some(Doing::Saving),
        // Somebody else was quicker: this is how it stands now.
        Failure::Refused(
            Problem::TokenTaken | Problem::TokenQuarantined { .. } | Problem::TokenNotFound,
        ) if doing != Some(Doing::Looking) => {
            effects.extend(look(state));
        }
        Failure::Refused(Problem::ImportUnreadable | Problem::ImportTooLarge) => {
            if state.screen == Screen::Checked {
                effects.extend(state.go(Screen::Import));
            }
            effects.push(Effect::Focus("file"));
        }
        Failure::Refused(Problem::CodeMismatch { .. } | Problem::CodeMalformed) => {
            effects.push(Effect::Focus("code"));
        }
        Failure::Refused(Problem::PersonNotFound | Problem::NotYourself | Problem::RoleTooHigh)
            if doing == Some(Doing::Linking) =>
        {
            state.person = None;
            state.person_query.clear();
            effects.push(Effect::Focus("person"));
        }
        _ => {}
    }
    // The file is read again with the next check; what was checked stays until it is imported or left.
    if doing == Some(Doing::Checking) {
        state.file = None;
    }
    state.notice = Some(said);
    effects.push(Effect::Lost(failure));
    effects
}

/// How the open token stands: there is no call for one, but its serial finds it.
fn look(state: &mut State) -> Vec<Effect> {
    let Some(serial) = state.token.as_ref().map(|token| token.serial.clone()) else {
        return vec![];
    };
    state.turn += 1;
    state.doing = Some(Doing::Looking);
    state.slow = false;
    vec![Effect::Call(Call::Find {
        turn: state.turn,
        query: serial,
        state: None,
        after: None,
    })]
}

pub fn looked(state: &mut State, page: Tokens) -> Vec<Effect> {
    let Some(before) = state.token.clone() else {
        return vec![];
    };
    state.server_time = page.server_time;
    let mut found = page.tokens.into_iter();
    match found.find(|token| token.id == before.id) {
        Some(now) if now == before => {
            // As it was; what was typed stays.
            state.notice = notice::way_is_clear(state.notice.take());
            vec![]
        }
        Some(now) => {
            let said = state
                .notice
                .take()
                .filter(|notice| !notice::is_of_the_way(notice));
            let wanted = state.person.as_ref().map(|person| &person.id);
            let whose = now.person.as_ref().map(|person| &person.id);
            match (state.screen, now.state) {
                // What was done had arrived, only the answer had not.
                (Screen::Link, TokenState::Linked) if wanted == whose => {
                    return is_now(state, now, Text::TokenLinkedNow);
                }
                (Screen::Unlink, TokenState::Free | TokenState::Quarantined) => {
                    return is_now(state, now, Text::TokenUnlinkedNow);
                }
                _ => {}
            }
            // Somebody else did that.
            let taken = state.screen == Screen::Link && now.state == TokenState::Linked;
            let taken = taken.then(|| notice::failed(&Failure::Refused(Problem::TokenTaken)));
            let effects = stands(state, now);
            state.notice = said.or(taken);
            effects
        }
        None if state.screen == Screen::Remove => is_gone(state),
        None => {
            let found = state.found.iter_mut();
            found.for_each(|rows| rows.retain(|row| row.id != before.id));
            state.current = false;
            let effects = to_list(state);
            let gone = Failure::Refused(Problem::TokenNotFound);
            state.notice = Some(notice::failed(&gone));
            effects
        }
    }
}

/// There is a way to the back end again.
pub fn returned(state: &mut State) -> Vec<Effect> {
    match state.screen {
        Screen::List if !state.current => super::finding::search(state),
        Screen::List | Screen::Import | Screen::Checked => {
            state.lost = false;
            state.notice = notice::way_is_clear(state.notice.take());
            vec![]
        }
        _ => {
            let mut effects = look(state);
            effects.extend(super::finding::people_again(state));
            effects
        }
    }
}
