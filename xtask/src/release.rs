//! `cargo xtask build`: what is shipped. The bundle comes first, because the server carries it inside.

use crate::bundle;
use crate::npm;
use crate::project::Project;
use crate::say::say;
use crate::serve::build_server;
use anyhow::Result;

pub fn run(project: &Project) -> Result<()> {
    bundle::ensure(project)?;
    npm::write(project)?;
    let server = build_server(project, true)?;
    say(format!("bundle: {}", project.dist().display()));
    say(format!("package: {}", npm::folder(project).display()));
    say(format!("server: {}", server.display()));
    Ok(())
}
