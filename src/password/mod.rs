//! A password that was forgotten, or is to be another one.

use crate::{
    el::{El, el},
    parts,
    strings::Text,
    ui::Ui,
};
use std::rc::Rc;

/// `<tweestap-password>`.
pub fn view(ui: Ui) -> El {
    let heading = parts::heading(ui.t(Text::ForgotTitle));
    let card = parts::card("password", || "forgotten", Rc::new(|| false)).child(heading);
    ui.emit_step("password", "forgotten");
    el("div").child(card)
}
