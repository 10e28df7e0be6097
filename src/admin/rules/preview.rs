//! What it would do, in numbers and names, before it is saved.

use super::{
    flow::{Event, Screen},
    view::Rules,
};
use crate::{
    admin::heading,
    el::{El, el, words},
    parts,
    strings::Text,
    time,
    ui::Ui,
};
use tweestap_api::{PolicyPreview, Scope};

pub fn screen(rules: Rules, notice: El, screen: Screen) -> El {
    let ui = rules.desk.ui;
    let Some(preview) = rules.state.peek(|state| state.preview.clone()) else {
        return notice;
    };
    let (title, button, action) = match screen {
        Screen::Activate => (
            Text::RulesActivateTitle,
            Text::RulesActivateButton,
            "activate",
        ),
        Screen::Deactivate => (
            Text::RulesDeactivateTitle,
            Text::RulesDeactivateButton,
            "deactivate",
        ),
        _ => (Text::RulesPreviewTitle, Text::RulesConfirm, "confirm"),
    };
    let confirm = rules.act(Event::Confirm);
    let first = parts::lead(ui.t(Text::RulesNothingYet));
    parts::group("screen narrow", vec![heading(ui.t(title)), first, notice])
        .maybe(schools(rules, &preview))
        .maybe(consequences(ui, screen, preview.must))
        .child(numbers(ui, &preview))
        .maybe(who(ui, &preview))
        .maybe(
            preview
                .includes_you
                .then(|| parts::paragraph("warning", ui.t(Text::RulesYouToo))),
        )
        .maybe(
            preview
                .loosens
                .then(|| parts::paragraph("hint", ui.t(Text::RulesLoosens))),
        )
        .child(parts::button(
            ui.t(button),
            action,
            "button primary",
            confirm,
        ))
        .child(rules.way_back())
}

/// All of them, where it is not the manager's own alone.
fn schools(rules: Rules, preview: &PolicyPreview) -> Option<El> {
    let ui = rules.desk.ui;
    let group = rules.state.peek(|state| {
        let group = state.file.as_ref()?.group.as_ref()?;
        (state.scope == Scope::Group).then(|| group.name.clone())
    })?;
    let said = words(move || ui.say_with(Text::RulesAllSchools, "name", &group));
    let names = preview
        .schools
        .iter()
        .map(|name| el("li").text(name.clone()));
    let list = el("ul").class("steps").children(names.collect());
    let said = el("p").words(said);
    Some(
        parts::group("warning", vec![said, list])
            .attr("data-schools", preview.schools.len().to_string()),
    )
}

/// `must`: for how many it is compulsory then.
fn consequences(ui: Ui, screen: Screen, must: u32) -> Option<El> {
    let texts: &[Text] = match screen {
        Screen::Activate => &[
            Text::RulesActivateThen,
            Text::RulesActivateElse,
            Text::RulesActivatePassword,
        ],
        Screen::Deactivate if must > 0 => &[Text::RulesDeactivateStill, Text::RulesDeactivateKeep],
        Screen::Deactivate => &[
            Text::RulesDeactivateThen,
            Text::RulesDeactivateKeep,
            Text::RulesDeactivateElse,
        ],
        _ => return None,
    };
    let items = texts.iter().map(|text| el("li").words(ui.t(*text)));
    Some(el("ul").class("steps").children(items.collect()))
}

fn numbers(ui: Ui, preview: &PolicyPreview) -> El {
    let rows = [
        (Text::RulesPeople, "people", preview.people),
        (Text::RulesMust, "must", preview.must),
        (Text::RulesReady, "ready", preview.ready),
        (Text::RulesLater, "later", preview.later),
        (Text::RulesNext, "at_next_sign_in", preview.at_next_sign_in),
        (Text::RulesStuck, "stuck", preview.stuck),
    ];
    let rows = rows.map(|(label, hook, number)| {
        let said = words(move || time::number(&ui.language(), number));
        let number = el("dd").attr("data-count", hook).words(said);
        parts::group("fact", vec![el("dt").words(ui.t(label)), number])
    });
    el("dl").class("facts").children(rows.into())
}

/// The first of those who have something to do.
fn who(ui: Ui, preview: &PolicyPreview) -> Option<El> {
    if preview.who.is_empty() {
        return None;
    }
    let names = preview.who.iter().map(|person| {
        el("li")
            .attr("data-person", person.id.clone())
            .text(person.name.clone())
    });
    let all = u64::from(preview.at_next_sign_in) + u64::from(preview.stuck);
    let rest = all.saturating_sub(preview.who.len() as u64);
    let rest = (rest > 0).then(|| {
        let said = words(move || {
            let number = time::number(&ui.language(), u32::try_from(rest).unwrap_or(u32::MAX));
            ui.say_with(Text::RulesAndMore, "n", &number)
        });
        parts::paragraph("hint", said)
    });
    let list = el("ul").class("steps").children(names.collect());
    let inside = [Some(list), rest].into_iter().flatten().collect();
    Some(parts::fold(ui.t(Text::RulesWhoWaits), "show-who", inside))
}
