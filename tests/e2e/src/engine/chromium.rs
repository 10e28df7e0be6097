//! Chromium through its driver. Every tab gets the scene's screen and `page.js` by its devtools.

use super::{Driver, HEIGHT, program};
use crate::process::Process;
use crate::scene::Scene;
use serde_json::json;
use std::env;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, LoggingPrefsLogLevel};

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

/// Browsers must be told to quit before it is dropped.
pub fn driver() -> Driver {
    let mut command = Command::new(program("CHROMEDRIVER", "chromedriver"));
    command.arg("--port=0").stderr(Stdio::null());
    let start = |command: &mut Command| {
        Process::try_start(command, |line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(format!("http://127.0.0.1:{}", port.trim_end_matches('.')))
        })
    };
    // Three of some hundred starts came to nothing, and why is not known yet: what it said is told, and it gets
    // one more try.
    let started = start(&mut command).or_else(|why| {
        eprintln!("once more: {why}");
        start(&mut command)
    });
    let (process, address) = started.unwrap_or_else(|why| panic!("{why}"));
    Driver {
        address,
        _processes: vec![process],
    }
}

pub fn capabilities(downloads: &Path) -> WebDriverResult<Capabilities> {
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
    Ok(capabilities.into())
}

pub async fn prepare_tab(browser: &WebDriver, scene: Scene) -> WebDriverResult<()> {
    let screen = json!({
        "width": scene.width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": scene.touch,
    });
    let mut commands = vec![
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": include_str!("../page.js") }),
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
