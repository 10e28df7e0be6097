//! New recovery codes until they are kept, or the reset code once more.

use super::{
    asking::way_out,
    flow::{Event, State, Wanted},
    view::Flow,
};
use crate::{
    codes::{self, Sheet},
    el::El,
    parts,
    strings::Text,
};
use tweestap_api::Settings;

pub fn screen(flow: Flow, notice: El, settings: Settings) -> El {
    let ui = flow.ui;
    let again = flow
        .state
        .peek(|state: &State| state.wanted == Some(Wanted::ResetCode));
    let sheet = Sheet::of_settings(settings);
    let (lead, button) = match again {
        true => (Text::ResetCodeShown, Text::DoneFinish),
        false => (Text::NewCodesLead, Text::CodesAcknowledge),
    };
    let action = match again {
        true => "finish",
        false => "acknowledge",
    };
    let after = (!again).then(|| parts::paragraph("hint", ui.t(Text::NewCodesAfter)));
    codes::screen(ui, sheet, lead, notice)
        .child(parts::button(
            ui.t(button),
            action,
            "button primary",
            flow.act(Event::Kept),
        ))
        .maybe(after)
        .maybe((!again).then(|| way_out(flow)))
}
