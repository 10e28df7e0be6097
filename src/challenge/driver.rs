//! Carries out what the challenge machine wants.

use super::flow::{Call, Effect, Event, Purpose, Screen};
use crate::{
    client::{Answer, Ask, Client, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{Challenge, ChooseWay, OfChallenge, Recover, VerifyChallenge, routes};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let Some(client) = ui.client() else { return };
            start(client, call, send);
        }
        Effect::Step(screen) => ui.emit_step("challenge", name(screen)),
        Effect::Verified(assertion) => {
            if let Some(assertion) = assertion {
                ui.emit("verified", &[("assertion", assertion.expose())]);
            }
            ui.over();
        }
        Effect::Cancelled => ui.over(),
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusField => ui.focus_field(false),
        Effect::EmptyField => ui.focus_field(true),
        Effect::Reconnect(purpose) => {
            let Some(client) = ui.client() else { return };
            let call = match client.is_open() {
                true => Call::Begin(purpose),
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

fn start(client: Client, call: Call, send: Sender<Event>) {
    let again = client.clone();
    let reopening = call == Call::Reopen;
    client.ask(ask(call), move |answer| match answer {
        // The session is the settings' own, whose answer holds no challenge.
        Ok(_) if reopening => start(again, Call::Begin(Purpose::Prove), send),
        answer => send.run(match challenge(answer) {
            Ok(challenge) => Event::Answered(challenge),
            Err(failure) => Event::Failed(failure),
        }),
    });
}

fn challenge(answer: Answer) -> Result<Box<Challenge>, Failure> {
    state_of(answer, "challenge")
}

fn ask(call: Call) -> Ask {
    match call {
        Call::Open | Call::Reopen => Ask::Open,
        Call::Begin(Purpose::SignIn) => Ask::post_nothing(routes::CHALLENGE),
        Call::Begin(Purpose::Prove) => Ask::post_nothing(routes::CHALLENGE_PROVE),
        Call::Choose { challenge, way } => {
            Ask::post(routes::CHALLENGE_CHOOSE, &ChooseWay { challenge, way })
        }
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
        Call::Recover { challenge, code } => {
            Ask::post(routes::CHALLENGE_RECOVER, &Recover { challenge, code })
        }
        Call::Continue => Ask::post_nothing(routes::CHALLENGE_CONTINUE),
    }
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening => "opening",
        Screen::Code => "code",
        Screen::RecoveryCode => "recovery-code",
        Screen::ResetCode => "reset-code",
        Screen::Recovered => "recovered",
        Screen::Enrol | Screen::SettingUp => "enrol",
        Screen::NewCodes => "new-codes",
        Screen::Passed => "passed",
    }
}
