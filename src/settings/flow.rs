//! The widget's half of the settings: shows what the back end has, and keeps what a person wants while the
//! proof for it is asked.

pub use super::terms::{Call, Doing, Effect, Event, Screen, Wanted};
use super::{
    replies::{answered, back_online, failed},
    way::{confirm, other_than, want},
};
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
}

pub fn step(state: &mut State, event: Event) -> Vec<Effect> {
    if matches!(event, Event::BackOnline(_) | Event::NotBack(_)) {
        state.searching = false;
    }
    let idle = state.doing.is_none();
    let on = |screen| idle && state.screen() == screen;
    match event {
        Event::Want(wanted) if on(Screen::Overview) => want(state, wanted),
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
        Event::Confirm if on(Screen::Consequence) => confirm(state),
        Event::Kept if on(Screen::Codes) => match state.wanted {
            Some(Wanted::NewCodes) => {
                state.looked = false;
                state.call(Doing::Acknowledging, Call::Acknowledge)
            }
            _ => state.leave(),
        },
        Event::Cancel if idle && state.settings.is_some() => {
            state.notice = None;
            state.leave()
        }
        // What was to be proved is looked up.
        Event::Over if on(Screen::Proving) => state.call(Doing::Reading, Call::Read),
        // What was set up is done.
        Event::Over if on(Screen::SettingUp) => {
            state.wanted = None;
            state.place = Place::Overview;
            let mut effects = state.call(Doing::Reading, Call::Read);
            effects.extend([Effect::Step(Screen::Overview), Effect::FocusHeading]);
            effects
        }
        Event::Save(duration) if on(Screen::Overview) => {
            other_than(state, Doing::Saving, Call::Save(duration))
        }
        Event::Revoke(device) if on(Screen::Overview) => {
            other_than(state, Doing::Revoking, Call::Revoke(device))
        }
        Event::RevokeAll if on(Screen::Overview) => {
            other_than(state, Doing::RevokingAll, Call::RevokeAll)
        }
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
            let call = match state.only_codes {
                true => Call::Reopen,
                false => Call::Open,
            };
            state.call(Doing::Opening, call)
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
