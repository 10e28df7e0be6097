//! Tools written in Rust, in an exact version, under `target/tools`. A tool of the right version that
//! is on `PATH` is used as it is; one of another version is left alone.

use super::version;
use crate::process;
use crate::project::Project;
use crate::say::{say, timed};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

pub struct Tool<'a> {
    /// The program.
    pub name: &'a str,
    /// The package it is in.
    pub package: &'a str,
    /// Programs of the same package that must be there too.
    pub also: &'a [&'a str],
    pub version: &'a str,
    /// What the program says its version is, where that is not the package's.
    says: &'a str,
    /// With the dependencies its author tested.
    locked: bool,
}

impl<'a> Tool<'a> {
    pub fn new(name: &'a str, version: &'a str) -> Self {
        Self {
            name,
            package: name,
            also: &[],
            version,
            says: version,
            locked: false,
        }
    }

    pub fn reporting(mut self, version: &'a str) -> Self {
        self.says = version;
        self
    }

    pub fn locked(mut self) -> Self {
        self.locked = true;
        self
    }
}

/// The tool's path, after installing it if need be.
pub fn ensure(project: &Project, tool: &Tool<'_>) -> Result<PathBuf> {
    if let Some(path) = present(project, tool) {
        return Ok(path);
    }
    let what = format!("installing {} {}", tool.package, tool.version);
    timed(&what, || {
        if project.which("cargo-binstall").is_some() {
            match process::run(&mut binstall(project, tool)) {
                Ok(()) if present(project, tool).is_some() => return Ok(()),
                Ok(()) => say("cargo-binstall brought something else; compiling it"),
                Err(error) => say(format!("{error}; compiling it")),
            }
        }
        say("compiling it, which takes some minutes, once");
        process::run(&mut compile(project, tool))
    })?;
    present(project, tool).with_context(|| {
        format!(
            "{} {} was installed but does not run",
            tool.name, tool.version
        )
    })
}

fn present(project: &Project, tool: &Tool<'_>) -> Option<PathBuf> {
    let right = |name: &&str| {
        let path = project.which(name)?;
        let version = version::of(project, &path)?;
        (version == tool.says).then_some(path)
    };
    tool.also
        .iter()
        .all(|name| right(name).is_some())
        .then_some(())?;
    right(&tool.name)
}

fn binstall(project: &Project, tool: &Tool<'_>) -> std::process::Command {
    let root = project.tools();
    let mut command = project.cargo(&[
        "binstall",
        "--no-confirm",
        "--disable-strategies",
        "compile",
    ]);
    command.arg("--root").arg(root).arg("--force");
    command.arg(format!("{}@{}", tool.package, tool.version));
    command
}

fn compile(project: &Project, tool: &Tool<'_>) -> std::process::Command {
    let mut command = project.cargo(&["install", tool.package, "--force"]);
    command.args(["--version", tool.version]);
    if tool.locked {
        command.arg("--locked");
    }
    command.arg("--root").arg(project.tools());
    // A folder of their own, so that flags and lock files of the workspace do not reach them; and
    // quick to compile rather than quick to run, because each runs for a second or two.
    command
        .env("CARGO_TARGET_DIR", project.tools().join("build"))
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    command
}

/// The first of these programs that is there, or a sentence saying what was looked for.
pub fn any_of(project: &Project, names: &[&str]) -> Result<PathBuf> {
    match names.iter().find_map(|name| project.which(name)) {
        Some(path) => Ok(path),
        None => bail!("none of {} was found", names.join(", ")),
    }
}
