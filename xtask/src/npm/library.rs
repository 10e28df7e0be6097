//! The Rust standard library, which is in every WebAssembly: its version, and its licence as the toolchain
//! brings it along.

use crate::process;
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

pub struct Library {
    /// Of the compiler: `1.95.0`.
    pub version: String,
    /// Name and text.
    pub licences: Vec<(String, String)>,
}

const LICENCES: [&str; 2] = ["MIT.txt", "Apache-2.0.txt"];

pub fn read(project: &Project) -> Result<Library> {
    let said = process::output(project.command("rustc").arg("--version"))?;
    let version = crate::tools::version::in_text(&said).context("rustc tells no version")?;
    let root = process::output(project.command("rustc").args(["--print", "sysroot"]))?;
    let folder = PathBuf::from(root.trim()).join("share/doc/rust/licenses");
    // A toolchain of a distribution keeps them elsewhere; the licences' names stand in the notice all the same.
    let licences = LICENCES
        .iter()
        .filter_map(|name| {
            Some((
                (*name).to_owned(),
                fs::read_to_string(folder.join(name)).ok()?,
            ))
        })
        .collect();
    Ok(Library { version, licences })
}
