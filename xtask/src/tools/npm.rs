//! The tools that come as npm packages: esbuild (minifies), binaryen (`wasm-opt`) and axe-core
//! (accessibility). Their versions and digests are in `xtask/npm/package-lock.json`; install scripts never run.

use crate::process;
use crate::project::Project;
use crate::say::timed;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// The version in the lock file, for messages; a test compares them.
pub const AXE: &str = "4.14.1";

/// A program of one of the packages; `None` when there is no npm.
pub fn tool(project: &Project, name: &str) -> Result<Option<PathBuf>> {
    file(project, ".bin", name)
}

/// A file of one of the packages; `None` when there is no npm.
pub fn file(project: &Project, package: &str, name: &str) -> Result<Option<PathBuf>> {
    let modules = project.tools().join("npm/node_modules");
    let path = modules.join(package).join(name);
    if up_to_date(project)? && path.is_file() {
        return Ok(Some(path));
    }
    if project.which("npm").is_none() {
        return Ok(None);
    }
    install(project)?;
    if !path.is_file() {
        anyhow::bail!("npm installed no {package}/{name}");
    }
    Ok(Some(path))
}

fn up_to_date(project: &Project) -> Result<bool> {
    let installed = fs::read(project.tools().join("npm/package-lock.json")).unwrap_or_default();
    Ok(installed == fs::read(lock(project)).context("xtask/npm/package-lock.json")?)
}

fn install(project: &Project) -> Result<()> {
    let folder = project.tools().join("npm");
    fs::create_dir_all(&folder)?;
    fs::copy(
        project.root.join("xtask/npm/package.json"),
        folder.join("package.json"),
    )?;
    let copy = folder.join("package-lock.json");
    timed("installing esbuild, binaryen and axe-core", || {
        fs::copy(lock(project), &copy)?;
        let mut command = project.command("npm");
        command
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .current_dir(&folder);
        // The copy says "up to date": it must not outlive an installation that failed.
        process::run(&mut command).inspect_err(|_| drop(fs::remove_file(&copy)))
    })
}

fn lock(project: &Project) -> PathBuf {
    project.root.join("xtask/npm/package-lock.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = include_str!("../../npm/package-lock.json");

    #[test]
    fn the_lock_file_holds_the_version_that_messages_name() {
        let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
        assert_eq!(lock["packages"]["node_modules/axe-core"]["version"], AXE);
    }

    #[test]
    fn every_locked_package_has_a_digest_and_no_address() {
        let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 2);
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            assert!(package["integrity"].is_string(), "{name}");
            assert!(package.get("resolved").is_none(), "{name}");
        }
    }
}
