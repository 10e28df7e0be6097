//! A person's page: who it is, what can be done, and doing it. Pure. The back end decides; what it would refuse anyway is
//! told here before somebody has written a reason.

use super::replies::{answered, failed};
pub use super::terms::{Act, Call, Doing, Effect, Event, Screen};
use crate::{Text, admin::back, notice::Notice};
use tweestap_api::{CheckedHow, Person, PersonFile, PersonState, Problem, Role, SupportCode};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    pub file: Option<PersonFile>,
    pub(super) asking: Option<Act>,
    pub checked: Option<CheckedHow>,
    /// On the screen, and in no later answer.
    pub code: Option<SupportCode>,
    pub doing: Option<Doing>,
    /// An act was sent, and no answer came.
    pub(super) unsure: bool,
    /// The page is of before what was done, and could not be read again.
    pub(super) stale: bool,
    /// Wanted on a page of before: asked about if nothing turns out to have happened since.
    pub(super) wish: Option<Act>,
    /// To be done if it turns out that it has not been.
    pub(super) again: Option<Call>,
    pub slow: bool,
    pub notice: Option<Notice>,
}

impl State {
    pub fn opening() -> Self {
        Self {
            doing: Some(Doing::Reading),
            ..Self::default()
        }
    }

    pub fn screen(&self) -> Screen {
        match (&self.file, &self.code, self.asking) {
            (None, ..) => Screen::Opening,
            (_, Some(_), _) => Screen::Made,
            (.., Some(act)) => Screen::Asking(act),
            _ => Screen::Person,
        }
    }

    /// Nobody has this page any more: another try would say the same.
    pub fn is_gone(&self) -> bool {
        let said = self.notice.as_ref();
        self.file.is_none() && said.is_some_and(|said| said.code == Problem::PersonNotFound.code())
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    pub(super) fn want(&mut self, act: Act) -> Vec<Effect> {
        self.asking = Some(act);
        self.notice = None;
        vec![Effect::Step(self.screen()), Effect::FocusHeading]
    }

    /// Back on the page, with nothing of the act left behind.
    pub(super) fn settle(&mut self) -> Vec<Effect> {
        self.asking = None;
        self.unsure = false;
        self.again = None;
        self.checked = None;
        self.code = None;
        vec![Effect::Step(Screen::Person), Effect::FocusHeading]
    }
}

/// What can be done about this person, and a sentence for what cannot. `you`: the manager's own id.
pub fn offered(file: &PersonFile, you: &str) -> (Vec<Act>, Option<Text>) {
    let person = &file.person;
    if person.id == you {
        return (vec![], Some(Text::PersonIsYou));
    }
    let unlock = file.stopped.then_some(Act::Unlock);
    let on = (person.state == PersonState::Suspended).then_some(Act::SwitchOn);
    if person.role == Some(Role::Manager) {
        let acts: Vec<Act> = unlock.into_iter().chain(on).collect();
        let why = match acts.is_empty() {
            true => Text::PersonIsManager,
            false => Text::PersonIsManagerToo,
        };
        return (acts, Some(why));
    }
    let is_set_up = !file.methods.is_empty();
    let is_on = is_set_up && on.is_none();
    let acts = [
        unlock,
        on,
        is_on.then_some(Act::SupportCode),
        is_on.then_some(Act::SwitchOff),
        (is_set_up || person.state == PersonState::Pending).then_some(Act::Reset),
    ];
    let why = (!is_set_up).then_some(Text::PersonNeverSetUp);
    (acts.into_iter().flatten().collect(), why)
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    let idle = state.doing.is_none();
    let screen = state.screen();
    match event {
        // What was done may have arrived: how it is now comes first.
        Event::Want(act) if idle && screen == Screen::Person && state.stale => {
            state.wish = Some(act);
            state.call(Doing::Reading, Call::Read)
        }
        Event::Want(act) if idle && screen == Screen::Person => state.want(act),
        Event::Checked(how) => {
            state.checked = Some(how);
            vec![]
        }
        Event::Confirm(reason) if idle => match screen {
            Screen::Asking(act) => confirm(state, act, reason.trim()),
            _ => vec![],
        },
        Event::Cancel if idle && matches!(screen, Screen::Asking(_)) => {
            // Whether it was done is seen on the page, as it is now.
            let stale = state.unsure;
            let mut effects = state.settle();
            state.notice = None;
            if stale {
                effects.extend(state.call(Doing::Reading, Call::Read));
            }
            effects
        }
        // What it was made for has changed on the way: the history says so.
        Event::ReadOut if idle && screen == Screen::Made => {
            let mut effects = state.settle();
            effects.extend(state.call(Doing::Reading, Call::Read));
            state.notice = Some(Notice::good(Text::SupportDone));
            effects
        }
        Event::Leave if screen != Screen::Made => {
            let person = state.file.as_ref().map(|file| file.person.clone());
            vec![Effect::Left(person.map(Box::new))]
        }
        Event::Answered(file) if !idle => answered(state, *file, screen),
        Event::Made(code) if !idle => {
            state.doing = None;
            state.unsure = false;
            state.slow = false;
            state.code = Some(*code);
            vec![
                Effect::Changed("support-code"),
                Effect::Step(Screen::Made),
                Effect::FocusHeading,
            ]
        }
        Event::Failed(failure) if !idle => failed(state, failure),
        Event::Retry if idle && state.file.is_none() && !state.is_gone() => {
            state.call(Doing::Reading, Call::Read)
        }
        Event::Back if idle && (state.file.is_none() || state.stale) => {
            state.call(Doing::Reading, Call::Read)
        }
        Event::Back if idle && state.unsure => {
            state.doing = Some(Doing::Returning);
            state.slow = false;
            vec![Effect::Call(Call::Read)]
        }
        Event::Back if idle && state.notice.is_some() => {
            state.notice = back(state.notice.take());
            vec![]
        }
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn confirm(state: &mut State, act: Act, reason: &str) -> Vec<Effect> {
    let missing = |state: &mut State, code, text, focus| {
        state.notice = Some(Notice::error(code, text));
        vec![Effect::Error(code), focus]
    };
    if act == Act::SupportCode && state.checked.is_none() {
        let focus = Effect::FocusChecked;
        return missing(state, "checked_missing", Text::ErrorCheckedMissing, focus);
    }
    if reason.is_empty() {
        let focus = Effect::FocusReason;
        return missing(state, "reason_missing", Text::ErrorReasonMissing, focus);
    }
    let reason = reason.to_owned();
    let call = match (act, state.checked) {
        (Act::SupportCode, Some(how)) => Call::Make(how, reason),
        (act, _) => Call::Do(act, reason),
    };
    if state.unsure {
        state.again = Some(call);
        return state.call(Doing::Returning, Call::Read);
    }
    state.call(Doing::Acting, call)
}

/// Whose page it is.
pub fn name(state: &State) -> String {
    let person: Option<&Person> = state.file.as_ref().map(|file| &file.person);
    person.map(|person| person.name.clone()).unwrap_or_default()
}
