//! Whether the bundle in `dist/` is what the sources would give: digests of all inputs and all outputs,
//! kept under the target folder. Times of files are not looked at: a checkout changes them all.

use super::assets::hex;
use super::files::Files;
use crate::npm;
use crate::project::Project;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// Besides these the files that `index.html` asks Trunk to copy.
const INPUTS: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "Trunk.toml",
    "index.html",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "src",
    "style",
    "api",
    "xtask/src",
];

/// One digest over every input and the versions of the tools.
pub fn of_inputs(project: &Project, versions: &str) -> Result<String> {
    let mut digest = Sha256::new();
    digest.update(versions);
    let page = fs::read_to_string(project.root.join("index.html")).context("index.html")?;
    let inputs = INPUTS
        .iter()
        .map(|input| (*input).to_owned())
        .chain(copied(&page));
    for input in inputs {
        let path = project.root.join(&input);
        let files = if path.is_dir() {
            Files::read(&path)?
        } else {
            single(&path)?
        };
        for (name, contents) in files.iter() {
            digest.update(format!("{input}/{name} {}\n", contents.len()));
            digest.update(contents);
        }
    }
    Ok(hex(&digest.finalize()))
}

fn single(path: &Path) -> Result<Files> {
    let mut files = Files::default();
    files.put(
        "",
        fs::read(path).with_context(|| format!("{}", path.display()))?,
    );
    Ok(files)
}

/// The `href` of each `data-trunk` link, as far as it is a file.
fn copied(page: &str) -> impl Iterator<Item = String> {
    page.split("<link")
        .filter_map(|rest| rest.split_once('>').map(|(tag, _)| tag))
        .filter(|tag| tag.contains("data-trunk"))
        .filter_map(|tag| tag.split_once("href=\"")?.1.split('"').next())
        .map(str::to_owned)
}

/// Whether `dist/` was made from these inputs and has not been touched since.
pub fn matches(project: &Project, inputs: &str) -> Result<bool> {
    let Ok(text) = fs::read_to_string(path(project)) else {
        return Ok(false);
    };
    let Ok(stamp) = serde_json::from_str::<Value>(&text) else {
        return Ok(false);
    };
    Ok(stamp["inputs"] == inputs && stamp["outputs"] == outputs(project)?)
}

pub fn write(project: &Project, inputs: &str) -> Result<()> {
    let stamp = json!({ "inputs": inputs, "outputs": outputs(project)? });
    Ok(fs::write(path(project), stamp.to_string())?)
}

fn outputs(project: &Project) -> Result<String> {
    if !project.dist().is_dir() {
        return Ok(String::new());
    }
    let mut digest = Sha256::new();
    for (name, contents) in Files::read(&project.dist())?.iter() {
        if name.starts_with(npm::FOLDER) {
            continue; // made from the bundle, and no part of it
        }
        digest.update(format!("{name} {}\n", contents.len()));
        digest.update(contents);
    }
    Ok(hex(&digest.finalize()))
}

fn path(project: &Project) -> PathBuf {
    project.scratch().join("bundle.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_trunk_copies_are_inputs_too() {
        let page = "<link data-trunk rel=\"rust\"><link rel=\"icon\" href=\"/a.svg\">\n\
                    <link data-trunk rel=\"copy-file\" href=\"server/demo/portal.js\">";
        assert_eq!(copied(page).collect::<Vec<_>>(), ["server/demo/portal.js"]);
    }

    fn world(name: &str) -> Project {
        let root =
            std::env::temp_dir().join(format!("tweestap-stamp-{name}-{}", std::process::id()));
        for folder in [
            "src",
            "style",
            "api",
            "xtask/src",
            ".cargo",
            "dist",
            "target/tweestap",
        ] {
            fs::create_dir_all(root.join(folder)).unwrap();
        }
        for input in INPUTS.iter().filter(|input| input.contains('.')) {
            fs::write(root.join(input), "x").unwrap();
        }
        fs::write(root.join("src/lib.rs"), "fn main() {}").unwrap();
        fs::write(root.join("dist/index.html"), "<p>").unwrap();
        Project {
            target: root.join("target"),
            root,
        }
    }

    #[test]
    fn an_unchanged_bundle_is_recognised_and_a_changed_one_is_not() {
        let world = world("changed");
        let inputs = of_inputs(&world, "trunk 1").unwrap();
        assert!(!matches(&world, &inputs).unwrap());
        write(&world, &inputs).unwrap();
        assert!(matches(&world, &inputs).unwrap());
        fs::create_dir_all(world.root.join("dist/npm")).unwrap();
        fs::write(world.root.join("dist/npm/package.json"), "{}").unwrap();
        assert!(
            matches(&world, &inputs).unwrap(),
            "the package is made of the bundle"
        );

        assert_ne!(of_inputs(&world, "trunk 2").unwrap(), inputs);
        fs::write(world.root.join("src/lib.rs"), "fn main() { }").unwrap();
        assert_ne!(of_inputs(&world, "trunk 1").unwrap(), inputs);
        fs::write(world.root.join("dist/index.html"), "<b>").unwrap();
        assert!(!matches(&world, &inputs).unwrap());
        fs::remove_dir_all(world.root).unwrap();
    }
}
