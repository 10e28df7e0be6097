//! The password once more, before less is asked than now: here or at the portal.

use super::{flow::Event, view::Rules};
use crate::{
    admin::heading,
    el::{El, Field, words},
    machine::Act,
    notice::Notice,
    parts,
    strings::Text,
};

pub fn screen(rules: Rules, notice: El) -> El {
    let ui = rules.desk.ui;
    let field = Field::default();
    let wrong = rules.is(|state| state.notice.as_ref().is_some_and(Notice::is_about_field));
    let you = rules
        .desk
        .about
        .peek(|about| about.as_ref().map(|about| about.you.name.clone()));
    let mut fields = parts::password_field(
        ui,
        &field,
        you.unwrap_or_default(),
        wrong,
        "desk-notice lead",
    );
    fields.push(parts::submit(ui.t(Text::Continue), "continue"));
    let submit = Act::new(move |()| rules.send.run(Event::SubmitPassword(parts::typed(&field))));
    parts::group(
        "screen narrow",
        vec![
            heading(ui.t(Text::PasswordTitle)),
            parts::lead(ui.t(Text::PasswordLead)),
            notice,
            parts::form(submit, fields),
            rules.way_back(),
        ],
    )
}

/// The page is asked to sign the manager in again; the desk opens a session with the new token, and that leads on.
pub fn at_the_portal(rules: Rules, notice: El) -> El {
    let ui = rules.desk.ui;
    let about = rules.desk.about;
    let lead = words(move || {
        let school = about.with(|about| about.as_ref().map(|about| about.school.clone()));
        ui.say_with(Text::PortalLead, "school", &school.unwrap_or_default())
    });
    let ask = Act::new(move |()| ui.emit("reauthenticate", &[]));
    let button = parts::button(
        ui.t(Text::PortalContinue),
        "continue",
        "button primary",
        ask,
    );
    parts::group(
        "screen narrow",
        vec![
            heading(ui.t(Text::PortalTitle)),
            parts::lead(lead),
            notice,
            button,
            rules.way_back(),
        ],
    )
}
