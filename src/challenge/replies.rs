//! What the challenge machine makes of the back end's replies. Pure, like the rest of the machine.

use super::flow::{Doing, Effect, Purpose, Screen, State};
use crate::{
    Text,
    failure::Failure,
    notice::{self, Help, Notice},
};
use tweestap_api::{Challenge, Method, Problem};

pub fn answered(state: &mut State, mut challenge: Challenge) -> Vec<Effect> {
    let doing = state.doing.take();
    let before = state.place();
    let online_again = std::mem::take(&mut state.offline);
    state.slow = false;
    state.notice = state.to_say.take();
    // The assertion goes to the page and does not stay here.
    let assertion = challenge.assertion.take();
    let not_sent = challenge.not_sent.take();
    state.challenge = Some(challenge);
    let now = state.place();
    if now.0 == Screen::Passed {
        // A code that was only asked again proves nothing to the page.
        return vec![Effect::Verified(assertion.filter(|_| state.is_sign_in()))];
    }
    let mut effects = match before == now {
        true => stayed(state, doing, online_again),
        false => moved(state, before.0, now.0),
    };
    if let Some(problem) = not_sent {
        let said = notice::failed(&Failure::Refused(problem), Some(Method::Sms));
        effects.push(Effect::Error(said.code));
        state.notice = Some(at_sign_in(state, said));
    }
    effects
}

fn moved(state: &mut State, before: Screen, now: Screen) -> Vec<Effect> {
    state.wrong_codes = 0;
    let typing = matches!(now, Screen::Code | Screen::RecoveryCode | Screen::ResetCode);
    match (before, typing) {
        // The code is what the person came for; elsewhere the heading says what has happened.
        (_, true) => vec![Effect::Step(now), Effect::FocusField],
        (Screen::Opening, _) => vec![Effect::Step(now)],
        _ => vec![Effect::Step(now), Effect::FocusHeading],
    }
}

fn stayed(state: &mut State, doing: Option<Doing>, online_again: bool) -> Vec<Effect> {
    match doing {
        Some(Doing::Resending) => {
            state.notice = Some(Notice::good(Text::ConfirmResent));
            vec![Effect::EmptyField]
        }
        // What was typed before the connection broke stays.
        _ if online_again => vec![],
        _ => vec![Effect::EmptyField],
    }
}

pub fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    let said = notice::failed(failure, state.method());
    let mut said = at_sign_in(state, said);
    let mut effects = vec![Effect::Error(said.code)];
    match failure {
        Failure::Offline => {
            state.offline = true;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect(state.purpose));
            }
        }
        Failure::SignedOut => effects.push(Effect::Reauthenticate),
        // Once: a back end that refuses a new one as well would be asked for ever.
        Failure::Refused(
            Problem::ChallengeNotFound | Problem::EnrolmentRequired | Problem::WayNotOffered,
        ) if doing != Some(Doing::Opening) => {
            effects.extend(state.begin());
            // What must be set up first says so itself.
            let speaks = *failure == Failure::Refused(Problem::EnrolmentRequired);
            state.to_say = Some(said).filter(|_| !speaks);
            return effects;
        }
        Failure::Refused(Problem::CodeMismatch { .. } | Problem::CodeSuperseded { .. }) => {
            state.wrong_codes = state.wrong_codes.saturating_add(1);
            if state.wrong_codes >= 2 && state.method() == Some(Method::App) {
                said.help = Help::Clock;
            }
            effects.push(Effect::EmptyField);
        }
        Failure::Refused(Problem::RecoveryCodeWrong { .. }) => effects.push(Effect::EmptyField),
        _ => effects.push(Effect::FocusField),
    }
    state.notice = Some(said);
    effects
}

/// No other method to choose: the way out is the school.
fn at_sign_in(state: &State, said: Notice) -> Notice {
    let other = super::flow::own_way(state).is_some();
    match other || state.purpose == Purpose::Prove {
        true => said.with_other_ways(),
        false => said.at_sign_in(),
    }
}
