//! WebKitGTK's MiniBrowser, its driver, and the screen and message bus that it needs, for
//! `cargo xtask test --all-browsers`. `WEBKITDRIVER` and `MINIBROWSER` are honoured first.

use super::{apt, browser, cargo_tool};
use crate::project::Project;
use anyhow::{Context, Result};
use std::fs;
use std::path::{Path, PathBuf};

/// Below them, distributions have `webkit2gtk-4.1/MiniBrowser`, some after a folder for the architecture.
const PLACES: [&str; 3] = ["/usr/lib", "/usr/lib64", "/usr/libexec"];

pub struct Webkit {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

pub fn ensure(project: &Project) -> Result<Webkit> {
    let named = browser::from_environment("WEBKITDRIVER")?;
    let driver = ("WebKitWebDriver", "webkit2gtk-driver");
    let others = [("Xvfb", "xvfb"), ("dbus-daemon", "dbus-daemon")];
    let wanted: Vec<_> = others
        .into_iter()
        .chain(named.is_none().then_some(driver))
        .collect();
    apt::ensure(project, &wanted)?;
    Ok(Webkit {
        driver: named.map_or_else(|| cargo_tool::any_of(project, &[driver.0]), Ok)?,
        browser: mini_browser()?,
    })
}

fn mini_browser() -> Result<PathBuf> {
    if let Some(path) = browser::from_environment("MINIBROWSER")? {
        return Ok(path);
    }
    let found = PLACES.into_iter().find_map(|place| {
        let place = Path::new(place);
        let deeper = folders(place).into_iter().flat_map(|one| folders(&one));
        let all = folders(place).into_iter().chain(deeper);
        let candidates = all.filter(|folder| is_webkit(folder));
        candidates
            .map(|folder| folder.join("MiniBrowser"))
            .find(|path| path.is_file())
    });
    found.context("WebKitGTK's MiniBrowser was not found: set MINIBROWSER to it")
}

fn is_webkit(folder: &Path) -> bool {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with("webkit2gtk-4") || name.starts_with("webkitgtk-")
}

fn folders(place: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths.filter(|path| path.is_dir()).collect()
}
