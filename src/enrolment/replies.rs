//! What the enrolment machine makes of the back end's replies: move on, explain a refused code, look again
//! where one is, wait for the connection. Pure, like the rest of the machine.

use super::{
    diagnosis::clock_difference,
    flow::{Call, Doing, Effect, Emit, Screen, State, save},
};
use crate::{
    Text,
    failure::Failure,
    notice::{self, Help, Notice},
};
use tweestap_api::{Enrolment, Problem, Secret};

pub fn answered(state: &mut State, enrolment: Enrolment) -> Vec<Effect> {
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
    let confirmed = matches!(now, Screen::RecoveryCodes | Screen::Done);
    state.code_given_here |= doing == Some(Doing::Checking) && confirmed;
    let mut effects = vec![Effect::Emit(Emit::Step(now))];
    // The page's own focus is left alone until the person has done something here.
    if before != Screen::Opening {
        effects.push(Effect::FocusHeading);
    }
    effects.extend(enrolled(state, before));
    if doing == Some(Doing::Cancelling) {
        effects.push(Effect::Emit(Emit::Cancelled));
    }
    effects
}

/// Whoever sees it become on is told, however the answer came.
fn enrolled(state: &State, before: Screen) -> Option<Effect> {
    let became = before != Screen::Opening && state.screen() == Screen::Done;
    state
        .method()
        .filter(|_| became)
        .map(|method| Effect::Emit(Emit::Enrolled(method)))
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
        None => plainly(state, plain),
    });
    vec![Effect::EmptyField]
}

pub fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    let submitted = state.submitted.take();
    state.slow = false;
    let said = notice::failed(failure, state.method());
    let error = Effect::Emit(Emit::Error(said.code));
    state.to_say = None;
    // While reading to explain a refused code: the plain sentence will do.
    if let (Some(Doing::Reading), Some(plain)) = (doing, state.refused.take()) {
        state.notice = Some(plainly(state, plain));
        return vec![Effect::EmptyField];
    }
    let mut effects = vec![error];
    match failure {
        Failure::Offline => {
            state.notice = Some(said);
            state.offline = true;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect);
            }
            effects.push(Effect::FocusField);
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
    if state.refused.is_some() {
        state.submitted = submitted;
    }
    effects
}

/// After two wrong codes, clock help in any case.
fn plainly(state: &State, plain: Notice) -> Notice {
    match state.wrong_codes {
        0..2 => plain,
        _ => plain.help(Help::Clock),
    }
}

/// The search for the connection ended in something else than an enrolment.
pub fn not_back(state: &mut State, failure: &Failure) -> Vec<Effect> {
    state.searching = false;
    let offline = std::mem::take(&mut state.offline);
    match state.doing {
        None if offline => {
            state.doing = Some(Doing::Reading);
            failed(state, failure)
        }
        _ => vec![],
    }
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
                // The code was given too long ago: the choice is saved all the same, and holds from the
                // next sign-in on.
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

pub fn back_online(state: &mut State, enrolment: Enrolment) -> Vec<Effect> {
    state.searching = false;
    let offline = std::mem::take(&mut state.offline);
    if !offline || state.doing.is_some() {
        return vec![];
    }
    let before = state.screen();
    state.enrolment = Some(enrolment);
    let now = state.screen();
    // What was said at another step no longer holds.
    let said = state.notice.take().filter(|_| now == before);
    state.notice = Some(Notice::back_online(said));
    if now == before {
        return vec![];
    }
    let mut effects = vec![Effect::Emit(Emit::Step(now)), Effect::FocusHeading];
    effects.extend(enrolled(state, before));
    effects
}
