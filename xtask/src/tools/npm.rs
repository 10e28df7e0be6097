//! The tools that come as npm packages: esbuild (minifies), binaryen (`wasm-opt`), axe-core and
//! HTML CodeSniffer (accessibility),
//! and by itself Prism (plays Twilio in the tests), for it is larger than all of them. Their versions and
//! digests are in `package-lock.json` below `xtask/npm`; install scripts never run.

use crate::process;
use crate::project::Project;
use crate::say::timed;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// The version in the lock file, for messages; a test compares them.
pub const AXE: &str = "4.14.1";

/// Packages that are installed together.
struct Set {
    /// Where its lock file is, from the root.
    from: &'static str,
    /// Below `target/tools`.
    to: &'static str,
    names: &'static str,
}

const BUNDLE: Set = Set {
    from: "xtask/npm",
    to: "npm",
    names: "esbuild, binaryen, axe-core and HTML CodeSniffer",
};
const PRISM: Set = Set {
    from: "xtask/npm/prism",
    to: "npm-prism",
    names: "Prism",
};

/// A program of one of the packages; `None` when there is no npm.
pub fn tool(project: &Project, name: &str) -> Result<Option<PathBuf>> {
    BUNDLE.file(project, ".bin", name)
}

/// A file of one of the packages; `None` when there is no npm.
pub fn file(project: &Project, package: &str, name: &str) -> Result<Option<PathBuf>> {
    BUNDLE.file(project, package, name)
}

/// Answers HTTP as an OpenAPI document says; `None` when there is no npm.
pub fn prism(project: &Project) -> Result<Option<PathBuf>> {
    PRISM.file(project, ".bin", "prism")
}

impl Set {
    fn file(&self, project: &Project, package: &str, name: &str) -> Result<Option<PathBuf>> {
        let modules = project.tools().join(self.to).join("node_modules");
        let path = modules.join(package).join(name);
        if self.up_to_date(project)? && path.is_file() {
            return Ok(Some(path));
        }
        if project.which("npm").is_none() {
            return Ok(None);
        }
        self.install(project)?;
        if !path.is_file() {
            anyhow::bail!("npm installed no {package}/{name}");
        }
        Ok(Some(path))
    }

    fn up_to_date(&self, project: &Project) -> Result<bool> {
        let copy = project.tools().join(self.to).join("package-lock.json");
        let installed = fs::read(copy).unwrap_or_default();
        let lock = self.lock(project);
        Ok(installed == fs::read(&lock).with_context(|| lock.display().to_string())?)
    }

    fn install(&self, project: &Project) -> Result<()> {
        let folder = project.tools().join(self.to);
        fs::create_dir_all(&folder)?;
        fs::copy(
            project.root.join(self.from).join("package.json"),
            folder.join("package.json"),
        )?;
        let copy = folder.join("package-lock.json");
        timed(&format!("installing {}", self.names), || {
            fs::copy(self.lock(project), &copy)?;
            let mut command = project.command("npm");
            command
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
                .current_dir(&folder);
            // The copy says "up to date": it must not outlive an installation that failed.
            process::run(&mut command).inspect_err(|_| drop(fs::remove_file(&copy)))
        })
    }

    fn lock(&self, project: &Project) -> PathBuf {
        project.root.join(self.from).join("package-lock.json")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = include_str!("../../npm/package-lock.json");
    const PRISM_LOCK: &str = include_str!("../../npm/prism/package-lock.json");

    #[test]
    fn the_lock_file_holds_the_version_that_messages_name() {
        let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
        assert_eq!(lock["packages"]["node_modules/axe-core"]["version"], AXE);
    }

    #[test]
    fn every_locked_package_has_a_digest_and_no_address() {
        for lock in [LOCK, PRISM_LOCK] {
            let lock: serde_json::Value = serde_json::from_str(lock).unwrap();
            let packages = lock["packages"].as_object().unwrap();
            assert!(packages.len() > 2);
            for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
                assert!(package["integrity"].is_string(), "{name}");
                assert!(package.get("resolved").is_none(), "{name}");
            }
        }
    }
}
