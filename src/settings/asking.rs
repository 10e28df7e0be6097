//! What stands between a wish and its fulfilment: the password, and the consequence in words.

use super::{
    driver,
    flow::{Effect, Event, State, Wanted},
    view::Flow,
};
use crate::{
    el::{El, Field, words},
    machine::Act,
    notice::Notice,
    parts,
    strings::Text,
};
use tweestap_api::{Method, Settings};

pub fn password(flow: Flow, notice: El, settings: &Settings) -> El {
    let ui = flow.ui;
    let field = Field::default();
    let wrong = flow.is(|state| state.notice.as_ref().is_some_and(Notice::is_about_field));
    let mut fields = parts::password_field(
        ui,
        &field,
        settings.account.clone(),
        wrong,
        parts::DESCRIBED,
    );
    fields.push(parts::submit(ui.t(Text::Continue), "continue"));
    let submit = Act::new(move |()| flow.send.run(Event::SubmitPassword(parts::typed(&field))));
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::PasswordTitle)),
            parts::lead(ui.t(Text::PasswordLead)),
            notice,
            parts::form(submit, fields),
            way_out(flow),
        ],
    )
}

/// The page is asked to sign the person in again; a new token then leads on.
pub fn at_the_portal(flow: Flow, notice: El, settings: &Settings) -> El {
    let (ui, school) = (flow.ui, settings.school.clone());
    let ask = Act::new(move |()| driver::carry_out(ui, Effect::Reauthenticate, flow.send));
    let lead = words(move || ui.say_with(Text::PortalLead, "school", &school));
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::PortalTitle)),
            parts::lead(lead),
            notice,
            parts::button(
                ui.t(Text::PortalContinue),
                "continue",
                "button primary",
                ask,
            ),
            way_out(flow),
        ],
    )
}

pub fn consequence(flow: Flow, notice: El, settings: &Settings) -> El {
    let ui = flow.ui;
    let wanted = flow.state.peek(|state: &State| state.wanted.clone());
    let (title, lead, button) = match wanted {
        Some(Wanted::SwitchOff) => (
            Text::SwitchOffTitle,
            Text::SwitchOffLead,
            Text::SwitchOffButton,
        ),
        Some(Wanted::Remove(id)) => {
            let removed = settings.factors.iter().find(|factor| factor.id == id);
            match removed.map(|factor| factor.method) {
                Some(Method::Sms) => (
                    Text::RemoveSmsTitle,
                    Text::RemoveSmsLead,
                    Text::RemoveButton,
                ),
                Some(Method::App) => (
                    Text::RemoveAppTitle,
                    Text::RemoveAppLead,
                    Text::RemoveButton,
                ),
                _ => (
                    Text::RemoveHardwareTitle,
                    Text::RemoveHardwareLead,
                    Text::RemoveButton,
                ),
            }
        }
        _ => (Text::EraseTitle, Text::EraseLead, Text::EraseButton),
    };
    let confirm = flow.act(Event::Confirm);
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(title)),
            parts::paragraph("warning", ui.t(lead)),
            notice,
            parts::button(ui.t(button), "confirm", "button primary", confirm),
            way_out(flow),
        ],
    )
}

pub fn way_out(flow: Flow) -> El {
    parts::ways_out(flow.ui, None, Some(flow.act(Event::Cancel)))
}
