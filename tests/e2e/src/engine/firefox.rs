//! Firefox through geckodriver, headless.

use super::{Driver, HEIGHT, program};
use crate::process::Process;
use crate::scene::Scene;
use serde_json::json;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

/// The narrowest window that has tabs; a window that a page opens may be narrower.
const NARROWEST: u32 = 500;

pub fn driver(folder: &Path) -> Driver {
    let mut command = Command::new(program("GECKODRIVER", "geckodriver"));
    command
        .args(["--port", "0", "--profile-root"])
        .arg(folder)
        .stderr(Stdio::null());
    let (process, address) = Process::start(&mut command, |line| {
        let (_, address) = line.split_once("Listening on ")?;
        Some(format!("http://{}", address.trim()))
    });
    Driver {
        address,
        _processes: vec![process],
    }
}

pub fn capabilities(downloads: &Path) -> WebDriverResult<Capabilities> {
    let preferences = json!({
        "browser.download.folderList": 2,
        "browser.download.dir": downloads,
        "browser.download.alwaysOpenPanel": false,
        // The clipboard without a bubble that nobody can press.
        "dom.events.testing.asyncClipboard": true,
        "dom.disable_open_during_load": false,
        "layout.css.devPixelsPerPx": "1.0",
    });
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "firefox")?;
    let options = json!({
        "binary": program("FIREFOX", "firefox").to_string_lossy(),
        "args": ["-headless"],
        "prefs": preferences,
    });
    capabilities.set("moz:firefoxOptions", options)?;
    Ok(capabilities)
}

pub async fn prepare_tab(browser: &WebDriver, scene: Scene) -> WebDriverResult<()> {
    if scene.width < NARROWEST {
        let first = browser.window().await?;
        let open = "window.open('', '', 'popup,width=320,height=900')";
        browser.execute(open, vec![]).await?;
        let windows = browser.windows().await?;
        let narrow = windows.into_iter().find(|window| *window != first);
        browser.close_window().await?;
        let narrow = narrow.expect("the narrow window");
        browser.switch_to_window(narrow).await?;
    }
    browser.set_window_rect(0, 0, scene.width, HEIGHT).await
}
