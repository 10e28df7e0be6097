//! The widget's half of the challenge. Success is only a hint to the page: its server checks the assertion.

use crate::{
    Text, code,
    failure::Failure,
    notice::{self, Help, Notice},
};
use tweestap_api::{Challenge, ChallengeStep, Method, Problem, Secret};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Code,
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Resending,
    Verifying,
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub challenge: Option<Challenge>,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub offline: bool,
    searching: bool,
    pub notice: Option<Notice>,
    /// Wrong codes so far; after two, clock help is offered.
    pub wrong_codes: u8,
    to_say: Option<Notice>,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// As typed, and whether to remember this device.
    Submit(Secret, bool),
    Resend,
    Retry,
    TokenGiven,
    Answered(Box<Challenge>),
    Failed(Failure),
    Slow,
    BackOnline(Box<Challenge>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step,
    Verified(Secret),
    Reauthenticate,
    Error(&'static str),
    FocusField,
    EmptyField,
    Reconnect,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    /// The open challenge, or a new one.
    Begin,
    Resend(String),
    Verify {
        challenge: String,
        code: Secret,
        remember: bool,
    },
}

impl State {
    pub fn opening() -> Self {
        Self {
            challenge: None,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            searching: false,
            notice: None,
            wrong_codes: 0,
            to_say: None,
        }
    }

    pub fn screen(&self) -> Screen {
        match self.challenge.as_ref().map(|challenge| challenge.step) {
            None => Screen::Opening,
            Some(ChallengeStep::Code) => Screen::Code,
            Some(_) => Screen::Passed,
        }
    }

    fn open_id(&self) -> Option<String> {
        match (self.doing, self.screen()) {
            (None, Screen::Code) => self.challenge.as_ref()?.id.clone(),
            _ => None,
        }
    }

    fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    match event {
        Event::Submit(typed, remember) => return submit(state, &typed, remember),
        Event::Resend => {
            if let Some(id) = state.open_id() {
                return state.call(Doing::Resending, Call::Resend(id));
            }
        }
        Event::Retry if state.doing.is_none() && state.challenge.is_none() => {
            return state.call(Doing::Opening, Call::Open);
        }
        Event::TokenGiven if state.doing.is_none() => {
            return state.call(Doing::Opening, Call::Open);
        }
        Event::Answered(challenge) if state.doing.is_some() => return answered(state, *challenge),
        Event::Failed(failure) if state.doing.is_some() => return failed(state, &failure),
        Event::BackOnline(challenge) if state.offline && state.doing.is_none() => {
            state.to_say = Some(Notice::back_online(state.notice.take()));
            return answered(state, *challenge);
        }
        Event::NotBack(failure) if std::mem::take(&mut state.offline) && state.doing.is_none() => {
            return failed(state, &failure);
        }
        Event::Slow if state.doing.is_some() => state.slow = true,
        _ => {}
    }
    vec![]
}

fn submit(state: &mut State, typed: &Secret, remember: bool) -> Vec<Effect> {
    let Some(challenge) = state.open_id() else {
        return vec![];
    };
    match code::read(typed.expose()) {
        Ok(code) => {
            let call = Call::Verify {
                challenge,
                code,
                remember,
            };
            state.call(Doing::Verifying, call)
        }
        Err(why) => {
            let notice = notice::not_a_code(why);
            let error = Effect::Error(notice.code);
            state.notice = Some(notice);
            vec![Effect::FocusField, error]
        }
    }
}

fn answered(state: &mut State, mut challenge: Challenge) -> Vec<Effect> {
    let doing = state.doing.take();
    let before = state.screen();
    let online_again = std::mem::take(&mut state.offline);
    state.slow = false;
    state.notice = state.to_say.take();
    // The assertion goes to the page and does not stay here.
    let assertion = challenge.assertion.take();
    state.challenge = Some(challenge);
    match assertion {
        Some(assertion) => vec![Effect::Verified(assertion)],
        None if before == Screen::Opening => vec![Effect::Step, Effect::FocusField],
        // What was typed before the connection broke stays.
        None if online_again && doing != Some(Doing::Resending) => vec![],
        None => {
            if doing == Some(Doing::Resending) {
                state.notice = Some(Notice::good(Text::ConfirmResent));
            }
            vec![Effect::EmptyField]
        }
    }
}

fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    let method = state
        .challenge
        .as_ref()
        .and_then(|challenge| challenge.method);
    let mut said = notice::failed(failure, method).at_sign_in();
    let mut effects = vec![Effect::Error(said.code)];
    match failure {
        Failure::Offline => {
            state.offline = true;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect);
            }
        }
        Failure::SignedOut => effects.push(Effect::Reauthenticate),
        // Once: a back end that refuses a new one as well would be asked for ever.
        Failure::Refused(Problem::ChallengeNotFound) if doing != Some(Doing::Opening) => {
            state.to_say = Some(said);
            state.doing = Some(Doing::Opening);
            effects.push(Effect::Call(Call::Begin));
            return effects;
        }
        Failure::Refused(Problem::CodeMismatch { .. } | Problem::CodeSuperseded { .. }) => {
            state.wrong_codes = state.wrong_codes.saturating_add(1);
            if state.wrong_codes >= 2 && method == Some(Method::App) {
                said.help = Help::Clock;
            }
            effects.push(Effect::EmptyField);
        }
        _ => effects.push(Effect::FocusField),
    }
    state.notice = Some(said);
    effects
}
