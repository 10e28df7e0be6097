//! The settings view.

use super::{
    driver::carry_out,
    flow::{Call, Effect, Event, Screen, State, step},
};
use crate::{
    el::{El, el, words},
    enrolment,
    live::Live,
    machine::{self, Act, run},
    parts,
    strings::{Text, fill},
    time,
    ui::Ui,
};
use std::rc::Rc;
use tweestap_api::{Method, Settings, Status};

type Flow = machine::Flow<State, Event>;

/// `<tweestap-settings>`.
pub fn view(ui: Ui) -> El {
    let state = Live::new(State::opening());
    let send = run(state, step, carry_out, ui);
    let flow = Flow { ui, state, send };
    carry_out(ui, Effect::Call(Call::Open), send);
    ui.when_token_given(Act::new(move |()| send.run(Event::TokenGiven)));
    let screen = state.map(State::screen);
    el("div").inside(
        move || screen.get(),
        move |screen| {
            Some(match screen {
                Screen::SettingUp => {
                    let over = Act::new(move |()| send.run(Event::SetUpOver));
                    enrolment::view(ui.inside(over))
                }
                screen => card(flow, screen),
            })
        },
    )
}

fn card(flow: Flow, screen: Screen) -> El {
    let Flow { ui, state, send } = flow;
    let settings = state.map(|state| state.settings.clone());
    let about = Rc::new(move || {
        let school = settings.with(|settings| settings.as_ref().map(|s| s.school.clone()));
        (school.unwrap_or_default(), String::new())
    });
    let notice = parts::notice(ui, state.map(|state| state.notice.clone()), about);
    let (step, inside) = match screen {
        Screen::Opening => {
            let failed = flow.is(|state| !state.busy);
            let retry = Act::new(move |()| send.run(Event::Retry));
            ("opening", parts::opening(ui, notice, failed, retry))
        }
        _ => {
            let overview = move |settings: Option<Settings>| {
                settings.map(|settings| overview(flow, &settings))
            };
            let heading = parts::heading(ui.t(Text::SettingsTitle));
            let inside = el("div").inside(move || settings.get(), overview);
            (
                "overview",
                parts::group("screen", vec![heading, notice, inside]),
            )
        }
    };
    let hook = move |read: fn(&Settings) -> String| move || settings.with(|s| s.as_ref().map(read));
    parts::card("settings", move || step, flow.is(|state| state.busy))
        .attr_with(
            "data-status",
            hook(|settings| status_code(settings.status).to_owned()),
        )
        .attr_with(
            "data-codes-left",
            hook(|settings| settings.codes_left.to_string()),
        )
        .child(inside)
        .child(parts::slow(ui, flow.is(|state| state.slow)))
}

fn overview(flow: Flow, settings: &Settings) -> El {
    let ui = flow.ui;
    let (badge, lead, set_up) = match settings.status {
        Status::Off => (
            Text::SettingsOff,
            Some(Text::SettingsOffLead),
            Some(Text::SettingsSetUp),
        ),
        Status::Pending => (
            Text::SettingsPending,
            Some(Text::SettingsPendingLead),
            Some(Text::SettingsGoOn),
        ),
        Status::On => (Text::SettingsOn, None, None),
        Status::Suspended => (
            Text::SettingsSuspended,
            Some(Text::SettingsSuspendedLead),
            None,
        ),
        Status::Locked => (Text::SettingsLocked, Some(Text::SettingsLockedLead), None),
    };
    let badge = el("p")
        .attr("class", ["status ", status_code(settings.status)].concat())
        .words(ui.t(badge));
    let begin = Act::new(move |()| flow.send.run(Event::SetUp));
    let set_up = set_up.map(|words| parts::button(ui.t(words), "set-up", "button primary", begin));
    let is_on = settings.since.is_some();
    parts::group("overview", vec![badge])
        .maybe(lead.map(|lead| parts::lead(ui.t(lead))))
        .maybe(set_up)
        .maybe(is_on.then(|| facts(ui, settings)))
        .maybe((is_on && settings.remember.offered.len() > 1).then(|| remember(flow, settings)))
}

fn facts(ui: Ui, settings: &Settings) -> El {
    let (since, now) = (settings.since.unwrap_or_default(), settings.server_time);
    let since = words(move || {
        let language = ui.language();
        match time::day(&language, since) {
            day if day == time::day(&language, now) => ui.say(Text::SettingsSinceToday),
            day => day,
        }
    });
    let factor = settings.factors.first();
    let number = factor
        .and_then(|factor| factor.masked_number.clone())
        .unwrap_or_default();
    let method = match factor.map(|factor| factor.method) {
        Some(Method::Sms) => Text::SettingsMethodSms,
        _ => Text::SettingsMethodApp,
    };
    let method = words(move || ui.say_with(method, "number", &number));
    let left = settings.codes_left.to_string();
    let left = words(move || ui.say_with(Text::SettingsCodesLeft, "n", &left));
    let rows = [
        (Text::SettingsSince, since),
        (Text::SettingsMethod, method),
        (Text::SettingsCodes, left),
    ];
    let rows = rows.map(|(name, value)| {
        el("div").children(vec![el("dt").words(ui.t(name)), el("dd").words(value)])
    });
    el("dl").class("facts").children(rows.into())
}

fn remember(flow: Flow, settings: &Settings) -> El {
    let ui = flow.ui;
    let choice = &settings.remember;
    let chosen = Live::new(choice.duration);
    let save = Act::new(move |()| flow.send.run(Event::Save(chosen.peek(|chosen| *chosen))));
    let now = settings.server_time;
    let here = choice.this_device_until.map(|until| {
        let said = words(move || {
            let end = time::moment(&ui.language(), until, now);
            fill(ui.say(Text::SettingsThisDevice), "time", &end)
        });
        parts::paragraph("hint", said)
    });
    let fields = parts::remember_choice(
        ui,
        Text::SettingsRemember,
        Text::SettingsRememberLead,
        choice,
        None,
        chosen,
    );
    let button = parts::submit(ui.t(Text::SettingsSave), "save-remember");
    parts::form(save, vec![fields]).maybe(here).child(button)
}

/// The `data-status` hook.
const fn status_code(status: Status) -> &'static str {
    match status {
        Status::Off => "off",
        Status::Pending => "pending",
        Status::On => "on",
        Status::Suspended => "suspended",
        Status::Locked => "locked",
    }
}
