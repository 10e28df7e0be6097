//! …

use super::{Desk, heading};
use crate::{
    el::{El, el},
    parts,
    strings::Text,
};

pub fn view(desk: Desk) -> El {
    desk.step("people");
    let notice = el("div");
    parts::group(
        "screen",
        vec![heading(desk.ui.t(Text::PeopleTitle)), notice],
    )
}
