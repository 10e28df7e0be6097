//! The methods in force, and those that can be added.

use super::{flow::Wanted, overview, view::Flow};
use crate::{
    el::{El, el, words},
    parts::{self, Icon, icon},
    strings::Text,
    time,
};
use tweestap_api::{Factor, Method, Settings};

pub fn section(flow: Flow, settings: &Settings) -> El {
    let several = settings.factors.len() > 1;
    let rows = settings
        .factors
        .iter()
        .map(|factor| row(flow, factor, several, settings))
        .collect();
    let list = parts::list("ul", "rows", rows);
    let missing = settings.offered.iter().filter(|method| {
        let mut in_force = settings.factors.iter();
        !in_force.any(|factor| factor.method == **method)
    });
    let added = missing.map(|method| {
        let (text, action) = match method {
            Method::Sms => (Text::SettingsAddSms, "choose-sms"),
            _ => (Text::SettingsAddApp, "choose-app"),
        };
        let add = flow.want(Wanted::SetUp(Some(*method)));
        parts::button(flow.ui.t(text), action, "button", add)
    });
    overview::section(flow.ui.t(Text::SettingsMethods), vec![list]).children(added.collect())
}

fn row(flow: Flow, factor: &Factor, several: bool, settings: &Settings) -> El {
    let ui = flow.ui;
    let (drawing, name) = match factor.method {
        Method::App => (Icon::Phone, Text::SettingsMethodApp),
        Method::Sms => (Icon::Message, Text::SettingsMethodSms),
        Method::Hardware => (Icon::Key, Text::SettingsMethodHardware),
    };
    let number = factor.masked_number.clone().unwrap_or_default();
    let name = words(move || ui.say_with(name, "number", &number));
    let since = factor.since;
    let since = words(move || {
        let day = time::day(&ui.language(), since);
        ui.say_with(Text::SettingsSince, "date", &day)
    });
    let about = parts::group(
        "about",
        vec![
            el("strong").attr("id", factor.method.code()).words(name),
            el("small").words(since),
        ],
    );
    let first = (several && factor.preferred).then(|| {
        el("span")
            .class("badge")
            .words(ui.t(Text::SettingsPreferred))
    });
    let head = parts::group("what", vec![icon(drawing), about]).maybe(first);
    el("li")
        .attr("data-factor", factor.method.code())
        .child(head)
        .child(parts::group("acts", acts(flow, factor, several, settings)))
}

fn acts(flow: Flow, factor: &Factor, several: bool, settings: &Settings) -> Vec<El> {
    let method = factor.method;
    // "Remove" alone does not say what: each is described by its row.
    let act = |text, action, wanted| {
        parts::button(flow.ui.t(text), action, "link", flow.want(wanted))
            .attr("aria-describedby", method.code())
    };
    let change = match method {
        Method::App => Some((Text::SettingsChangeApp, "change-app")),
        Method::Sms => Some((Text::SettingsChangeNumber, "change-number")),
        Method::Hardware => None,
    };
    // Only what the school still offers can be set up anew.
    let change = change
        .filter(|_| settings.offered.contains(&method))
        .map(|(text, action)| act(text, action, Wanted::SetUp(Some(method))));
    let prefer = (several && !factor.preferred).then(|| {
        act(
            Text::SettingsPrefer,
            "prefer",
            Wanted::Prefer(factor.id.clone()),
        )
    });
    let remove = several.then(|| {
        act(
            Text::SettingsRemove,
            "remove",
            Wanted::Remove(factor.id.clone()),
        )
    });
    [change, prefer, remove].into_iter().flatten().collect()
}
