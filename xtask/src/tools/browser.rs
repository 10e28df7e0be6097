//! A Chrome or Chromium and the driver of the same version. `CHROME` and `CHROMEDRIVER` are honoured
//! before anything is searched for or installed.

use super::{apt, cargo_tool, version};
use crate::project::Project;
use crate::say::say;
use anyhow::{Context, Result, bail};
use std::env;
use std::path::PathBuf;

pub struct Browser {
    pub chrome: PathBuf,
    pub chromedriver: PathBuf,
}

const BROWSERS: [&str; 5] = [
    "chromium",
    "google-chrome",
    "google-chrome-stable",
    "chromium-browser",
    "chrome",
];

/// Finds both, installing them where the system has plain packages of them.
pub fn ensure(project: &Project) -> Result<Browser> {
    let wanted = [
        ("chromium", "chromium"),
        ("chromedriver", "chromium-driver"),
    ];
    let found = find(project);
    let found = match found {
        Err(_) if apt::usable(project) && !apt::is_ubuntu() => {
            apt::ensure(project, &wanted)?;
            find(project)
        }
        other => other,
    };
    let browser = found.context(
        "the browser tests need Chrome or Chromium and the chromedriver of the same version. \
         Debian: `sudo apt-get install chromium chromium-driver`. Ubuntu (whose Chromium is a snap) and \
         elsewhere: install Google Chrome and its chromedriver, and set CHROME and CHROMEDRIVER if they \
         are not on PATH",
    )?;
    same_version(project, &browser)?;
    Ok(browser)
}

fn find(project: &Project) -> Result<Browser> {
    let chrome = match from_environment("CHROME")? {
        Some(path) => path,
        None => {
            cargo_tool::any_of(project, &BROWSERS).or_else(|error| mac_chrome().ok_or(error))?
        }
    };
    let chromedriver = match from_environment("CHROMEDRIVER")? {
        Some(path) => path,
        None => driver_of_hosted_runner()
            .map_or_else(|| cargo_tool::any_of(project, &["chromedriver"]), Ok)?,
    };
    Ok(Browser {
        chrome,
        chromedriver,
    })
}

/// The file that this variable names, if it names one.
pub(super) fn from_environment(name: &str) -> Result<Option<PathBuf>> {
    let Some(path) = env::var_os(name)
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
    else {
        return Ok(None);
    };
    if !path.is_file() {
        bail!("{name} is set to {}, which is no file", path.display());
    }
    Ok(Some(path))
}

/// Hosted CI machines name a folder instead of a file.
fn driver_of_hosted_runner() -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("CHROMEWEBDRIVER")?);
    Some(folder.join("chromedriver")).filter(|path| path.is_file())
}

fn mac_chrome() -> Option<PathBuf> {
    let path = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    path.is_file().then_some(path)
}

/// A driver refuses a browser of another major version, with a message that names neither file.
fn same_version(project: &Project, browser: &Browser) -> Result<()> {
    let major = |path: &PathBuf| {
        let version = version::of(project, path)
            .with_context(|| format!("{} does not run", path.display()))?;
        Ok::<_, anyhow::Error>(version.split('.').next().unwrap_or_default().to_owned())
    };
    let (chrome, driver) = (major(&browser.chrome)?, major(&browser.chromedriver)?);
    if chrome != driver {
        bail!(
            "{} has version {chrome} and {} version {driver}; they must be the same",
            browser.chrome.display(),
            browser.chromedriver.display()
        );
    }
    say(format!("browser: {} {chrome}", browser.chrome.display()));
    Ok(())
}
