//! Tables that must be complete, and names that must exist.

use crate::blocks::{Document, documents};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tweestap_api::Problem;
use tweestap_e2e::portals::root;

fn document(name: &str) -> Document {
    let found = documents().into_iter().find(|one| one.name == name);
    found.unwrap_or_else(|| panic!("there is no {name}"))
}

/// What stands in back quotes in the first column of a table that begins with this word.
fn first_column(document: &Document, heading: &str) -> Vec<String> {
    let rows = document
        .text
        .lines()
        .skip_while(|line| !line.starts_with(&format!("| {heading} |")));
    let rows = rows.skip(2).take_while(|line| line.starts_with('|'));
    let cells = rows.map(|row| {
        row.split('|')
            .nth(1)
            .unwrap()
            .trim()
            .trim_matches('`')
            .to_owned()
    });
    cells.collect()
}

#[test]
fn every_problem_is_in_the_table_with_its_status() {
    let backend = document("docs/backend.md");
    let documented: BTreeSet<String> = first_column(&backend, "code").into_iter().collect();
    let real: BTreeSet<String> = Problem::examples()
        .iter()
        .map(|one| one.code().to_owned())
        .collect();
    assert_eq!(documented, real);
    for problem in Problem::examples() {
        let row = format!("| `{}` | {} |", problem.code(), problem.status());
        assert!(backend.text.contains(&row), "{row}");
    }
}

/// `a_name_of_a_test`: words with underscores, long enough to be a sentence.
fn test_names(text: &str) -> BTreeSet<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let is_name = |word: &&str| {
        word.matches('_').count() >= 2
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    quoted.filter(is_name).collect()
}

#[test]
fn every_test_that_the_threat_model_names_exists() {
    let threats = document("docs/threat-model.md");
    let names = test_names(&threats.text);
    assert!(names.len() > 20, "only {} tests are named", names.len());
    let mut sources = String::new();
    for folder in ["api", "server", "src", "tests", "xtask"] {
        read_all(&root().join(folder), &mut sources);
    }
    let missing: Vec<_> = names
        .into_iter()
        .filter(|name| !is_test(&sources, name))
        .collect();
    assert!(missing.is_empty(), "there are no such tests: {missing:#?}");
}

/// A function with `#[test]` (of whichever kind) close above it.
fn is_test(sources: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    sources.match_indices(&head).any(|(at, _)| {
        let before = &sources[sources.floor_char_boundary(at.saturating_sub(250))..at];
        let nearest = before.rfind("fn ").map_or(before, |at| &before[at..]);
        nearest.contains("test]")
            || nearest.contains("test(")
            || before.contains("both! {")
            || nearest.contains("wasm_bindgen_test")
    })
}

fn read_all(folder: &Path, sources: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let own = !["target", "node_modules"]
                .iter()
                .any(|name| path.ends_with(name));
            if own {
                read_all(&path, sources);
            }
        } else if path.extension().is_some_and(|end| end == "rs") {
            sources.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

/// Links to files of the repository, pictures included.
#[test]
fn every_link_leads_somewhere() {
    let mut seen = 0;
    for document in documents() {
        let folder = document.path.parent().unwrap();
        for target in document
            .text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            let file = target.split('#').next().unwrap();
            if file.is_empty() || target.contains("://") {
                continue;
            }
            seen += 1;
            let path: PathBuf = folder.join(file);
            assert!(path.exists(), "{}: {target}", document.name);
        }
    }
    assert!(seen > 3, "only {seen} links were found");
}

#[test]
fn the_front_page_stays_short() {
    let lines = document("README.md").text.lines().count();
    assert!(lines <= 120, "README.md has {lines} lines");
}
