//! Which crates are in the WebAssembly, and what is known about each. Cargo is asked, with the widget's own
//! features and target: what only the server or the build uses is not shipped, and has no place in the lists.

use crate::process;
use crate::project::Project;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const WIDGET: &str = "tweestap";
const TARGET: &str = "wasm32-unknown-unknown";

pub struct Crate {
    pub name: String,
    pub version: String,
    /// An SPDX expression.
    pub license: String,
    pub authors: Vec<String>,
    pub description: String,
    pub repository: Option<String>,
    /// SHA-256 of what was downloaded, from `Cargo.lock`; ours have none.
    pub sha256: Option<String>,
    /// Ours: they go by the package's own licence.
    pub own: bool,
    pub folder: PathBuf,
}

impl Crate {
    /// `pkg:cargo/leptos@0.8.23`
    pub fn purl(&self) -> String {
        format!(
            "pkg:cargo/{}@{}",
            self.name,
            self.version.replace('+', "%2B")
        )
    }
}

/// By name and version.
pub fn in_the_wasm(project: &Project) -> Result<Vec<Crate>> {
    let linked = linked(project)?;
    let checksums = checksums(&fs::read_to_string(project.root.join("Cargo.lock"))?);
    let mut arguments = vec!["metadata", "--locked", "--format-version", "1"];
    arguments.extend(["--filter-platform", TARGET]);
    let metadata: Value = serde_json::from_str(&process::output(&mut project.cargo(&arguments))?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata")?;
    let mut crates = Vec::new();
    for package in packages {
        let one = described(package, &checksums)?;
        if linked.contains(&(one.name.clone(), one.version.clone())) {
            crates.push(one);
        }
    }
    crates.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    if crates.len() != linked.len() {
        bail!(
            "cargo tree names {} crates, cargo metadata {}",
            linked.len(),
            crates.len()
        );
    }
    Ok(crates)
}

/// Names and versions; macros and build scripts leave no code of their own.
fn linked(project: &Project) -> Result<BTreeSet<(String, String)>> {
    let mut command = project.cargo(&["tree", "--locked", "--package", WIDGET, "--target", TARGET]);
    command.args(["--edges", "normal,no-proc-macro", "--prefix", "none"]);
    command.args(["--no-dedupe", "--format", "{p}"]);
    let text = process::output(&mut command)?;
    text.lines()
        .filter(|line| !line.is_empty())
        .map(|line| name_and_version(line).with_context(|| format!("cargo tree says `{line}`")))
        .collect()
}

/// `leptos v0.8.23`, `tweestap-api v0.1.0 (/folder/api)`
fn name_and_version(line: &str) -> Option<(String, String)> {
    let mut words = line.split(' ');
    let (name, version) = (words.next()?, words.next()?.strip_prefix('v')?);
    Some((name.to_owned(), version.to_owned()))
}

fn described(package: &Value, checksums: &Checksums) -> Result<Crate> {
    let text = |key: &str| package[key].as_str().map(str::to_owned);
    let name = text("name").context("a package without a name")?;
    let version = text("version").context("a package without a version")?;
    let manifest = PathBuf::from(text("manifest_path").context("a package without a folder")?);
    let authors = package["authors"].as_array().into_iter().flatten();
    Ok(Crate {
        license: text("license").unwrap_or_default().replace('/', " OR "),
        authors: authors
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        description: text("description").unwrap_or_default().trim().to_owned(),
        repository: text("repository"),
        sha256: checksums.get(&(name.clone(), version.clone())).cloned(),
        own: package["source"].is_null(),
        folder: manifest.parent().unwrap_or(Path::new(".")).to_path_buf(),
        name,
        version,
    })
}

type Checksums = BTreeMap<(String, String), String>;

/// Of the blocks of `Cargo.lock`, which cargo itself writes in one form only.
fn checksums(lock: &str) -> Checksums {
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key))?;
        Some(line.trim_start_matches(" = ").trim_matches('"').to_owned())
    };
    lock.split("[[package]]")
        .filter_map(|block| {
            let named = (value(block, "name")?, value(block, "version")?);
            Some((named, value(block, "checksum")?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_tree_is_read() {
        for (line, expected) in [
            ("leptos v0.8.23", Some(("leptos", "0.8.23"))),
            (
                "tweestap-api v0.1.0 (/a folder/api)",
                Some(("tweestap-api", "0.1.0")),
            ),
            ("[dev-dependencies]", None),
        ] {
            let read = name_and_version(line);
            let read = read
                .as_ref()
                .map(|(name, version)| (name.as_str(), version.as_str()));
            assert_eq!(read, expected);
        }
    }

    #[test]
    fn checksums_are_read_from_the_lock_file() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"s\"\nchecksum = \"00ff\"\n\n\
                    [[package]]\nname = \"own\"\nversion = \"0.1.0\"\ndependencies = [\n \"a\",\n]\n";
        let read = checksums(lock);
        assert_eq!(read.len(), 1);
        assert_eq!(read[&("a".to_owned(), "1.0.0".to_owned())], "00ff");
    }
}
