//! The tools that come as Python packages: aiosmtpd, the mail server of the tests, and Selenium, which drives
//! our page objects. Each in an environment of its own under `target/tools`; versions and digests are in
//! `xtask/python`.

use super::apt;
use crate::process;
use crate::project::Project;
use crate::say::timed;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// Packages that are installed together.
struct Environment {
    /// Its folder below `target/tools`, and its name in messages.
    name: &'static str,
    /// The list of packages, from the root.
    list: &'static str,
    /// Says nothing when they are there.
    proof: &'static str,
}

const AIOSMTPD: Environment = Environment {
    name: "aiosmtpd",
    list: "xtask/python/requirements.txt",
    proof: "import aiosmtpd.smtp",
};
const SELENIUM: Environment = Environment {
    name: "selenium",
    list: "xtask/python/selenium.txt",
    proof: "import selenium.webdriver",
};

/// The Python that has aiosmtpd.
pub fn aiosmtpd(project: &Project) -> Result<PathBuf> {
    AIOSMTPD.python(project)
}

/// The Python that has Selenium.
pub fn selenium(project: &Project) -> Result<PathBuf> {
    SELENIUM.python(project)
}

impl Environment {
    fn python(&self, project: &Project) -> Result<PathBuf> {
        let folder = project.tools().join(self.name);
        let python = folder.join("bin/python");
        if self.up_to_date(project, &folder)? && self.runs(project, &python) {
            return Ok(python);
        }
        prepare(project)?;
        timed(&format!("installing {}", self.name), || {
            self.install(project, &folder, &python)
        })?;
        if !self.runs(project, &python) {
            bail!("{} was installed but does not run", self.name);
        }
        Ok(python)
    }

    fn up_to_date(&self, project: &Project, folder: &Path) -> Result<bool> {
        let installed = fs::read(folder.join("requirements.txt")).unwrap_or_default();
        let wanted = fs::read(self.requirements(project)).context(self.list)?;
        Ok(installed == wanted)
    }

    /// The copy of the list tells what was installed; the interpreter it was installed for may have gone since.
    fn runs(&self, project: &Project, python: &Path) -> bool {
        let mut command = project.command(python);
        process::output(command.args(["-c", self.proof])).is_ok()
    }

    fn install(&self, project: &Project, folder: &Path, python: &Path) -> Result<()> {
        let mut environment = project.command("python3");
        environment.args(["-m", "venv", "--clear"]).arg(folder);
        process::run(&mut environment)?;
        let mut pip = project.command(python);
        pip.args(["-m", "pip", "install", "--quiet", "--require-hashes"])
            .args(["--disable-pip-version-check", "--only-binary", ":all:"])
            .arg("--requirement")
            .arg(self.requirements(project));
        process::run(&mut pip)?;
        // Last, because it says "up to date".
        fs::copy(self.requirements(project), folder.join("requirements.txt"))?;
        Ok(())
    }

    fn requirements(&self, project: &Project) -> PathBuf {
        project.root.join(self.list)
    }
}

/// A Python that can make environments: Debian keeps that part in a package of its own.
fn prepare(project: &Project) -> Result<()> {
    let able = ["-c", "import venv, ensurepip"];
    if process::output(project.command("python3").args(able)).is_ok() {
        return Ok(());
    }
    apt::install(project, &["python3", "python3-venv"])
}

#[cfg(test)]
mod tests {
    const LISTS: [(&str, &str); 2] = [
        ("aiosmtpd==", include_str!("../../python/requirements.txt")),
        ("selenium==", include_str!("../../python/selenium.txt")),
    ];

    #[test]
    fn every_package_has_an_exact_version_and_a_digest() {
        for (what, list) in LISTS {
            let packages: Vec<&str> = list.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(packages.iter().any(|line| line.starts_with(what)));
            for package in packages {
                let (version, digest) = package.split_once(" --hash=sha256:").unwrap();
                assert!(version.contains("=="), "{package}");
                assert_eq!(digest.len(), 64, "{package}");
            }
        }
    }

    #[test]
    fn the_page_objects_are_tried_with_the_version_that_they_name() {
        let theirs = include_str!("../../../examples/testing/webdriver/requirements.txt");
        let (_, ours) = LISTS[1];
        assert!(theirs.starts_with("selenium=="));
        assert!(ours.contains(&format!("{} ", theirs.trim())), "{theirs}");
    }
}
