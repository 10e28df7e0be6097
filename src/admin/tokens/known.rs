//! Names for where a token is and for what its codes are made with.

use crate::{
    el::{El, Words, el, words},
    parts::drawing,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use tweestap_api::{HardwareToken, TokenState};

pub const fn state(state: TokenState) -> Text {
    match state {
        TokenState::Free => Text::TokensFree,
        TokenState::Linked => Text::TokensLinked,
        TokenState::Quarantined => Text::TokensQuarantined,
    }
}

/// Where it is: a drawing and a word. The `data-status` hook.
pub fn mark(ui: Ui, now: TokenState) -> El {
    let path = match now {
        TokenState::Free => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
        TokenState::Linked => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.5",
        TokenState::Quarantined => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2",
    };
    let word = el("span").words(ui.t(state(now)));
    el("span")
        .class("mark")
        .attr("data-status", now.code())
        .children(vec![drawing(path), word])
}

/// "6 cijfers, elke 30 seconden".
pub fn kind(ui: Ui, token: &HardwareToken) -> Words {
    let (digits, period, by_counter) = (token.digits, token.period, token.by_counter);
    words(move || {
        let text = match by_counter {
            true => Text::TokensByCounter,
            false => Text::TokensByTime,
        };
        let said = ui.say_with(text, "n", &digits.to_string());
        fill(said, "time", &time::seconds(&ui.language(), period))
    })
}
