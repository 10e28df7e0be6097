//! The widget's half of the settings: shows what the back end has, and keeps what a person wants while the
//! proof for it is asked.

use super::replies::{answered, back_online, failed};
pub use super::terms::{Call, Doing, Effect, Event, Screen, Wanted};
use crate::{Text, notice::Notice};
use tweestap_api::{Proof, Settings};

#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub settings: Option<Settings>,
    pub wanted: Option<Wanted>,
    pub(super) place: Place,
    /// This view was opened inside another one for new codes, and ends with them.
    pub(super) only_codes: bool,
    pub doing: Option<Doing>,
    pub slow: bool,
    pub offline: bool,
    pub(super) searching: bool,
    /// The proof that is missing was looked up once for this wish.
    pub(super) looked: bool,
    pub notice: Option<Notice>,
}

/// Where a wish stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Place {
    #[default]
    Overview,
    Proof,
    SettingUp,
    Consequence,
    Codes,
}

impl State {
    pub fn opening() -> Self {
        Self {
            settings: None,
            wanted: None,
            place: Place::Overview,
            only_codes: false,
            doing: Some(Doing::Opening),
            slow: false,
            offline: false,
            searching: false,
            looked: false,
            notice: None,
        }
    }

    /// For new codes and nothing else.
    pub fn new_codes() -> Self {
        Self {
            wanted: Some(Wanted::NewCodes),
            only_codes: true,
            ..Self::opening()
        }
    }

    pub fn screen(&self) -> Screen {
        let Some(settings) = &self.settings else {
            return Screen::Opening;
        };
        match self.place {
            // Nothing but the codes is shown there.
            Place::Overview if self.only_codes => Screen::Opening,
            Place::Overview => Screen::Overview,
            Place::SettingUp => Screen::SettingUp,
            Place::Consequence => Screen::Consequence,
            Place::Codes => Screen::Codes,
            Place::Proof => match settings.proof {
                Some(Proof::Portal) => Screen::Portal,
                Some(Proof::Code) => Screen::Proving,
                Some(Proof::Password) | None => Screen::Password,
            },
        }
    }

    pub(super) fn call(&mut self, doing: Doing, call: Call) -> Vec<Effect> {
        self.doing = Some(doing);
        self.slow = false;
        self.notice = None;
        vec![Effect::Call(call)]
    }

    /// Goes to another screen, if it is one.
    pub(super) fn go(&mut self, place: Place) -> Vec<Effect> {
        let before = self.screen();
        self.place = place;
        let now = self.screen();
        match (now == before, now) {
            (true, _) => vec![],
            // Those views say their own steps.
            (_, Screen::SettingUp | Screen::Proving) => vec![],
            (_, Screen::Password) => vec![Effect::Step(now), Effect::FocusField],
            (_, Screen::Overview) if before == Screen::Opening => vec![Effect::Step(now)],
            _ => vec![Effect::Step(now), Effect::FocusHeading],
        }
    }

    /// Back to the overview, whatever was wanted.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.wanted = None;
        self.looked = false;
        match self.only_codes {
            true => vec![Effect::Over],
            false => self.go(Place::Overview),
        }
    }
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    let idle = state.doing.is_none();
    let on = |screen| idle && state.screen() == screen;
    match event {
        Event::Want(wanted) if on(Screen::Overview) => {
            state.wanted = Some(wanted);
            state.looked = false;
            state.notice = None;
            proceed(state)
        }
        Event::SubmitPassword(password) if on(Screen::Password) => {
            if password.expose().is_empty() {
                state.notice = Some(Notice::error(
                    "password_missing",
                    Text::ErrorPasswordMissing,
                ));
                return vec![Effect::FocusField, Effect::Error("password_missing")];
            }
            state.call(Doing::Checking, Call::Password(password))
        }
        Event::Confirm if on(Screen::Consequence) => act(state),
        Event::Kept if on(Screen::Codes) => match state.wanted {
            Some(Wanted::NewCodes) => state.call(Doing::Acknowledging, Call::Acknowledge),
            _ => state.leave(),
        },
        Event::Cancel if idle && state.settings.is_some() => {
            state.notice = None;
            state.leave()
        }
        Event::Over if matches!(state.screen(), Screen::SettingUp | Screen::Proving) => {
            // What was set up is done; what was to be proved is looked up.
            if state.place == Place::SettingUp {
                state.wanted = None;
            }
            state.place = match state.place {
                Place::SettingUp => Place::Overview,
                place => place,
            };
            let mut effects = state.call(Doing::Reading, Call::Read);
            if state.place == Place::Overview {
                effects.extend([Effect::Step(Screen::Overview), Effect::FocusHeading]);
            }
            effects
        }
        Event::Save(duration) if on(Screen::Overview) => {
            state.call(Doing::Saving, Call::Save(duration))
        }
        Event::Revoke(device) if on(Screen::Overview) => {
            state.call(Doing::Revoking, Call::Revoke(device))
        }
        Event::RevokeAll if on(Screen::Overview) => state.call(Doing::RevokingAll, Call::RevokeAll),
        Event::Retry if idle && state.screen() == Screen::Opening => {
            let call = match state.only_codes {
                true => Call::Read,
                false => Call::Open,
            };
            state.call(Doing::Opening, call)
        }
        // The views inside open their own session with it.
        Event::TokenGiven
            if idle && !matches!(state.screen(), Screen::SettingUp | Screen::Proving) =>
        {
            state.call(Doing::Opening, Call::Open)
        }
        Event::Answered(settings) if !idle => answered(state, *settings),
        Event::BackOnline(settings) if state.offline && idle => back_online(state, *settings),
        Event::Failed(failure) if !idle => failed(state, &failure),
        Event::NotBack(failure) if std::mem::take(&mut state.offline) && idle => {
            failed(state, &failure)
        }
        Event::Slow if !idle => {
            state.slow = true;
            vec![]
        }
        _ => vec![],
    }
}

/// The next thing on the way to what is wanted: the proof, the consequence, or doing it.
pub(super) fn proceed(state: &mut State) -> Vec<Effect> {
    let (Some(settings), Some(wanted)) = (&state.settings, &state.wanted) else {
        return vec![];
    };
    // The first set-up asks for its password itself.
    let first = matches!(wanted, Wanted::SetUp(_)) && settings.factors.is_empty();
    if settings.proof.is_some() && !first {
        return state.go(Place::Proof);
    }
    match wanted {
        Wanted::SetUp(_) => state.go(Place::SettingUp),
        Wanted::SwitchOff | Wanted::Erase | Wanted::Remove(_) => state.go(Place::Consequence),
        Wanted::Prefer(_) | Wanted::SwitchOn | Wanted::NewCodes | Wanted::ResetCode => act(state),
    }
}

fn act(state: &mut State) -> Vec<Effect> {
    match state.wanted.clone() {
        Some(wanted) => state.call(Doing::Acting, Call::Do(wanted)),
        None => vec![],
    }
}
