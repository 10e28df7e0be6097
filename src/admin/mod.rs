//! The school's manager: people, rules and tokens.

use crate::{
    el::{El, el},
    parts,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;

/// `<tweestap-admin>`.
pub fn view(ui: Ui) -> El {
    let heading = parts::heading(ui.t(Text::PeopleTitle));
    let card = parts::card("admin", || "people", Rc::new(|| false)).child(heading);
    ui.emit_step("admin", "people");
    el("div").child(card)
}
