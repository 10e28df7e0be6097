//! The navigation and the sections. A click on another one loses nothing: the people stay as they are, and what
//! was chosen in the rules is there again. Tokens and the log begin anew; seeds of a file are kept no longer than needed.

use super::{Desk, people, rules, shell::Section, tokens, trail};
use crate::{
    el::{El, Flag, el},
    live::follow,
    parts,
    strings::Text,
};
use std::rc::Rc;

pub fn sections(desk: Desk) -> El {
    let section = desk.section();
    let items = Section::SHOWN.map(|one| {
        let (text, action) = name(one);
        let button = parts::button(desk.ui.t(text), action, "tab", desk.go(one));
        let current: Flag = Rc::new(move || section.get() == one);
        el("li").child(button.attr_if("aria-current", "page", current))
    });
    let nav = el("nav")
        .attr_words("aria-label", desk.ui.t(Text::DeskSections))
        .child(parts::list("ul", "tabs", items.into()));
    let people = people::begin(desk);
    let rules = rules::begin(desk);
    let others = el("div").inside(
        move || section.get(),
        move |section| match section {
            Section::People => None,
            Section::Rules => Some(rules::view(rules)),
            Section::Tokens => Some(tokens::view(desk)),
            Section::Trail => Some(trail::view(desk)),
        },
    );
    let people_in_sight: Flag = Rc::new(move || section.get() == Section::People);
    let others = others.attr_if("hidden", "", people_in_sight);
    let elsewhere: Flag = Rc::new(move || section.get() != Section::People);
    let own = el("div")
        .child(people::view(people))
        .attr_if("hidden", "", elsewhere.clone())
        .away_if(elsewhere);
    follow(move || {
        if section.get() == Section::People {
            people.send.run(people::flow::Event::Shown);
        }
    });
    el("div").class("desk").children(vec![nav, others, own])
}

fn name(section: Section) -> (Text, &'static str) {
    match section {
        Section::People => (Text::DeskPeople, "open-people"),
        Section::Rules => (Text::DeskRules, "open-rules"),
        Section::Tokens => (Text::DeskTokens, "open-tokens"),
        Section::Trail => (Text::DeskTrail, "open-trail"),
    }
}
