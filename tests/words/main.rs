//! The words: every sentence is used, says the same in every language, is short and plain, and whatever
//! can be refused has one.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod files;
mod marks;
mod meaning;
mod plain;
mod refusals;
mod register;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

type Words = BTreeMap<String, String>;

/// Files that have every text.
const WHOLE: [&str; 5] = ["nl", "en", "fr", "de", "ar"];
/// What a page can ask for, and the files that are laid over each other for it.
const TAGS: [(&str, &[&str]); 8] = [
    ("nl", &["nl"]),
    ("en", &["en"]),
    ("fr", &["fr"]),
    ("de", &["de"]),
    ("ar", &["ar"]),
    ("nl-be", &["nl", "nl-be"]),
    ("nl-x-formal", &["nl", "nl-x-formal"]),
    (
        "nl-be-x-formal",
        &["nl", "nl-be", "nl-x-formal", "nl-be-x-formal"],
    ),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// What every view says, and what those with a bundle of their own say besides.
const FOLDERS: [&str; 3] = ["lang", "lang/password", "lang/admin"];

/// One tag's file in each folder, as they are written. Every language is in each; what is said otherwise need not be.
fn file(name: &str) -> Words {
    let mut words = Words::new();
    for folder in FOLDERS {
        let path = src().join(format!("{folder}/{name}.json"));
        if !path.exists() && !WHOLE.contains(&name) {
            continue;
        }
        let file: Words = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for (key, text) in file {
            assert!(
                words.insert(key.clone(), text).is_none(),
                "{name}: {key} is there twice"
            );
        }
    }
    words
}

/// Everything that is said to somebody with this tag.
fn words(tag: &str) -> Words {
    let (_, files) = TAGS.iter().find(|(known, _)| *known == tag).unwrap();
    files.iter().flat_map(|name| file(name)).collect()
}

/// Every tag with all its words.
fn languages() -> BTreeMap<&'static str, Words> {
    TAGS.iter().map(|(tag, _)| (*tag, words(tag))).collect()
}

/// Sentences and headings; what stands after a colon is one of its own.
fn sentences(text: &str) -> Vec<&str> {
    let ends = ['.', '?', '!', ':', '؟'];
    let mut found = vec![];
    let mut start = 0;
    for (at, mark) in text.match_indices(ends) {
        let next = text[at + mark.len()..].chars().next();
        if next.is_none_or(char::is_whitespace) {
            found.push(text[start..at + mark.len()].trim());
            start = at + mark.len();
        }
    }
    found.push(text[start..].trim());
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// `step_of` → `StepOf`, as the build names it.
fn variant(key: &str) -> String {
    let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
    key.split('_').map(capitalised).collect()
}

fn placeholders(text: &str) -> Vec<&str> {
    let named = text.split('{').skip(1);
    let mut names: Vec<&str> = named.map(|rest| rest.split('}').next().unwrap()).collect();
    names.sort_unstable();
    names
}
