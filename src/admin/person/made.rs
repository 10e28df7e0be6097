//! The help desk's code, once, large enough to read out.

use super::{
    Page,
    flow::{Event, State, name},
};
use crate::{
    admin::heading,
    el::{El, el, words},
    live::Live,
    machine::Act,
    parts::{self, Icon},
    strings::{Text, fill},
    time,
};

pub fn screen(page: Page) -> El {
    let ui = page.desk.ui;
    let Some((code, until, now)) = page.state.peek(made) else {
        return el("div");
    };
    let who = page.state.peek(name);
    let lead = words(move || {
        let time = time::moment(&ui.language(), until, now);
        let said = fill(ui.say(Text::MadeLead), "name", &who);
        fill(said, "time", &time)
    });
    // In its groups, and each said letter by letter: a screen reader makes a word of them otherwise.
    let groups = code
        .split('-')
        .map(|group| el("span").text(group.to_owned()));
    let shown = el("p")
        .class("aloud")
        .attr("dir", "ltr")
        .attr("data-support-code", "")
        .children(groups.collect());
    let copied = Live::new(None);
    let copy = Act::new(move |()| ui.copy(code.clone(), copied));
    let said = words(move || match copied.get() {
        None => String::new(),
        Some(true) => ui.say(Text::Copied),
        Some(false) => ui.say(Text::CopyFailed),
    });
    parts::group(
        "screen narrow",
        vec![
            heading(ui.t(Text::MadeTitle)),
            parts::paragraph("lead", lead),
            page.notice(|state| state.notice.clone()),
            shown,
            parts::icon_button(Icon::Copy, ui.t(Text::CodesCopy), "copy", copy),
            parts::paragraph("hint", said).attr("role", "status"),
            parts::paragraph("", ui.t(Text::MadeWhere)),
            parts::paragraph("warning", ui.t(Text::MadeOnce)),
            parts::button(
                ui.t(Text::MadeDone),
                "finish",
                "button primary",
                page.act(Event::ReadOut),
            ),
        ],
    )
}

fn made(state: &State) -> Option<(String, i64, i64)> {
    let code = state.code.as_ref()?;
    let now = state.file.as_ref()?.server_time;
    Some((code.code.expose().to_owned(), code.expires_at, now))
}
