//! Fields of administration. Each has an id of its own: a challenge, with the ids that every view has, may stand in
//! front of them.

use crate::{
    el::{El, Words, el},
    parts,
    plain::member,
};
use web_sys::Event;

/// The key that sends a form, where there is none to send.
pub fn is_enter(event: &Event) -> bool {
    member(event, "key").as_string().as_deref() == Some("Enter")
}

/// What stands in the field, or what is chosen, that the event is about.
pub fn value(event: &Event) -> String {
    let target = event.target();
    let value = target.map(|target| member(&target, "value"));
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// `name`: its id, and the `data-field` hook.
pub fn labelled(label: Words, name: &'static str, field: El) -> El {
    let label = el("label").attr("for", name).words(label);
    let field = field.attr("id", name).attr("data-field", name);
    parts::group("field", vec![label, field])
}
