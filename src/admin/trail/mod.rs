//! The audit trail of the school: read, and taken along as a table.

mod cell;
mod driver;
pub mod flow;
pub mod table;

use super::{Desk, heading, history, work::Work};
use crate::{
    el::{El, el, words},
    parts,
    strings::Text,
};
use flow::{Event, State, step};
use tweestap_api::AuditEntry;

type Trail = Work<State, Event>;

/// Read anew each time: the newest is what it is opened for.
pub fn view(desk: Desk) -> El {
    let trail = Work::begin(desk, State::default(), step, driver::carry_out, desk);
    let trail = trail.when_back(Event::Back);
    trail.send.run(Event::Shown);
    let ui = desk.ui;
    let entries = trail.state.map(|state| state.entries.clone());
    let rows = el("div").inside(
        move || entries.get(),
        move |entries| {
            ui.keep_focus();
            Some(match entries {
                None => waiting(trail),
                Some(none) if none.is_empty() => parts::paragraph("hint", ui.t(Text::HistoryNone)),
                Some(entries) => list(trail, &entries),
            })
        },
    );
    let screen = parts::group(
        "screen",
        vec![
            heading(ui.t(Text::TrailTitle)),
            parts::lead(ui.t(Text::TrailLead)).attr("id", "trail-lead"),
            trail.notice(|state| state.notice.clone()),
            export(trail),
            rows,
            more(trail),
        ],
    );
    let busy = trail.is(|state| state.doing.is_some());
    desk.frame(busy, trail.is(|state| state.slow), screen)
}

fn waiting(trail: Trail) -> El {
    let failed = trail.is(|state| state.doing.is_none());
    let retry = trail.desk.gone_after(trail.act(Event::Retry));
    parts::opening(trail.desk.ui, el("div"), failed, retry)
}

fn list(trail: Trail, entries: &[AuditEntry]) -> El {
    let ui = trail.desk.ui;
    let rows = entries.iter().map(|entry| {
        history::row(ui, entry, true)
            .attr("data-number", entry.number.to_string())
            .attr("tabindex", "-1")
    });
    parts::list("ul", "log", rows.collect()).attr_words("aria-label", ui.t(Text::TrailList))
}

/// All of it, page by page, and how far that is.
fn export(trail: Trail) -> El {
    let ui = trail.desk.ui;
    let fetching = trail.state.map(|state| state.fetched().is_some());
    let button = el("div").inside(
        move || fetching.get(),
        move |fetching| {
            ui.keep_focus();
            let (text, action, event) = match fetching {
                false => (Text::TrailExport, "export", Event::Export),
                true => (Text::TrailStop, "cancel", Event::Stop),
            };
            Some(parts::button(
                ui.t(text),
                action,
                "button",
                trail.act(event),
            ))
        },
    );
    let fetched = trail.state.map(State::fetched);
    let said = words(move || match fetched.get() {
        Some(n @ 1..) => ui.say_with(Text::TrailFetching, "n", &n.to_string()),
        _ => String::new(),
    });
    let said = parts::paragraph("hint", said).attr("role", "status");
    parts::group("head", vec![button, said])
}

fn more(trail: Trail) -> El {
    let more = trail.state.map(|state| state.next.is_some());
    el("div").inside(
        move || more.get(),
        move |more| {
            let act = trail.act(Event::More);
            more.then(|| {
                let words = trail.desk.ui.t(Text::TrailMore);
                parts::button(words, "next-page", "button", act)
            })
        },
    )
}
