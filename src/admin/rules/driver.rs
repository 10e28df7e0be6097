//! Carries out what the machine of the rules wants.

use super::flow::{Answer, Call, Effect, Event, Screen};
use crate::{
    admin::{Desk, shell::Section},
    client::Ask,
    failure::Failure,
    machine::Sender,
};
use serde::{Deserialize, de::DeserializeOwned};
use tweestap_api::{GivePassword, Proof, ProposePolicy, SavePolicy, routes};

pub fn carry_out(desk: Desk, effect: Effect, send: Sender<Event>) {
    let ui = desk.ui;
    match effect {
        Effect::Step(_)
        | Effect::FocusHeading
        | Effect::FocusField
        | Effect::EmptyField
        | Effect::FocusDay
            if !desk.is_at(Section::Rules) => {}
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            start(desk, call, send);
        }
        Effect::Step(screen) => desk.step(name(screen)),
        Effect::Changed => ui.emit("changed", &[("what", "policy")]),
        Effect::Lost(failure) => desk.lost(failure),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusField => ui.focus_field(false),
        Effect::EmptyField => ui.focus_field(true),
        Effect::FocusDay => ui.focus("[data-field='starts-at']"),
    }
}

fn start(desk: Desk, call: Call, send: Sender<Event>) {
    match call {
        Call::Read => ask(desk, Ask::get(routes::ADMIN_POLICY), send, Answer::File),
        Call::Save(scope, policy, version) => {
            let body = SavePolicy {
                scope,
                policy,
                version,
            };
            ask(
                desk,
                Ask::put(routes::ADMIN_POLICY, &body),
                send,
                Answer::File,
            );
        }
        Call::Preview(scope, policy) => {
            let body = ProposePolicy { scope, policy };
            let preview = Ask::post(routes::ADMIN_POLICY_PREVIEW, &body);
            ask(desk, preview, send, Answer::Preview);
        }
        Call::Proof => ask(desk, Ask::get(routes::SETTINGS), send, proof),
        Call::Password(password) => {
            let given = Ask::post(routes::SETTINGS_PASSWORD, &GivePassword { password });
            ask(desk, given, send, proof);
        }
    }
}

fn ask<T: DeserializeOwned + 'static>(
    desk: Desk,
    ask: Ask,
    send: Sender<Event>,
    answer: fn(Box<T>) -> Answer,
) {
    desk.ask(ask, move |answered: Result<Box<T>, Failure>| {
        send.run(match answered {
            Ok(body) => Event::Answered(answer(body)),
            Err(failure) => Event::Failed(failure),
        });
    });
}

/// Of the settings only what is looked for: reading all of them would be two kilobytes of this bundle.
#[derive(Deserialize)]
struct Missing {
    #[serde(default)]
    proof: Option<Proof>,
}

#[allow(clippy::boxed_local)] // as every other answer comes
fn proof(settings: Box<Missing>) -> Answer {
    Answer::Proof(settings.proof)
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening | Screen::Rules => "rules",
        Screen::Preview => "preview",
        Screen::Activate => "activate",
        Screen::Deactivate => "deactivate",
        Screen::Password | Screen::Portal => "password",
    }
}
