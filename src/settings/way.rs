//! The way to what a person wants: the proof, the consequence, doing it, and back to the overview.

use super::flow::{Call, Doing, Effect, Place, Screen, State, Wanted};
use crate::{failure::Failure, notice};
use tweestap_api::Problem;

impl State {
    /// Goes to another screen, if it is one.
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        let before = self.screen();
        self.place = place;
        arrived(before, self.screen())
    }

    /// Back to the overview, whatever was wanted. Codes that were shown do not stay behind it.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.wanted = None;
        self.looked = false;
        if let Some(settings) = &mut self.settings {
            settings.recovery_codes = None;
        }
        match self.only_codes {
            true => vec![Effect::Over],
            false => self.go(Place::Overview),
        }
    }
}

/// What a screen that has come up asks for.
pub fn arrived(before: Screen, now: Screen) -> Vec<Effect> {
    match (now == before, now) {
        (true, _) | (_, Screen::Opening) => vec![],
        // Those views say their own steps.
        (_, Screen::SettingUp | Screen::Proving) => vec![],
        (_, Screen::Password) => vec![Effect::Step(now), Effect::FocusField],
        (_, Screen::Overview) if before == Screen::Opening => vec![Effect::Step(now)],
        _ => vec![Effect::Step(now), Effect::FocusHeading],
    }
}

pub fn want(state: &mut State, wanted: Wanted) -> Vec<Effect> {
    let other_view = matches!(wanted, Wanted::SetUp(_)) && !is_first(state, &wanted);
    state.wanted = Some(wanted);
    state.looked = false;
    state.notice = None;
    match other_view {
        // Whatever was given when this page was opened may have run out since, and the view that sets up
        // cannot ask for it.
        true => state.call(Doing::Reading, Call::Read),
        false => proceed(state),
    }
}

/// Something else is done first: what was wanted before is not taken up again by itself.
pub fn other_than(state: &mut State, doing: Doing, call: Call) -> Vec<Effect> {
    state.wanted = None;
    state.call(doing, call)
}

/// The first set-up asks for its password itself.
fn is_first(state: &State, wanted: &Wanted) -> bool {
    let none_yet = |settings: &tweestap_api::Settings| settings.factors.is_empty();
    matches!(wanted, Wanted::SetUp(_)) && state.settings.as_ref().is_some_and(none_yet)
}

/// The next thing on the way to what is wanted: the proof, the consequence, or doing it.
pub fn proceed(state: &mut State) -> Vec<Effect> {
    let (Some(settings), Some(wanted)) = (&state.settings, &state.wanted) else {
        return vec![];
    };
    // Another tab has erased it all.
    if settings.factors.is_empty() && !matches!(wanted, Wanted::SetUp(_)) {
        let gone = notice::failed(&Failure::Refused(Problem::NotEnrolled), None);
        let mut effects = vec![Effect::Error(gone.code)];
        effects.extend(state.leave());
        state.notice = Some(gone);
        return effects;
    }
    if settings.proof.is_some() && !is_first(state, wanted) {
        return state.go(Place::Proof);
    }
    match wanted {
        Wanted::SetUp(_) => state.go(Place::SettingUp),
        Wanted::SwitchOff | Wanted::Erase | Wanted::Remove(_) => state.go(Place::Consequence),
        Wanted::Prefer(_) | Wanted::SwitchOn | Wanted::NewCodes | Wanted::ResetCode => {
            // Nothing is asked any more: when it fails, it is said on the overview.
            let mut effects = match state.place {
                Place::Proof => state.go(Place::Overview),
                _ => vec![],
            };
            effects.extend(act(state));
            effects
        }
    }
}

/// The person says so, which may always be asked once more.
pub fn confirm(state: &mut State) -> Vec<Effect> {
    state.looked = false;
    let settings = state.settings.as_ref();
    match settings.is_some_and(|settings| settings.proof.is_some()) {
        true => state.go(Place::Proof),
        false => act(state),
    }
}

fn act(state: &mut State) -> Vec<Effect> {
    match state.wanted.clone() {
        Some(wanted) => state.call(Doing::Acting, Call::Do(wanted)),
        None => vec![],
    }
}
