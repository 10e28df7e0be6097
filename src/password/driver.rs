//! Carries out what the password machine wants.

use super::{
    address,
    flow::{Call, Effect, Event, Field, Opened, Screen},
};
use crate::{
    client::{Answer, Ask, Client, state_of},
    failure::Failure,
    machine::Sender,
    ui::Ui,
};
use tweestap_api::{
    ChangePassword, ForgotPassword, NewPassword, OwnPassword, PasswordRules, Secret, routes,
};

pub fn carry_out(ui: Ui, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let Some(client) = ui.client() else { return };
            start(ui, client, call, send);
        }
        Effect::Step(screen) => ui.emit_step("password", name(screen)),
        Effect::Changed => ui.emit("changed", &[("what", "password")]),
        Effect::Finished => ui.emit("changed", &[("what", "finished")]),
        Effect::Cancelled => ui.emit("cancelled", &[]),
        Effect::Reauthenticate => ui.emit("reauthenticate", &[]),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusField => ui.focus_field(false),
        Effect::Focus(field) => ui.focus(selector(field)),
        Effect::EmptyField => ui.focus_field(true),
        Effect::Fill(given) => {
            for (field, text) in [
                (Field::Current, given.current),
                (Field::New, given.typed),
                (Field::Repeat, given.repeat),
            ] {
                ui.fill(selector(field), text);
            }
        }
        Effect::Forget(left) => address::forget(left),
        Effect::Reconnect(call) => {
            let Some(client) = ui.client() else { return };
            let opens = call == Call::Open;
            client.ask_until_online(ask(ui, call), move |answer| {
                send.run(match opened(answer, opens) {
                    Ok(opened) => Event::BackOnline(opened),
                    Err(failure) => Event::NotBack(failure),
                });
            });
        }
    }
}

fn start(ui: Ui, client: Client, call: Call, send: Sender<Event>) {
    let (opens, asks) = (call == Call::Open, call == Call::Rules);
    client.ask(ask(ui, call), move |answer| {
        send.run(match (answer, opens || asks) {
            (Ok(_), false) => Event::Done,
            (Err(failure), false) => Event::Failed(failure),
            (answer, true) => match opened(answer, opens) {
                Ok(opened) => Event::Answered(opened),
                Err(failure) => Event::Failed(failure),
            },
        });
    });
}

/// Of a session, or of a school that anybody may ask.
fn opened(answer: Answer, session: bool) -> Result<Box<Opened>, Failure> {
    if session {
        let OwnPassword { account, rules } = *state_of(answer, "password")?;
        return Ok(Box::new(Opened { rules, account }));
    }
    let rules: PasswordRules = *state_of(answer, "")?;
    let account = String::new();
    Ok(Box::new(Opened { rules, account }))
}

fn ask(ui: Ui, call: Call) -> Ask {
    let school = || ui.attribute("school").unwrap_or_default();
    match call {
        Call::Open => Ask::Open,
        Call::Rules => {
            let school = String::from(js_sys::encode_uri_component(&school()));
            Ask::get(routes::SCHOOL_PASSWORD.replace("{school}", &school))
        }
        Call::Forgot(asked) => {
            let body = ForgotPassword {
                school: school(),
                username: asked.username.trim().to_owned(),
                email: Secret::new(asked.email.expose().trim()),
                lang: ui.language(),
            };
            Ask::post(routes::PASSWORD_FORGOT, &body)
        }
        Call::Reset { token, password } => {
            Ask::post(routes::PASSWORD_RESET, &NewPassword { token, password })
        }
        Call::Change { current, password } => {
            let body = ChangePassword { current, password };
            Ask::post(routes::SETTINGS_PASSWORD_CHANGE, &body)
        }
    }
}

const fn selector(field: Field) -> &'static str {
    match field {
        Field::Username => "[data-field=username]",
        Field::Email => "[data-field=email]",
        Field::Current => "[data-field=password]",
        Field::New => "[data-field=new-password]",
        Field::Repeat => "[data-field=repeat-password]",
    }
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening => "opening",
        Screen::Forgotten => "forgotten",
        Screen::Sent => "sent",
        Screen::NewPassword => "new-password",
        Screen::LinkInvalid => "link-invalid",
        Screen::Change | Screen::Proving => "change",
        Screen::Saved => "saved",
        Screen::NotOffered => "not-offered",
    }
}
