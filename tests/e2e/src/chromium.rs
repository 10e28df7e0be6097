//! Chromium through its driver, with an empty profile. Every tab gets the scene's screen and `page.js`.

use crate::process::Process;
use crate::scene::Scene;
use serde_json::json;
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use thirtyfour::prelude::*;
use thirtyfour::{LoggingPrefsLogLevel, WebDriver};

const FLAGS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
const HEIGHT: u32 = 900;

/// The running driver and where it listens. Browsers must be told to quit before it is dropped.
pub fn driver() -> (Process, String) {
    let mut command = Command::new(env::var_os("CHROMEDRIVER").unwrap_or("chromedriver".into()));
    command.arg("--port=0").stderr(Stdio::null());
    Process::start(&mut command, |line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        Some(format!("http://127.0.0.1:{}", port.trim_end_matches('.')))
    })
}

/// A browser that saves what it downloads in `downloads`.
pub async fn browser(driver: &str, downloads: &Path) -> WebDriverResult<WebDriver> {
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS {
        capabilities.add_arg(flag)?;
    }
    if let Ok(chrome) = env::var("CHROME") {
        capabilities.set_binary(&chrome)?;
    }
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    let preferences = json!({ "download.default_directory": downloads });
    capabilities.add_experimental_option("prefs", preferences)?;
    let browser = WebDriver::new(driver, capabilities).await?;
    browser.set_script_timeout(Duration::from_secs(60)).await?;
    Ok(browser)
}

/// Before the first page of a tab.
pub async fn prepare_tab(browser: &WebDriver, scene: Scene) -> WebDriverResult<()> {
    let screen = json!({
        "width": scene.width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": scene.touch,
    });
    let mut commands = vec![
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": include_str!("page.js") }),
        ),
        ("Emulation.setDeviceMetricsOverride", screen),
        // A tab behind another one still has a focus of its own, as in another window.
        (
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        ),
    ];
    if scene.touch {
        let finger = json!({ "enabled": true, "maxTouchPoints": 5 });
        commands.push(("Emulation.setTouchEmulationEnabled", finger));
    }
    for (command, parameters) in commands {
        browser.cdp().send_raw(command, parameters).await?;
    }
    Ok(())
}
