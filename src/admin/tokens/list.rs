//! The list of the school's tokens: what narrows it down, how many were found, a row each.

use super::{
    flow::{Event, State},
    known,
    view::Shelf,
};
use crate::{
    admin::{fields, form, heading},
    el::{El, el, words},
    parts,
    strings::Text,
};
use tweestap_api::{HardwareToken, TokenState};

pub fn screen(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let found = shelf.state.map(|state| state.found.clone());
    let rows = el("div").inside(
        move || found.get(),
        move |found| {
            ui.keep_focus();
            match found {
                None => waiting(shelf),
                Some(found) if found.is_empty() => Some(none(shelf)),
                Some(found) => Some(rows(shelf, &found)),
            }
        },
    );
    let import = shelf.act(Event::OpenImport);
    let import = parts::button(
        ui.t(Text::TokensImportOpen),
        "open-import",
        "button",
        import,
    );
    let head = parts::group(
        "head between",
        vec![heading(ui.t(Text::TokensTitle)), import],
    );
    let children = vec![
        head,
        shelf.said(),
        filters(shelf),
        count(shelf),
        rows,
        more(shelf),
        again(shelf),
    ];
    parts::group("screen", children)
}

fn filters(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let (query, filter) = shelf
        .state
        .peek(|state| (state.query.clone(), state.filter));
    let input = el("input")
        .attr("type", "search")
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "64")
        .attr("value", query)
        .on("keydown", move |event| {
            if form::is_enter(&event) {
                shelf.send.run(Event::Search);
            }
        })
        .on("input", move |event| {
            shelf.send.run(Event::Typed(form::value(&event)));
        });
    let search = form::labelled(ui.t(Text::TokensSearch), "search", input);
    let all = (String::new(), ui.t(Text::AllStates), filter.is_none());
    let states = TokenState::ALL.map(|state| {
        let words = ui.t(known::state(state));
        (state.code().to_owned(), words, filter == Some(state))
    });
    let choices = [all].into_iter().chain(states).collect();
    let changed = move |code: String| {
        shelf.send.run(Event::Filter(TokenState::from_code(&code)));
    };
    let state = fields::select("state", ui.t(Text::TokensState), None, choices, changed);
    let fields = parts::group("filters", vec![search, state]);
    // No form: what is typed is looked for by itself, and there is nothing to send.
    parts::group("form", vec![fields]).attr("role", "search")
}

/// Said aloud each time it is another number, and only of what is looked for now.
fn count(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let counted = shelf.state.map(|state: &State| {
        let found = state.found.as_ref().filter(|_| state.current);
        (found.map(Vec::len), state.has_more())
    });
    let said = words(move || match counted.get() {
        (None, _) => String::new(),
        (Some(0), _) => ui.say(Text::TokensNone),
        (Some(1), false) => ui.say(Text::TokensOne),
        (Some(n), false) => ui.say_with(Text::TokensFound, "n", &n.to_string()),
        (Some(n), true) => ui.say_with(Text::TokensFirst, "n", &n.to_string()),
    });
    parts::paragraph("hint", said).attr("role", "status")
}

/// Grey shapes, or a way to ask again.
fn waiting(shelf: Shelf) -> Option<El> {
    let failed = shelf.is(|state| state.doing.is_none() && state.notice.is_some());
    let retry = shelf.desk.gone_after(shelf.act(Event::Retry));
    Some(parts::opening(shelf.desk.ui, el("div"), failed, retry))
}

/// Below a list of before, whose search went wrong.
fn again(shelf: Shelf) -> El {
    let stuck = shelf.state.map(State::is_stuck);
    let retry = shelf.desk.gone_after(shelf.act(Event::Retry));
    el("div").inside(
        move || stuck.get(),
        move |stuck| {
            let words = shelf.desk.ui.t(Text::Retry);
            stuck.then(|| parts::button(words, "retry", "button", retry))
        },
    )
}

fn none(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let all = shelf
        .state
        .peek(|state| state.query.is_empty() && state.filter.is_none());
    let hint = match all {
        true => Text::TokensNoneYet,
        false => Text::TokensNoneHint,
    };
    parts::paragraph("hint", ui.t(hint))
}

fn rows(shelf: Shelf, found: &[HardwareToken]) -> El {
    let rows = found.iter().map(|token| row(shelf, token));
    parts::list("ul", "people", rows.collect())
        .attr_words("aria-label", shelf.desk.ui.t(Text::TokensList))
}

fn row(shelf: Shelf, token: &HardwareToken) -> El {
    let ui = shelf.desk.ui;
    let open = shelf.act(Event::Open(token.id.clone()));
    let serial = parts::plain_button("open-token", "link whole", open).text(token.serial.clone());
    let kind = el("span").words(known::kind(ui, token));
    let person = token.person.as_ref().map(|person| person.name.clone());
    let person = el("span").text(person.unwrap_or_default());
    let state = el("span").child(known::mark(ui, token.state));
    el("li")
        .attr("data-token", token.id.clone())
        .children(vec![serial, kind, person, state])
}

fn more(shelf: Shelf) -> El {
    let more = shelf.state.map(State::has_more);
    el("div").inside(
        move || more.get(),
        move |more| {
            let act = shelf.act(Event::More);
            more.then(|| {
                let words = shelf.desk.ui.t(Text::TokensMore);
                parts::button(words, "next-page", "button", act)
            })
        },
    )
}
