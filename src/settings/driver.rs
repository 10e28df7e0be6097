//! Carries out what the settings machine wants.

use super::flow::{Call, Effect, Event, Screen, Wanted};
use crate::{
    client::{Answer, Ask, Client, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{GivePassword, OfDevice, OfFactor, SaveRemember, Settings, routes};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let Some(client) = ui.client() else { return };
            start(client, call, send);
        }
        Effect::Step(screen) => ui.emit_step("settings", name(screen)),
        Effect::Changed(what) => ui.emit("changed", &[("what", what)]),
        Effect::Over => ui.over(),
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusField => ui.focus_field(false),
        Effect::EmptyField => ui.focus_field(true),
        Effect::Reconnect => {
            let Some(client) = ui.client() else { return };
            let call = match client.is_open() {
                true => Call::Read,
                false => Call::Open,
            };
            client.ask_until_online(ask(call), move |answer| {
                send.run(match settings(answer) {
                    Ok(settings) => Event::BackOnline(settings),
                    Err(failure) => Event::NotBack(failure),
                });
            });
        }
    }
}

fn start(client: Client, call: Call, send: Sender<Event>) {
    let again = client.clone();
    let reopening = call == Call::Reopen;
    client.ask(ask(call), move |answer| match answer {
        // The session is the other view's, whose answer holds no settings.
        Ok(_) if reopening => start(again, Call::Read, send),
        answer => send.run(match settings(answer) {
            Ok(settings) => Event::Answered(settings),
            Err(failure) => Event::Failed(failure),
        }),
    });
}

fn settings(answer: Answer) -> Result<Box<Settings>, Failure> {
    state_of(answer, "settings")
}

fn ask(call: Call) -> Ask {
    match call {
        Call::Open | Call::Reopen => Ask::Open,
        Call::Read => Ask::get(routes::SETTINGS),
        Call::Password(password) => {
            Ask::post(routes::SETTINGS_PASSWORD, &GivePassword { password })
        }
        Call::Do(wanted) => wish(wanted),
        Call::Acknowledge => Ask::post_nothing(routes::SETTINGS_CODES_ACKNOWLEDGE),
        Call::Save(duration) => {
            let body = SaveRemember {
                duration,
                this_device: false,
            };
            Ask::put(routes::SETTINGS_REMEMBER, &body)
        }
        Call::Revoke(device) => Ask::post(routes::SETTINGS_REVOKE_DEVICE, &OfDevice { device }),
        Call::RevokeAll => Ask::post_nothing(routes::SETTINGS_REVOKE_ALL),
    }
}

fn wish(wanted: Wanted) -> Ask {
    let about = |path, factor| Ask::post(path, &OfFactor { factor });
    match wanted {
        // A view of its own does that; asking how things stand is never wrong.
        Wanted::SetUp(_) => Ask::get(routes::SETTINGS),
        Wanted::Prefer(factor) => about(routes::SETTINGS_PREFER, factor),
        Wanted::Remove(factor) => about(routes::SETTINGS_REMOVE, factor),
        Wanted::SwitchOff => Ask::post_nothing(routes::SETTINGS_SWITCH_OFF),
        Wanted::SwitchOn => Ask::post_nothing(routes::SETTINGS_SWITCH_ON),
        Wanted::Erase => Ask::post_nothing(routes::SETTINGS_ERASE),
        Wanted::NewCodes => Ask::post_nothing(routes::SETTINGS_CODES),
        Wanted::ResetCode => Ask::post_nothing(routes::SETTINGS_RESET_CODE),
    }
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening => "opening",
        Screen::Overview | Screen::SettingUp | Screen::Proving => "overview",
        Screen::Password | Screen::Portal => "password",
        Screen::Consequence => "confirm",
        Screen::Codes => "recovery-codes",
    }
}
