//! How it stands, and everything that can be done about it.

use super::{
    devices,
    flow::{Event, Wanted},
    methods,
    view::{Flow, status_code},
};
use crate::{
    el::{El, Words, el, words},
    live::Live,
    machine::Act,
    parts::{self, Chosen},
    strings::{Text, fill},
    time,
};
use tweestap_api::{Recovery, Settings, Status};

pub fn screen(flow: Flow, notice: El, settings: Live<Option<Settings>>) -> El {
    // Outlives a new reading, which draws everything below anew: what is chosen and not saved is not lost by it.
    let chosen = Live::new(None);
    let overview = move |settings: Option<Settings>| {
        flow.ui.keep_focus();
        settings.map(|settings| overview(flow, &settings, chosen))
    };
    let heading = parts::heading(flow.ui.t(Text::SettingsTitle));
    let inside = el("div").inside(move || settings.get(), overview);
    parts::group("screen", vec![heading, notice, inside])
}

fn overview(flow: Flow, settings: &Settings, chosen: Chosen) -> El {
    let ui = flow.ui;
    if settings.single_sign_on && settings.status == Status::Off {
        return arranged(flow, settings);
    }
    let (badge, lead) = match settings.status {
        Status::Off => (Text::SettingsOff, Some(Text::SettingsOffLead)),
        Status::Pending => (Text::SettingsPending, Some(Text::SettingsPendingLead)),
        Status::On => (Text::SettingsOn, None),
        Status::Suspended => (Text::SettingsSuspended, Some(Text::SettingsSuspendedLead)),
        Status::Locked => (Text::SettingsLocked, Some(Text::SettingsLockedLead)),
    };
    let badge = el("p")
        .attr("class", ["status ", status_code(settings.status)].concat())
        .words(ui.t(badge));
    let head = parts::group("head", vec![badge]).maybe(since(flow, settings));
    let lead = lead.map(|lead| parts::lead(ui.t(lead)));
    let whole = parts::group("overview", vec![head]).maybe(lead);
    if settings.factors.is_empty() {
        return whole.child(set_up(flow, settings.status));
    }
    let on = settings.status != Status::Suspended;
    whole
        .maybe((!on).then(|| switch_on(flow)))
        .child(methods::section(flow, settings))
        .child(recovery(flow, settings))
        .maybe(on.then(|| remember(flow, settings, chosen)).flatten())
        .maybe(on.then(|| devices::section(flow, settings)).flatten())
        .child(ending(flow, settings))
}

/// Nothing is set up, and the portal asks for a second step itself.
fn arranged(flow: Flow, settings: &Settings) -> El {
    let (ui, school) = (flow.ui, settings.school.clone());
    let badge = el("p")
        .attr("class", "status on")
        .words(ui.t(Text::SettingsArranged));
    let lead = words(move || ui.say_with(Text::SettingsArrangedLead, "school", &school));
    let head = parts::group("head", vec![badge]);
    parts::group("overview", vec![head, parts::lead(lead)])
}

/// A part of the page under its own heading.
pub fn section(title: Words, children: Vec<El>) -> El {
    let title = el("h3").words(title);
    el("section").child(title).children(children)
}

fn set_up(flow: Flow, status: Status) -> El {
    let words = match status {
        Status::Pending => Text::SettingsGoOn,
        _ => Text::SettingsSetUp,
    };
    let begin = flow.want(Wanted::SetUp(None));
    parts::button(flow.ui.t(words), "set-up", "button primary", begin)
}

fn switch_on(flow: Flow) -> El {
    let on = flow.want(Wanted::SwitchOn);
    let words = flow.ui.t(Text::SettingsSwitchOn);
    parts::button(words, "switch-on", "button primary", on)
}

/// "sinds vandaag".
fn since(flow: Flow, settings: &Settings) -> Option<El> {
    let (ui, now) = (flow.ui, settings.server_time);
    let since = settings.since?;
    let said = words(move || {
        let language = ui.language();
        match time::day(&language, since) {
            day if day == time::day(&language, now) => ui.say(Text::SettingsSinceToday),
            day => ui.say_with(Text::SettingsSince, "date", &day),
        }
    });
    Some(parts::paragraph("hint", said))
}

fn recovery(flow: Flow, settings: &Settings) -> El {
    let ui = flow.ui;
    if settings.recovery == Recovery::ResetCode {
        let see = flow.want(Wanted::ResetCode);
        let children = vec![
            parts::paragraph("hint", ui.t(Text::SettingsResetCodeLead)),
            parts::button(
                ui.t(Text::SettingsResetCode),
                "show-reset-code",
                "button",
                see,
            ),
        ];
        return section(ui.t(Text::SettingsResetCodeTitle), children);
    }
    let left = settings.codes_left;
    let said = words(move || match left {
        0 => ui.say(Text::SettingsCodesNone),
        1 => ui.say(Text::SettingsCodesOne),
        n => ui.say_with(Text::SettingsCodesLeft, "n", &n.to_string()),
    });
    let few = match left {
        0..3 => "warning",
        _ => "hint",
    };
    let waiting = settings
        .codes_pending
        .then(|| parts::paragraph("hint", ui.t(Text::SettingsCodesPending)));
    let make = flow.want(Wanted::NewCodes);
    let button = parts::button(ui.t(Text::CodesRegenerate), "regenerate", "button", make);
    let said = vec![parts::paragraph(few, said)];
    section(ui.t(Text::SettingsCodes), said)
        .maybe(waiting)
        .child(button)
}

/// Nothing to choose, nothing to say; but where the browser cannot do it, why.
fn remember(flow: Flow, settings: &Settings, chosen: Chosen) -> Option<El> {
    let ui = flow.ui;
    let choice = &settings.remember;
    if choice.unavailable {
        let why = parts::paragraph("hint", ui.t(Text::SettingsRememberUnavailable));
        let why = why.attr("data-remember", "unavailable");
        return Some(section(ui.t(Text::SettingsRemember), vec![why]));
    }
    if choice.offered.len() < 2 {
        return None;
    }
    let offered = choice.clone();
    let save = Act::new(move |()| {
        let duration = parts::chosen_of(&offered, chosen);
        flow.send.run(Event::Save(duration));
    });
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
    let form = parts::form(save, vec![fields]).maybe(here).child(button);
    Some(el("section").child(form))
}

/// The two ways out of two steps, or why there is none.
fn ending(flow: Flow, settings: &Settings) -> El {
    let ui = flow.ui;
    let title = ui.t(Text::SettingsEnding);
    if settings.required {
        let school = settings.school.clone();
        let said = words(move || ui.say_with(Text::SettingsRequired, "school", &school));
        let said = vec![parts::paragraph("hint", said)];
        return section(title, said);
    }
    let way = |text, action, wanted| {
        el("li").child(parts::button(ui.t(text), action, "link", flow.want(wanted)))
    };
    let off = (settings.status != Status::Suspended)
        .then(|| way(Text::SettingsSwitchOff, "switch-off", Wanted::SwitchOff));
    let erase = way(Text::SettingsErase, "erase", Wanted::Erase);
    section(
        title,
        vec![parts::list(
            "ul",
            "",
            off.into_iter().chain([erase]).collect(),
        )],
    )
}
