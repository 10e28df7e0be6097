//! The desk's own machine: opening, which section is in sight, and the code that is asked in between. Pure; what was
//! asked and waits for that code is the desk's to keep.

use super::notice;
use crate::{failure::Failure, notice::Notice};
use tweestap_api::{Administration, Problem};

/// A part of the desk, each with its own machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    People,
    Rules,
    Tokens,
    Trail,
}

impl Section {
    /// Those that have a place in the navigation, in its order.
    pub const SHOWN: [Self; 4] = [Self::People, Self::Rules, Self::Tokens, Self::Trail];
}

/// Another view in the place of the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    /// A code, because the last one was too long ago.
    Proof,
    /// Two steps of one's own, because there are none.
    SetUp,
}

impl Inside {
    /// What helps against a refusal, if something does.
    pub fn against(failure: &Failure) -> Option<Self> {
        match failure {
            Failure::Refused(Problem::ReauthenticationRequired) => Some(Self::Proof),
            Failure::Refused(Problem::EnrolmentRequired) => Some(Self::SetUp),
            _ => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub about: Option<Administration>,
    pub section: Section,
    pub inside: Option<Inside>,
    /// The desk is being opened.
    pub opening: bool,
    pub slow: bool,
    /// The connection is looked for.
    pub searching: bool,
    /// Why it could not be opened.
    pub notice: Option<Notice>,
    /// Trying again would change nothing.
    pub closed: bool,
    /// A code was given before anything was in sight, or it was asked for again: what comes gets the focus.
    pub(super) arriving: bool,
    /// Somebody has signed in anew, and nobody knows yet who it is.
    pub(super) anew: bool,
    /// How often the way to the back end was clear again.
    pub back: u32,
}

#[derive(Clone, Debug)]
pub enum Event {
    Go(Section),
    /// Of a call of any section, which waits.
    Needs(Inside),
    /// The view inside is finished or cancelled.
    Over,
    Opened(Box<Administration>),
    /// Opening did not work.
    Failed(Failure),
    /// A section ran into this; it says so itself.
    Lost(Failure),
    /// There is a connection again.
    Online,
    Retry,
    TokenGiven,
    Slow,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// A session, and then what is known of the school.
    Open,
    /// What waited for a code is asked again.
    AskAgain,
    Reconnect,
    Reauthenticate,
    Error(&'static str),
    FocusHeading,
}

impl State {
    pub fn opening() -> Self {
        Self {
            about: None,
            section: Section::People,
            inside: None,
            opening: true,
            slow: false,
            searching: false,
            notice: None,
            closed: false,
            arriving: false,
            anew: false,
            back: 0,
        }
    }

    fn open(&mut self) -> Vec<Effect> {
        self.opening = true;
        self.slow = false;
        self.notice = None;
        vec![Effect::Open]
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Go(section) if state.about.is_some() && state.inside.is_none() => {
            state.section = section;
            vec![Effect::FocusHeading]
        }
        // One view is enough for all that wait.
        Event::Needs(inside) => {
            state.inside.get_or_insert(inside);
            vec![]
        }
        Event::Over if state.inside.take().is_some() => {
            state.arriving = state.about.is_none();
            vec![Effect::AskAgain, Effect::FocusHeading]
        }
        Event::Opened(about) if state.opening => {
            state.opening = false;
            state.slow = false;
            state.anew = false;
            state.notice = None;
            state.about = Some(*about);
            state.back += 1;
            match std::mem::take(&mut state.arriving) {
                true => vec![Effect::FocusHeading],
                false => vec![],
            }
        }
        Event::Failed(failure) if state.opening => {
            state.opening = false;
            state.slow = false;
            let said = notice::failed(&failure);
            let mut effects = vec![Effect::Error(said.code)];
            // Nobody has pressed anything by the time it is tried by itself.
            state.arriving = false;
            state.closed = failure == Failure::Refused(Problem::ManagerRequired);
            if state.closed {
                // Whoever it is now sees nothing of the one before.
                state.about = None;
            }
            state.notice = Some(said);
            effects.extend(lost(state, &failure));
            effects
        }
        Event::Lost(failure) => {
            let mut effects = vec![Effect::Error(failure.code())];
            effects.extend(lost(state, &failure));
            effects
        }
        Event::Online if std::mem::take(&mut state.searching) => match state.about {
            _ if state.anew && !state.opening => state.open(),
            None if !state.opening => state.open(),
            _ => {
                state.back += 1;
                vec![]
            }
        },
        // The button that was pressed goes away.
        Event::Retry if !state.opening && state.about.is_none() && !state.closed => {
            state.arriving = true;
            state.open()
        }
        // The views inside open their own session with it.
        Event::TokenGiven if !state.opening && state.inside.is_none() => {
            state.anew = true;
            state.open()
        }
        Event::Slow if state.opening => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn lost(state: &mut State, failure: &Failure) -> Option<Effect> {
    match failure {
        // One search is enough.
        Failure::Offline => {
            (!std::mem::replace(&mut state.searching, true)).then_some(Effect::Reconnect)
        }
        Failure::SignedOut => Some(Effect::Reauthenticate),
        _ => None,
    }
}
