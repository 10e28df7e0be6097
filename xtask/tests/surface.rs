//! The table that the package's types are made from, against what `src/element.js` says of itself and what the
//! widget's Rust really sends. A name in one and not in the other is a lie to somebody's compiler.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use xtask::npm::surface::{
    ATTRIBUTES, CHANGES, ELEMENTS, EVENTS, Event, METHODS, OWN_ERRORS, PROPERTIES, STEPS, errors,
};

/// In the table already, though `src/element.js` does not say so yet. Whoever adds one there takes it out here.
const AHEAD: [&str; 0] = [];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The JSDoc tags of the head of `src/element.js`: tag, and the line behind it.
fn said() -> Vec<(String, String)> {
    let script = fs::read_to_string(root().join("src/element.js")).unwrap();
    let head = script.split("*/").next().unwrap();
    let lines = head
        .lines()
        .filter_map(|line| line.trim().strip_prefix("* @"));
    let tags = lines.filter_map(|line| line.split_once(' '));
    tags.map(|(tag, rest)| (tag.to_owned(), rest.to_owned()))
        .collect()
}

/// `{type} name - about`, or `name - about`: name to type and about.
fn named(tag: &str) -> BTreeMap<String, (String, String)> {
    let of_tag = said().into_iter().filter(|(own, _)| own == tag);
    of_tag
        .map(|(_, line)| {
            let (kind, rest) = match line
                .strip_prefix('{')
                .and_then(|rest| rest.split_once("} "))
            {
                Some((kind, rest)) => (kind.to_owned(), rest.to_owned()),
                None => (String::new(), line),
            };
            let (name, about) = rest.split_once(' ').unwrap_or((&rest, ""));
            (
                name.to_owned(),
                (kind, about.trim_start_matches("- ").to_owned()),
            )
        })
        .collect()
}

fn expected<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    names
        .filter(|name| !AHEAD.contains(name))
        .map(str::to_owned)
        .collect()
}

fn keys(said: &BTreeMap<String, (String, String)>) -> BTreeSet<String> {
    said.keys().cloned().collect()
}

const MEND: &str =
    "xtask/src/npm/surface.rs (or AHEAD in this test) and the head of src/element.js differ";

#[test]
fn elements_are_those_of_the_script() {
    let said = named("element");
    let table = ELEMENTS.iter().map(|element| (element.tag, element.about));
    let script: BTreeMap<_, _> = said
        .iter()
        .map(|(tag, (_, about))| (tag.as_str(), about.as_str()))
        .collect();
    assert_eq!(table.collect::<BTreeMap<_, _>>(), script, "{MEND}");
}

#[test]
fn attributes_and_properties_are_those_of_the_script_and_of_the_same_types() {
    let attributes = named("attr");
    assert_eq!(
        keys(&attributes),
        expected(ATTRIBUTES.iter().map(|one| one.name)),
        "{MEND}"
    );
    for one in ATTRIBUTES
        .iter()
        .filter(|one| attributes.contains_key(one.name))
    {
        assert_eq!(
            attributes[one.name].0,
            one.kind.replace(' ', ""),
            "{}",
            one.name
        );
    }
    let properties = named("prop");
    assert_eq!(
        keys(&properties),
        expected(PROPERTIES.iter().map(|one| one.name)),
        "{MEND}"
    );
}

#[test]
fn events_are_those_of_the_script_with_the_same_details() {
    let said = named("fires");
    let names: BTreeSet<String> = said
        .keys()
        .map(|name| name.trim_start_matches("tweestap:").to_owned())
        .collect();
    assert_eq!(
        names,
        expected(EVENTS.iter().map(|event| event.name)),
        "{MEND}"
    );
    let known = |event: &&Event| !AHEAD.contains(&event.name);
    for event in EVENTS.iter().filter(known) {
        let about = &said[&format!("tweestap:{}", event.name)].1;
        let groups = about.split("`{").skip(1);
        let stated = groups.filter_map(|rest| Some(rest.split_once("}`")?.0));
        let fields: BTreeSet<String> = stated
            .flat_map(|fields| fields.split([',', ' ']))
            .filter(|field| !field.is_empty())
            .map(str::to_owned)
            .collect();
        let table = event
            .detail
            .iter()
            .map(|(name, _)| name.trim_end_matches('?'));
        assert_eq!(fields, expected(table), "{}: {MEND}", event.name);
    }
}

/// Every `.emit("…", …)` of the widget, and every `new CustomEvent('tweestap:…'`.
#[test]
fn what_is_sent_is_in_the_table_and_the_other_way_round() {
    let mut sent = BTreeSet::new();
    for path in sources(&root().join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        for (start, end) in [(".emit(\"", '"'), ("CustomEvent('tweestap:", '\'')] {
            for (at, _) in text.match_indices(start) {
                let name = text[at + start.len()..].split(end).next().unwrap();
                sent.insert(name.to_owned());
            }
        }
    }
    assert_eq!(
        sent,
        expected(EVENTS.iter().map(|event| event.name)),
        "{MEND}"
    );
}

#[test]
fn methods_are_those_of_the_contract() {
    let contract = fs::read_to_string(root().join("api/src/enrolment.rs")).unwrap();
    let code = contract.split("pub const fn code").nth(1).unwrap();
    let arms = code.split('}').next().unwrap().split("=> \"").skip(1);
    let codes: Vec<&str> = arms.map(|arm| arm.split('"').next().unwrap()).collect();
    assert_eq!(codes, METHODS);
}

/// The first column of the table under this heading of `docs/testing.md`, which a journey compares with the widget.
fn documented(heading: &str) -> BTreeSet<String> {
    let document = fs::read_to_string(root().join("docs/testing.md")).unwrap();
    let section = document
        .split(&format!("\n### {heading}\n"))
        .nth(1)
        .unwrap();
    let section = section.split("\n##").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| row.split('`').next().unwrap().to_owned())
        .collect()
}

fn words(of: &[&str]) -> BTreeSet<String> {
    of.iter().map(|&word| word.to_owned()).collect()
}

#[test]
fn steps_and_errors_are_those_of_the_documented_hooks() {
    // In a stranger's frame there is no view, so these two have no row.
    let mut steps = documented("`data-step`");
    steps.insert("framed".to_owned());
    assert_eq!(words(&STEPS), steps);
    let mut own = documented("`data-error`");
    own.extend(words(&["framed", "no_reference"]));
    assert_eq!(words(&OWN_ERRORS), own);

    let backend = fs::read_to_string(root().join("docs/backend.md")).unwrap();
    let is_refused = |code: &&str| !OWN_ERRORS.contains(code) && *code != "unknown";
    for code in errors().into_iter().filter(is_refused) {
        assert!(backend.contains(&format!("\n| `{code}` | ")), "{code}");
    }
    assert!(errors().len() > 50, "{:?}", errors());
}

/// Every word that the settings hand to their event, and those that the other views' drivers send.
#[test]
fn changes_are_those_that_are_sent() {
    let replies = fs::read_to_string(root().join("src/settings/replies.rs")).unwrap();
    let pairs = replies.split("Text::Settings").skip(1);
    let mut sent: BTreeSet<String> = pairs
        .filter_map(|pair| {
            let (_, word) = pair.split_once(", \"")?;
            let (before, _) = pair.split_once('"')?;
            let alone = before
                .trim_end_matches(", ")
                .chars()
                .all(char::is_alphanumeric);
            alone.then(|| word.split('"').next().unwrap().to_owned())
        })
        .collect();
    for driver in ["enrolment", "password", "admin/rules", "admin/tokens"] {
        let driver = fs::read_to_string(root().join(format!("src/{driver}/driver.rs"))).unwrap();
        let words = driver.split("(\"what\", \"").skip(1);
        let words: Vec<_> = words
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect();
        assert!(!words.is_empty());
        sent.extend(words);
    }
    for machine in ["flow", "replies"] {
        let machine = root().join(format!("src/admin/person/{machine}.rs"));
        let machine = fs::read_to_string(machine).unwrap();
        for start in ["Done, \"", "Changed(\""] {
            let words = machine.split(start).skip(1);
            sent.extend(words.map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    assert_eq!(words(&CHANGES), sent);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path
            .extension()
            .is_some_and(|end| end == "rs" || end == "js")
        {
            found.push(path);
        }
    }
    found
}
