//! What a new password must hold to, ticked off while somebody types.

use super::{
    flow::State,
    rules::{Rule, listed},
    view::Flow,
};
use crate::{
    el::{El, el, words},
    parts::{self, Icon, icon},
    strings::Text,
};
use tweestap_api::PasswordRules;

/// How one line stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Met {
    Yes,
    #[default]
    No,
    /// Only the back end knows.
    Later,
    /// It was refused for this, and nothing else was typed since.
    Refused,
}

impl Met {
    /// The `data-met` hook.
    const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No | Self::Refused => "no",
            Self::Later => "unknown",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Yes => "met",
            Self::Refused => "refused",
            Self::No | Self::Later => "",
        }
    }
}

pub fn checklist(flow: Flow, rules: &PasswordRules) -> El {
    let ui = flow.ui;
    let all = rules.clone();
    let ready = words(move || {
        let rules = &all;
        match flow
            .state
            .with(|state| state.refused.is_none() && state.checks.all(rules))
        {
            true => ui.say(Text::RulesMet),
            false => String::new(),
        }
    });
    let lines = listed(rules)
        .into_iter()
        .map(|rule| line(flow, rule, rules.minimum));
    let marked = rules.classes.then(|| {
        parts::paragraph("hint", ui.t(Text::RulesCompatible)).attr("data-policy", "classes")
    });
    let list = parts::list("ul", "rules", lines.collect()).attr("id", "rules");
    let title = parts::paragraph("", ui.t(Text::NewRulesTitle));
    parts::group("ruled", vec![title, list])
        .maybe(marked)
        .child(parts::paragraph("hidden", ready).attr("role", "status"))
}

fn line(flow: Flow, rule: Rule, minimum: u32) -> El {
    let ui = flow.ui;
    let text = match rule {
        Rule::Length => Text::RuleLength,
        Rule::Classes => Text::RuleClasses,
        Rule::Common => Text::RuleCommon,
        Rule::Name => Text::RuleName,
        Rule::Same => Text::RuleSame,
    };
    let said = words(move || ui.say_with(text, "n", &minimum.to_string()));
    let met = move || flow.state.with(|state| met(state, rule));
    let state = words(move || {
        ui.say(match met() {
            Met::Yes => Text::RuleMet,
            Met::No => Text::RuleUnmet,
            Met::Later => Text::RuleLater,
            Met::Refused => Text::RuleRefused,
        })
    });
    let later = matches!(rule, Rule::Common | Rule::Name);
    let state = el(if later { "small" } else { "span" })
        .attr("class", if later { "" } else { "hidden" })
        .words(state);
    let tick = el("span").class("tick").inside(met, |met| match met {
        Met::Yes => Some(icon(Icon::Good)),
        Met::Refused => Some(icon(Icon::Warning)),
        Met::No | Met::Later => None,
    });
    let said = el("span")
        .child(el("span").words(said))
        .child(el("span").class("hidden").text(": "))
        .child(state)
        // Read in one go with the lines after it.
        .child(el("span").class("hidden").text(". "));
    el("li")
        .attr("data-rule", rule.code())
        .attr_with("data-met", move || Some(met().code().to_owned()))
        .attr_with("class", move || Some(met().class().to_owned()))
        .children(vec![tick, said])
}

fn met(state: &State, rule: Rule) -> Met {
    match state.checks.of(rule) {
        Some(true) => Met::Yes,
        _ if state.refused == Some(rule) => Met::Refused,
        Some(false) => Met::No,
        None => Met::Later,
    }
}
