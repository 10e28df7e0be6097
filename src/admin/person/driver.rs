//! Carries out what the machine of a person's page wants.

use super::flow::{Act, Call, Effect, Event, Screen};
use crate::{
    admin::{
        OPENING,
        people::{self, List},
        shell::Section,
    },
    client::Ask,
    failure::Failure,
    live::Live,
    machine::Sender,
};
use tweestap_api::{Because, MakeSupportCode, PersonFile, SupportCode, routes};

/// The list that is gone back to, and whose page it is.
#[derive(Clone, Copy)]
pub struct Around {
    pub list: List,
    pub id: Live<String>,
}

pub fn carry_out(around: Around, effect: Effect, send: Sender<Event>) {
    let desk = around.list.desk;
    let ui = desk.ui;
    match effect {
        Effect::FocusHeading | Effect::FocusReason | Effect::FocusChecked
            if !desk.is_at(Section::People) => {}
        Effect::Call(call) => {
            ui.if_slow(send, Event::Slow);
            let at = |path: &str| path.replace("{id}", &around.id.get());
            let read = move |answer: Result<Box<PersonFile>, Failure>| {
                send.run(match answer {
                    Ok(file) => Event::Answered(file),
                    Err(failure) => Event::Failed(failure),
                });
            };
            match call {
                Call::Read => desk.ask(Ask::get(at(routes::ADMIN_PERSON)), read),
                Call::Do(act, reason) => {
                    desk.ask(Ask::post(at(path(act)), &Because { reason }), read);
                }
                Call::Make(checked_how, reason) => {
                    let body = MakeSupportCode {
                        checked_how,
                        reason,
                    };
                    let ask = Ask::post(at(routes::ADMIN_SUPPORT_CODE), &body);
                    desk.ask::<SupportCode>(ask, move |answer| {
                        send.run(match answer {
                            Ok(code) => Event::Made(code),
                            Err(failure) => Event::Failed(failure),
                        });
                    });
                }
            }
        }
        Effect::Step(screen) => desk.step_of_people(name(screen)),
        Effect::Changed(what) => ui.emit("changed", &[("what", what)]),
        Effect::Lost(failure) => desk.lost(failure),
        Effect::Error(code) => ui.emit("error", &[("code", code)]),
        Effect::Left(person) => around.list.send.run(people::flow::Event::Close(person)),
        Effect::FocusHeading => ui.focus("h2"),
        Effect::FocusReason => ui.focus("#reason"),
        Effect::FocusChecked => ui.focus("[data-field='checked-how']"),
    }
}

fn path(act: Act) -> &'static str {
    match act {
        Act::SupportCode => routes::ADMIN_SUPPORT_CODE,
        Act::Reset => routes::ADMIN_RESET,
        Act::SwitchOff => routes::ADMIN_SWITCH_OFF,
        Act::SwitchOn => routes::ADMIN_SWITCH_ON,
        Act::Unlock => routes::ADMIN_UNLOCK,
    }
}

/// The `data-step` hook.
pub fn name(screen: Screen) -> &'static str {
    match screen {
        Screen::Opening => OPENING,
        Screen::Person => "person",
        Screen::Asking(act) => action(act),
        Screen::Made => "support-code-made",
    }
}

/// The `data-action` hook, and the step that it leads to.
pub fn action(act: Act) -> &'static str {
    match act {
        Act::SupportCode => "support-code",
        Act::Reset => "reset",
        Act::SwitchOff => "switch-off",
        Act::SwitchOn => "switch-on",
        Act::Unlock => "unlock",
    }
}
