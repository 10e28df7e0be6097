//! SMS: the code from the message.

use super::{
    flow::{Event, State},
    view::Flow,
};
use crate::{
    el::{El, el, words},
    parts,
    strings::Text,
};

pub fn screen(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let lead = words(move || ui.say_with(Text::ConfirmLead, "number", &flow.number()));
    // A new countdown begins when the back end names another moment.
    let resend_at = flow.state.map(resend_at);
    let resend = el("div").inside(
        move || resend_at.get(),
        move |(at, now)| Some(parts::resend(ui, at - now, flow.act(Event::Resend))),
    );
    let other = parts::button(
        flow.t(Text::ConfirmChangeNumber),
        "change-number",
        "link",
        flow.act(Event::Back),
    );
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::ConfirmTitle)),
            parts::lead(lead),
            notice,
            super::scan::code(flow),
            parts::group("again", vec![resend, other]),
            flow.way_out(),
        ],
    )
}

/// When another code may be asked for, and when that was said.
fn resend_at(state: &State) -> (i64, i64) {
    let Some(enrolment) = &state.enrolment else {
        return (0, 0);
    };
    let at = enrolment.sms.as_ref().and_then(|sms| sms.resend_at);
    (at.unwrap_or(0), enrolment.server_time)
}
