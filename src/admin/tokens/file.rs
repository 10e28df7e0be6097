//! Which file, and what is in it before anything of it is kept.

use super::{
    acts::wrong,
    driver::{Around, file_of},
    flow::{Doing, Event, State},
    importing::is_faultless,
    view::Shelf,
};
use crate::{
    admin::{form, heading},
    el::{El, Field, el, words},
    machine::Act,
    parts,
    strings::{Text, fill},
    time,
};
use tweestap_api::{Imported, RowError, RowProblem};
use wasm_bindgen::JsValue;

pub fn screen(shelf: Shelf, around: Around) -> El {
    let ui = shelf.desk.ui;
    let key = Field::default();
    let file = el("input")
        .attr("type", "file")
        .attr(
            "accept",
            ".csv,.txt,.xml,.pskc,text/csv,text/xml,application/pskc+xml",
        )
        .attr("aria-describedby", "desk-notice file-hint")
        .attr_if("aria-invalid", "true", wrong(shelf, "import_", "file"))
        .on("change", move |event| {
            let target = event.target().map(JsValue::from);
            let file = target.as_ref().and_then(file_of);
            let bytes = file.as_ref().map(|file| file.size() as u64);
            if let Some(kept) = around.file.get() {
                kept.replace(file);
            }
            shelf.send.run(Event::Picked(bytes));
        });
    let hint = parts::paragraph("hint", ui.t(Text::TokensFileHint)).attr("id", "file-hint");
    let file = form::labelled(ui.t(Text::TokensFile), "file", file).child(hint);
    let typed = key.clone();
    let key = el("input")
        .field(&key)
        .attr("type", "password")
        .attr("maxlength", "1024")
        .attr("aria-describedby", "key-hint");
    let key = nobodys_password(key);
    let hint = parts::paragraph("hint", ui.t(Text::TokensKeyHint)).attr("id", "key-hint");
    let key = form::labelled(ui.t(Text::TokensKey), "key", key).child(hint);
    let submit = Act::new(move |()| shelf.send.run(Event::Check(parts::typed(&typed))));
    let fields = vec![
        file,
        key,
        parts::submit(ui.t(Text::TokensCheck), "check-file"),
    ];
    let children = vec![
        heading(ui.t(Text::TokensImportTitle)),
        parts::lead(ui.t(Text::TokensImportLead)),
        shelf.said(),
        parts::form(submit, fields),
        progress(shelf),
        shelf.way_back(),
    ];
    parts::group("screen narrow", children)
}

/// The seller's key is hidden from who looks along, but it is not the manager's password, and their own is not to be sent
/// in its place. `new-password` would keep browsers from filling it in, and would tell everybody who relies on a field's
/// purpose (WCAG 1.3.5) a wrong one. Of password managers each heeds a mark of its own: 1Password, LastPass, Bitwarden,
/// Proton Pass, Dashlane.
fn nobodys_password(field: El) -> El {
    let marks = [
        ("autocomplete", "off"),
        ("data-1p-ignore", "true"),
        ("data-lpignore", "true"),
        ("data-bwignore", "true"),
        ("data-protonpass-ignore", "true"),
        ("data-form-type", "other"),
    ];
    let with = |field: El, (name, value)| field.attr(name, value);
    marks.into_iter().fold(field, with)
}

/// What is going on, in words: a large file takes its time.
fn progress(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let said = words(
        move || match shelf.state.with(|state: &State| state.doing) {
            Some(Doing::Reading) => ui.say(Text::TokensReading),
            Some(Doing::Checking) => ui.say(Text::TokensChecking),
            Some(Doing::Saving) => ui.say(Text::TokensSaving),
            _ => String::new(),
        },
    );
    parts::paragraph("hint", said).attr("role", "status")
}

pub fn checked(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    // Another answer for the same file: other errors.
    let answer = shelf.state.map(|state: &State| state.checked.clone());
    let inside = el("div").inside(
        move || answer.get(),
        move |answer| answer.map(|answer| found(shelf, &answer)),
    );
    let children = vec![
        heading(ui.t(Text::TokensCheckedTitle)),
        shelf.said(),
        inside,
        progress(shelf),
        parts::ways_out(ui, Some(shelf.act(Event::Back)), None),
    ];
    parts::group("screen narrow", children)
}

fn found(shelf: Shelf, answer: &Imported) -> El {
    let ui = shelf.desk.ui;
    if is_faultless(answer) {
        let (rows, import) = (answer.rows, shelf.act(Event::Import));
        let said = numbered(shelf, Text::TokensFaultless, rows, 0);
        let button = parts::button(ui.t(Text::TokensImport), "import", "button primary", import);
        return parts::group("overview", vec![said, button]);
    }
    if answer.rows == 0 && answer.faulty == 0 {
        return parts::paragraph("warning", ui.t(Text::TokensEmpty));
    }
    let said = numbered(shelf, Text::TokensFaulty, answer.faulty, answer.rows);
    let mend = parts::paragraph("", ui.t(Text::TokensMend));
    let rows = answer.errors.iter().map(|error| row(shelf, error));
    let list = el("ul")
        .class("rows faults")
        .attr("role", "list")
        .children(rows.collect());
    let rest = answer.faulty as usize - answer.errors.len().min(answer.faulty as usize);
    let rest = (rest > 0).then(|| numbered(shelf, Text::RulesAndMore, rest as u32, 0));
    let title = el("h3").words(ui.t(Text::TokensFaults));
    let section = el("section").children(vec![title, list]).maybe(rest);
    parts::group("overview", vec![said, mend, section])
}

/// `{n}` of `{total}`, grouped as the language does it.
fn numbered(shelf: Shelf, text: Text, n: u32, total: u32) -> El {
    let ui = shelf.desk.ui;
    let said = words(move || {
        let language = ui.language();
        let said = fill(ui.say(text), "n", &time::number(&language, n));
        fill(said, "total", &time::number(&language, total))
    });
    parts::paragraph("", said).attr("data-count", n.to_string())
}

fn row(shelf: Shelf, error: &RowError) -> El {
    let ui = shelf.desk.ui;
    let number = error.row;
    let place = words(move || ui.say_with(Text::TokensRow, "n", &number.to_string()));
    let serial = error.serial.clone().map(|serial| el("span").text(serial));
    let problem = el("span").words(ui.t(problem(error.problem)));
    let what = parts::group("what", vec![el("strong").words(place)]).maybe(serial);
    el("li")
        .attr("data-row", number.to_string())
        .children(vec![what, problem])
}

const fn problem(problem: RowProblem) -> Text {
    match problem {
        RowProblem::SerialMissing => Text::TokensSerialMissing,
        RowProblem::SerialTwice => Text::TokensSerialTwice,
        RowProblem::SerialKnown => Text::TokensSerialKnown,
        RowProblem::SecretMissing => Text::TokensSecretMissing,
        RowProblem::SecretUnreadable => Text::TokensSecretUnreadable,
        RowProblem::SecretTooShort => Text::TokensSecretTooShort,
        RowProblem::KindUnknown => Text::TokensKindUnknown,
        RowProblem::DigitsUnsupported => Text::TokensDigits,
        RowProblem::PeriodUnsupported => Text::TokensPeriod,
        RowProblem::AlgorithmUnsupported => Text::TokensAlgorithm,
        RowProblem::CounterUnreadable => Text::TokensCounter,
        RowProblem::TooManyColumns => Text::TokensColumns,
        RowProblem::Expired => Text::TokensExpired,
        RowProblem::MacWrong => Text::TokensMac,
    }
}
