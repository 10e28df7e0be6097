//! A school's folder of sentences, held against the widget's own: a key that no screen has, or a gap that nothing
//! fills, would otherwise be found by the people who read it.

use std::path::Path;
use std::sync::OnceLock;

use serde_json::{Map, Value};

use super::report::{Report, meant};
use crate::texts::{Sentences, Texts};

/// The widget's own, of which a school may say any otherwise.
const WIDGET: [&str; 3] = [
    include_str!("../../../src/lang/nl.json"),
    include_str!("../../../src/lang/password/nl.json"),
    include_str!("../../../src/lang/admin/nl.json"),
];
/// The languages the widget speaks.
const LANGUAGES: [&str; 5] = ["nl", "en", "fr", "de", "ar"];
const LONGEST: usize = 1_000;

fn widget() -> &'static Map<String, Value> {
    static TEXTS: OnceLock<Map<String, Value>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let files = WIDGET.iter().map(|file| serde_json::from_str(file));
        files
            .flat_map(|file: Result<Map<_, _>, _>| file.unwrap_or_default())
            .collect()
    })
}

/// Every `LANGUAGE.json` of a folder.
pub fn read(folder: &Path, report: &mut Report) -> Texts {
    let mut texts = Texts::default();
    let mut files: Vec<_> = match std::fs::read_dir(folder) {
        Ok(entries) => entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .collect(),
        Err(error) => {
            report.add(
                folder,
                "",
                0,
                format!("this folder cannot be read: {error}"),
            );
            return texts;
        }
    };
    files.retain(|path| path.extension().is_some_and(|kind| kind == "json"));
    files.sort();
    for path in files {
        let lang = path
            .file_stem()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !is_spoken(lang) {
            let said = format!(
                "{lang:?} is no language of the widget; call the file after one of {}, such as nl.json, nl-BE.json or nl-x-formal.json",
                LANGUAGES.join(", ")
            );
            report.add(&path, "", 0, said);
            continue;
        }
        match std::fs::read_to_string(&path) {
            Ok(text) => texts.insert(lang, sentences(&path, &text, report)),
            Err(error) => report.add(&path, "", 0, format!("this file cannot be read: {error}")),
        }
    }
    texts
}

fn is_spoken(lang: &str) -> bool {
    let lang = lang.strip_suffix("-x-formal").unwrap_or(lang);
    match lang.split_once('-') {
        Some((base, region)) => {
            let is_region = region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase());
            LANGUAGES.contains(&base) && is_region
        }
        None => LANGUAGES.contains(&lang),
    }
}

fn sentences(path: &Path, text: &str, report: &mut Report) -> Sentences {
    let file: Map<String, Value> = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let at = offset(text, error.line(), error.column());
            let said = format!("this is no table of texts (key to text) in JSON here: {error}");
            report.add(path, text, at, said);
            return Sentences::new();
        }
    };
    let mut sentences = Sentences::new();
    for (key, value) in file {
        match fault(&key, &value) {
            Some(said) => report.add(path, text, place_of(text, &key), said),
            None => {
                let said = value.as_str().unwrap_or_default().to_owned();
                sentences.insert(key, said);
            }
        }
    }
    sentences
}

fn fault(key: &str, value: &Value) -> Option<String> {
    let Some(own) = widget().get(key).and_then(Value::as_str) else {
        return Some(match meant(key, widget().keys().map(String::as_str)) {
            Some(word) => format!("the widget has no text {key:?}; did you mean {word:?}?"),
            None => format!("the widget has no text {key:?}; take it out"),
        });
    };
    let Some(text) = value.as_str().filter(|text| !text.trim().is_empty()) else {
        return Some(format!(
            "{key} must be a text in quotes; take it out to keep the widget's own"
        ));
    };
    if text.chars().count() > LONGEST || text.chars().any(char::is_control) {
        return Some(format!(
            "{key} must be one line of at most {LONGEST} characters"
        ));
    }
    let (expected, found) = (placeholders(own), placeholders(text));
    (expected != found).then(|| {
        format!(
            "{key} must have the placeholders {expected:?}, and has {found:?}; the widget's own is {own:?}"
        )
    })
}

/// As the widget's own build compares them.
fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    found.sort_unstable();
    found
}

/// Where a key of a JSON object stands.
fn place_of(text: &str, key: &str) -> usize {
    let quoted = Value::from(key).to_string();
    let is_key = |at: usize| text[at + quoted.len()..].trim_start().starts_with(':');
    text.match_indices(&quoted)
        .map(|(at, _)| at)
        .find(|at| is_key(*at))
        .unwrap_or(0)
}

fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    before + column.saturating_sub(1)
}
