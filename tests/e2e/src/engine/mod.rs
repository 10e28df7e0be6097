//! The browser that a journey drives: Chromium, unless `TWEESTAP_BROWSER` names another one. What only one of
//! them can do stays in this folder; everything else is asked of all three in the same way.

mod chromium;
mod firefox;
mod listed;
mod webkit;

use crate::process::Process;
use crate::scene::Scene;
use std::env;
use std::ffi::OsString;
use std::path::Path;
use thirtyfour::prelude::*;

/// Window height of every scene, in CSS pixels.
const HEIGHT: u32 = 900;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Chromium,
    Firefox,
    /// The engine of Safari, as WebKitGTK's MiniBrowser.
    Webkit,
}

/// What has to run for a browser; ends with it, the driver first.
pub(crate) struct Driver {
    pub address: String,
    _processes: Vec<Process>,
}

impl Engine {
    pub fn of_this_run() -> Self {
        match env::var("TWEESTAP_BROWSER").as_deref() {
            Err(_) | Ok("" | "chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::Webkit,
            Ok(other) => panic!("TWEESTAP_BROWSER is {other:?}: chromium, firefox or webkit"),
        }
    }

    /// Chromium gets the script of every page by its devtools, and tells what went wrong in its log. The
    /// others get it from the [`Escort`](crate::escort::Escort), and the page itself tells.
    pub const fn has_devtools(self) -> bool {
        matches!(self, Self::Chromium)
    }

    /// A page may read and write the clipboard without a person's hand.
    pub(crate) const fn has_clipboard_for_scripts(self) -> bool {
        !matches!(self, Self::Webkit)
    }

    /// A picture of one element shows what is that far from the top of the page, scrolled or not.
    pub(crate) const fn misses_elements_in_pictures(self) -> bool {
        matches!(self, Self::Webkit)
    }

    /// Part of what the settings call a remembered device.
    pub const fn is_called(self) -> &'static str {
        match self {
            Self::Chromium => "Chrom",
            Self::Firefox => "Firefox",
            Self::Webkit => "Safari",
        }
    }

    /// `folder` is the journey's own.
    pub(crate) fn driver(self, folder: &Path) -> Driver {
        match self {
            Self::Chromium => chromium::driver(),
            Self::Firefox => firefox::driver(folder),
            Self::Webkit => webkit::driver(folder),
        }
    }

    /// A browser with an empty profile that saves what it downloads in `downloads`.
    pub(crate) async fn browser(
        self,
        driver: &Driver,
        downloads: &Path,
    ) -> WebDriverResult<WebDriver> {
        let capabilities = match self {
            Self::Chromium => chromium::capabilities(downloads)?,
            Self::Firefox => firefox::capabilities(downloads)?,
            Self::Webkit => webkit::capabilities()?,
        };
        let browser = WebDriver::new(driver.address.as_str(), capabilities).await?;
        let patience = std::time::Duration::from_secs(60);
        browser.set_script_timeout(patience).await?;
        Ok(browser)
    }

    /// Before the first page of a tab: the scene's screen, and whatever must run before the page.
    pub(crate) async fn prepare_tab(
        self,
        browser: &WebDriver,
        scene: Scene,
    ) -> WebDriverResult<()> {
        match self {
            Self::Chromium => chromium::prepare_tab(browser, scene).await,
            Self::Firefox => firefox::prepare_tab(browser, scene).await,
            Self::Webkit => webkit::prepare_tab(browser, scene).await,
        }
    }
}

/// The program that this variable names, or the usual one.
fn program(variable: &str, usual: &str) -> OsString {
    env::var_os(variable).unwrap_or_else(|| usual.into())
}
