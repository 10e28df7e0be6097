//! `wasm-opt`, with settings that were chosen for the compressed size, because that is what a person
//! downloads. Nothing here assumes that a trap never happens.

use super::order;
use crate::process;
use crate::project::Project;
use crate::tools::BundleTools;
use anyhow::Result;
use std::fs;
use std::path::Path;

/// The version in which [`NEWER`] was tried; older ones do not know all of it.
const KNOWS_NEWER: u32 = 132;
const BY_NAME: &str = "--reorder-functions-by-name";
/// A common subexpression that is kept in a local is shorter, but no longer like its neighbours. The order
/// by name is a beginning: what nothing is like stays with its own crate (`order`, 1.5 kB).
const NEWER: [&str; 2] = [BY_NAME, "--skip-pass=local-cse"];

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
    if tools.wasm_opt_version < KNOWS_NEWER {
        return run(project, tools, &[&PASSES[..], &STRIPPED].concat(), from, to);
    }
    // What the module may use is still needed for the second run.
    let unnamed = [&NEWER[..], &PASSES, &STRIPPED[..1]].concat();
    run(project, tools, &unnamed, from, to)?;
    let named = to.with_extension("named.wasm");
    fs::write(&named, order::name_by_likeness(&fs::read(to)?)?)?;
    let sort = [&[BY_NAME][..], &STRIPPED].concat();
    run(project, tools, &sort, &named, to)
}

fn run(
    project: &Project,
    tools: &BundleTools,
    arguments: &[&str],
    from: &Path,
    to: &Path,
) -> Result<()> {
    let mut command = project.command(&tools.wasm_opt);
    command.args(arguments).arg(from).arg("--output").arg(to);
    process::run(&mut command)
}
