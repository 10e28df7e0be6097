//! To whom a token is given: a search, what it found, and the one that was chosen.

use super::{
    acts::wrong,
    flow::{Event, State},
    view::Shelf,
};
use crate::{
    admin::{form, people::known},
    el::{El, el, words},
    parts,
    strings::Text,
};
use tweestap_api::{Named, Person};

pub fn chooser(shelf: Shelf) -> El {
    let person = shelf.state.map(|state: &State| state.person.clone());
    el("div").inside(
        move || person.get(),
        move |person| {
            Some(match person {
                Some(person) => chosen(shelf, &person),
                None => search(shelf),
            })
        },
    )
}

fn chosen(shelf: Shelf, person: &Named) -> El {
    let ui = shelf.desk.ui;
    let label = el("strong").words(ui.t(Text::TokenPerson));
    let name = el("span").text(person.name.clone());
    let other = shelf.act(Event::Unpick);
    let other = parts::button(ui.t(Text::TokenOtherPerson), "other-person", "link", other);
    parts::group("who", vec![label, name, other]).attr("data-person", person.id.clone())
}

fn search(shelf: Shelf) -> El {
    let ui = shelf.desk.ui;
    let input = el("input")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("maxlength", "60")
        .attr("aria-describedby", "desk-notice")
        .attr_if("aria-invalid", "true", wrong(shelf, "person_", "person"))
        .on("input", move |event| {
            shelf.send.run(Event::TypedPerson(form::value(&event)));
        });
    let field = form::labelled(ui.t(Text::TokenPerson), "person", input);
    let people = shelf.state.map(|state: &State| state.people.clone());
    let found = el("div").inside(
        move || people.get(),
        move |people| {
            let people = people.filter(|people| !people.is_empty());
            people.map(|people| rows(shelf, &people))
        },
    );
    let counted = shelf.state.map(|state: &State| {
        let people = state.people.as_ref();
        (people.map(Vec::len), state.more_people)
    });
    let said = words(move || match counted.get() {
        (None, _) => String::new(),
        // The rest is found by its name.
        (Some(n), true) => {
            let first = ui.say_with(Text::PeopleFirst, "n", &n.to_string());
            [first, ui.say(Text::TokenPeopleMore)].join(" ")
        }
        (Some(0), _) => ui.say(Text::PeopleNone),
        (Some(1), _) => ui.say(Text::PeopleOne),
        (Some(n), _) => ui.say_with(Text::TokenPeopleFound, "n", &n.to_string()),
    });
    let said = parts::paragraph("hint", said).attr("role", "status");
    parts::group("chooser", vec![field, said, found])
}

fn rows(shelf: Shelf, people: &[Person]) -> El {
    let ui = shelf.desk.ui;
    let rows = people.iter().map(|person| {
        let named = Named {
            id: person.id.clone(),
            name: person.name.clone(),
        };
        let pick = shelf.act(Event::Pick(named));
        let name = parts::plain_button("pick-person", "link whole", pick).text(person.name.clone());
        let role = el("span").words(ui.t(known::role(person.role)));
        let classes = el("span").text(person.classes.join(", "));
        el("li")
            .attr("data-person", person.id.clone())
            .children(vec![name, role, classes])
    });
    parts::list("ul", "people short", rows.collect())
        .attr_words("aria-label", ui.t(Text::PeopleList))
}
