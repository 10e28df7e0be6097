//! The widget's half of enrolment: a pure machine that shows what the back end decided.
//! A pair of state and event that is not listed changes nothing: a late reply or a double click is no error.

use super::diagnosis::clock_difference;
use crate::{
    Text, code,
    failure::Failure,
    notice::{self, Help, Notice},
};
use tweestap_api::{
    Enrolment, EnrolmentStep, Method, Problem, Reauthentication, RememberDuration, Secret,
};

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Method,
    Password,
    /// The portal must ask for the password.
    Portal,
    Phone,
    Scan,
    Confirm,
    RecoveryCodes,
    Done,
}

/// What is under way. Never what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Reading,
    Beginning,
    Checking,
    Sending,
    Resending,
    Acknowledging,
    GoingBack,
    Cancelling,
    Finishing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub enrolment: Option<Enrolment>,
    pub doing: Option<Doing>,
    /// What is under way takes longer than usual.
    pub slow: bool,
    pub offline: bool,
    pub notice: Option<Notice>,
    /// Wrong codes so far; after two, clock help is offered.
    pub wrong_codes: u8,
    /// The duration being saved.
    duration: Option<RememberDuration>,
    /// The code under way, and what to say of it once the server's time has been asked to explain it.
    submitted: Option<Secret>,
    refused: Option<Notice>,
    /// Something to say once the current state has been read.
    to_say: Option<Notice>,
}

#[derive(Clone, Debug)]
pub enum Event {
    ChooseMethod(Method),
    SubmitPassword(Secret),
    SubmitNumber(Secret),
    /// As typed.
    SubmitCode(Secret),
    Resend,
    Back,
    Cancel,
    Acknowledge,
    Finish(RememberDuration),
    Retry,
    /// The portal has signed the person in again.
    TokenGiven,
    Answered(Box<Enrolment>),
    Failed(Failure),
    Saved,
    Slow,
    /// After a broken connection.
    BackOnline(Box<Enrolment>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Emit(Emit),
    FocusHeading,
    /// The typed value stays, selected.
    FocusField,
    EmptyField,
    /// Ask for the current enrolment until there is an answer.
    Reconnect,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    /// With a new portal token.
    Reopen,
    Read,
    Begin(Method),
    Password(Secret),
    Number { enrolment: String, number: Secret },
    Resend { enrolment: String },
    Confirm { enrolment: String, code: Secret },
    Acknowledge { enrolment: String },
    Back { enrolment: String },
    Cancel,
    Remember { duration: RememberDuration, this_device: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Emit {
    Step(Screen),
    Enrolled(Method),
    Cancelled,
    Finished,
    Reauthenticate,
    Error(&'static str),
}

impl State {
    pub fn opening() -> Self {
        Self {
            enrolment: None,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            notice: None,
            wrong_codes: 0,
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
        }
    }

    fn id(&self) -> Option<String> {
        self.enrolment.as_ref()?.id.clone()
    }

    fn method(&self) -> Option<Method> {
        self.enrolment.as_ref()?.method
    }

    fn is_on(&self, screen: Screen) -> bool {
        self.doing.is_none() && self.screen() == screen
    }

    /// Starts a call; what was said before no longer holds.
    fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
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
            state.call_about(Doing::Sending, |enrolment| Call::Number { enrolment, number })
        }
        Event::SubmitCode(typed) if state.is_on(Screen::Scan) || state.is_on(Screen::Confirm) => {
            submit_code(state, &typed)
        }
        Event::Resend if state.is_on(Screen::Confirm) => {
            state.call_about(Doing::Resending, |enrolment| Call::Resend { enrolment })
        }
        Event::Acknowledge if state.is_on(Screen::RecoveryCodes) => {
            state.call_about(Doing::Acknowledging, |enrolment| Call::Acknowledge { enrolment })
        }
        Event::Back if state.doing.is_none() => {
            state.call_about(Doing::GoingBack, |enrolment| Call::Back { enrolment })
        }
        Event::Cancel if state.doing.is_none() => cancel(state),
        Event::Finish(duration) if state.is_on(Screen::Done) => finish(state, duration),
        Event::Retry if state.doing.is_none() && state.enrolment.is_none() => {
            state.call(Doing::Opening, Call::Open)
        }
        Event::TokenGiven if state.doing.is_none() => state.call(Doing::Opening, Call::Reopen),
        Event::Answered(enrolment) if state.doing.is_some() => answered(state, *enrolment),
        Event::BackOnline(enrolment) if state.offline => back_online(state, *enrolment),
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
    state.call_about(Doing::Checking, |enrolment| Call::Confirm { enrolment, code })
}

fn cancel(state: &mut State) -> Vec<Effect> {
    match state.screen() {
        Screen::Opening | Screen::Done => vec![],
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
    save(state, duration, true)
}

fn save(state: &mut State, duration: RememberDuration, this_device: bool) -> Vec<Effect> {
    let call = Call::Remember {
        duration,
        this_device,
    };
    state.call(Doing::Finishing, call)
}

fn finished(state: &mut State) -> Vec<Effect> {
    state.doing = None;
    vec![Effect::Emit(Emit::Finished)]
}

fn answered(state: &mut State, enrolment: Enrolment) -> Vec<Effect> {
    let doing = state.doing.take();
    let before = state.screen();
    let refused = state.refused.take();
    let submitted = state.submitted.take();
    state.slow = false;
    state.offline = false;
    state.notice = state.to_say.take();
    state.enrolment = Some(enrolment);
    let now = state.screen();

    if now == before {
        return match (doing, refused) {
            (Some(Doing::Reading), Some(plain)) => explain(state, submitted.as_ref(), plain),
            (Some(Doing::Resending), _) => {
                state.notice = Some(Notice::good(Text::ConfirmResent));
                vec![Effect::EmptyField]
            }
            (Some(Doing::Cancelling), _) => vec![Effect::Emit(Emit::Cancelled)],
            _ => vec![],
        };
    }

    state.wrong_codes = 0;
    let mut effects = vec![Effect::Emit(Emit::Step(now))];
    // The page's own focus is left alone until the person has done something here.
    if before != Screen::Opening {
        effects.push(Effect::FocusHeading);
    }
    match (doing, state.method()) {
        (Some(Doing::Acknowledging), Some(method)) if now == Screen::Done => {
            effects.push(Effect::Emit(Emit::Enrolled(method)));
        }
        (Some(Doing::Cancelling), _) => effects.push(Effect::Emit(Emit::Cancelled)),
        _ => {}
    }
    effects
}

/// A refused code, now that the server's time is known.
fn explain(state: &mut State, code: Option<&Secret>, plain: Notice) -> Vec<Effect> {
    let difference = state.enrolment.as_ref().and_then(|enrolment| {
        clock_difference(&enrolment.app.as_ref()?.key, code?, enrolment.server_time)
    });
    state.notice = Some(match difference {
        Some(seconds) => Notice {
            text: match seconds {
                ..0 => Text::ErrorCodeBehind,
                _ => Text::ErrorCodeAhead,
            },
            amount: u32::try_from(seconds.abs()).unwrap_or(0),
            help: Help::Clock,
            ..plain
        },
        None if state.wrong_codes >= 2 => plain.help(Help::Clock),
        None => plain,
    });
    vec![Effect::EmptyField]
}

fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    let said = notice::failed(failure, state.method());
    let error = Effect::Emit(Emit::Error(said.code));
    state.to_say = None;
    // While reading to explain a refused code: the plain sentence will do.
    if let (Some(Doing::Reading), Some(plain)) = (doing, state.refused.take()) {
        state.submitted = None;
        state.notice = Some(plain);
        return vec![Effect::EmptyField];
    }
    let mut effects = vec![error];
    match failure {
        Failure::Offline => {
            state.offline = true;
            state.notice = Some(said);
            effects.extend([Effect::Reconnect, Effect::FocusField]);
        }
        Failure::SignedOut => {
            state.notice = Some(said);
            effects.push(Effect::Emit(Emit::Reauthenticate));
        }
        // Once: a back end that refuses the reading as well would be asked for ever.
        Failure::Refused(problem) if doing != Some(Doing::Reading) => {
            effects.extend(refused(state, problem, said));
        }
        Failure::Refused(_) | Failure::Unreadable => {
            state.notice = Some(said);
            effects.push(Effect::FocusField);
        }
    }
    effects
}

/// What each refusal asks for: retype, wait, look again where one is.
fn refused(state: &mut State, problem: &Problem, said: Notice) -> Vec<Effect> {
    let look_again = |state: &mut State| {
        state.doing = Some(Doing::Reading);
        vec![Effect::Call(Call::Read)]
    };
    match problem {
        Problem::CodeMismatch { .. } => {
            state.wrong_codes = state.wrong_codes.saturating_add(1);
            if state.screen() == Screen::Scan {
                state.refused = Some(said);
                return look_again(state);
            }
        }
        Problem::WrongStep
        | Problem::CodeAlreadyUsed
        | Problem::EnrolmentNotFound
        | Problem::AlreadyEnrolled => {
            state.to_say = Some(said);
            return look_again(state);
        }
        Problem::ReauthenticationRequired => {
            return match state.duration.take() {
                // After a reload the code was given in an earlier session: the choice is saved all
                // the same, and holds from the next sign-in on.
                Some(duration) => save(state, duration, false),
                // The next reading says who checks the password.
                None => look_again(state),
            };
        }
        Problem::PasswordWrong { .. } | Problem::CodeSuperseded { .. } => {}
        _ => {
            state.notice = Some(said);
            return vec![Effect::FocusField];
        }
    }
    state.notice = Some(said);
    vec![Effect::EmptyField]
}

fn back_online(state: &mut State, enrolment: Enrolment) -> Vec<Effect> {
    state.offline = false;
    if state.doing.is_some() {
        return vec![];
    }
    let before = state.screen();
    state.enrolment = Some(enrolment);
    state.notice = Some(Notice::good(Text::ErrorBackOnline));
    let now = state.screen();
    if now == before {
        return vec![];
    }
    vec![Effect::Emit(Emit::Step(now)), Effect::FocusHeading]
}
