//! The language files: nothing idle, nothing missing, nothing left in another language.

use crate::{FOLDERS, TAGS, WHOLE, Words, file, languages, placeholders, src, variant, words};
use std::{fs, path::Path};

fn rust_files(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_text_is_used() {
    let mut files = vec![];
    rust_files(&src(), &mut files);
    let code = files.iter().flat_map(|file| file.lines());
    let code: Vec<&str> = code
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let used = |variant: &str| {
        let name = format!("Text::{variant}");
        code.iter().any(|line| {
            line.match_indices(&name).any(|(at, _)| {
                let next = line[at + name.len()..].chars().next();
                !next.is_some_and(|next| next.is_alphanumeric())
            })
        })
    };
    let keys = words("nl").into_keys();
    let idle: Vec<String> = keys.filter(|key| !used(&variant(key))).collect();
    assert!(idle.is_empty(), "texts that nothing says: {idle:?}");
}

#[test]
fn every_language_says_the_same_with_the_same_blanks() {
    let dutch = words("nl");
    for (language, words) in languages() {
        assert!(words.keys().eq(dutch.keys()), "{language} has other keys");
        for (key, text) in &words {
            let blanks = placeholders(text);
            assert_eq!(blanks, placeholders(&dutch[key]), "{language}: {key}");
            let known = [
                "n", "total", "time", "wait", "school", "number", "name", "date", "used", "system",
                "help",
            ];
            assert!(
                blanks.iter().all(|name| known.contains(name)),
                "{language}: {key}"
            );
        }
    }
}

/// A file that no tag leads to would be checked by nobody and read by nobody.
#[test]
fn every_file_is_some_tags() {
    let there = |folder: &str| {
        let entries = fs::read_dir(src().join(folder)).unwrap();
        let files = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_file());
        let mut names: Vec<String> = files
            .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        names.sort();
        names
    };
    let mut known = TAGS.map(|(tag, _)| tag.to_owned());
    known.sort();
    assert_eq!(there("lang"), known);
    for folder in &FOLDERS[1..] {
        let names = there(folder);
        assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
        let whole = WHOLE.iter().all(|name| names.iter().any(|one| one == name));
        assert!(whole, "{folder}: {names:?}");
    }
}

/// The scripts of the elements name each file, and speak each language.
#[test]
fn the_elements_know_every_file() {
    let script = |name: &str| fs::read_to_string(src().join(name)).unwrap();
    let scripts = [script("element.js"), script("words.js")].concat();
    for (tag, _) in TAGS {
        assert!(scripts.contains(&format!("'./lang/{tag}.json'")), "{tag}");
    }
    let spoken = format!("/^({})", WHOLE.join("|"));
    assert!(scripts.contains(&spoken), "{spoken}");
    let apart = script("apart.js");
    for folder in &FOLDERS[1..] {
        let bundle = folder.trim_start_matches("lang/");
        for (tag, _) in TAGS {
            let is_there = src().join(format!("{folder}/{tag}.json")).exists();
            let line = format!("'{bundle}-{tag}': './{folder}/{tag}.json'");
            assert_eq!(apart.contains(&line), is_there, "{line}");
        }
    }
}

/// Words that the languages share, and the name of a file.
const ALIKE: [(&str, &str); 4] = [
    ("nl", "codes_download"),
    ("nl", "codes_print"),
    ("nl", "one_week"),
    ("ar", "codes_file"),
];

#[test]
fn nothing_is_left_in_english() {
    let english = words("en");
    let is_alike = |language: &str, key: &str| {
        key.starts_with("scan_app_") || ALIKE.contains(&(language, key))
    };
    for language in WHOLE.iter().filter(|language| **language != "en") {
        for (key, text) in words(language) {
            let left = text == english[&key] && !is_alike(language, &key);
            assert!(!left, "{language}: {key}: {text}");
        }
    }
    for (language, key) in ALIKE {
        assert_eq!(
            words(language)[key],
            english[key],
            "{language}: {key} is no longer alike"
        );
    }
}

/// What is said otherwise says it with the same blanks; the build checks that it is otherwise at all.
#[test]
fn an_overlay_has_only_what_is_known() {
    let dutch = words("nl");
    for (name, _) in TAGS.iter().filter(|(name, _)| !WHOLE.contains(name)) {
        let over: Words = file(name);
        assert!(over.len() > 20, "{name} has only {}", over.len());
        for (key, text) in over {
            assert_eq!(
                placeholders(&text),
                placeholders(&dutch[&key]),
                "{name}: {key}"
            );
        }
    }
}
