//! `cargo xtask serve`: builds what is missing and becomes the demonstration server. Its stdout is the
//! server's alone, whose first line is `ready http://127.0.0.1:PORT/`.

use crate::args::Serve;
use crate::bundle;
use crate::process;
use crate::project::Project;
use crate::say::{say, timed};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

pub const SERVER: &str = "tweestap-server";

pub fn run(project: &Project, options: &Serve) -> Result<()> {
    bundle::ensure(project)?;
    let server = build_server(project, false)?;
    let data = options
        .data
        .clone()
        .unwrap_or_else(|| project.root.join("demo-data"));
    let address = format!("127.0.0.1:{}", options.port);
    say(format!(
        "starting the demonstration on {address}, data in {}",
        data.display()
    ));
    let mut command = Command::new(server);
    command
        .args(["serve", "--demo", "--listen", &address, "--data"])
        .arg(data);
    become_it(&mut command)
}

/// The server's binary, in the dev profile (quick to build) or as it ships.
pub fn build_server(project: &Project, release: bool) -> Result<PathBuf> {
    let profile = if release { "release" } else { "dev" };
    timed(&format!("building the server ({profile})"), || {
        process::run(&mut project.cargo(&["build", "--package", SERVER, "--profile", profile]))
    })?;
    Ok(project.binary(if release { "release" } else { "debug" }, SERVER))
}

/// On Unix this process turns into the server, so that whoever ends one ends the other.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let shown = process::show(command);
    Err(anyhow::Error::from(command.exec()).context(format!("`{shown}` could not be started")))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(1));
}
