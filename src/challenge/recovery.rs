//! The ways back in: typing a recovery code or the reset code, and what is wise afterwards.

use super::{
    code_screen::send_words,
    flow::{Event, Inside, Screen, State},
    view::{Flow, other_ways, way_out},
};
use crate::{
    el::{El, Field, words},
    machine::Act,
    parts::{self, Icon, icon},
    strings::Text,
};
use tweestap_api::Challenge;

/// So few are left that new ones are offered first.
const FEW: u32 = 2;

pub fn typing(flow: Flow, notice: El, challenge: &Challenge, screen: Screen) -> El {
    let Flow { ui, state, send } = flow;
    let field = Field::default();
    let (title, lead, label, name) = match screen {
        Screen::ResetCode => (
            Text::ResetCodeTitle,
            Text::ResetCodeLead,
            Text::ResetCodeLabel,
            "reset-code",
        ),
        _ => (
            Text::RecoveryTitle,
            Text::RecoveryLead,
            Text::RecoveryLabel,
            "recovery-code",
        ),
    };
    let words = ui.t(send_words(state.peek(State::is_sign_in)));
    let fields = vec![
        parts::recovery_field(ui, label, name, &field, flow.wrong()),
        parts::submit(words, "verify"),
    ];
    let submit = Act::new(move |()| send.run(Event::Recover(parts::typed(&field))));
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(title)),
            parts::lead(ui.t(lead)),
            notice,
            parts::form(submit, fields),
        ],
    )
    .maybe(other_ways(flow, challenge))
    .child(way_out(flow, state.peek(has_own_way)))
}

fn has_own_way(state: &State) -> bool {
    super::flow::own_way(state).is_some()
}

/// Someone who used a recovery code: what is left, and what is wise now.
pub fn recovered(flow: Flow, notice: El, challenge: &Challenge) -> El {
    let ui = flow.ui;
    let left = challenge.codes_left.unwrap_or(0);
    let said = words(move || match left {
        1 => ui.say(Text::RecoveredLeftOne),
        n => ui.say_with(Text::RecoveredLeft, "n", &n.to_string()),
    });
    let few = left <= FEW;
    let new_codes = |style| {
        let act = flow.act(Event::Show(Inside::Codes));
        parts::button(ui.t(Text::CodesRegenerate), "regenerate", style, act)
    };
    let set_up = |style| {
        let act = flow.act(Event::Show(Inside::Enrolment));
        parts::button(ui.t(Text::RecoveredSetUp), "set-up", style, act)
    };
    let advice = match few {
        true => Text::RecoveredFew,
        false => Text::RecoveredAdvice,
    };
    let choices = match few {
        // Where those views are no part of the bundle, what the person came for is the only way on.
        _ if !cfg!(feature = "people") => vec![],
        true => vec![new_codes("button primary"), set_up("button")],
        false => vec![set_up("button primary")],
    };
    let go_on = flow.act(Event::Continue);
    let style = match choices.is_empty() {
        true => "button primary",
        false => "button",
    };
    let later = parts::button(ui.t(Text::Continue), "continue", style, go_on);
    parts::group(
        "screen",
        vec![
            parts::group("emblem", vec![icon(Icon::Good)]),
            parts::heading(ui.t(Text::RecoveredTitle)),
            parts::lead(said),
            notice,
            parts::paragraph("", ui.t(advice)),
        ],
    )
    .children(choices)
    .child(later)
}

/// Two steps must be set up before anything else, and why.
pub fn set_up_first(flow: Flow, notice: El, challenge: &Challenge) -> El {
    let (ui, school) = (flow.ui, challenge.school.clone());
    let why = match challenge.codes_left {
        Some(_) => Text::EnrolUsed,
        None => Text::EnrolRequired,
    };
    let why = words(move || ui.say_with(why, "school", &school));
    let begin = flow.act(Event::Show(Inside::Enrolment));
    let now = challenge.server_time;
    let later = challenge
        .later_until
        .map(|until| parts::later(ui, until, now, flow.act(Event::Later)));
    parts::group(
        "screen",
        vec![
            parts::heading(ui.t(Text::EnrolTitle)),
            parts::lead(why),
            notice,
            parts::button(ui.t(Text::SettingsSetUp), "set-up", "button primary", begin),
        ],
    )
    .maybe(later)
}
