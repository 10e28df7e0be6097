//! What is compulsory from a day on, and the way on without it until then.

use super::{button, group, paragraph};
use crate::{
    el::{El, words},
    machine::Act,
    strings::{Text, fill},
    time,
    ui::Ui,
};

/// Unix seconds at the server: until when, and now.
pub fn later(ui: Ui, until: i64, now: i64, act: Act) -> El {
    let left = u32::try_from(until - now).unwrap_or(0);
    let said = words(move || {
        let language = ui.language();
        let said = ui.say_with(Text::LaterLead, "date", &time::day(&language, until));
        fill(said, "time", &time::span(&language, left))
    });
    let button = button(ui.t(Text::Later), "later", "link", act);
    group("later", vec![paragraph("", said), button]).attr("data-later", until.to_string())
}
