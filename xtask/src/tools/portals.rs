//! What runs the example portals: Node (it comes with npm), PHP, and a Python that has `cryptography`.

use super::apt;
use crate::process;
use crate::project::Project;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// Debian's, which is the one its packages are for.
const DEBIANS: &str = "/usr/bin/python3";

pub struct Runtimes {
    pub node: PathBuf,
    pub python: PathBuf,
    pub php: PathBuf,
}

pub fn ensure(project: &Project) -> Result<Runtimes> {
    apt::ensure(project, &[("php", "php-cli")])?;
    let (Some(node), Some(php)) = (project.which("node"), project.which("php")) else {
        bail!("the example portals need Node.js and PHP: install them");
    };
    Ok(Runtimes {
        node,
        python: python(project)?,
        php,
    })
}

/// The one on `PATH` may be somebody's own, without the package; Debian's gets it.
fn python(project: &Project) -> Result<PathBuf> {
    let found = |project: &Project| {
        let places = [project.which("python3"), Some(DEBIANS.into())];
        let mut places = places.into_iter().flatten();
        places.find(|python| has_cryptography(project, python))
    };
    if let Some(python) = found(project) {
        return Ok(python);
    }
    apt::install(project, &["python3", "python3-cryptography"])?;
    match found(project) {
        Some(python) => Ok(python),
        None => bail!("python3-cryptography was installed, but no python3 finds it"),
    }
}

fn has_cryptography(project: &Project, python: &Path) -> bool {
    let mut command = project.command(python);
    process::output(command.args(["-c", "import cryptography.hazmat"])).is_ok()
}
