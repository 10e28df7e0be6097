//! Firefox and its driver, for `cargo xtask test --all-browsers`. `FIREFOX` and `GECKODRIVER` are honoured
//! before anything is searched for or installed.

use super::{apt, browser, cargo_tool};
use crate::project::Project;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// It drives every Firefox from 128 on.
const GECKODRIVER: &str = "0.37.1";

pub struct Firefox {
    pub browser: PathBuf,
    pub driver: PathBuf,
}

pub fn ensure(project: &Project) -> Result<Firefox> {
    let driver = match browser::from_environment("GECKODRIVER")? {
        Some(path) => path,
        None => {
            let tool = cargo_tool::Tool::new("geckodriver", GECKODRIVER);
            cargo_tool::ensure(project, &tool.locked())?
        }
    };
    Ok(Firefox {
        browser: browser(project)?,
        driver,
    })
}

fn browser(project: &Project) -> Result<PathBuf> {
    if let Some(path) = browser::from_environment("FIREFOX")? {
        return Ok(path);
    }
    let find = || cargo_tool::any_of(project, &["firefox-esr", "firefox"]);
    let found = match find() {
        Err(_) if apt::usable(project) && !apt::is_ubuntu() => {
            apt::install(project, &["firefox-esr"])?;
            find()
        }
        other => other,
    };
    found.context(
        "Debian: `sudo apt-get install firefox-esr`. Ubuntu (whose Firefox is a snap) and elsewhere: install \
         Firefox and set FIREFOX if it is not on PATH",
    )
}
