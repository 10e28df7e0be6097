//! What the machine of a person's page makes of the back end's replies. Pure, like the rest of the machine.

use super::flow::{Act, Call, Doing, Effect, Screen, State, offered};
use crate::{
    Text,
    admin::{back, failed as said},
    failure::Failure,
    notice::Notice,
};
use tweestap_api::{AuditAction, PersonFile, Problem};

pub fn answered(state: &mut State, file: PersonFile, before: Screen) -> Vec<Effect> {
    let doing = state.doing.take();
    state.slow = false;
    state.stale = false;
    let known = state.file.replace(file);
    if let Some(act) = state.wish.take() {
        // What has happened since is on the page now, and may be what is wanted.
        let before = known.as_ref().map(newest);
        let as_before =
            |file: &PersonFile| Some(newest(file)) == before && offered(file, "").0.contains(&act);
        return match state.file.as_ref().is_some_and(as_before) {
            true => state.want(act),
            false => vec![Effect::FocusHeading],
        };
    }
    match (doing, before) {
        (Some(Doing::Acting), Screen::Asking(act)) => is_done(state, act),
        (Some(Doing::Returning), Screen::Asking(act)) => returned(state, act, known),
        (_, Screen::Opening) => vec![Effect::Step(Screen::Person), Effect::FocusHeading],
        _ => vec![],
    }
}

fn is_done(state: &mut State, act: Act) -> Vec<Effect> {
    let (text, what) = match act {
        Act::Reset | Act::SupportCode => (Text::ResetDone, "off"),
        Act::SwitchOff => (Text::OffDone, "suspended"),
        Act::SwitchOn => (Text::OnDone, "on"),
        Act::Unlock => (Text::UnlockDone, "unlocked"),
    };
    let mut effects = vec![Effect::Changed(what)];
    effects.extend(state.settle());
    state.notice = Some(Notice::good(text));
    effects
}

/// Doing it twice would be a second mail, or would clear what somebody has set up since. The history knows.
fn returned(state: &mut State, act: Act, known: Option<PersonFile>) -> Vec<Effect> {
    state.unsure = false;
    let before = known.as_ref().map_or(0, newest);
    let arrived = state.file.as_ref().is_some_and(|file| {
        let mut since = file.history.iter().filter(|entry| entry.number > before);
        since.any(|entry| entry.action == entered_as(act))
    });
    match (arrived, act) {
        (false, _) => match state.again.take() {
            Some(call) => state.call(Doing::Acting, call),
            None => {
                state.notice = back(state.notice.take());
                vec![]
            }
        },
        // The code itself was in the answer, and nowhere else.
        (true, Act::SupportCode) => {
            let effects = state.settle();
            state.notice = Some(Notice::error(
                Failure::Offline.code(),
                Text::SupportNotArrived,
            ));
            effects
        }
        (true, _) => is_done(state, act),
    }
}

fn newest(file: &PersonFile) -> i64 {
    file.history.last().map_or(0, |entry| entry.number)
}

const fn entered_as(act: Act) -> AuditAction {
    match act {
        Act::SupportCode => AuditAction::SupportCodeMade,
        Act::Reset => AuditAction::Reset,
        Act::SwitchOff => AuditAction::Suspended,
        Act::SwitchOn => AuditAction::Resumed,
        Act::Unlock => AuditAction::Unlocked,
    }
}

pub fn failed(state: &mut State, failure: Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    let acting = doing == Some(Doing::Acting);
    state.again = None;
    state.wish = None;
    state.stale |= doing == Some(Doing::Reading) && state.file.is_some();
    state.slow = false;
    state.unsure |= acting && failure == Failure::Offline;
    state.notice = Some(refused(state, &failure));
    let moved_on = matches!(
        failure,
        Failure::Refused(
            Problem::NotEnrolled
                | Problem::NeverSetUp
                | Problem::RequiredBySchool
                | Problem::RoleTooHigh
                | Problem::NotYourself
        )
    );
    let mut effects = vec![Effect::Lost(failure)];
    // It is otherwise than this page thought: as it is now, with the reason why not.
    if acting && moved_on {
        let said = state.notice.take();
        effects.extend(state.settle());
        effects.extend(state.call(Doing::Reading, Call::Read));
        state.notice = said;
    }
    effects
}

fn refused(state: &State, failure: &Failure) -> Notice {
    match failure {
        Failure::Refused(problem @ Problem::TooManyAttempts { retry_after })
            if state.asking == Some(Act::SupportCode) =>
        {
            Notice::error(problem.code(), Text::SupportTooMany).amount(*retry_after)
        }
        _ => said(failure),
    }
}
