//! Runs Trunk: Rust to WebAssembly, its glue, the page and what the page names. It makes nothing small:
//! that is done afterwards, from what cargo linked (`lean`).

use super::apart::PROFILE;
use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::Result;
use std::env;
use std::fs;
use std::path::PathBuf;

/// The folder of the staged files.
pub fn build(project: &Project, tools: &BundleTools) -> Result<PathBuf> {
    let staged = project.scratch().join("staged");
    if staged.exists() {
        fs::remove_dir_all(&staged)?;
    }
    let mut command = project.command(&tools.trunk);
    // Not `--release`: that adds nothing to the profile but Trunk's own pass of `wasm-opt`, whose inlining
    // cannot be undone by ours.
    command
        .args(["build", "--cargo-profile", PROFILE, "--dist"])
        .arg(&staged)
        .env(FLAGS, flags())
        // Trunk takes the value of this conventional variable for a malformed option of its own.
        .env_remove("NO_COLOR");
    process::run(&mut command)?;
    Ok(staged)
}

/// For every bundle the same, so that the dependencies are compiled once.
pub const FLAGS: &str = "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS";

pub fn flags() -> String {
    format!("{} {WITH_RECORDS}", without_local_paths())
}

/// The linker's own records of what names what, for `lean`. They add nothing to the code.
const WITH_RECORDS: &str = "-Clink-arg=--emit-relocs";

/// Panic messages hold the paths of the dependencies' sources. Shortened, they tell nobody's home
/// folder, are the same on every machine, and weigh less.
fn without_local_paths() -> String {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let mut folders: Vec<PathBuf> = registries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    remapping(&folders)
}

fn remapping(folders: &[PathBuf]) -> String {
    let flags = folders
        .iter()
        .map(|folder| format!("--remap-path-prefix={}=", folder.display()));
    flags.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_registry_folder_is_cut_from_the_paths() {
        let folders = [
            "/home/a/.cargo/registry/src/one",
            "/home/a/.cargo/registry/src/two",
        ];
        assert_eq!(
            remapping(&folders.map(PathBuf::from)),
            "--remap-path-prefix=/home/a/.cargo/registry/src/one= \
             --remap-path-prefix=/home/a/.cargo/registry/src/two="
        );
        assert_eq!(remapping(&[]), "");
    }
}
