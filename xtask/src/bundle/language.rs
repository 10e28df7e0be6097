//! Language files as they travel: sentences without their keys, because the widget finds a sentence by its
//! position (`src/strings.rs`, and `build.rs` proves that the files agree on the order), and the keys would be a
//! quarter of the download. What a region or a register says otherwise travels with all the rest: one whole
//! file has fewer bytes than two that are laid over each other, and is one request.

use super::overlays;
use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

/// Below the project.
pub const FOLDER: &str = "src/lang";
/// For a school's own texts, which are named by their keys.
const KEYS: &str = "keys";
/// The one that has the keys in their order.
const REFERENCE: &str = "nl";

type Table = Map<String, Value>;

/// The text of a language file by its name, if there is one.
type Read<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What is to be served for `lang/nl-be.json` or `lang/admin/nl-be.json`, with the files as they are written in `folder`.
pub fn file(folder: &Path, path: &str) -> Result<Vec<u8>> {
    let below = path.strip_prefix("lang/").unwrap_or(path);
    let folder = folder.join(Path::new(below).parent().unwrap_or(Path::new("")));
    let read = |name: &str| fs::read_to_string(folder.join(name).with_extension("json")).ok();
    let name = Path::new(path).file_stem().unwrap_or_default();
    served(&read, &name.to_string_lossy())
}

fn served(read: Read, name: &str) -> Result<Vec<u8>> {
    let list: Vec<Value> = if name == KEYS {
        let keys = table(read, REFERENCE)?.into_iter();
        keys.map(|(key, _)| Value::String(key)).collect()
    } else {
        let texts = whole(read, name)?.into_iter();
        texts.map(|(_, text)| text).collect()
    };
    Ok(serde_json::to_vec(&list)?)
}

/// A language, and over it its region, its register, and both together, as far as there are such files.
fn whole(read: Read, name: &str) -> Result<Table> {
    let mut texts = Table::new();
    let lower = overlays::under(name).into_iter();
    for other in lower.filter(|other| read(other).is_some()) {
        // A key that is there already keeps its place.
        texts.extend(table(read, &other)?);
    }
    texts.extend(table(read, name)?);
    Ok(texts)
}

fn table(read: Read, name: &str) -> Result<Table> {
    let text = read(name).with_context(|| format!("there is no language file `{name}`"))?;
    let table: Table = serde_json::from_str(&text)
        .with_context(|| format!("the language file `{name}` is no table of sentences"))?;
    if let Some((key, _)) = table.iter().find(|(_, value)| !value.is_string()) {
        bail!("`{key}` in the language file `{name}` is no text");
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(files: &[(&str, &str)], name: &str) -> Result<String> {
        let read = |wanted: &str| {
            let mut files = files.iter();
            let found = files.find(|(name, _)| *name == wanted);
            found.map(|(_, text)| (*text).to_owned())
        };
        Ok(String::from_utf8(served(&read, name)?)?)
    }

    #[test]
    fn a_language_file_keeps_its_sentences_in_their_order() {
        let text = "{\n  \"title\": \"één  \\\"woord\\\"\",\n  \"again\": \"opnieuw\"\n}\n";
        let small = of(&[("nl", text)], "nl").unwrap();
        assert_eq!(small, "[\"één  \\\"woord\\\"\",\"opnieuw\"]");
    }

    const DUTCH: [(&str, &str); 4] = [
        (
            "nl",
            r#"{"z": "je telefoon", "a": "je", "b": "telefoon", "c": "code"}"#,
        ),
        ("nl-be", r#"{"z": "je gsm", "b": "gsm"}"#),
        ("nl-x-formal", r#"{"z": "uw telefoon", "a": "uw"}"#),
        ("nl-be-x-formal", r#"{"z": "uw gsm"}"#),
    ];

    #[test]
    fn what_is_said_otherwise_stands_in_its_place_among_the_rest() {
        for (name, expected) in [
            ("nl", r#"["je telefoon","je","telefoon","code"]"#),
            ("nl-be", r#"["je gsm","je","gsm","code"]"#),
            ("nl-x-formal", r#"["uw telefoon","uw","telefoon","code"]"#),
            ("nl-be-x-formal", r#"["uw gsm","uw","gsm","code"]"#),
        ] {
            assert_eq!(of(&DUTCH, name).unwrap(), expected, "{name}");
        }
    }

    #[test]
    fn the_keys_are_a_list_in_the_same_order() {
        let keys = of(&DUTCH, "keys").unwrap();
        assert_eq!(keys, r#"["z","a","b","c"]"#);
    }

    #[test]
    fn what_is_no_table_of_sentences_is_refused() {
        for text in [
            "{\"a\": ,}",
            "[\"a\"]",
            "{\"a\": 1}",
            "{\"a\": {\"b\": \"c\"}}",
        ] {
            assert!(of(&[("nl", text)], "nl").is_err(), "{text}");
        }
        assert!(of(&[], "nl").is_err());
    }
}
