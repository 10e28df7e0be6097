//! The machine of the hardware tokens: the list, a file that is imported, and one token that is given or taken back.
//! Pure. An answer to an earlier search never takes the place of a later one's.

pub use super::terms::{Call, Doing, Effect, Event, Linking, Screen};
use super::{acting, finding, going, importing, replies};
use crate::notice::{Notice, Tone};
use tweestap_api::{HardwareToken, ImportFormat, Imported, Named, Person, Secret, TokenState};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub screen: Screen,
    pub query: String,
    pub filter: Option<TokenState>,
    /// Found so far, in order; nothing before the first answer.
    pub found: Option<Vec<HardwareToken>>,
    /// What is found is of the query, the filter and the tokens as they are now, as far as is known here.
    pub(super) current: bool,
    pub(super) next: Option<String>,
    /// How many searches and files there have been; what comes for an earlier one is thrown away.
    pub turn: u32,
    /// Unix seconds at the server when the list was made.
    pub server_time: i64,

    /// The one whose page is open.
    pub token: Option<HardwareToken>,
    /// To whom it is to be given.
    pub person: Option<Named>,
    pub people: Option<Vec<Person>>,
    /// There are more than were found.
    pub more_people: bool,
    pub(super) person_query: String,
    pub(super) person_turn: u32,

    /// Bytes of the file that is chosen.
    pub(super) picked: Option<u64>,
    pub(super) file: Option<File>,
    pub checked: Option<Imported>,
    /// Whether the last import arrived is not known.
    pub(super) unsure: bool,

    pub doing: Option<Doing>,
    pub slow: bool,
    /// No connection or an ended sign-in was in the way of something.
    pub lost: bool,
    pub notice: Option<Notice>,
    /// The field in which it was found here what is wrong. Of two codes the server never says which.
    pub wrong: Option<&'static str>,
}

/// Kept from the check to the import, and no longer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct File {
    pub format: ImportFormat,
    pub content: Secret,
    pub key: Option<Secret>,
}

impl State {
    pub fn has_more(&self) -> bool {
        self.next.is_some()
    }

    /// What was sent changes something, and whether it did is told here only.
    pub fn is_acting(&self) -> bool {
        matches!(
            self.doing,
            Some(
                Doing::Saving
                    | Doing::Linking
                    | Doing::Resyncing
                    | Doing::Unlinking
                    | Doing::Removing
            )
        )
    }

    /// Below a field, a list that does not fit it, and nothing that mends it by itself.
    pub fn is_stuck(&self) -> bool {
        let notice = self.notice.as_ref();
        let wrong = notice.is_some_and(|notice| notice.tone == Tone::Error);
        wrong && self.found.is_some() && !self.current && self.doing.is_none()
    }

    /// What is found is of before, and nothing more of it is wanted.
    pub(super) fn outdated(&mut self) {
        self.current = false;
        self.next = None;
    }

    /// What was said last is about this field: it was found here, or it is of this kind.
    pub fn is_wrong(&self, kind: &str, field: &str) -> bool {
        let about = |notice: &Notice| match self.wrong {
            Some(wrong) => wrong == field,
            None => notice.code.starts_with(kind),
        };
        self.notice.as_ref().is_some_and(about)
    }

    /// Whatever is on its way comes too late.
    pub(super) fn wait_no_longer(&mut self) {
        self.turn += 1;
        self.doing = None;
        self.slow = false;
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.start(doing);
        vec![Effect::Call(call)]
    }

    pub(super) fn start(&mut self, doing: Doing) {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        self.wrong = None;
    }

    /// Refuses without asking the server.
    pub(super) fn mind(&mut self, notice: Notice, field: &'static str) -> Vec<Effect> {
        let code = notice.code;
        self.notice = Some(notice);
        self.wrong = Some(field);
        vec![Effect::Focus(field), Effect::Error(code)]
    }

    /// Goes to another screen; nothing that was typed on the way stays.
    pub(super) fn go(&mut self, screen: Screen) -> Vec<Effect> {
        self.screen = screen;
        self.person = None;
        self.people = None;
        self.person_query.clear();
        self.person_turn += 1;
        if screen != Screen::Checked {
            self.picked = None;
            self.file = None;
            self.checked = None;
            self.unsure = false;
        }
        let mut effects = vec![Effect::Step(screen), Effect::FocusHeading];
        if screen == Screen::List && !self.current {
            effects.extend(finding::search(self));
        }
        effects
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let idle = state.doing.is_none();
    let on = |screen| idle && state.screen == screen;
    match event {
        Event::Typed(_)
        | Event::Paused(_)
        | Event::Search
        | Event::Filter(_)
        | Event::More
        | Event::Found(..)
        | Event::NotFound(..) => finding::tokens(state, event),
        Event::TypedPerson(_)
        | Event::PausedPerson(_)
        | Event::FoundPeople(..)
        | Event::NotFoundPeople(..)
        | Event::Pick(_)
        | Event::Unpick => match state.screen {
            Screen::Link => finding::people(state, event),
            _ => vec![],
        },
        Event::Open(id) if state.screen == Screen::List => going::open(state, &id),
        Event::Retry if on(Screen::List) && !state.current => finding::search(state),
        Event::OpenImport if state.screen == Screen::List => {
            going::leave_list(state, Screen::Import)
        }
        Event::OpenLink if on(Screen::Token) => {
            going::turn_to(state, Screen::Link, &[TokenState::Free])
        }
        Event::OpenResync if on(Screen::Token) => {
            going::turn_to(state, Screen::Resync, &[TokenState::Linked])
        }
        Event::OpenUnlink if on(Screen::Token) => {
            going::turn_to(state, Screen::Unlink, &[TokenState::Linked])
        }
        Event::OpenRemove if on(Screen::Token) => {
            going::turn_to(state, Screen::Remove, &[TokenState::Free])
        }
        Event::Back if idle => going::back(state),
        // Two megabytes take minutes when the server hangs, and nothing was to be saved yet.
        Event::Back if state.doing == Some(Doing::Checking) => {
            state.wait_no_longer();
            going::back(state)
        }
        Event::Picked(_) | Event::Check(_) | Event::Read(_) | Event::NotRead | Event::Import => {
            importing::step(state, event)
        }
        Event::Imported(turn, answer) if !idle && turn == state.turn => {
            importing::imported(state, *answer)
        }
        Event::NotImported(turn, failure) if !idle && turn == state.turn => {
            replies::failed(state, failure)
        }
        Event::Link(typed) if on(Screen::Link) => acting::link(state, typed),
        Event::Resync(code, next) if on(Screen::Resync) => acting::resync(state, &code, &next),
        Event::Unlink(reason) if on(Screen::Unlink) => acting::unlink(state, &reason),
        Event::Remove(reason) if on(Screen::Remove) => acting::remove(state, &reason),
        Event::Done(token) if !idle => replies::done(state, *token),
        Event::Removed if !idle => replies::removed(state),
        Event::Failed(failure) if !idle => replies::failed(state, failure),
        Event::Returned if idle && state.lost => replies::returned(state),
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}
