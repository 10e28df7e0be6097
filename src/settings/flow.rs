//! The widget's half of the settings: shows what the back end has, saves one choice at a time.

use crate::{
    Text,
    failure::Failure,
    notice::{self, Notice},
};
use tweestap_api::{RememberDuration, Settings};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Overview,
    /// The enrolment view stands here until it is over.
    SettingUp,
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub settings: Option<Settings>,
    pub setting_up: bool,
    pub busy: bool,
    pub slow: bool,
    pub offline: bool,
    searching: bool,
    pub notice: Option<Notice>,
}

#[derive(Clone, Debug)]
pub enum Event {
    SetUp,
    /// The enrolment inside is finished or cancelled.
    SetUpOver,
    Save(RememberDuration),
    Retry,
    TokenGiven,
    Answered(Box<Settings>),
    Saved(Box<Settings>),
    Failed(Failure),
    Slow,
    BackOnline(Box<Settings>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step,
    Changed,
    Reauthenticate,
    Error(&'static str),
    FocusHeading,
    Reconnect,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    Read,
    Save(RememberDuration),
}

impl State {
    pub fn opening() -> Self {
        Self {
            settings: None,
            setting_up: false,
            busy: true,
            slow: false,
            offline: false,
            searching: false,
            notice: None,
        }
    }

    pub fn screen(&self) -> Screen {
        match &self.settings {
            None => Screen::Opening,
            Some(_) if self.setting_up => Screen::SettingUp,
            Some(_) => Screen::Overview,
        }
    }

    fn call(&mut self, call: Call) -> Vec<Effect> {
        self.busy = true;
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    let idle = !state.busy;
    match event {
        Event::SetUp if idle && state.screen() == Screen::Overview => {
            state.setting_up = true;
            state.notice = None;
            vec![]
        }
        Event::SetUpOver if state.setting_up => {
            state.setting_up = false;
            let mut effects = state.call(Call::Read);
            effects.extend([Effect::Step, Effect::FocusHeading]);
            effects
        }
        Event::Save(duration) if idle && state.screen() == Screen::Overview => {
            state.call(Call::Save(duration))
        }
        Event::Retry if idle && state.settings.is_none() => state.call(Call::Open),
        // The enrolment inside opens its own session with it.
        Event::TokenGiven if idle && !state.setting_up => state.call(Call::Open),
        Event::Answered(settings) if state.busy => answered(state, *settings),
        Event::Saved(settings) if state.busy => {
            let mut effects = answered(state, *settings);
            state.notice = Some(Notice::good(Text::SettingsSaved));
            effects.push(Effect::Changed);
            effects
        }
        Event::BackOnline(settings) if state.offline && idle => {
            state.notice = Some(Notice::back_online(state.notice.take()));
            answered(state, *settings)
        }
        Event::Failed(failure) if state.busy => failed(state, &failure),
        Event::NotBack(failure) if std::mem::take(&mut state.offline) && idle => {
            failed(state, &failure)
        }
        Event::Slow if state.busy => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn answered(state: &mut State, settings: Settings) -> Vec<Effect> {
    let first = state.settings.is_none();
    state.busy = false;
    state.slow = false;
    state.offline = false;
    state.settings = Some(settings);
    if first { vec![Effect::Step] } else { vec![] }
}

fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let said = notice::failed(failure, None);
    let mut effects = vec![Effect::Error(said.code)];
    state.busy = false;
    state.slow = false;
    state.notice = Some(said);
    match failure {
        Failure::Offline => {
            state.offline = true;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect);
            }
        }
        Failure::SignedOut => effects.push(Effect::Reauthenticate),
        _ => {}
    }
    effects
}
