//! The rules as one form, of the school or of its group.

use super::{
    draft::{Draft, asks},
    flow::{Edit, Event, State},
    start,
    view::Rules,
};
use crate::{
    admin::{fields, heading},
    el::{El, Words, el, words},
    machine::Act,
    parts,
    strings::Text,
    time,
};
use tweestap_api::{
    GroupPolicy, Method, PolicyBounds, PolicyFile, Recovery, RememberDuration, Role, RoleRule,
    Scope,
};

pub fn screen(rules: Rules, notice: El) -> El {
    let ui = rules.desk.ui;
    // Another scope, or other rules than before: another form.
    let drawn = rules
        .state
        .map(|state| (state.scope == Scope::Group, state.drawn));
    let inside = el("div").inside(
        move || drawn.get(),
        move |_| {
            ui.keep_focus();
            let file = rules.file()?;
            let draft = rules.state.peek(|state| state.draft().cloned())?;
            let bounds = rules.state.peek(|state| state.bounds().cloned())?;
            Some(drawn_of(rules, &file, &bounds, &draft))
        },
    );
    let heading = heading(ui.t(Text::RulesTitle));
    parts::group("screen", vec![heading, notice, inside])
}

fn drawn_of(rules: Rules, file: &PolicyFile, bounds: &PolicyBounds, draft: &Draft) -> El {
    let free = rules.state.peek(State::is_free);
    let ending = rules.state.peek(State::may_deactivate);
    parts::group("overview", vec![today(rules, file)])
        .maybe(free.then(|| activate(rules)))
        .child(form(rules, file, bounds, draft, free))
        .maybe(ending.then(|| deactivate(rules)))
}

/// For whom two steps are compulsory, and from when, whoever said so.
fn today(rules: Rules, file: &PolicyFile) -> El {
    let ui = rules.desk.ui;
    if file.bounds.required {
        return parts::paragraph("warning", ui.t(Text::RulesByOperator));
    }
    let must = file
        .in_force
        .roles
        .iter()
        .filter(|row| row.rule == RoleRule::Must);
    let must: Vec<Role> = must.map(|row| row.role).collect();
    let later = file.in_force.starts_at.filter(|at| *at > file.server_time);
    let said = |now: Text, then: Text| match later {
        None => parts::lead(ui.t(now)),
        Some(at) => parts::lead(words(move || {
            ui.say_with(then, "date", &time::day(&ui.language(), at))
        })),
    };
    match must.len() {
        0 => parts::lead(ui.t(Text::RulesNowNobody)),
        6 => said(Text::RulesNowEverybody, Text::RulesThenEverybody),
        _ => {
            let names = must.iter().map(|role| {
                let name = el("span").class("badge").words(ui.t(role_name(*role)));
                el("li").child(name)
            });
            let list = parts::list("ul", "what", names.collect());
            parts::group(
                "today",
                vec![said(Text::RulesNowSome, Text::RulesThenSome), list],
            )
        }
    }
}

fn activate(rules: Rules) -> El {
    let ui = rules.desk.ui;
    let open = rules.act(Event::Activate);
    let hint = parts::paragraph("hint", ui.t(Text::RulesActivateOffer));
    let words = ui.t(Text::RulesActivateOpen);
    let button = parts::button(words, "open-activate", "button primary", open);
    section(ui.t(Text::RulesActivateTitle), vec![hint, button])
}

fn deactivate(rules: Rules) -> El {
    let ui = rules.desk.ui;
    let open = rules.act(Event::Deactivate);
    let hint = parts::paragraph("hint", ui.t(Text::RulesDeactivateOffer));
    let words = ui.t(Text::RulesDeactivateOpen);
    let button = parts::button(words, "open-deactivate", "button", open);
    section(ui.t(Text::RulesDeactivateTitle), vec![hint, button])
}

fn section(title: Words, children: Vec<El>) -> El {
    let title = el("h3").words(title);
    el("section").child(title).children(children)
}

fn form(rules: Rules, file: &PolicyFile, bounds: &PolicyBounds, draft: &Draft, free: bool) -> El {
    let ui = rules.desk.ui;
    let scope = file.group.as_ref().map(|group| scope(rules, group));
    let who = (!bounds.required).then(|| who(rules, draft));
    let start = (!bounds.required).then(|| start::fields(rules, draft));
    let sms = bounds.methods.contains(&Method::Sms);
    let methods = sms.then(|| methods(rules, draft));
    let longest = bounds.longest_remember;
    let remember =
        (longest != RememberDuration::AlwaysAsk).then(|| remember(rules, draft, longest));
    let recovery = (bounds.recovery == Recovery::ResetCode).then(|| recovery(rules, draft));
    let parts_of_it = [scope, who, start, methods, remember, recovery];
    // One primary button a screen: what is offered first has it.
    let style = if free { "button" } else { "button primary" };
    let look = el("button")
        .class(style)
        .attr("type", "submit")
        .attr("data-action", "preview")
        .words(ui.t(Text::RulesLook));
    let submit = Act::new(move |()| rules.send.run(Event::Look));
    let form = parts::form(submit, parts_of_it.into_iter().flatten().collect())
        .child(look)
        .child(parts::paragraph("hint", ui.t(Text::RulesLookHint)));
    el("section").child(form.class("narrow"))
}

fn edit(rules: Rules, edit: Edit) {
    rules.send.run(Event::Edit(edit));
}

fn scope(rules: Rules, group: &GroupPolicy) -> El {
    let ui = rules.desk.ui;
    let now = rules.state.peek(|state| Some(state.scope));
    let about = rules.desk.about;
    let school = words(move || {
        let school = about.with(|about| about.as_ref().map(|about| about.school.clone()));
        ui.say_with(Text::RulesForSchool, "school", &school.unwrap_or_default())
    });
    let name = group.name.clone();
    let whole = words(move || ui.say_with(Text::RulesForGroup, "name", &name));
    let schools = group.schools.join(" · ");
    let schools = words(move || schools.clone());
    let option = |scope: Scope, words, hint| {
        let pick = move || rules.send.run(Event::For(scope));
        fields::radio("scope", scope.code(), words, hint, now == Some(scope), pick)
    };
    let options = vec![
        option(Scope::Group, whole, Some(schools)),
        option(Scope::School, school, None),
    ];
    fields::together(ui.t(Text::RulesFor), None, options)
}

fn who(rules: Rules, draft: &Draft) -> El {
    let ui = rules.desk.ui;
    let rows = draft.policy.roles.iter().map(|row| {
        let role = row.role;
        let changed = move |must| {
            let rule = if must { RoleRule::Must } else { RoleRule::May };
            edit(rules, Edit::Rule(role, rule));
        };
        let must = row.rule == RoleRule::Must;
        fields::tick(field_of(role), ui.t(role_name(role)), None, must, changed)
    });
    let title = ui.t(Text::RulesWho);
    let rows = parts::group("filters", rows.collect());
    fields::together(title, Some(ui.t(Text::RulesWhoHint)), vec![rows])
}

fn methods(rules: Rules, draft: &Draft) -> El {
    let ui = rules.desk.ui;
    let sms = draft.policy.methods.contains(&Method::Sms);
    let hint = ui.t(Text::RulesSmsHint);
    let changed = move |on| edit(rules, Edit::Sms(on));
    let tick = fields::tick("method-sms", ui.t(Text::RulesSms), Some(hint), sms, changed);
    let always = parts::paragraph("hint", ui.t(Text::RulesMethodsHint));
    fields::together(ui.t(Text::RulesMethods), None, vec![always, tick])
}

fn remember(rules: Rules, draft: &Draft, longest: RememberDuration) -> El {
    let ui = rules.desk.ui;
    let durations = RememberDuration::ALL
        .into_iter()
        .filter(|one| *one <= longest);
    let choices = durations.map(|one| {
        let words = ui.t(parts::duration_name(one));
        (
            one.code().to_owned(),
            words,
            one == draft.policy.longest_remember,
        )
    });
    let changed = move |code: String| {
        if let Some(duration) = RememberDuration::from_code(&code) {
            edit(rules, Edit::Remember(duration));
        }
    };
    let (label, hint) = (ui.t(Text::RulesRemember), ui.t(Text::RulesRememberHint));
    fields::select(
        "longest-remember",
        label,
        Some(hint),
        choices.collect(),
        changed,
    )
}

fn recovery(rules: Rules, draft: &Draft) -> El {
    let ui = rules.desk.ui;
    let option = |kind: Recovery, code, words, hint| {
        let pick = move || edit(rules, Edit::Recovery(kind));
        let chosen = draft.policy.recovery == kind;
        fields::radio(
            "recovery",
            code,
            ui.t(words),
            Some(ui.t(hint)),
            chosen,
            pick,
        )
    };
    let options = vec![
        option(
            Recovery::Codes,
            "codes",
            Text::RulesCodes,
            Text::RulesCodesHint,
        ),
        option(
            Recovery::ResetCode,
            "reset_code",
            Text::RulesResetCode,
            Text::RulesResetCodeHint,
        ),
    ];
    fields::together(ui.t(Text::RulesRecovery), None, options)
}

/// The `data-field` hook of a role's row.
const fn field_of(role: Role) -> &'static str {
    match role {
        Role::Pupil => "rule-pupil",
        Role::Parent => "rule-parent",
        Role::Teacher => "rule-teacher",
        Role::Staff => "rule-staff",
        Role::Client => "rule-client",
        Role::Manager => "rule-manager",
    }
}

/// Everybody of a role.
pub const fn role_name(role: Role) -> Text {
    match role {
        Role::Pupil => Text::RulesPupils,
        Role::Parent => Text::RulesParents,
        Role::Teacher => Text::RulesTeachers,
        Role::Staff => Text::RulesStaff,
        Role::Client => Text::RulesClients,
        Role::Manager => Text::RulesManagers,
    }
}

/// Something compulsory stands in the form.
pub fn asks_now(state: &State) -> bool {
    state.draft().is_some_and(|draft| asks(&draft.policy))
}
