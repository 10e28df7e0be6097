//! Runs Trunk: Rust to WebAssembly, its glue, the page and what the page names. Then `wasm-opt`, with
//! settings that were chosen for the compressed size, because that is what a person downloads.

use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::{Context, Result};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// What the root package's WebAssembly is called.
pub const WASM: &str = "tweestap_widget_bg.wasm";

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
        .args(["build", "--cargo-profile", "widget", "--dist"])
        .arg(&staged)
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            without_local_paths(),
        )
        // Trunk takes the value of this conventional variable for a malformed option of its own.
        .env_remove("NO_COLOR");
    process::run(&mut command)?;
    optimise(project, tools, &staged.join(WASM))?;
    Ok(staged)
}

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

/// The version in which [`BY_NAME`] was tried; older ones may not know it.
const KNOWS_BY_NAME: u32 = 132;
/// Functions of one crate lie together: what is alike is near, and brotli finds it.
const BY_NAME: &str = "--reorder-functions-by-name";

/// Bytes, brotli 11, binaryen 132: `-Oz` 114.5 kB; without inlining a function into its only caller, which
/// compresses worse than a function that looks like its neighbours, 111.3; sorted by name besides, 110.6.
fn optimise(project: &Project, tools: &BundleTools, wasm: &Path) -> Result<()> {
    let optimised = wasm.with_extension("optimised");
    let mut command = project.command(&tools.wasm_opt);
    if tools.wasm_opt_version >= KNOWS_BY_NAME {
        command.arg(BY_NAME);
    }
    command
        .args(["-Oz", "--one-caller-inline-max-function-size=0"])
        .args([
            "--strip-debug",
            "--strip-producers",
            "--strip-target-features",
        ])
        .arg(wasm)
        .arg("--output")
        .arg(&optimised);
    process::run(&mut command)?;
    fs::rename(&optimised, wasm).with_context(|| format!("{}", wasm.display()))
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
