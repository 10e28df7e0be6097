//! Carries out what the challenge machine wants.

use super::flow::{Call, Effect, Event};
use crate::{
    client::{Answer, Ask, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{Challenge, OfChallenge, VerifyChallenge, routes};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let Some(client) = ui.client() else { return };
            client.ask(ask(call), move |answer| {
                send.run(match challenge(answer) {
                    Ok(challenge) => Event::Answered(challenge),
                    Err(failure) => Event::Failed(failure),
                });
            });
        }
        Effect::Step => ui.emit_step("challenge", "code"),
        Effect::Verified(assertion) => ui.emit("verified", &[("assertion", assertion.expose())]),
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusField => ui.focus_field(false),
        Effect::EmptyField => ui.focus_field(true),
        Effect::Reconnect => {
            let Some(client) = ui.client() else { return };
            let call = match client.is_open() {
                true => Call::Begin,
                false => Call::Open,
            };
            client.ask_until_online(ask(call), move |answer| {
                send.run(match challenge(answer) {
                    Ok(challenge) => Event::BackOnline(challenge),
                    Err(failure) => Event::NotBack(failure),
                });
            });
        }
    }
}

fn challenge(answer: Answer) -> Result<Box<Challenge>, Failure> {
    state_of(answer, "challenge")
}

fn ask(call: Call) -> Ask {
    match call {
        Call::Open => Ask::Open,
        Call::Begin => Ask::post_nothing(routes::CHALLENGE),
        Call::Resend(challenge) => Ask::post(routes::CHALLENGE_RESEND, &OfChallenge { challenge }),
        Call::Verify {
            challenge,
            code,
            remember,
        } => {
            let body = VerifyChallenge {
                challenge,
                code,
                remember,
            };
            Ask::post(routes::CHALLENGE_VERIFY, &body)
        }
    }
}
