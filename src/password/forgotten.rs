//! Asking for a link, and what comes of it: the same words, whoever asked.

use super::{
    fields::{self, Entry},
    flow::{Asked, Event, Field as About},
    view::Flow,
};
use crate::{
    el::{El, Field},
    machine::Act,
    parts,
    strings::Text,
};
use tweestap_api::Secret;

pub fn form(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let [username, email] = std::array::from_fn(|_| Field::default());
    let asked = flow.state.peek(|state| state.asked.clone());
    let fields = vec![
        fields::text(
            ui,
            Entry {
                name: "username",
                id: "field",
                label: Text::ForgotUsername,
                kind: "text",
                autocomplete: "username",
                value: asked.username,
                wrong: flow.wrong(About::Username),
            },
            &username,
        ),
        fields::text(
            ui,
            Entry {
                name: "email",
                id: "email",
                label: Text::ForgotEmail,
                kind: "email",
                autocomplete: "email",
                value: asked.email.expose().to_owned(),
                wrong: flow.wrong(About::Email),
            },
            &email,
        ),
        parts::submit(ui.t(Text::ForgotSend), "send-link"),
    ];
    let submit = Act::new(move |()| {
        let typed = |field| parts::typed(field).expose().to_owned();
        flow.send.run(Event::Forgot(Asked {
            username: typed(&username),
            email: Secret::new(typed(&email)),
        }));
    });
    let help = parts::fold(
        ui.t(Text::ForgotNoEmail),
        "help-no-email",
        vec![flow.whom_to_ask()],
    );
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::ForgotTitle)),
            parts::lead(flow.with_school(Text::ForgotLead)),
            notice,
            parts::form(submit, fields),
            help,
            flow.way_back(),
        ],
    )
}

pub fn sent(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let nothing = vec![
        parts::paragraph("", ui.t(Text::SentSpam)),
        flow.whom_to_ask(),
    ];
    let again = flow.act(Event::Again);
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::SentTitle)),
            parts::lead(ui.t(Text::SentLead)),
            notice,
            parts::paragraph("", ui.t(Text::SentHour)),
            parts::fold(ui.t(Text::SentNothing), "help-no-mail", nothing),
            parts::button(ui.t(Text::SentAgain), "again", "button", again),
            flow.way_back(),
        ],
    )
}

pub fn not_offered(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::NotOfferedTitle)),
            parts::lead(ui.t(Text::NotOfferedLead)),
            notice,
            flow.whom_to_ask(),
            flow.way_back(),
        ],
    )
}
