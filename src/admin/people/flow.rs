//! The list of people: what is searched, what was found, and whose page is open. Pure. An answer to an earlier search
//! never takes the place of a later one's.

pub use super::terms::{Chosen, Doing, Effect, Event, Filter, Find};
use crate::{
    admin::{back, failed as said},
    failure::Failure,
    notice::Notice,
};
use tweestap_api::{People, Person};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub filter: Filter,
    /// Found so far, in order; nothing before the first answer.
    pub found: Option<Vec<Person>>,
    pub(super) next: Option<String>,
    /// How many searches there have been.
    pub turn: u32,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub notice: Option<Notice>,
    /// How often everything was cleared: the fields are made anew.
    pub cleared: u32,
    /// Whose page is open.
    pub open: Option<String>,
}

impl State {
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    fn find(&mut self) -> Vec<Effect> {
        self.turn += 1;
        self.ask(Doing::Finding, None)
    }

    fn ask(&mut self, doing: Doing, after: Option<String>) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Find(Find {
            turn: self.turn,
            filter: self.filter.clone(),
            after,
        })]
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Shown => shown(state),
        Event::Typed(name) => {
            let name = name.trim().to_owned();
            if name == state.filter.name {
                return vec![];
            }
            state.filter.name = name;
            // Whatever is on its way is about another name, and so is what comes after those in sight.
            state.turn += 1;
            state.doing = None;
            state.next = None;
            vec![Effect::Wait(state.turn)]
        }
        Event::Paused(turn) if turn == state.turn && state.doing.is_none() => state.find(),
        Event::Submit => state.find(),
        Event::Choose(which, value) => {
            let filter = &mut state.filter;
            *match which {
                Chosen::Class => &mut filter.class,
                Chosen::Role => &mut filter.role,
                Chosen::State => &mut filter.state,
            } = value;
            state.find()
        }
        Event::Clear => {
            state.filter = Filter::default();
            state.cleared += 1;
            let mut effects = state.find();
            effects.push(Effect::FocusSearch);
            effects
        }
        Event::More if state.doing.is_none() && state.next.is_some() => {
            let after = state.next.clone();
            state.ask(Doing::More, after)
        }
        Event::Found(turn, people) if turn == state.turn => found(state, *people),
        Event::Failed(turn, failure) if turn == state.turn => failed(state, failure),
        Event::Retry if state.doing.is_none() => state.find(),
        Event::Back if state.doing.is_none() && state.notice.is_some() => match state.found {
            None => state.find(),
            Some(_) => {
                state.notice = back(state.notice.take());
                vec![]
            }
        },
        Event::Slow if state.doing.is_some() => {
            state.slow = true;
            vec![]
        }
        Event::Open(id) if state.open.is_none() => {
            state.open = Some(id);
            state.notice = None;
            vec![]
        }
        Event::Close(person) => closed(state, person),
        _ => vec![],
    }
}

fn shown(state: &mut State) -> Vec<Effect> {
    let mut effects = match state.open {
        Some(_) => vec![Effect::Shown],
        None => vec![Effect::Step],
    };
    if state.found.is_none() && state.doing.is_none() {
        effects.extend(state.find());
    }
    effects
}

fn found(state: &mut State, people: People) -> Vec<Effect> {
    let doing = state.doing.take();
    let first = people.people.first().map(|person| person.id.clone());
    state.slow = false;
    state.notice = None;
    state.next = people.next;
    match (doing, &mut state.found) {
        (Some(Doing::More), Some(before)) => {
            before.extend(people.people);
            // The button that was pressed is gone from under the focus; on somebody's page it has moved on.
            let first = first.filter(|_| state.open.is_none());
            first.map(Effect::FocusPerson).into_iter().collect()
        }
        _ => {
            state.found = Some(people.people);
            vec![]
        }
    }
}

fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    // Those of the search before are not what the fields say. After a next page that did not come, those in sight are.
    if state.doing.take() == Some(Doing::Finding) {
        state.found = None;
        state.next = None;
    }
    state.slow = false;
    state.notice = Some(said(&failure));
    vec![Effect::Lost(failure)]
}

fn closed(state: &mut State, person: Option<Box<Person>>) -> Vec<Effect> {
    let Some(id) = state.open.take() else {
        return vec![];
    };
    let rows = state.found.iter_mut().flatten();
    for row in rows {
        if let Some(now) = person.as_deref().filter(|now| now.id == row.id) {
            *row = now.clone();
        }
    }
    vec![Effect::Step, Effect::FocusPerson(id)]
}
