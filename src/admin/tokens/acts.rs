//! What is done with one token, each on a screen of its own: what will happen, what is needed for it, and why.

use super::{
    flow::{Event, Linking, State},
    person,
    view::Shelf,
};
use crate::{
    admin::{form, heading},
    el::{El, Field, Flag, el, words},
    machine::Act,
    parts,
    strings::{Text, fill},
};
use std::rc::Rc;

/// Characters of a reason.
const LONGEST: &str = "500";

pub fn link(shelf: Shelf) -> El {
    let (code, next, reason) = (Field::default(), Field::default(), Field::default());
    let counts = shelf.token().is_some_and(|token| token.by_counter);
    let next_field = counts.then(|| code_field(shelf, "next-code", &next));
    let fields = [
        Some(code_field(shelf, "code", &code)),
        next_field,
        Some(why(shelf, &reason)),
    ];
    let submit = Act::new(move |()| {
        shelf.send.run(Event::Link(Linking {
            code: parts::typed(&code),
            next_code: parts::typed(&next),
            reason: parts::typed(&reason).expose().to_owned(),
        }));
    });
    // Outside the form: Enter there searches, and does not link.
    let person = person::chooser(shelf);
    let fields = fields.into_iter().flatten().collect();
    screen(
        shelf,
        Text::TokenLinkTitle,
        Text::TokenLinkLead,
        Some(person),
    )
    .child(form_of(shelf, submit, fields, Text::TokenLinkButton))
    .child(shelf.way_back())
}

pub fn resync(shelf: Shelf) -> El {
    let (code, next) = (Field::default(), Field::default());
    let fields = vec![
        code_field(shelf, "code", &code),
        code_field(shelf, "next-code", &next),
    ];
    let submit = Act::new(move |()| {
        let codes = (parts::typed(&code), parts::typed(&next));
        shelf.send.run(Event::Resync(codes.0, codes.1));
    });
    screen(shelf, Text::TokenResyncTitle, Text::TokenResyncLead, None)
        .child(form_of(shelf, submit, fields, Text::TokenResyncButton))
        .child(shelf.way_back())
}

pub fn unlink(shelf: Shelf) -> El {
    because(
        shelf,
        Text::TokenUnlinkTitle,
        Text::TokenUnlinkLead,
        Text::TokenUnlinkButton,
        Event::Unlink,
    )
}

pub fn remove(shelf: Shelf) -> El {
    because(
        shelf,
        Text::TokenRemoveTitle,
        Text::TokenRemoveLead,
        Text::TokenRemoveButton,
        Event::Remove,
    )
}

fn because(shelf: Shelf, title: Text, lead: Text, button: Text, event: fn(String) -> Event) -> El {
    let reason = Field::default();
    let fields = vec![why(shelf, &reason)];
    let submit = Act::new(move |()| {
        let reason = parts::typed(&reason).expose().to_owned();
        shelf.send.run(event(reason));
    });
    screen(shelf, title, lead, None)
        .child(form_of(shelf, submit, fields, button))
        .child(shelf.way_back())
}

/// Which token, what will happen, and what went wrong.
fn screen(shelf: Shelf, title: Text, lead: Text, more: Option<El>) -> El {
    let ui = shelf.desk.ui;
    let token = shelf.token();
    let serial = token
        .as_ref()
        .map(|token| token.serial.clone())
        .unwrap_or_default();
    let title = words(move || fill(ui.say(title), "number", &serial));
    let person = token.and_then(|token| token.person);
    let name = person.map(|person| person.name).unwrap_or_default();
    let lead = words(move || fill(ui.say(lead), "name", &name));
    let lead = parts::paragraph("lead", lead).attr("id", "consequence");
    let heading = heading(title).attr("aria-describedby", "desk-said consequence");
    parts::group("screen narrow", vec![heading, lead, shelf.said()]).maybe(more)
}

fn form_of(shelf: Shelf, submit: Act, mut fields: Vec<El>, button: Text) -> El {
    fields.push(parts::submit(shelf.desk.ui.t(button), "confirm"));
    parts::form(submit, fields)
}

fn code_field(shelf: Shelf, name: &'static str, field: &Field) -> El {
    let ui = shelf.desk.ui;
    let label = match name {
        "code" => Text::TokenCode,
        _ => Text::TokenNextCode,
    };
    let input = el("input")
        .field(field)
        .class("code")
        .attr("dir", "ltr")
        .attr("type", "text")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "64")
        .attr("aria-describedby", "desk-notice")
        .attr_if("aria-invalid", "true", wrong(shelf, "code_", name));
    form::labelled(ui.t(label), name, input)
}

fn why(shelf: Shelf, field: &Field) -> El {
    let ui = shelf.desk.ui;
    let hint = parts::paragraph("hint", ui.t(Text::ReasonHint)).attr("id", "reason-hint");
    let input = el("input")
        .field(field)
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("maxlength", LONGEST)
        .attr("aria-required", "true")
        .attr("aria-describedby", "desk-notice reason-hint")
        .attr_if("aria-invalid", "true", wrong(shelf, "reason_", "reason"));
    form::labelled(ui.t(Text::ReasonLabel), "reason", input).child(hint)
}

/// What was said last is about this field.
pub fn wrong(shelf: Shelf, kind: &'static str, field: &'static str) -> Flag {
    Rc::new(move || {
        let state = shelf.state;
        state.with(|state: &State| state.is_wrong(kind, field))
    })
}
