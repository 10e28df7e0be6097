//! WebKitGTK's MiniBrowser through WebKitWebDriver, on a display and a message bus of their own. It has no
//! headless mode, and its window cannot be narrower than about 334 pixels.

use super::{Driver, HEIGHT, program};
use crate::process::Process;
use crate::scene::Scene;
use serde_json::json;
use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

const MINI_BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

pub fn driver(folder: &Path) -> Driver {
    let (screen, display) = display();
    let (bus, bus_address) = bus();
    let port = free_port();
    let mut command = Command::new(program("WEBKITDRIVER", "WebKitWebDriver"));
    command
        .arg(format!("--port={port}"))
        .env("DISPLAY", display)
        .env("DBUS_SESSION_BUS_ADDRESS", bus_address)
        .env("HOME", folder)
        .env("XDG_CONFIG_HOME", settings(folder))
        .env("GDK_BACKEND", "x11")
        // Its sandbox needs rights that a container does not have.
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
        .env("NO_AT_BRIDGE", "1")
        .stderr(Stdio::null());
    let driver = Process::start_at(&mut command, port);
    Driver {
        address: format!("http://127.0.0.1:{port}"),
        _processes: vec![driver, bus, screen],
    }
}

pub fn capabilities() -> WebDriverResult<Capabilities> {
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "MiniBrowser")?;
    let browser = env::var("MINIBROWSER").unwrap_or_else(|_| MINI_BROWSER.to_owned());
    let options = json!({ "binary": browser, "args": ["--automation", "--full-screen"] });
    capabilities.set("webkitgtk:browserOptions", options)?;
    Ok(capabilities)
}

/// Nobody manages the windows of that screen, so the focus is where the pointer is: in the middle.
pub async fn prepare_tab(browser: &WebDriver, scene: Scene) -> WebDriverResult<()> {
    let beside = i64::from(SCREEN_WIDTH - scene.width) / 2;
    browser
        .set_window_rect(beside, 0, scene.width, HEIGHT)
        .await
}

const SCREEN_WIDTH: u32 = 1400;

/// A screen in memory; it looks for a free number and says it.
fn display() -> (Process, String) {
    let mut command = Command::new("Xvfb");
    let screen = format!("{SCREEN_WIDTH}x1000x24");
    command
        .args(["-displayfd", "1", "-screen", "0", &screen])
        .args(["-nolisten", "tcp"])
        .stderr(Stdio::null());
    Process::start(&mut command, |line| Some(format!(":{}", line.trim())))
}

fn bus() -> (Process, String) {
    let mut command = Command::new("dbus-daemon");
    command
        .args(["--session", "--nofork", "--print-address=1"])
        .stderr(Stdio::null());
    Process::start(&mut command, |line| Some(line.trim().to_owned()))
}

/// WebKitWebDriver cannot say which port it took, so it is told one that was free a moment ago.
fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its number").port()
}

/// Where GTK reads that downloads belong to the journey.
fn settings(folder: &Path) -> std::path::PathBuf {
    let settings = folder.join("config");
    fs::create_dir_all(&settings).expect("a folder for settings");
    let downloads = folder.join(crate::world::DOWNLOADS);
    let line = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    fs::write(settings.join("user-dirs.dirs"), line).expect("a file of settings");
    settings
}
