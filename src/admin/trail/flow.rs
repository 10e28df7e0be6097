//! The audit trail, newest first, and all of it as a table. Pure.

use crate::{
    Text,
    admin::{back, failed as said},
    failure::Failure,
    notice::{Notice, Tone},
};
use tweestap_api::{Audit, AuditEntry};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub entries: Option<Vec<AuditEntry>>,
    pub next: Option<i64>,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub notice: Option<Notice>,
    /// Lines of the table that are there already.
    pub table: Vec<AuditEntry>,
    /// Which export is under way; an answer to an earlier one is not wanted.
    pub turn: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Reading,
    /// The page after the last one.
    More,
    /// Every page, for the table.
    Fetching,
}

#[derive(Clone, Debug)]
pub enum Event {
    Shown,
    More,
    Export,
    Stop,
    Read(u32, Box<Audit>),
    Failed(u32, Failure),
    /// The table is with the downloads, or the browser refused.
    Saved(bool),
    Retry,
    /// There is a way to the back end again.
    Back,
    Slow,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The entries below this number, or the newest; for that turn.
    Read(u32, Option<i64>),
    Step,
    Save(Vec<AuditEntry>),
    Lost(Failure),
    FocusEntry(i64),
}

impl State {
    /// Lines fetched so far, while they are.
    pub fn fetched(&self) -> Option<usize> {
        (self.doing == Some(Doing::Fetching)).then_some(self.table.len())
    }

    fn read(&mut self, doing: Doing, below: Option<i64>) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        self.turn += 1;
        vec![Effect::Read(self.turn, below)]
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let idle = state.doing.is_none();
    match event {
        Event::Shown => {
            let mut effects = vec![Effect::Step];
            effects.extend(state.read(Doing::Reading, None));
            effects
        }
        Event::More if idle && state.next.is_some() => state.read(Doing::More, state.next),
        Event::Export if idle && state.entries.is_some() => {
            state.table.clear();
            state.read(Doing::Fetching, None)
        }
        Event::Stop if state.doing == Some(Doing::Fetching) => {
            state.doing = None;
            state.slow = false;
            state.table.clear();
            state.turn += 1;
            vec![]
        }
        Event::Read(turn, audit) if turn == state.turn => read(state, *audit),
        Event::Failed(turn, failure) if turn == state.turn => {
            state.doing = None;
            state.slow = false;
            state.table.clear();
            state.notice = Some(said(&failure));
            vec![Effect::Lost(failure)]
        }
        Event::Saved(good) => {
            let lines = u32::try_from(state.table.len()).unwrap_or(u32::MAX);
            state.table.clear();
            state.notice = Some(match good {
                true => Notice::good(Text::TrailSaved).amount(lines),
                false => Notice::error("not_saved", Text::TrailNotSaved),
            });
            vec![]
        }
        Event::Retry if idle => state.read(Doing::Reading, None),
        Event::Back if idle && is_wrong(state) => match state.entries {
            None => state.read(Doing::Reading, None),
            Some(_) => {
                state.notice = back(state.notice.take());
                vec![]
            }
        },
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn is_wrong(state: &State) -> bool {
    let notice = state.notice.as_ref();
    notice.is_some_and(|notice| notice.tone == Tone::Error)
}

fn read(state: &mut State, audit: Audit) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    if doing == Some(Doing::Fetching) {
        state.table.extend(audit.entries);
        return match audit.next {
            // One after another: nobody's server is asked a hundred things at once.
            Some(next) => {
                state.doing = doing;
                vec![Effect::Read(state.turn, Some(next))]
            }
            None => vec![Effect::Save(state.table.clone())],
        };
    }
    state.next = audit.next;
    let first = audit.entries.first().map(|entry| entry.number);
    match (doing, &mut state.entries) {
        (Some(Doing::More), Some(before)) => {
            before.extend(audit.entries);
            // The button that was pressed is gone from under the focus.
            first.map(Effect::FocusEntry).into_iter().collect()
        }
        _ => {
            state.entries = Some(audit.entries);
            vec![]
        }
    }
}
