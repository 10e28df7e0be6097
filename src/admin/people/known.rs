//! Names for what somebody is and for where they stand. By the codes of the contract: what a newer server adds has a
//! name of its own here or is said to be unknown, and breaks nothing.

use crate::{
    el::{El, el},
    parts::drawing,
    strings::Text,
    ui::Ui,
};
use tweestap_api::{PersonState, Role};

pub fn role(role: Option<Role>) -> Text {
    match role.map(Role::code) {
        Some("pupil") => Text::RolePupil,
        Some("parent") => Text::RoleParent,
        Some("teacher") => Text::RoleTeacher,
        Some("staff") => Text::RoleStaff,
        Some("client") => Text::RoleClient,
        Some("manager") => Text::RoleManager,
        _ => Text::RoleOther,
    }
}

pub fn state(state: PersonState) -> Text {
    match state.code() {
        "none" => Text::StateNone,
        "in_grace" => Text::StateInGrace,
        "pending" => Text::StatePending,
        "active" => Text::StateActive,
        "suspended" => Text::StateSuspended,
        "locked" => Text::StateLocked,
        _ => Text::StateOther,
    }
}

/// Where somebody stands: a drawing and a word. The `data-status` hook.
pub fn mark(ui: Ui, now: PersonState) -> El {
    let code = now.code();
    let ring = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z";
    let path = match code {
        "active" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.5",
        "pending" | "in_grace" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
        "suspended" => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM10 9v6M14 9v6",
        "locked" => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        _ => ring,
    };
    let word = el("span").words(ui.t(state(now)));
    el("span")
        .class("mark")
        .attr("data-status", code)
        .children(vec![drawing(path), word])
}
