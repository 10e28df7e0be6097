//! Two searches as somebody types: tokens above the list, and a person to give one to. Each has its turns: what comes for
//! an earlier one is thrown away.

use super::{
    flow::{Call, Doing, Effect, Event, Screen, State},
    notice,
};
use crate::failure::Failure;
use tweestap_api::{Problem, Tokens};

pub fn tokens(state: &mut State, event: Event) -> Vec<Effect> {
    let on_list = state.screen == Screen::List;
    match event {
        Event::Typed(serial) if on_list => {
            let serial = serial.trim().to_owned();
            if serial == state.query {
                return vec![];
            }
            state.query = serial;
            // Whatever is on its way is about another one.
            state.wait_no_longer();
            state.outdated();
            vec![Effect::Wait(state.turn)]
        }
        Event::Paused(turn) if on_list && turn == state.turn && state.doing.is_none() => {
            search(state)
        }
        Event::Search if on_list => search(state),
        Event::Filter(filter) if on_list => {
            state.filter = filter;
            search(state)
        }
        Event::More if on_list && state.doing.is_none() && state.next.is_some() => {
            let after = state.next.clone();
            find(state, Doing::More, after)
        }
        Event::Found(turn, page) if turn == state.turn => found(state, *page),
        Event::NotFound(turn, failure) if turn == state.turn => not_found(state, failure),
        _ => vec![],
    }
}

fn not_found(state: &mut State, failure: Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    // The last row is gone, and nothing goes on below it. After anything else more can be asked for once again.
    if doing == Some(Doing::More) && failure == Failure::Refused(Problem::TokenNotFound) {
        return search(state);
    }
    let said = notice::failed(&failure);
    state.lost = notice::is_of_the_way(&said);
    state.notice = Some(said);
    vec![Effect::Lost(failure)]
}

/// From the beginning of the list.
pub fn search(state: &mut State) -> Vec<Effect> {
    state.turn += 1;
    state.outdated();
    find(state, Doing::Finding, None)
}

fn find(state: &mut State, doing: Doing, after: Option<String>) -> Vec<Effect> {
    let call = Call::Find {
        turn: state.turn,
        query: state.query.clone(),
        state: state.filter,
        after,
    };
    // What was said about something done stays above the list that follows it.
    let said = state.notice.take().filter(|notice| notice.code.is_empty());
    let effects = state.call(doing, call);
    state.notice = said;
    effects
}

fn found(state: &mut State, page: Tokens) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    state.lost = false;
    if doing == Some(Doing::Looking) {
        return super::replies::looked(state, page);
    }
    state.next = page.next;
    state.server_time = page.server_time;
    match (doing, &mut state.found) {
        (Some(Doing::More), Some(before)) => {
            let first = page.tokens.first().map(|token| token.id.clone());
            before.extend(page.tokens);
            // The button that was pressed is gone from under the focus.
            first.map(Effect::FocusToken).into_iter().collect()
        }
        _ => {
            state.found = Some(page.tokens);
            state.current = true;
            vec![]
        }
    }
}

/// People of whom somebody was waiting to hear.
pub fn people_again(state: &mut State) -> Vec<Effect> {
    let waits = state.screen == Screen::Link && state.person.is_none() && state.people.is_none();
    match waits && !state.person_query.is_empty() {
        true => {
            state.person_turn += 1;
            find_people(state)
        }
        false => vec![],
    }
}

fn find_people(state: &State) -> Vec<Effect> {
    vec![Effect::Call(Call::People {
        turn: state.person_turn,
        query: state.person_query.clone(),
    })]
}

pub fn people(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::TypedPerson(name) => {
            let name = name.trim().to_owned();
            // What went wrong, typing on asks again.
            if name == state.person_query && state.people.is_some() {
                return vec![];
            }
            let empty = name.is_empty();
            state.person_query = name;
            state.person_turn += 1;
            if empty {
                state.people = None;
                return vec![];
            }
            vec![Effect::WaitPerson(state.person_turn)]
        }
        Event::PausedPerson(turn) if turn == state.person_turn => find_people(state),
        Event::FoundPeople(turn, page) if turn == state.person_turn => {
            state.more_people = page.next.is_some();
            state.people = Some(page.people);
            state.notice = None;
            vec![]
        }
        Event::NotFoundPeople(turn, failure) if turn == state.person_turn => {
            let said = notice::failed(&failure);
            state.lost |= notice::is_of_the_way(&said);
            state.people = None;
            state.notice = Some(said);
            vec![Effect::Lost(failure)]
        }
        Event::Pick(person) => {
            // Whatever is on its way is about a name that somebody was still typing.
            state.person_turn += 1;
            state.person = Some(person);
            state.people = None;
            state.notice = None;
            vec![Effect::Focus("code")]
        }
        Event::Unpick => {
            state.person = None;
            state.people = None;
            state.person_turn += 1;
            state.person_query.clear();
            vec![Effect::Focus("person")]
        }
        _ => vec![],
    }
}
