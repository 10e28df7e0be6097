//! The password once more, here or at the portal.

use super::{
    driver,
    flow::{Effect, Emit, Event},
    view::Flow,
};
use crate::{
    el::{El, Field},
    machine::Act,
    parts,
    strings::Text,
};

pub fn screen(flow: Flow, notice: El) -> El {
    let field = Field::default();
    let account = flow
        .enrolment()
        .map(|enrolment| enrolment.account)
        .unwrap_or_default();
    let mut fields =
        parts::password_field(flow.ui, &field, account, flow.wrong(), parts::DESCRIBED);
    fields.push(parts::submit(flow.t(Text::Continue), "continue"));
    let submit = Act::new(move |()| flow.send.run(Event::SubmitPassword(parts::typed(&field))));
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::PasswordTitle)),
            parts::lead(flow.t(Text::PasswordLead)),
            notice,
            parts::form(submit, fields),
            flow.ways_out(),
        ],
    )
}

/// The page is asked to sign the person in again; a new token then leads on.
pub fn at_the_portal(flow: Flow, notice: El) -> El {
    let ask = Act::new(move |()| {
        driver::carry_out(flow.ui, Effect::Emit(Emit::Reauthenticate), flow.send);
    });
    parts::group(
        "screen",
        vec![
            parts::heading(flow.t(Text::PortalTitle)),
            parts::lead(flow.with_school(Text::PortalLead)),
            notice,
            parts::button(
                flow.t(Text::PortalContinue),
                "continue",
                "button primary",
                ask,
            ),
            flow.ways_out(),
        ],
    )
}
