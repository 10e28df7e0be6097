//! A new password, by the mail's link or beside the one of now; and what comes of it.

use super::{
    checklist::checklist,
    fields::{self, Passwords},
    flow::Event,
    view::Flow,
};
use crate::{
    el::El,
    machine::Act,
    parts::{self, Icon, icon},
    strings::Text,
};

pub fn by_link(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let typed = Passwords::empty();
    let account = flow.state.peek(|state| state.asked.username.clone());
    let fields = vec![
        typed.new_field(flow, "field"),
        typed.switch(ui),
        checks(flow),
        typed.repeat_field(flow),
        parts::submit(ui.t(Text::NewPasswordSave), "save-password"),
    ];
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::NewPasswordTitle)),
            parts::lead(flow.with_school(Text::NewPasswordLead)),
            notice,
            form(flow, typed, account, fields),
            flow.way_back(),
        ],
    )
}

pub fn known(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let typed = Passwords::empty();
    let opened = flow.state.peek(|state| state.opened.clone());
    let account = opened.map(|opened| opened.account).unwrap_or_default();
    let fields = vec![
        typed.current_field(flow),
        typed.new_field(flow, "new"),
        typed.switch(ui),
        checks(flow),
        typed.repeat_field(flow),
        parts::submit(ui.t(Text::ChangeSave), "save-password"),
    ];
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::ChangeTitle)),
            parts::lead(ui.t(Text::ChangeLead)),
            notice,
            form(flow, typed, account, fields),
            parts::ways_out(ui, None, Some(flow.act(Event::Leave))),
        ],
    )
}

fn form(flow: Flow, typed: Passwords, account: String, fields: Vec<El>) -> El {
    let account = fields::account(account).into_iter();
    let submit = Act::new(move |()| flow.send.run(Event::Save(typed.typed())));
    parts::form(submit, account.chain(fields).collect())
}

fn checks(flow: Flow) -> El {
    match flow.rules() {
        Some(rules) => checklist(flow, &rules),
        None => parts::group("", vec![]),
    }
}

pub fn invalid(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let again = flow.act(Event::Again);
    let button = parts::button(ui.t(Text::LinkAgain), "again", "button primary", again);
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::LinkTitle)),
            parts::lead(ui.t(Text::LinkLead)),
            notice,
            button,
            flow.way_back(),
        ],
    )
}

pub fn saved(flow: Flow, notice: El) -> El {
    let ui = flow.ui;
    let finish = flow.act(Event::Finish);
    parts::group(
        "screen",
        vec![
            parts::group("emblem", vec![icon(Icon::Good)]),
            parts::heading(ui.t(Text::PasswordSavedTitle)),
            parts::lead(ui.t(Text::PasswordSavedLead)),
            notice,
            parts::paragraph("", ui.t(Text::PasswordSavedTwoSteps)),
            parts::paragraph("", ui.t(Text::PasswordSavedDevices)),
            parts::button(ui.t(Text::PasswordBack), "finish", "button primary", finish),
        ],
    )
}
