//! `wasm-opt`, with settings that were chosen for the compressed size, because that is what a person
//! downloads. Nothing here assumes that a trap never happens.

use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::Result;
use std::path::Path;

/// The version in which [`NEWER`] was tried; older ones do not know all of it.
const KNOWS_NEWER: u32 = 132;
/// Sorted by name, the functions of one crate lie together: what is alike is near, and brotli finds it.
/// A common subexpression that is kept in a local is shorter, but no longer like its neighbours.
const NEWER: [&str; 2] = ["--reorder-functions-by-name", "--skip-pass=local-cse"];

/// Measured on the whole widget, bytes of the download of the WebAssembly, brotli 11, binaryen 132: `-Oz`
/// and no inlining into the only caller 81 864, and without local-cse 81 388; inlining up to 25 there
/// 80 657, up to 60 81 719; `-Os` instead of `-Oz` 80 211; `--converge` 80 141, for twice the time.
const PASSES: [&str; 2] = ["-Os", "--one-caller-inline-max-function-size=25"];

const STRIPPED: [&str; 3] = [
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
];

pub fn optimise(project: &Project, tools: &BundleTools, from: &Path, to: &Path) -> Result<()> {
    let mut command = project.command(&tools.wasm_opt);
    if tools.wasm_opt_version >= KNOWS_NEWER {
        command.args(NEWER);
    }
    command
        .args(PASSES)
        .args(STRIPPED)
        .arg(from)
        .arg("--output")
        .arg(to);
    process::run(&mut command)
}
