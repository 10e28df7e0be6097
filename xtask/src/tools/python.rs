//! The tools that come as Python packages: aiosmtpd, the mail server of the tests. In an environment of its
//! own under `target/tools`; versions and digests are in `xtask/python/requirements.txt`.

use super::apt;
use crate::process;
use crate::project::Project;
use crate::say::timed;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// The Python that has aiosmtpd.
pub fn aiosmtpd(project: &Project) -> Result<PathBuf> {
    let folder = project.tools().join("aiosmtpd");
    let python = folder.join("bin/python");
    if up_to_date(project, &folder)? && runs(project, &python) {
        return Ok(python);
    }
    prepare(project)?;
    timed("installing aiosmtpd", || install(project, &folder, &python))?;
    if !runs(project, &python) {
        bail!("aiosmtpd was installed but does not run");
    }
    Ok(python)
}

fn up_to_date(project: &Project, folder: &Path) -> Result<bool> {
    let installed = fs::read(folder.join("requirements.txt")).unwrap_or_default();
    let wanted = fs::read(requirements(project)).context("xtask/python/requirements.txt")?;
    Ok(installed == wanted)
}

/// The copy of the list tells what was installed; the interpreter it was installed for may have gone since.
fn runs(project: &Project, python: &Path) -> bool {
    let mut command = project.command(python);
    process::output(command.args(["-c", "import aiosmtpd.smtp"])).is_ok()
}

/// A Python that can make environments: Debian keeps that part in a package of its own.
fn prepare(project: &Project) -> Result<()> {
    let able = ["-c", "import venv, ensurepip"];
    if process::output(project.command("python3").args(able)).is_ok() {
        return Ok(());
    }
    apt::install(project, &["python3", "python3-venv"])
}

fn install(project: &Project, folder: &Path, python: &Path) -> Result<()> {
    let mut environment = project.command("python3");
    environment.args(["-m", "venv", "--clear"]).arg(folder);
    process::run(&mut environment)?;
    let mut pip = project.command(python);
    pip.args(["-m", "pip", "install", "--quiet", "--require-hashes"])
        .args(["--disable-pip-version-check", "--only-binary", ":all:"])
        .arg("--requirement")
        .arg(requirements(project));
    process::run(&mut pip)?;
    // Last, because it says "up to date".
    fs::copy(requirements(project), folder.join("requirements.txt"))?;
    Ok(())
}

fn requirements(project: &Project) -> PathBuf {
    project.root.join("xtask/python/requirements.txt")
}

#[cfg(test)]
mod tests {
    const LIST: &str = include_str!("../../python/requirements.txt");

    #[test]
    fn every_package_has_an_exact_version_and_a_digest() {
        let packages: Vec<&str> = LIST.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(packages.iter().any(|line| line.starts_with("aiosmtpd==")));
        for package in packages {
            let (version, digest) = package.split_once(" --hash=sha256:").unwrap();
            assert!(version.contains("=="), "{package}");
            assert_eq!(digest.len(), 64, "{package}");
        }
    }
}
