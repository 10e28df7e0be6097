//! The tools that come as npm packages: esbuild (minifies), binaryen (`wasm-opt`), axe-core and HTML CodeSniffer
//! (accessibility), and by themselves, for they are large, Prism (plays Twilio in the tests), Playwright (drives our
//! page objects), the style sheets of pages that the widget is tested on, and what judges the package that others
//! install. Their versions and digests are in `package-lock.json` below `xtask/npm`; install scripts never run.

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
const PLAYWRIGHT: Set = Set {
    from: "xtask/npm/playwright",
    to: "npm-playwright",
    names: "Playwright",
};

const PACKAGE: Set = Set {
    from: "xtask/npm/package",
    to: "npm-package",
    names: "Vite and the other judges of the npm package",
};

const PAGES: Set = Set {
    from: "xtask/npm/pages",
    to: "npm-pages",
    names: "Bootstrap and Tailwind",
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

/// The folder of packages that has Playwright in it; `None` when there is no npm.
pub fn playwright(project: &Project) -> Result<Option<PathBuf>> {
    let file = PLAYWRIGHT.file(project, "playwright-core", "package.json")?;
    let folder = file.and_then(|file| Some(file.parent()?.parent()?.to_owned()));
    Ok(folder)
}

/// The folder above the tools that use the npm package as others would; `None` when there is no npm.
pub fn package(project: &Project) -> Result<Option<PathBuf>> {
    let found = PACKAGE.file(project, ".bin", "vite")?;
    Ok(found.map(|_| project.tools().join(PACKAGE.to)))
}

/// The folder of the style sheets that the widget is tested on; `None` when there is no npm.
pub fn pages(project: &Project) -> Result<Option<PathBuf>> {
    let found = PAGES.file(project, "bootstrap", "package.json")?;
    Ok(found.and_then(|file| Some(file.parent()?.parent()?.to_owned())))
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
    const PACKAGE_LOCK: &str = include_str!("../../npm/package/package-lock.json");
    const PAGES_LOCK: &str = include_str!("../../npm/pages/package-lock.json");
    const PLAYWRIGHT_LOCK: &str = include_str!("../../npm/playwright/package-lock.json");

    #[test]
    fn the_lock_file_holds_the_version_that_messages_name() {
        let lock: serde_json::Value = serde_json::from_str(LOCK).unwrap();
        assert_eq!(lock["packages"]["node_modules/axe-core"]["version"], AXE);
    }

    #[test]
    fn the_page_objects_are_tried_with_the_versions_that_they_name() {
        let versions = |text: &str, list: &str| {
            let read: serde_json::Value = serde_json::from_str(text).unwrap();
            read[list].as_object().unwrap().clone()
        };
        let theirs = include_str!("../../../examples/testing/playwright/package.json");
        let ours = include_str!("../../npm/playwright/package.json");
        assert_eq!(
            versions(theirs, "devDependencies"),
            versions(ours, "dependencies")
        );
    }

    #[test]
    fn every_locked_package_has_a_digest_and_no_address() {
        for lock in [LOCK, PRISM_LOCK, PACKAGE_LOCK, PAGES_LOCK, PLAYWRIGHT_LOCK] {
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
