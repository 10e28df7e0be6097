//! While there is time: from when it is compulsory, how long that is, and the way on without it.

use super::{
    flow::{Event, State},
    view::Flow,
};
use crate::{
    el::{El, el, words},
    parts,
    strings::{Text, fill},
    time,
};

/// Above every screen up to the code, and nothing where it cannot be left for later.
pub fn banner(flow: Flow) -> El {
    let until = flow.state.map(until);
    el("div").inside(
        move || until.get(),
        move |until| until.map(|(until, now)| said(flow, until, now)),
    )
}

/// The moment, and when that was said.
fn until(state: &State) -> Option<(i64, i64)> {
    let now = state.enrolment.as_ref()?.server_time;
    Some((state.later_until()?, now))
}

fn said(flow: Flow, until: i64, now: i64) -> El {
    let ui = flow.ui;
    let left = u32::try_from(until - now).unwrap_or(0);
    let words = words(move || {
        let language = ui.language();
        let said = ui.say_with(Text::LaterLead, "date", &time::day(&language, until));
        fill(said, "time", &time::span(&language, left))
    });
    let later = flow.act(Event::Later);
    let button = parts::button(ui.t(Text::Later), "later", "link", later);
    parts::group("later", vec![parts::paragraph("", words), button])
        .attr("data-later", until.to_string())
}
