//! The screen of the list: what narrows it down, how many were found, a row each.

use super::{
    List, filters,
    flow::{Event, State},
    known,
};
use crate::{
    admin::heading,
    el::{El, el, words},
    parts,
    strings::{Text, fill},
    time,
};
use tweestap_api::Person;

pub fn screen(list: List) -> El {
    let ui = list.desk.ui;
    let found = list.state.map(|state| state.found.clone());
    let rows = el("div").inside(
        move || found.get(),
        move |found| {
            ui.keep_focus();
            match found {
                None => waiting(list),
                Some(found) if found.is_empty() => Some(nobody(list)),
                Some(found) => Some(rows(list, &found)),
            }
        },
    );
    let screen = parts::group(
        "screen",
        vec![
            heading(ui.t(Text::PeopleTitle)),
            list.notice(|state| state.notice.clone()),
            filters::form(list),
            count(list),
            rows,
            more(list),
        ],
    );
    let busy = list.is(|state| state.doing.is_some());
    list.desk.frame(busy, list.is(|state| state.slow), screen)
}

/// Said aloud each time it is another number.
fn count(list: List) -> El {
    let ui = list.desk.ui;
    let counted = list.state.map(|state: &State| {
        let found = state.found.as_ref().map(Vec::len);
        (found, state.has_more())
    });
    let said = words(move || match counted.get() {
        (None, _) => String::new(),
        (Some(0), _) => ui.say(Text::PeopleNone),
        (Some(1), false) => ui.say(Text::PeopleOne),
        (Some(n), false) => ui.say_with(Text::PeopleFound, "n", &n.to_string()),
        (Some(n), true) => ui.say_with(Text::PeopleFirst, "n", &n.to_string()),
    });
    parts::paragraph("hint", said).attr("role", "status")
}

/// Grey shapes, or a way to ask again.
fn waiting(list: List) -> Option<El> {
    let failed = list.is(|state| state.doing.is_none() && state.notice.is_some());
    let retry = list.desk.gone_after(list.act(Event::Retry));
    Some(parts::opening(list.desk.ui, el("div"), failed, retry))
}

fn nobody(list: List) -> El {
    let ui = list.desk.ui;
    let hint = parts::paragraph("hint", ui.t(Text::PeopleNoneHint));
    let clear = list.act(Event::Clear);
    let clear = parts::button(ui.t(Text::PeopleClear), "clear", "button", clear);
    parts::group("folded", vec![hint, clear])
}

fn rows(list: List, found: &[Person]) -> El {
    let rows = found.iter().map(|person| row(list, person));
    parts::list("ul", "people", rows.collect())
        .attr_words("aria-label", list.desk.ui.t(Text::PeopleList))
}

fn row(list: List, person: &Person) -> El {
    let ui = list.desk.ui;
    let open = list.act(Event::Open(person.id.clone()));
    // A name may run the other way than the page.
    let said = el("span").attr("dir", "auto").text(person.name.clone());
    let name = parts::plain_button("open-person", "link whole", open).child(said);
    let role = el("span").words(ui.t(known::role(person.role)));
    let classes = el("span").text(person.classes.join(", "));
    let state = el("span")
        .child(known::mark(ui, person.state))
        .maybe(since(list, person));
    el("li")
        .attr("data-person", person.id.clone())
        .children(vec![name, role, classes, state])
}

fn since(list: List, person: &Person) -> Option<El> {
    let ui = list.desk.ui;
    let since = person.since?;
    let said = words(move || {
        let day = time::day(&ui.language(), since);
        fill(ui.say(Text::SettingsSince), "date", &day)
    });
    Some(el("small").words(said))
}

fn more(list: List) -> El {
    let more = list.state.map(State::has_more);
    el("div").inside(
        move || more.get(),
        move |more| {
            let act = list.act(Event::More);
            more.then(|| {
                let words = list.desk.ui.t(Text::PeopleMore);
                parts::button(words, "next-page", "button", act)
            })
        },
    )
}
