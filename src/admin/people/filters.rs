//! What narrows the list down: a name, and three choices.

use super::{
    List,
    flow::{Chosen, Event, Filter},
    known,
};
use crate::{
    admin::form,
    el::{El, Words, el, words},
    parts,
    strings::Text,
};
use tweestap_api::{PersonState, Role};

/// Made anew only when everything is cleared: nobody's typing is broken off.
pub fn form(list: List) -> El {
    let cleared = list.state.map(|state| state.cleared);
    el("div").inside(move || cleared.get(), move |_| Some(fields(list)))
}

fn fields(list: List) -> El {
    let filter = list.state.peek(|state| state.filter.clone());
    let choices = parts::group("filters", choices(list, &filter));
    // No form: what is typed is looked for by itself, and there is nothing to send.
    parts::group("form", vec![search(list, &filter), choices]).attr("role", "search")
}

fn search(list: List, filter: &Filter) -> El {
    let typed = move |event| list.send.run(Event::Typed(form::value(&event)));
    let input = el("input")
        .attr("type", "search")
        .attr("enterkeyhint", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "60")
        .attr("value", filter.name.clone())
        .on("input", typed)
        // What empties a field by itself may tell only this.
        .on("change", typed)
        .on("keydown", move |event| {
            if form::is_enter(&event) {
                list.send.run(Event::Submit);
            }
        });
    form::labelled(list.desk.ui.t(Text::PeopleSearch), "search", input)
}

fn choices(list: List, filter: &Filter) -> Vec<El> {
    let ui = list.desk.ui;
    let classes = list.desk.about.peek(|about| {
        let classes = about.as_ref().map(|about| about.classes.clone());
        classes.unwrap_or_default()
    });
    let classes = classes.into_iter().map(|class| {
        let said = class.clone();
        (class, words(move || said.clone()))
    });
    let roles = Role::ALL.map(|role| (role.code().to_owned(), ui.t(known::role(Some(role)))));
    let states = PersonState::ALL.map(|state| (state.code().to_owned(), ui.t(known::state(state))));
    let choice = |which, all: Text, options: Vec<(String, Words)>, now: &str| {
        let (label, name) = match which {
            Chosen::Class => (Text::PeopleClass, "class"),
            Chosen::Role => (Text::PeopleRole, "role"),
            Chosen::State => (Text::PeopleState, "state"),
        };
        let select = select(list, which, ui.t(all), options, now);
        form::labelled(ui.t(label), name, select)
    };
    // A school without classes has nothing to choose there.
    let classes: Vec<_> = classes.collect();
    let class = (!classes.is_empty())
        .then(|| choice(Chosen::Class, Text::AllClasses, classes, &filter.class));
    let role = choice(Chosen::Role, Text::AllRoles, roles.into(), &filter.role);
    let state = choice(Chosen::State, Text::AllStates, states.into(), &filter.state);
    class.into_iter().chain([role, state]).collect()
}

fn select(list: List, which: Chosen, all: Words, options: Vec<(String, Words)>, now: &str) -> El {
    let all = (String::new(), all);
    let options = [all].into_iter().chain(options).map(|(value, words)| {
        let option = el("option").words(words);
        let option = match value == now {
            true => option.attr("selected", ""),
            false => option,
        };
        option.attr("value", value)
    });
    el("select")
        .children(options.collect())
        .on("change", move |event| {
            list.send.run(Event::Choose(which, form::value(&event)));
        })
}
