//! What the settings machine makes of the back end's replies. Pure, like the rest of the machine.

use super::{
    flow::{Call, Doing, Effect, Place, Screen, State, Wanted},
    way::{arrived, proceed},
};
use crate::{
    Text,
    failure::Failure,
    notice::{self, Notice},
};
use tweestap_api::{Problem, Proof, Settings};

pub fn answered(state: &mut State, settings: Settings) -> Vec<Effect> {
    let doing = state.doing.take();
    let before = state.screen();
    state.slow = false;
    state.offline = false;
    let still = settings.proof;
    state.settings = Some(settings);
    let mut effects = come_up(state, before);
    effects.extend(match doing {
        // Left without having proved anything.
        Some(Doing::Reading) if before == Screen::Proving && still == Some(Proof::Code) => {
            state.leave()
        }
        Some(Doing::Opening | Doing::Reading | Doing::Checking) => proceed(state),
        Some(Doing::Acting) => {
            state.looked = false;
            acted(state)
        }
        Some(Doing::Acknowledging) => said(state, Text::SettingsCodesKept, "recovery-codes"),
        Some(Doing::Saving) => said(state, Text::SettingsSaved, "remember"),
        Some(Doing::Revoking) => said(state, Text::SettingsRevoked, "devices"),
        Some(Doing::RevokingAll) => said(state, Text::SettingsRevokedAll, "devices"),
        None => vec![],
    });
    effects
}

/// Another proof at the same place is another screen; no proof any more leads on from there.
fn come_up(state: &State, before: Screen) -> Vec<Effect> {
    let still = state.settings.as_ref().and_then(|settings| settings.proof);
    match (state.place, still) {
        (Place::Proof, None) => vec![],
        _ => arrived(before, state.screen()),
    }
}

/// Something has changed: back to the overview, with a word about it.
fn said(state: &mut State, text: Text, what: &'static str) -> Vec<Effect> {
    let mut effects = vec![Effect::Changed(what)];
    effects.extend(state.leave());
    state.notice = Some(Notice::good(text));
    effects
}

fn acted(state: &mut State) -> Vec<Effect> {
    let (text, what) = match &state.wanted {
        Some(Wanted::NewCodes | Wanted::ResetCode) => return state.go(Place::Codes),
        Some(Wanted::SwitchOff) => (Text::SettingsSwitchedOff, "suspended"),
        Some(Wanted::SwitchOn) => (Text::SettingsSwitchedOn, "on"),
        Some(Wanted::Erase) => (Text::SettingsErased, "off"),
        Some(Wanted::Remove(_)) => (Text::SettingsRemoved, "methods"),
        Some(Wanted::Prefer(_)) => (Text::SettingsSaved, "methods"),
        Some(Wanted::SetUp(_)) | None => return vec![],
    };
    said(state, text, what)
}

pub fn back_online(state: &mut State, mut settings: Settings) -> Vec<Effect> {
    let before = state.screen();
    let proof = settings.proof;
    state.notice = Some(Notice::back_online(state.notice.take()));
    state.offline = false;
    let asked = state.settings.as_ref().and_then(|before| before.proof);
    let kept = are_kept(state, &settings);
    // Codes on the screen are in no later answer.
    let shown = state.settings.take().and_then(|now| now.recovery_codes);
    let codes = settings.recovery_codes.take().or(shown);
    settings.recovery_codes = codes.filter(|_| state.place == Place::Codes);
    state.settings = Some(settings);
    match state.place {
        Place::Codes if kept => said(state, Text::SettingsCodesKept, "recovery-codes"),
        // That the proof was given had arrived, only the answer had not.
        Place::Proof if asked != proof => go_on(state, before),
        Place::Overview if before == Screen::Opening => go_on(state, before),
        _ => vec![],
    }
}

/// None of the new codes waits any more, and all of them count: the acknowledgement had arrived.
fn are_kept(state: &State, now: &Settings) -> bool {
    let shown = state.settings.as_ref();
    let shown = shown.and_then(|settings| settings.recovery_codes.as_ref());
    let are_all_there = shown.is_some_and(|codes| codes.len() == now.codes_left as usize);
    state.wanted == Some(Wanted::NewCodes) && !now.codes_pending && are_all_there
}

fn go_on(state: &mut State, before: Screen) -> Vec<Effect> {
    let mut effects = come_up(state, before);
    effects.extend(proceed(state));
    effects
}

pub fn failed(state: &mut State, failure: &Failure) -> Vec<Effect> {
    let doing = state.doing.take();
    let said = notice::failed(failure, None);
    let mut effects = vec![Effect::Error(said.code)];
    state.slow = false;
    // The view inside has ended, so it can only be said here.
    if doing == Some(Doing::Reading) && state.screen() == Screen::Proving {
        effects.extend(state.go(Place::Overview));
    }
    match failure {
        Failure::Offline => {
            state.offline = true;
            // One search is enough.
            if !std::mem::replace(&mut state.searching, true) {
                effects.push(Effect::Reconnect);
            }
        }
        Failure::SignedOut => effects.push(Effect::Reauthenticate),
        // The proof ran out on the way; the reading says which. Once: a back end that asks for none and
        // refuses all the same would be asked for ever.
        Failure::Refused(Problem::ReauthenticationRequired)
            if matches!(doing, Some(Doing::Acting | Doing::Acknowledging)) && !state.looked =>
        {
            state.looked = true;
            return state.call(Doing::Reading, Call::Read);
        }
        Failure::Refused(Problem::PasswordWrong { .. }) => effects.push(Effect::EmptyField),
        // Another tab was quicker: this is how it is now.
        Failure::Refused(
            Problem::FactorNotFound
            | Problem::LastFactor
            | Problem::RequiredBySchool
            | Problem::CodesNotFound
            | Problem::DeviceNotFound
            | Problem::NotEnrolled,
        ) if doing != Some(Doing::Reading) && state.settings.is_some() => {
            effects.extend(state.leave());
            if !state.only_codes {
                effects.extend(state.call(Doing::Reading, Call::Read));
            }
        }
        _ if state.screen() == Screen::Password => effects.push(Effect::FocusField),
        _ => {}
    }
    state.notice = Some(said);
    effects
}
