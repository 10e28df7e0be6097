//! The page itself: name and state, methods, what can be done, history.

use super::{
    Page, acts,
    flow::{Event, State, name},
};
use crate::{
    admin::{heading, history, people::known},
    el::{El, Words, el, words},
    parts::{self, Icon, icon},
    strings::{Text, fill},
    time,
};
use tweestap_api::{Factor, Method, PersonFile};

/// Entries of a history, at most.
const HISTORY: usize = 100;

pub fn opening(page: Page) -> El {
    let ui = page.desk.ui;
    let failed = page.is(|state| state.doing.is_none());
    let gone = page.is(State::is_gone);
    let notice = page.notice(|state| state.notice.clone());
    let again = el("div").inside(
        move || gone(),
        move |gone| {
            let retry = page.act(Event::Retry);
            (!gone).then(|| parts::opening(ui, el("div"), failed.clone(), retry))
        },
    );
    parts::group("screen", vec![back(page), notice, again])
}

pub fn screen(page: Page) -> El {
    let name = page.state.peek(name);
    let file = page.state.map(|state: &State| state.file.clone());
    let inside = el("div").inside(
        move || file.get(),
        move |file| {
            page.desk.ui.keep_focus();
            file.map(|file| whole(page, &file))
        },
    );
    parts::group(
        "screen",
        vec![
            back(page),
            heading(words(move || name.clone())),
            page.notice(|state| state.notice.clone()),
            inside,
        ],
    )
}

fn back(page: Page) -> El {
    let words = page.desk.ui.t(Text::PersonBack);
    parts::button(words, "back", "link", page.act(Event::Leave))
}

fn whole(page: Page, file: &PersonFile) -> El {
    parts::group(
        "overview",
        vec![
            who(page, file),
            parts::group(
                "halves",
                vec![acts::section(page, file), methods(page, file)],
            ),
            happened(page, file),
        ],
    )
}

/// Role, classes, and where this person stands.
fn who(page: Page, file: &PersonFile) -> El {
    let ui = page.desk.ui;
    let person = &file.person;
    let role = el("span").words(ui.t(known::role(person.role)));
    let classes = person.classes.join(", ");
    let classes = (!classes.is_empty()).then(|| {
        el("span").words(words(move || {
            ui.say_with(Text::PersonClasses, "name", &classes)
        }))
    });
    let since = person.since.map(|since| {
        el("span").words(words(move || {
            ui.say_with(
                Text::SettingsSince,
                "date",
                &time::day(&ui.language(), since),
            )
        }))
    });
    let state = parts::group("head", vec![known::mark(ui, person.state)]).maybe(since);
    let head = parts::group("head", vec![role]).maybe(classes);
    parts::group("who", vec![head, state])
}

pub fn section(title: Words, children: Vec<El>) -> El {
    let title = el("h3").words(title);
    el("section").child(title).children(children)
}

fn methods(page: Page, file: &PersonFile) -> El {
    let ui = page.desk.ui;
    let rows: Vec<El> = file.methods.iter().map(|one| method(page, one)).collect();
    let inside = match rows.is_empty() {
        true => parts::paragraph("hint", ui.t(Text::PersonNoMethods)),
        false => parts::list("ul", "rows", rows),
    };
    section(ui.t(Text::PeopleState), vec![inside]).maybe(support(page, file))
}

/// Never more of a number than its last two digits: the server sends no more.
fn method(page: Page, factor: &Factor) -> El {
    let ui = page.desk.ui;
    let (drawing, text) = match factor.method {
        Method::App => (Icon::Phone, Text::WithApp),
        Method::Sms => (Icon::Message, Text::SettingsMethodSms),
        Method::Hardware => (Icon::Key, Text::WithHardware),
    };
    // In one piece, in a column as narrow as this.
    let number = factor.masked_number.as_deref().unwrap_or_default();
    let number = number.replace(' ', "\u{a0}");
    let name = words(move || ui.say_with(text, "number", &number));
    let since = factor.since;
    let since = words(move || {
        ui.say_with(
            Text::SettingsSince,
            "date",
            &time::day(&ui.language(), since),
        )
    });
    let about = vec![el("strong").words(name), el("small").words(since)];
    let what = vec![icon(drawing), parts::group("about", about)];
    el("li")
        .attr("data-factor", factor.method.code())
        .child(parts::group("what", what))
}

fn support(page: Page, file: &PersonFile) -> Option<El> {
    let (ui, now) = (page.desk.ui, file.server_time);
    let until = file.support_code_until?;
    let said = words(move || {
        let time = time::moment(&ui.language(), until, now);
        fill(ui.say(Text::PersonSupportOpen), "time", &time)
    });
    Some(parts::paragraph("warning", said))
}

fn happened(page: Page, file: &PersonFile) -> El {
    let ui = page.desk.ui;
    if file.history.is_empty() {
        let none = parts::paragraph("hint", ui.t(Text::HistoryNone));
        return section(ui.t(Text::HistoryTitle), vec![none]);
    }
    let newest_first = file.history.iter().rev();
    let rows = newest_first.map(|entry| history::row(ui, entry, false));
    let rows = parts::list("ul", "log", rows.collect());
    let all =
        (file.history.len() >= HISTORY).then(|| parts::paragraph("hint", ui.t(Text::HistoryLast)));
    section(ui.t(Text::HistoryTitle), vec![rows]).maybe(all)
}
