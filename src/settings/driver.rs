//! Carries out what the settings machine wants.

use super::flow::{Call, Effect, Event};
use crate::{
    client::{Answer, Ask, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{SaveRemember, Settings, routes};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let Some(client) = ui.client() else { return };
            let saving = matches!(call, Call::Save(_));
            client.ask(ask(call), move |answer| {
                send.run(match settings(answer) {
                    Ok(settings) if saving => Event::Saved(settings),
                    Ok(settings) => Event::Answered(settings),
                    Err(failure) => Event::Failed(failure),
                });
            });
        }
        Effect::Step => ui.emit_step("settings", "overview"),
        Effect::Changed => ui.emit("changed", &[("what", "remember")]),
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
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

fn settings(answer: Answer) -> Result<Box<Settings>, Failure> {
    state_of(answer, "settings")
}

fn ask(call: Call) -> Ask {
    match call {
        Call::Open => Ask::Open,
        Call::Read => Ask::get(routes::SETTINGS),
        Call::Save(duration) => {
            let body = SaveRemember {
                duration,
                this_device: false,
            };
            Ask::put(routes::SETTINGS_REMEMBER, &body)
        }
    }
}
