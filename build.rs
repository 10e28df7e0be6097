//! Makes `Text`, one variant for each sentence, from the language files, so that a missing, surplus or
//! misordered text, or one with other placeholders, does not compile. Order matters: the widget looks a
//! sentence up by position and so carries no keys.
//!
//! A file of a plain language (`fr.json`) has every text. A file with more in its name (`nl-be.json`,
//! `nl-be-x-formal.json`) lies over the others and has only what it says otherwise.
//!
//! A folder below `src/lang` has the texts of the feature of its name. They come after those that every view has, and
//! only where the feature is on: a bundle that is without the view is without its texts.

#![allow(clippy::expect_used)] // a build script has nobody to answer to but the build

#[path = "xtask/src/bundle/overlays.rs"]
mod overlays;

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

/// Every view's own come first, then these, in this order, as far as their features are on.
const FOLDERS: [(&str, Option<&str>); 3] = [
    ("src/lang", None),
    ("src/lang/password", Some("CARGO_FEATURE_PASSWORD")),
    ("src/lang/admin", Some("CARGO_FEATURE_ADMIN")),
];
const REFERENCE: &str = "nl.json";

/// Bytes. The linker's own megabyte is for programs that put buffers there; the deepest thing here is a tree
/// of elements, a dozen levels high.
const STACK: u32 = 256 * 1024;

fn main() {
    println!("cargo::rerun-if-changed=src/lang");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=xtask/src/bundle/overlays.rs");
    // Statics lie behind the stack: the nearer to zero, the shorter every address in the code.
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
    let mut reference = Vec::new();
    for (folder, feature) in FOLDERS {
        let own = checked(Path::new(folder));
        if feature.is_none_or(|feature| env::var_os(feature).is_some()) {
            reference.extend(own);
        }
    }

    let mut code = String::from(
        "/// A sentence of the widget; its words are in the language file.\n#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n#[repr(u32)]\npub enum Text {\n",
    );
    for (key, text) in &reference {
        writeln!(code, "    /// {text}\n    {},", variant(key)).expect("writing to a string");
    }
    code.push_str("}\n");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("texts.rs"), code).expect("OUT_DIR can be written");
}

/// The texts of one folder, whose files agree.
fn checked(folder: &Path) -> Vec<(String, String)> {
    let reference = texts(&folder.join(REFERENCE));
    for entry in fs::read_dir(folder).expect("a folder of languages can be read") {
        let path = entry.expect("a folder of languages can be listed").path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_stem().and_then(|name| name.to_str());
        match overlays::under(name.expect("a language file has a name")) {
            names if names.is_empty() => compare(&reference, &texts(&path), &path),
            names => differs(folder, &reference, &names, &texts(&path), &path),
        }
    }
    reference
}

/// Key and text in the file's own order.
fn texts(path: &Path) -> Vec<(String, String)> {
    let file =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let map: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&file).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    map.into_iter()
        .map(|(key, value)| match value {
            serde_json::Value::String(text) if !text.trim().is_empty() => (key, text),
            _ => panic!("{}: `{key}` has no text", path.display()),
        })
        .collect()
}

fn compare(reference: &[(String, String)], other: &[(String, String)], path: &Path) {
    for (index, (key, text)) in reference.iter().enumerate() {
        let Some((other_key, other_text)) = other.get(index) else {
            panic!("{}: the text `{key}` is missing", path.display());
        };
        assert!(
            key == other_key,
            "{}: `{key}` is expected where `{other_key}` stands",
            path.display()
        );
        assert!(
            placeholders(text) == placeholders(other_text),
            "{}: `{key}` has other placeholders than in {REFERENCE}",
            path.display()
        );
    }
    if let Some((key, _)) = other.get(reference.len()) {
        panic!("{}: `{key}` is not in {REFERENCE}", path.display());
    }
}

/// An overlay says nothing that is unknown, and nothing that would be said without it.
fn differs(
    folder: &Path,
    reference: &[(String, String)],
    under: &[String],
    texts_here: &[(String, String)],
    path: &Path,
) {
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for name in under {
        let below = folder.join(name).with_extension("json");
        // A region's register lies over the region only where that says something otherwise.
        if below.exists() {
            said.extend(texts(&below));
        }
    }
    let mut places = reference.iter().map(|(key, _)| key);
    for (key, text) in texts_here {
        assert!(
            places.any(|known| known == key),
            "{}: `{key}` is not in {REFERENCE}, or not in this order",
            path.display()
        );
        let before = &said[key];
        assert!(
            before != text,
            "{}: `{key}` is said so without this file",
            path.display()
        );
        assert!(
            placeholders(before) == placeholders(text),
            "{}: `{key}` has other placeholders than in {REFERENCE}",
            path.display()
        );
    }
}

fn placeholders(text: &str) -> Vec<&str> {
    let mut found: Vec<&str> = text
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    found.sort_unstable();
    found
}

/// `step_of` → `StepOf`.
fn variant(key: &str) -> String {
    key.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                .unwrap_or_default()
        })
        .collect()
}
