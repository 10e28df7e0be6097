//! Carries out what the list's machine wants.

use super::flow::{Effect, Event, Find};
use crate::{
    admin::{Desk, shell::Section},
    client::{Ask, after},
    machine::Sender,
};
use js_sys::encode_uri_component;
use tweestap_api::{People, routes};

/// Milliseconds without a key before it is searched.
const PAUSE: i32 = 300;

pub fn carry_out(desk: Desk, effect: Effect, send: Sender<Event>) {
    match effect {
        Effect::FocusPerson(_) | Effect::FocusSearch if !desk.is_at(Section::People) => {}
        Effect::Find(find) => {
            desk.ui.if_slow(send, Event::Slow);
            let turn = find.turn;
            desk.ask::<People>(Ask::get(address(&find)), move |answer| {
                send.run(match answer {
                    Ok(people) => Event::Found(turn, people),
                    Err(failure) => Event::Failed(turn, failure),
                });
            });
        }
        Effect::Wait(turn) => after(PAUSE, move || send.run(Event::Paused(turn))),
        Effect::Step => desk.step_of_people("people"),
        Effect::Shown => desk.people_are_shown(),
        Effect::Lost(failure) => desk.lost(failure),
        Effect::FocusPerson(id) => {
            let button = ["[data-person='", &id, "'] button"].concat();
            desk.ui.focus_on(vec![button, "h2".to_owned()]);
        }
        Effect::FocusSearch => desk.ui.focus("#search"),
    }
}

fn address(find: &Find) -> String {
    let filter = &find.filter;
    let after = find.after.as_deref().unwrap_or_default();
    let given = [
        ("query", &*filter.name),
        ("class", &filter.class),
        ("role", &filter.role),
        ("state", &filter.state),
        ("after", after),
    ];
    let mut address = routes::ADMIN_PEOPLE.to_owned();
    let mut mark = "?";
    for (name, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
        let value = String::from(encode_uri_component(value));
        address.push_str(&[mark, name, "=", &value].concat());
        mark = "&";
    }
    address
}
