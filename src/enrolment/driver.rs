//! Carries out what the enrolment machine wants: the only part of this view that does anything.

use super::flow::{Call, Effect, Emit, Event, Screen};
use crate::{
    client::{Answer, Ask, Client, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{
    ChooseMethod, ConfirmCode, Enrolment, GivePassword, GivePhone, OfEnrolment, SaveRemember,
    routes,
};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            if let Some(client) = ui.client() {
                start(&client, call, send);
            }
        }
        Effect::Emit(emit) => {
            // Whoever comes from another view has pressed something there: the focus must not be lost.
            if matches!(emit, Emit::Step(_)) && ui.is_inside() {
                ui.focus("h2");
            }
            tell(ui, emit);
        }
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusField => ui.focus_field(false),
        Effect::EmptyField => ui.focus_field(true),
        Effect::Reconnect => {
            let Some(client) = ui.client() else { return };
            // Whatever was lost, the answer is the current enrolment.
            let ask = match client.is_open() {
                true => Ask::get(routes::ENROLMENT),
                false => Ask::Open,
            };
            client.ask_until_online(ask, move |answer| {
                send.run(match enrolment(answer) {
                    Ok(enrolment) => Event::BackOnline(enrolment),
                    Err(failure) => Event::NotBack(failure),
                });
            });
        }
    }
}

fn start(client: &Client, call: Call, send: Sender<Event>) {
    let saving = matches!(call, Call::Remember { .. });
    if call == Call::Reopen {
        // The session may be the settings' own, whose answer holds no enrolment.
        let opened = client.clone();
        return client.clone().ask(Ask::Open, move |answer| match answer {
            Ok(_) => start(&opened, Call::Read, send),
            Err(failure) => send.run(Event::Failed(failure)),
        });
    }
    let ask = match call {
        // Inside the settings: their session serves.
        Call::Open if client.is_open() => ask(Call::Read),
        call => ask(call),
    };
    client.clone().ask(ask, move |answer| {
        send.run(match answer {
            Ok(_) if saving => Event::Saved,
            answer => match enrolment(answer) {
                Ok(enrolment) => Event::Answered(enrolment),
                Err(failure) => Event::Failed(failure),
            },
        });
    });
}

fn enrolment(answer: Answer) -> Result<Box<Enrolment>, Failure> {
    state_of(answer, "enrolment")
}

fn ask(call: Call) -> Ask {
    let about = |path, enrolment| Ask::post(path, &OfEnrolment { enrolment });
    match call {
        Call::Open | Call::Reopen => Ask::Open,
        Call::Read => Ask::get(routes::ENROLMENT),
        Call::Begin(method) => Ask::post(routes::ENROLMENT_METHOD, &ChooseMethod { method }),
        Call::Password(password) => {
            Ask::post(routes::ENROLMENT_PASSWORD, &GivePassword { password })
        }
        Call::Number { enrolment, number } => {
            Ask::post(routes::ENROLMENT_PHONE, &GivePhone { enrolment, number })
        }
        Call::Confirm { enrolment, code } => {
            Ask::post(routes::ENROLMENT_CONFIRM, &ConfirmCode { enrolment, code })
        }
        Call::Resend { enrolment } => about(routes::ENROLMENT_RESEND, enrolment),
        Call::Acknowledge { enrolment } => about(routes::ENROLMENT_ACKNOWLEDGE, enrolment),
        Call::Back { enrolment } => about(routes::ENROLMENT_BACK, enrolment),
        Call::Cancel => Ask::delete(routes::ENROLMENT),
        Call::Remember {
            duration,
            this_device,
        } => {
            let body = SaveRemember {
                duration,
                this_device,
            };
            Ask::put(routes::SETTINGS_REMEMBER, &body)
        }
    }
}

fn tell(ui: Ui, emit: Emit) {
    match emit {
        Emit::Step(screen) => ui.emit_step("enrolment", name(screen)),
        Emit::Enrolled(method) => ui.emit("enrolled", &[("method", method.code())]),
        Emit::Cancelled => {
            ui.emit("cancelled", &[]);
            ui.over();
        }
        Emit::Later => {
            if !ui.left_for_later() {
                tell(ui, Emit::Cancelled);
            }
        }
        Emit::Finished => {
            ui.emit("changed", &[("what", "finished")]);
            ui.over();
        }
        Emit::Reauthenticate => ui.emit("reauthenticate", &[]),
        Emit::Error(code) => ui.emit("error", &[("code", code)]),
    }
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening => "opening",
        Screen::Method => "method",
        Screen::Password | Screen::Portal => "password",
        Screen::Phone => "phone",
        Screen::Scan => "scan",
        Screen::Confirm => "confirm",
        Screen::RecoveryCodes => "recovery-codes",
        Screen::Done => "done",
        Screen::NotNeeded => "not-needed",
    }
}
