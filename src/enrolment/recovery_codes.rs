//! Six codes to keep, or the school's one reset code; shown until acknowledged.

use super::{flow::Event, view::Flow};
use crate::{
    codes::{self, Sheet},
    el::El,
    parts,
    strings::Text,
};
use tweestap_api::Recovery;

pub fn screen(flow: Flow, notice: El) -> El {
    let Some(enrolment) = flow.enrolment() else {
        return notice;
    };
    let (lead, warning) = match enrolment.recovery {
        Recovery::Codes => (Text::CodesLead, Text::CodesWarning),
        Recovery::ResetCode => (Text::ResetCodeKeepLead, Text::ResetCodeWarning),
    };
    let after = match enrolment.change {
        true => Text::NewCodesAfter,
        false => Text::CodesAfter,
    };
    codes::screen(flow.ui, Sheet::of(&enrolment), lead, notice).children(vec![
        parts::paragraph("warning", flow.t(warning)),
        parts::button(
            flow.t(Text::CodesAcknowledge),
            "acknowledge",
            "button primary",
            flow.act(Event::Acknowledge),
        ),
        parts::paragraph("hint", flow.t(after)),
        flow.ways_out(),
    ])
}
