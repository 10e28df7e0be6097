//! `wasm-opt`, with settings that were chosen for the compressed size, because that is what a person
//! downloads. Nothing here assumes that a trap never happens.

use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::Result;
use std::path::Path;

/// The version in which [`BY_NAME`] was tried; older ones may not know it.
const KNOWS_BY_NAME: u32 = 132;
/// Functions of one crate lie together: what is alike is near, and brotli finds it.
const BY_NAME: &str = "--reorder-functions-by-name";

/// Bytes, brotli 11, binaryen 132: `-Oz` 114.5 kB; without inlining a function into its only caller, which
/// compresses worse than a function that looks like its neighbours, 111.3; sorted by name besides, 110.6.
const PASSES: [&str; 2] = ["-Oz", "--one-caller-inline-max-function-size=0"];

const STRIPPED: [&str; 3] = [
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

pub fn optimise(project: &Project, tools: &BundleTools, from: &Path, to: &Path) -> Result<()> {
    let mut command = project.command(&tools.wasm_opt);
    if tools.wasm_opt_version >= KNOWS_BY_NAME {
        command.arg(BY_NAME);
    }
    command
        .args(PASSES)
        .args(STRIPPED)
        .arg(from)
        .arg("--output")
        .arg(to);
    process::run(&mut command)
}
