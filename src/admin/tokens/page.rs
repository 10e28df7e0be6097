//! One token: where it is, and what can be done with it.

use super::{flow::Event, known, view::Shelf};
use crate::{
    admin::heading,
    el::{El, Words, el, words},
    parts,
    strings::{Text, fill},
    time,
};
use tweestap_api::{HardwareToken, TokenAlgorithm, TokenState};

pub fn screen(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let Some(token) = shelf.token() else {
        return shelf.said();
    };
    let back = shelf.act(Event::Back);
    let back = parts::button(ui.t(Text::TokensBack), "back", "link", back);
    let serial = token.serial.clone();
    let heading = heading(words(move || serial.clone()));
    let overview = parts::group("overview", vec![about(shelf, &token), acts(shelf, &token)]);
    parts::group("screen", vec![back, heading, shelf.said(), overview])
        .attr("data-token", token.id.clone())
}

fn about(shelf: Shelf, token: &HardwareToken) -> El {
    let ui = shelf.desk.ui;
    let now = shelf.state.peek(|state| state.server_time);
    let state = parts::group("head", vec![known::mark(ui, token.state)]);
    let person = token.person.as_ref().map(|person| {
        let name = person.name.clone();
        let said = words(move || ui.say_with(Text::TokensWith, "name", &name));
        parts::paragraph("", said).attr("data-person", person.id.clone())
    });
    let free_at = token.free_at.map(|at| {
        let said = words(move || {
            let moment = time::moment(&ui.language(), at, now);
            ui.say_with(Text::TokensFreeAt, "time", &moment)
        });
        parts::paragraph("", said)
    });
    let algorithm = match token.algorithm {
        TokenAlgorithm::Sha1 => "SHA-1",
        TokenAlgorithm::Sha256 => "SHA-256",
    };
    let kind = known::kind(ui, token);
    let imported = token.imported_at;
    let made_of = words(move || {
        let day = time::day(&ui.language(), imported);
        let since = fill(ui.say(Text::TokensImportedOn), "date", &day);
        [&kind(), algorithm, &since].join(" · ")
    });
    parts::group("who", vec![state])
        .maybe(person)
        .maybe(free_at)
        .child(parts::paragraph("hint", made_of))
}

fn acts(shelf: Shelf, token: &HardwareToken) -> El {
    let ui = shelf.desk.ui;
    let act = |text, hint, action, style, event| {
        let button = parts::button(ui.t(text), action, style, shelf.act(event));
        parts::group("act", vec![button, parts::paragraph("hint", ui.t(hint))])
    };
    let link = (
        Text::TokenLink,
        Text::TokenLinkHint,
        "link",
        "button primary",
        Event::OpenLink,
    );
    let remove = (
        Text::TokenRemove,
        Text::TokenRemoveHint,
        "remove",
        "button",
        Event::OpenRemove,
    );
    let resync = (
        Text::TokenResync,
        Text::TokenResyncHint,
        "resync",
        "button",
        Event::OpenResync,
    );
    let unlink = (
        Text::TokenUnlink,
        Text::TokenUnlinkHint,
        "unlink",
        "button",
        Event::OpenUnlink,
    );
    let acts = match token.state {
        TokenState::Free => vec![link, remove],
        TokenState::Linked => vec![resync, unlink],
        // Nothing, until the day is over.
        TokenState::Quarantined => vec![],
    };
    if acts.is_empty() {
        return parts::paragraph("hint", ui.t(Text::TokenRests));
    }
    let acts = acts
        .into_iter()
        .map(|(text, hint, action, style, event)| act(text, hint, action, style, event));
    section(ui.t(Text::TokenActs), acts.collect())
}

fn section(title: Words, children: Vec<El>) -> El {
    el("section")
        .child(el("h3").words(title))
        .children(children)
}
