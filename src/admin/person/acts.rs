//! What can be done about somebody, each with what it is for; and why something cannot.

use super::{
    Page,
    driver::action,
    flow::{Act, Event, offered},
    view,
};
use crate::{
    el::{El, el},
    parts,
    strings::Text,
};
use tweestap_api::PersonFile;

pub fn section(page: Page, file: &PersonFile) -> El {
    let ui = page.desk.ui;
    let you = page.desk.about.peek(|about| {
        let you = about.as_ref().map(|about| about.you.id.clone());
        you.unwrap_or_default()
    });
    let (acts, why) = offered(file, &you);
    let rows: Vec<El> = acts.into_iter().map(|act| row(page, act)).collect();
    let why = why.map(|why| parts::paragraph("hint", ui.t(why)));
    let rows = (!rows.is_empty()).then(|| parts::list("ul", "rows", rows));
    view::section(ui.t(Text::PersonActs), vec![])
        .maybe(rows)
        .maybe(why)
}

fn row(page: Page, act: Act) -> El {
    let ui = page.desk.ui;
    let hint = hint(act);
    let name = action(act);
    let button = parts::button(ui.t(words(act)), name, "button", page.act(Event::Want(act)))
        .attr("aria-describedby", ["about-", name].concat());
    let hint = el("small")
        .attr("id", ["about-", name].concat())
        .words(ui.t(hint));
    el("li").class("act").children(vec![button, hint])
}

pub fn words(act: Act) -> Text {
    match act {
        Act::SupportCode => Text::ActSupport,
        Act::Reset => Text::ActReset,
        Act::SwitchOff => Text::ActOff,
        Act::SwitchOn => Text::ActOn,
        Act::Unlock => Text::ActUnlock,
    }
}

fn hint(act: Act) -> Text {
    match act {
        Act::SupportCode => Text::ActSupportHint,
        Act::Reset => Text::ActResetHint,
        Act::SwitchOff => Text::ActOffHint,
        Act::SwitchOn => Text::ActOnHint,
        Act::Unlock => Text::ActUnlockHint,
    }
}
