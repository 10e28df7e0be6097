//! "Did you keep them?": the last four characters of one code, looked up on what was written down. Only
//! compares what is on the screen; no code is used up, and nobody has to do it.

use super::Sheet;
use crate::{
    code,
    el::{El, Field, words},
    live::{Keep, Live},
    machine::Act,
    parts,
    strings::Text,
    ui::Ui,
};

pub fn fold_out(ui: Ui, sheet: Keep<Sheet>) -> El {
    let asked = sheet.get().map(|sheet| asked(&sheet)).unwrap_or_default();
    let number = (asked + 1).to_string();
    let field = Field::default();
    let right = Live::new(None);
    let question = words(move || ui.say_with(Text::CheckLabel, "n", &number));
    let input = parts::small_field("check", question, &field);
    let typed = field.clone();
    let check = Act::new(move |()| {
        let end = sheet
            .get()
            .and_then(|sheet| sheet.codes.get(asked).map(|code| last_four(code.expose())));
        let typed = last_four(parts::typed(&typed).expose());
        right.set(Some(end.is_some_and(|end| end == typed)));
    });
    let said = words(move || match right.get() {
        None => String::new(),
        Some(true) => ui.say(Text::CheckRight),
        Some(false) => ui.say(Text::CheckWrong),
    });
    let button = parts::submit(ui.t(Text::CheckButton), "check-codes").attr("class", "button");
    let form = parts::form(check, vec![input, button]);
    let said = parts::paragraph("hint", said).attr("role", "status");
    let title = ui.t(Text::CheckTitle);
    parts::fold(title, "check", vec![form, said])
}

/// Which code is asked for differs from one set to the next, and stays the same for one.
fn asked(sheet: &Sheet) -> usize {
    usize::try_from(sheet.server_time).unwrap_or(0) % sheet.codes.len().max(1)
}

/// As generously read as a whole code.
fn last_four(typed: &str) -> String {
    let read = code::recovery(typed);
    let start = read.len().saturating_sub(4);
    read.get(start..).unwrap_or_default().to_owned()
}
