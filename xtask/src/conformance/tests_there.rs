//! The tests there are: names and files, read from the sources. Asking the runners would mean building them all.

use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const FOLDERS: [&str; 4] = ["tests", "src", "server/tests", "xtask/src"];

/// Name to file, from the root.
pub fn of(root: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        look_into(root, &root.join(folder), &mut files)?;
    }
    Ok(files)
}

fn look_into(root: &Path, folder: &Path, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            look_into(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
            let place = path.strip_prefix(root)?.display().to_string();
            files.extend(names(&source).map(|name| (name.to_owned(), place.clone())));
        }
    }
    Ok(())
}

/// The functions that stand below `#[test]`, `#[wasm_bindgen_test]` or `#[tokio::test]`; an ignored one is none.
fn names(source: &str) -> impl Iterator<Item = &str> {
    let marked = source.split("#[").filter_map(|rest| {
        let (attribute, below) = rest.split_once(']')?;
        attribute
            .split('(')
            .next()?
            .ends_with("test")
            .then_some(below)
    });
    marked.filter_map(|below| {
        let declared = below.trim_start();
        let declared = declared.strip_prefix("async ").unwrap_or(declared);
        let (name, _) = declared.strip_prefix("fn ")?.split_once('(')?;
        Some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_runs_is_a_test() {
        let source = "#[test]\nfn one() {}\n#[wasm_bindgen_test]\nasync fn two() {}\n\
                      #[cfg(test)]\nmod tests {}\nfn three() {}\n#[test]\n#[ignore]\nfn four() {}";
        assert_eq!(names(source).collect::<Vec<_>>(), ["one", "two"]);
    }
}
