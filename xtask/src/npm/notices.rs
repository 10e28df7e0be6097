//! `THIRD-PARTY-NOTICES.txt`: the licences of what others wrote and we ship. Each crate's own files are taken
//! word for word; equal texts stand once, with the names of all that they are for.

use super::crates::Crate;
use super::library::Library;
use anyhow::{Context, Result};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const HEAD: &str = "What others wrote and this package contains: the crates that are linked into the WebAssembly and\n\
                    its script, and the Rust standard library. (The linker leaves out what nothing calls; the list\n\
                    does not.) Tweestap itself is under LICENSE-APACHE or LICENSE-MIT, as you like.\n";
const LINE: &str =
    "\n================================================================================\n";
const NAMES: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "notice",
    "unlicense",
    "copyright",
];

/// The texts, and by whom each is used.
pub fn of(crates: &[Crate], library: &Library) -> Result<String> {
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut without = Vec::new();
    for one in crates.iter().filter(|one| !one.own) {
        let texts = texts_in(&one.folder)?;
        if texts.is_empty() {
            without.push(one);
        }
        for text in texts {
            users.entry(text).or_default().push(named(one));
        }
    }
    let standard = format!(
        "Rust standard library {} (MIT OR Apache-2.0)",
        library.version
    );
    for (_, text) in &library.licences {
        users
            .entry(normal(text))
            .or_default()
            .push(standard.clone());
    }
    let mut notices = HEAD.to_owned();
    // Their packages hold no licence file: what the package says of itself is all there is to pass on.
    for one in without {
        write!(notices, "{LINE}{}\n\n{}", named(one), said_of_itself(one))?;
    }
    for (text, users) in by_first_user(users) {
        write!(notices, "{LINE}{}\n\n{text}", users.join("\n"))?;
    }
    Ok(notices)
}

fn named(one: &Crate) -> String {
    format!("{} {} ({})", one.name, one.version, one.license)
}

fn said_of_itself(one: &Crate) -> String {
    let mut text = format!("Licence: {}\n", one.license);
    if !one.authors.is_empty() {
        text.push_str(&format!("Authors: {}\n", one.authors.join(", ")));
    }
    if let Some(repository) = &one.repository {
        text.push_str(&format!("Source: {repository}\n"));
    }
    text
}

/// Files at the crate's root that carry a licence or a notice.
fn texts_in(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && is_licence(path))
        .collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).with_context(|| path.display().to_string())?;
        Ok(normal(&String::from_utf8_lossy(&bytes)))
    };
    paths.iter().map(read).collect()
}

fn is_licence(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    !name.ends_with(".rs") && NAMES.iter().any(|word| name.starts_with(word))
}

/// Line ends and the blank around a text make no other licence of it.
fn normal(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim())
}

fn by_first_user(users: BTreeMap<String, Vec<String>>) -> Vec<(String, Vec<String>)> {
    let mut list: Vec<_> = users.into_iter().collect();
    list.sort_by(|(_, a), (_, b)| a.cmp(b));
    list
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn one(name: &str, folder: PathBuf) -> Crate {
        Crate {
            name: name.into(),
            version: "1.0.0".into(),
            license: "MIT".into(),
            authors: vec!["A. Author".into()],
            description: String::new(),
            repository: None,
            sha256: None,
            own: false,
            folder,
        }
    }

    #[test]
    fn equal_texts_stand_once_and_a_crate_without_one_is_named() {
        let root = std::env::temp_dir().join(format!("tweestap-notices-{}", std::process::id()));
        let folder = |name: &str| {
            let folder = root.join(name);
            fs::create_dir_all(&folder).unwrap();
            folder
        };
        let (a, b, c) = (folder("a"), folder("b"), folder("c"));
        fs::write(a.join("LICENSE-MIT"), "Copyright (c) A\r\nPermission\r\n").unwrap();
        fs::write(b.join("license.md"), "Copyright (c) A\nPermission\n\n").unwrap();
        fs::write(c.join("license.rs"), "fn main() {}").unwrap();
        let library = Library {
            version: "1.95.0".into(),
            licences: vec![("MIT.txt".into(), "Rust's".into())],
        };
        let notices = of(&[one("a", a), one("b", b), one("c", c)], &library).unwrap();
        assert_eq!(notices.matches("Permission").count(), 1, "{notices}");
        assert!(
            notices.contains("a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nCopyright"),
            "{notices}"
        );
        assert!(
            notices.contains("c 1.0.0 (MIT)\n\nLicence: MIT\nAuthors: A. Author\n"),
            "{notices}"
        );
        assert!(
            notices.contains("Rust standard library 1.95.0"),
            "{notices}"
        );
        assert!(!notices.contains("fn main"), "{notices}");
        fs::remove_dir_all(root).unwrap();
    }
}
