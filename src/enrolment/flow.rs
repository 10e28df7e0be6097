//! The widget's half of enrolment: a pure machine that shows what the back end decided.
//! A pair of state and event that is not listed changes nothing: a late reply or a double click is no error.

use super::replies::{answered, back_online, failed, not_back};
pub use super::terms::{Call, Doing, Effect, Emit, Event, Screen};
use crate::{
    Text, code,
    notice::{self, Notice},
};
use tweestap_api::{
    Enrolment, EnrolmentAction, EnrolmentStep, Method, Reauthentication, RememberDuration, Secret,
};

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub enrolment: Option<Enrolment>,
    pub doing: Option<Doing>,
    /// What is under way takes longer than usual.
    pub slow: bool,
    pub offline: bool,
    /// A search for the connection is under way.
    pub(super) searching: bool,
    pub notice: Option<Notice>,
    /// Wrong codes so far; after two, clock help is offered.
    pub wrong_codes: u8,
    /// The code was given in this visit, so this device may be remembered at once.
    pub code_given_here: bool,
    /// The duration being saved.
    pub(super) duration: Option<RememberDuration>,
    /// The code under way, and what to say of it once the server's time has been asked to explain it.
    pub(super) submitted: Option<Secret>,
    pub(super) refused: Option<Notice>,
    /// Something to say once the current state has been read.
    pub(super) to_say: Option<Notice>,
}

impl State {
    pub fn opening() -> Self {
        Self {
            enrolment: None,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            searching: false,
            notice: None,
            wrong_codes: 0,
            code_given_here: false,
            duration: None,
            submitted: None,
            refused: None,
            to_say: None,
        }
    }

    pub fn screen(&self) -> Screen {
        let Some(enrolment) = &self.enrolment else {
            return Screen::Opening;
        };
        match enrolment.step {
            EnrolmentStep::Method => Screen::Method,
            EnrolmentStep::Password
                if enrolment.reauthentication == Some(Reauthentication::Portal) =>
            {
                Screen::Portal
            }
            EnrolmentStep::Password => Screen::Password,
            EnrolmentStep::Phone => Screen::Phone,
            EnrolmentStep::Scan => Screen::Scan,
            EnrolmentStep::Confirm => Screen::Confirm,
            EnrolmentStep::RecoveryCodes => Screen::RecoveryCodes,
            EnrolmentStep::Done => Screen::Done,
            EnrolmentStep::NotNeeded => Screen::NotNeeded,
        }
    }

    fn id(&self) -> Option<String> {
        self.enrolment.as_ref()?.id.clone()
    }

    pub(super) fn method(&self) -> Option<Method> {
        self.enrolment.as_ref()?.method
    }

    /// Until when it may be left for later; only before anything is there that could be lost.
    pub fn later_until(&self) -> Option<i64> {
        let enrolment = self.enrolment.as_ref()?;
        let may = enrolment.actions.contains(&EnrolmentAction::Later);
        let early = !matches!(
            self.screen(),
            Screen::RecoveryCodes | Screen::Done | Screen::NotNeeded
        );
        enrolment.later_until.filter(|_| may && early)
    }

    fn is_on(&self, screen: Screen) -> bool {
        self.doing.is_none() && self.screen() == screen
    }

    /// Starts a call; what was said before no longer holds.
    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    /// Refuses without asking the server; costs no attempt.
    fn mind(&mut self, notice: Notice) -> Vec<Effect> {
        let code = notice.code;
        self.notice = Some(notice);
        vec![Effect::FocusField, Effect::Emit(Emit::Error(code))]
    }

    /// A call about the current enrolment.
    fn call_about(&mut self, doing: Doing, call: impl FnOnce(String) -> Call) -> Vec<Effect> {
        match self.id() {
            Some(enrolment) => self.call(doing, call(enrolment)),
            None => vec![],
        }
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::ChooseMethod(method) if state.is_on(Screen::Method) => {
            state.call(Doing::Beginning, Call::Begin(method))
        }
        Event::SubmitPassword(password) if state.is_on(Screen::Password) => {
            if password.expose().is_empty() {
                let missing = Notice::error("password_missing", Text::ErrorPasswordMissing);
                return state.mind(missing);
            }
            state.call(Doing::Checking, Call::Password(password))
        }
        Event::SubmitNumber(number) if state.is_on(Screen::Phone) => {
            if number.expose().trim().is_empty() {
                return state.mind(Notice::error("number_missing", Text::ErrorNumberMissing));
            }
            state.call_about(Doing::Sending, |enrolment| Call::Number {
                enrolment,
                number,
            })
        }
        Event::SubmitCode(typed) if state.is_on(Screen::Scan) || state.is_on(Screen::Confirm) => {
            submit_code(state, &typed)
        }
        Event::Resend if state.is_on(Screen::Confirm) => {
            state.call_about(Doing::Resending, |enrolment| Call::Resend { enrolment })
        }
        Event::Acknowledge if state.is_on(Screen::RecoveryCodes) => state
            .call_about(Doing::Acknowledging, |enrolment| Call::Acknowledge {
                enrolment,
            }),
        Event::Back if state.doing.is_none() => {
            state.call_about(Doing::GoingBack, |enrolment| Call::Back { enrolment })
        }
        Event::Cancel if state.doing.is_none() => cancel(state),
        Event::Later if state.doing.is_none() && state.later_until().is_some() => {
            vec![Effect::Emit(Emit::Later)]
        }
        Event::Finish(duration) if state.is_on(Screen::Done) => finish(state, duration),
        Event::Finish(_) if state.is_on(Screen::NotNeeded) => finished(state),
        Event::Retry if state.doing.is_none() && state.enrolment.is_none() => {
            state.call(Doing::Opening, Call::Open)
        }
        Event::TokenGiven if state.doing.is_none() => state.call(Doing::Opening, Call::Reopen),
        Event::Answered(enrolment) if state.doing.is_some() => answered(state, *enrolment),
        Event::BackOnline(enrolment) => back_online(state, *enrolment),
        Event::NotBack(failure) => not_back(state, &failure),
        Event::Saved if state.doing == Some(Doing::Finishing) => finished(state),
        Event::Failed(failure) if state.doing.is_some() => failed(state, &failure),
        Event::Slow if state.doing.is_some() => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

fn submit_code(state: &mut State, typed: &Secret) -> Vec<Effect> {
    let code = match code::read(typed.expose()) {
        Ok(code) => code,
        Err(why) => return state.mind(notice::not_a_code(why)),
    };
    state.submitted = Some(code.clone());
    state.call_about(Doing::Checking, |enrolment| Call::Confirm {
        enrolment,
        code,
    })
}

fn cancel(state: &mut State) -> Vec<Effect> {
    match state.screen() {
        Screen::Opening | Screen::Done | Screen::NotNeeded => vec![],
        _ if state.id().is_some() => state.call(Doing::Cancelling, Call::Cancel),
        _ => vec![Effect::Emit(Emit::Cancelled)],
    }
}

/// Saves the duration only when it differs from what the back end has.
fn finish(state: &mut State, duration: RememberDuration) -> Vec<Effect> {
    let chosen = state
        .enrolment
        .as_ref()
        .and_then(|enrolment| enrolment.remember.as_ref())
        .map(|remember| remember.duration);
    if chosen == Some(duration) {
        return finished(state);
    }
    state.duration = Some(duration);
    save(state, duration, state.code_given_here)
}

pub(super) fn save(
    state: &mut State,
    duration: RememberDuration,
    this_device: bool,
) -> Vec<Effect> {
    let call = Call::Remember {
        duration,
        this_device,
    };
    state.call(Doing::Finishing, call)
}

fn finished(state: &mut State) -> Vec<Effect> {
    state.doing = None;
    state.slow = false;
    vec![Effect::Emit(Emit::Finished)]
}
