//! One or two letters for every import and export that glue and WebAssembly share: their own names hold
//! hashes, which do not compress and stand in both files. A name that is not found exactly where it is
//! expected is an error, because half a renaming is a widget that does not start.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use walrus::{ImportId, Module};

/// The only name of the imports' module; the glue's imports object has no other key.
const MODULE: &str = "a";

/// Renames in both; `module` is what the glue calls the imports' module. Gives the glue.
pub fn shorten(wasm: &mut Module, glue: &str, module: &str) -> Result<String> {
    let glue = once(glue, &format!("\"{module}\": "), &format!("\"{MODULE}\": "))?;
    let words = words(&glue);
    let imports = order(imports(wasm, module), &words, |word| word.is_key)?;
    let exports = order(exports(wasm), &words, |word| word.is_export)?;
    for ((_, id), short) in imports.iter().zip(names()) {
        let import = wasm.imports.get_mut(*id);
        import.module = MODULE.to_owned();
        import.name = short;
    }
    for ((_, id), short) in exports.iter().zip(names()) {
        wasm.exports.get_mut(*id).name = short;
    }
    let keys: BTreeMap<&str, String> = imports
        .iter()
        .map(|(name, _)| name.as_str())
        .zip(names())
        .collect();
    let members: BTreeMap<&str, String> = exports
        .iter()
        .map(|(name, _)| name.as_str())
        .zip(names())
        .collect();
    let short = |word: &Word<'_>| {
        let by_key = word.is_key.then(|| keys.get(word.text)).flatten();
        let by_member = word.is_export.then(|| members.get(word.text)).flatten();
        by_key.or(by_member)
    };
    let mut renamed = String::with_capacity(glue.len());
    let mut done = 0;
    for word in &words {
        if let Some(short) = short(word) {
            renamed.push_str(&glue[done..word.at]);
            renamed.push_str(short);
            done = word.at + word.text.len();
        }
    }
    renamed.push_str(&glue[done..]);
    Ok(renamed)
}

fn imports(wasm: &Module, module: &str) -> Vec<(String, ImportId)> {
    let ours = wasm.imports.iter().filter(|import| import.module == module);
    ours.map(|import| (import.name.clone(), import.id()))
        .collect()
}

fn exports(wasm: &Module) -> Vec<(String, walrus::ExportId)> {
    wasm.exports
        .iter()
        .map(|export| (export.name.clone(), export.id()))
        .collect()
}

/// In the order in which the glue has them, so that its short names follow each other.
fn order<T>(
    named: Vec<(String, T)>,
    words: &[Word<'_>],
    is_right: impl Fn(&Word<'_>) -> bool,
) -> Result<Vec<(String, T)>> {
    let mut placed = Vec::new();
    for (name, id) in named {
        let mut uses = words
            .iter()
            .filter(|word| word.text == name && is_right(word));
        let first = uses
            .next()
            .with_context(|| format!("the glue does not have `{name}`"))?;
        if first.is_key && uses.next().is_some() {
            bail!("the glue has `{name}` more than once");
        }
        placed.push((first.at, (name, id)));
    }
    placed.sort_by_key(|(at, _)| *at);
    Ok(placed.into_iter().map(|(_, named)| named).collect())
}

/// An identifier in the glue.
struct Word<'a> {
    text: &'a str,
    /// Bytes from the glue's beginning.
    at: usize,
    /// `name: function(…` at the beginning of a line: a member of the imports object.
    is_key: bool,
    /// `wasm.name`.
    is_export: bool,
}

/// What may be part of an identifier, as wasm-bindgen makes them.
pub fn in_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || letter == '$'
}

fn words(glue: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = 0;
    for text in glue.split(|letter| !in_word(letter)) {
        let at = rest;
        rest += text.len();
        let (before, after) = (&glue[..at], &glue[rest..]);
        // The separator.
        rest += after.chars().next().map_or(0, char::len_utf8);
        let line = before.rsplit('\n').next().unwrap_or_default();
        words.push(Word {
            text,
            at,
            is_key: line.trim().is_empty() && after.starts_with(": function("),
            is_export: before.ends_with("wasm.") && !before[..before.len() - 5].ends_with(in_word),
        });
    }
    words
}

/// `a` to `z`, `A` to `Z`, then all of two letters.
pub fn names() -> impl Iterator<Item = String> {
    let letters = || ('a'..='z').chain('A'..='Z');
    let pairs =
        letters().flat_map(move |first| letters().map(move |second| format!("{first}{second}")));
    letters().map(String::from).chain(pairs)
}

/// Replaces what must stand there once.
pub fn once(text: &str, old: &str, new: &str) -> Result<String> {
    match text.matches(old).count() {
        1 => Ok(text.replace(old, new)),
        count => bail!("the glue has `{old}` {count} times instead of once"),
    }
}
