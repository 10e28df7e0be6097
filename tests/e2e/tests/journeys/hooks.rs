//! The hooks that docs/testing.md promises are those that are there, and no others: compared with the widget's
//! own tree on every screen of the gallery, and with the sources for what the gallery does not show.

use super::gallery::{PARTS, opens_the_gallery, waits_until_nothing_waits};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tweestap_e2e::{World, journey, scene};

/// Attributes of which the manual lists every value.
const LISTED: [&str; 6] = [
    "data-view",
    "data-step",
    "data-status",
    "data-action",
    "data-field",
    "data-error",
];
/// What no gallery shows, in the manual.
const UNSEEN: char = '†';

/// For password managers, which none of this is about.
const FOREIGN: [&str; 5] = [
    "data-1p-ignore",
    "data-bwignore",
    "data-form-type",
    "data-lpignore",
    "data-protonpass-ignore",
];

/// Every attribute of the widget's own elements, with its value.
const HOOKS: &str = "[...document.querySelectorAll('[data-gallery] > h2 + *')]\
    .flatMap(({ shadowRoot }) => [...shadowRoot.querySelectorAll('*')])\
    .flatMap(({ attributes }) => [...attributes])\
    .filter(({ name }) => name.startsWith('data-'))\
    .map(({ name, value }) => [name, value])";

type Names = BTreeSet<String>;

#[test]
fn the_manual_lists_every_hook_of_the_gallery_and_none_besides() {
    journey(scene("en", "light", 1280), async |w| {
        let seen = hooks_of_the_gallery(w).await;
        let manual = read("docs/testing.md");
        compare(
            "Attributes",
            &manual,
            seen.iter().map(|(name, _)| name.clone()).collect(),
        );
        for hook in LISTED {
            let of_hook = seen.iter().filter(|(name, _)| name == hook);
            let values: Names = of_hook.map(|(_, value)| value.clone()).collect();
            assert!(!values.is_empty(), "{hook} was looked for in vain");
            let values = match hook {
                "data-error" => values.difference(&problems()).cloned().collect(),
                _ => values,
            };
            compare(&format!("`{hook}`"), &manual, values);
        }
    });
}

/// Once every screen has gone through its steps; on one page they would keep each other waiting.
async fn hooks_of_the_gallery(w: &World) -> Vec<(String, String)> {
    let mut hooks = vec![];
    for part in PARTS {
        opens_the_gallery(w, "en", part).await;
        waits_until_nothing_waits(w).await;
        let of_part: Vec<(String, String)> = serde_json::from_value(w.value(HOOKS).await).unwrap();
        let own = |(name, _): &(String, String)| !FOREIGN.contains(&name.as_str());
        hooks.extend(of_part.into_iter().filter(own));
    }
    hooks
}

fn compare(heading: &str, manual: &str, seen: Names) {
    let rows = rows(manual, heading);
    let (unseen, listed): (Vec<_>, Vec<_>) = rows.into_iter().partition(|(_, unseen)| *unseen);
    let names =
        |rows: Vec<(String, bool)>| -> Names { rows.into_iter().map(|(name, _)| name).collect() };
    let (unseen, listed) = (names(unseen), names(listed));
    let missing: Vec<_> = seen.difference(&listed).collect();
    assert!(
        missing.is_empty(),
        "docs/testing.md has no row in {heading} for {missing:?}"
    );
    let stale: Vec<_> = listed.difference(&seen).collect();
    assert!(
        stale.is_empty(),
        "docs/testing.md has rows in {heading} that no screen has: {stale:?}"
    );
    let sources = sources();
    for name in unseen {
        let literal = format!("{name}\"");
        let in_script = format!("= '{name}'");
        assert!(
            sources.contains(&literal) || sources.contains(&in_script),
            "{heading}: {name} is in no source"
        );
    }
}

/// The first cells of the table below a heading of the manual, and whether they carry the mark.
fn rows(manual: &str, heading: &str) -> Vec<(String, bool)> {
    let (_, section) = manual
        .split_once(&format!("\n### {heading}\n"))
        .unwrap_or_else(|| panic!("docs/testing.md has no heading {heading}"));
    let section = section.split("\n#").next().unwrap();
    let cells = section.lines().filter_map(|line| {
        let cell = line.strip_prefix("| `")?.split('|').next()?;
        let (name, _) = cell.split_once('`')?;
        Some((name.to_owned(), cell.contains(UNSEEN)))
    });
    cells.collect()
}

/// The codes of the contract, which has a list of its own.
fn problems() -> Names {
    let source = read("api/src/problem.rs");
    let codes = source.lines().filter_map(|line| {
        let (code, status) = line.split_once("= \"")?.1.split_once("\", ")?;
        let is_status = status.trim_end_matches(';').parse::<u16>().is_ok();
        is_status.then(|| code.to_owned())
    });
    let codes: Names = codes.collect();
    assert!(codes.len() > 20, "{codes:?}");
    codes
}

fn sources() -> String {
    let mut text = String::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|end| end == "rs" || end == "js")
            {
                text.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    text
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
