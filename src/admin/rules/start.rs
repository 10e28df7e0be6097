//! From when something compulsory holds, and how long somebody may leave it for later.

use super::{
    draft::Draft,
    flow::{Edit, Event, State},
    form::asks_now,
    view::Rules,
};
use crate::{
    admin::{
        fields::{self, day_of, value_of_day},
        form,
    },
    el::{El, Field, Flag, el, words},
    parts,
    strings::Text,
    time,
};
use std::rc::Rc;
use tweestap_api::Policy;

/// Hidden while nothing is compulsory: there is no day on which nothing begins.
pub fn fields(rules: Rules, draft: &Draft) -> El {
    let none = rules.is(|state| !asks_now(state));
    parts::group("choices", vec![from(rules, draft), grace(rules, draft)])
        .attr_if("hidden", "", none)
}

fn from(rules: Rules, draft: &Draft) -> El {
    let ui = rules.desk.ui;
    let later = draft.policy.starts_at.is_some() || draft.no_day;
    let field = Field::default();
    let at_once = move || rules.send.run(Event::Edit(Edit::AtOnce));
    let there = field.clone();
    // A day that was filled in before is still there.
    let from_day = move || {
        let value = there.get().map(|input| input.value()).unwrap_or_default();
        rules.send.run(Event::Edit(Edit::FromDay(day_of(&value))));
    };
    let options = vec![
        fields::radio(
            "starts",
            "at_once",
            ui.t(Text::RulesAtOnce),
            None,
            !later,
            at_once,
        ),
        fields::radio(
            "starts",
            "day",
            ui.t(Text::RulesFromDay),
            None,
            later,
            from_day,
        ),
        day(rules, draft, &field),
    ];
    fields::together(ui.t(Text::RulesStart), None, options)
}

fn day(rules: Rules, draft: &Draft, field: &Field) -> El {
    let value = draft.policy.starts_at.map(value_of_day).unwrap_or_default();
    let wrong = rules.is(|state| {
        let code = state.notice.as_ref().map(|notice| notice.code);
        matches!(code, Some("day_missing" | "day_too_far"))
    });
    let last = rules.state.peek(State::last_day);
    let input = el("input")
        .field(field)
        .attr("type", "date")
        .attr("max", last.map(value_of_day).unwrap_or_default())
        .attr("value", value)
        .attr("aria-describedby", "desk-notice")
        .attr_if("aria-invalid", "true", wrong)
        .on("change", move |event| {
            let day = day_of(&form::value(&event));
            rules.send.run(Event::Edit(Edit::FromDay(day)));
        });
    let at_once: Flag = Rc::new(move || !rules.state.with(starts_later));
    fields::under_label("starts-at", rules.desk.ui.t(Text::RulesDay), None, input)
        .attr_if("hidden", "", at_once)
}

fn starts_later(state: &State) -> bool {
    let later = |draft: &Draft| draft.no_day || draft.policy.starts_at.is_some();
    state.draft().is_some_and(later)
}

fn grace(rules: Rules, draft: &Draft) -> El {
    let ui = rules.desk.ui;
    let choices = (0..=Policy::LONGEST_GRACE).map(|days| {
        let said = words(move || match days {
            0 => ui.say(Text::RulesNoGrace),
            days => time::days(&ui.language(), days.into()),
        });
        (days.to_string(), said, days == draft.policy.grace_days)
    });
    let changed = move |value: String| {
        if let Ok(days) = value.parse() {
            rules.send.run(Event::Edit(Edit::Grace(days)));
        }
    };
    let (label, hint) = (ui.t(Text::RulesGrace), ui.t(Text::RulesGraceHint));
    fields::select("grace-days", label, Some(hint), choices.collect(), changed)
}
