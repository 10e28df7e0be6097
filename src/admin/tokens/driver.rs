//! Carries out what the machine of the hardware tokens wants.

use super::flow::{Call, Effect, Event, Screen};
use crate::{
    admin::Desk,
    client::{Ask, after, spawn},
    failure::Failure,
    live::Keep,
    machine::Sender,
};
use js_sys::encode_uri_component;
use std::cell::RefCell;
use tweestap_api::{
    Because, Done, HardwareToken, ImportTokens, Imported, LinkToken, People, ResyncToken, Secret,
    Tokens, routes,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Milliseconds without a key before it is searched.
const PAUSE: i32 = 300;

/// What the effects are carried out upon: the desk, and the file that is chosen.
#[derive(Clone, Copy)]
pub struct Around {
    pub desk: Desk,
    pub file: Keep<RefCell<Option<Blob>>>,
}

pub fn carry_out(around: Around, effect: Effect, send: Sender<Event>) {
    let desk = around.desk;
    let ui = desk.ui;
    match effect {
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            start(desk, call, send);
        }
        Effect::Wait(turn) => after(PAUSE, move || send.run(Event::Paused(turn))),
        Effect::WaitPerson(turn) => after(PAUSE, move || send.run(Event::PausedPerson(turn))),
        Effect::ReadFile => read(around, send),
        Effect::Step(screen) => {
            // Whoever has the file has the seeds. The machine keeps what it needs from the check to the import.
            if let Some(kept) = around.file.get() {
                kept.take();
            }
            desk.step(name(screen));
        }
        Effect::Changed => ui.emit("changed", &[("what", "tokens")]),
        Effect::Lost(failure) => desk.lost(failure),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::Focus(field) => ui.focus_on(vec![["[data-field='", field, "']"].concat()]),
        Effect::FocusToken(id) => {
            let button = ["[data-token='", &id, "'] button"].concat();
            ui.focus_on(vec![button, "h2".to_owned()]);
        }
    }
}

/// In the browser: what is wrong with it is found by the server, which must not trust a browser anyway.
fn read(around: Around, send: Sender<Event>) {
    let file = around.file.get().and_then(|file| file.borrow().clone());
    let Some(file) = file else {
        return send.run(Event::NotRead);
    };
    spawn(async move {
        let text = JsFuture::from(file.text()).await.ok();
        send.run(match text.and_then(|text| text.as_string()) {
            Some(text) => Event::Read(Secret::new(text)),
            None => Event::NotRead,
        });
    });
}

fn start(desk: Desk, call: Call, send: Sender<Event>) {
    let of = |path: &str, token: &str| path.replace("{id}", token);
    let token = move |answer: Result<Box<HardwareToken>, Failure>| {
        send.run(match answer {
            Ok(token) => Event::Done(token),
            Err(failure) => Event::Failed(failure),
        });
    };
    match call {
        Call::Find {
            turn,
            query,
            state,
            after,
        } => {
            let state = state.map(|state| state.code());
            let given = [
                ("query", &*query),
                ("state", state.unwrap_or_default()),
                ("after", after.as_deref().unwrap_or_default()),
            ];
            let ask = Ask::get(address(routes::ADMIN_TOKENS, &given));
            desk.ask::<Tokens>(ask, move |answer| {
                send.run(match answer {
                    Ok(tokens) => Event::Found(turn, tokens),
                    Err(failure) => Event::NotFound(turn, failure),
                });
            });
        }
        Call::People { turn, query } => {
            let ask = Ask::get(address(routes::ADMIN_PEOPLE, &[("query", &query)]));
            desk.ask::<People>(ask, move |answer| {
                send.run(match answer {
                    Ok(people) => Event::FoundPeople(turn, people),
                    Err(failure) => Event::NotFoundPeople(turn, failure),
                });
            });
        }
        Call::Import {
            turn,
            format,
            content,
            key,
            check_only,
        } => {
            let body = ImportTokens {
                format,
                content,
                key,
                check_only,
            };
            let ask = Ask::post(routes::ADMIN_TOKENS_IMPORT, &body);
            desk.ask::<Imported>(ask, move |answer| {
                send.run(match answer {
                    Ok(imported) => Event::Imported(turn, imported),
                    Err(failure) => Event::NotImported(turn, failure),
                });
            });
        }
        Call::Link {
            token: id,
            person,
            code,
            next_code,
            reason,
        } => {
            let body = LinkToken {
                person,
                code,
                next_code,
                reason,
            };
            desk.ask(Ask::post(of(routes::ADMIN_TOKEN_LINK, &id), &body), token);
        }
        Call::Resync {
            token: id,
            code,
            next_code,
        } => {
            let body = ResyncToken { code, next_code };
            desk.ask(Ask::post(of(routes::ADMIN_TOKEN_RESYNC, &id), &body), token);
        }
        Call::Unlink { token: id, reason } => {
            let path = of(routes::ADMIN_TOKEN_UNLINK, &id);
            desk.ask(Ask::post(path, &Because { reason }), token);
        }
        Call::Remove { token: id, reason } => {
            let path = of(routes::ADMIN_TOKEN_REMOVE, &id);
            desk.ask::<Done>(Ask::post(path, &Because { reason }), move |answer| {
                send.run(match answer {
                    Ok(_) => Event::Removed,
                    Err(failure) => Event::Failed(failure),
                });
            });
        }
    }
}

fn address(path: &str, given: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    let mut mark = "?";
    for (name, value) in given.iter().filter(|(_, value)| !value.is_empty()) {
        let value = String::from(encode_uri_component(value));
        address.push_str(&[mark, name, "=", &value].concat());
        mark = "&";
    }
    address
}

/// The first of the files that a field has.
pub fn file_of(value: &JsValue) -> Option<Blob> {
    use crate::plain::member;
    use wasm_bindgen::JsCast;
    member(&member(value, "files"), "0").dyn_into().ok()
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::List => "tokens",
        Screen::Import => "import",
        Screen::Checked => "import-checked",
        Screen::Token => "token",
        Screen::Link => "link",
        Screen::Resync => "resync",
        Screen::Unlink => "unlink",
        Screen::Remove => "remove",
    }
}
