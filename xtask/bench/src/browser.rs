//! Chromium through its driver: a fresh profile a session, DevTools throttling, and one measured page.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::process::Stdio;
use std::time::Duration;
use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::demo::Cookie;

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

/// How slow the machine and the line are made.
#[derive(Clone, Copy)]
pub struct Profile {
    pub name: &'static str,
    /// Times slower than this machine (the renderer's main thread only).
    pub cpu: u32,
    /// Megabits per second down, up, and milliseconds of delay per request; `None` is loopback.
    pub line: Option<(f64, f64, u32)>,
}

/// The running driver. It ends when it is dropped, and its browsers with it.
pub struct Driver {
    address: String,
    _child: Child,
}

impl Driver {
    pub async fn start() -> Result<Self> {
        let binary = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let mut child = Command::new(&binary)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} could not be started", binary.display()))?;
        let output = child.stdout.take().context("the driver has no output")?;
        let mut lines = BufReader::new(output).lines();
        while let Some(line) = lines.next_line().await? {
            if let Some(port) = port_in(&line) {
                // Read on: a driver whose output nobody takes stops at a full pipe.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self {
                    address: format!("http://127.0.0.1:{port}"),
                    _child: child,
                });
            }
        }
        bail!("the driver named no port")
    }

    /// A browser with an empty profile.
    pub async fn browser(&self) -> Result<WebDriver> {
        let mut capabilities = DesiredCapabilities::chrome();
        for flag in FLAGS {
            capabilities.add_arg(flag)?;
        }
        if let Ok(chrome) = std::env::var("CHROME") {
            capabilities.set_binary(&chrome)?;
        }
        let browser = WebDriver::new(&self.address, capabilities).await?;
        browser.set_script_timeout(Duration::from_secs(60)).await?;
        Ok(browser)
    }
}

/// `ChromeDriver was started successfully on port 43211.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("started successfully on port ")?
        .1
        .trim_end_matches('.')
        .parse()
        .ok()
}

/// A new tab, slowed down, with the measuring script in every page, signed in by its cookie.
pub async fn tab(browser: &WebDriver, profile: Profile, base: &str, cookie: &Cookie) -> Result<()> {
    let old = browser.window().await?;
    let new = browser.new_tab().await?;
    browser.switch_to_window(old).await?;
    browser.close_window().await?;
    browser.switch_to_window(new).await?;

    let devtools = browser.cdp();
    devtools.send_raw("Network.enable", json!({})).await?;
    let set = json!({ "name": cookie.name, "value": cookie.value, "url": base, "httpOnly": true });
    devtools.send_raw("Network.setCookie", set).await?;
    let script = json!({ "source": include_str!("visit.js") });
    devtools
        .send_raw("Page.addScriptToEvaluateOnNewDocument", script)
        .await?;
    devtools
        .send_raw(
            "Emulation.setCPUThrottlingRate",
            json!({ "rate": profile.cpu }),
        )
        .await?;
    if let Some((down, up, delay)) = profile.line {
        let bytes = |megabits: f64| megabits * 1e6 / 8.0;
        let line = json!({
            "offline": false, "latency": delay,
            "downloadThroughput": bytes(down), "uploadThroughput": bytes(up),
        });
        devtools
            .send_raw("Network.emulateNetworkConditions", line)
            .await?;
    }
    Ok(())
}

/// Calls `visit.<name>` in the page and waits for what it answers.
pub async fn ask(browser: &WebDriver, name: &str, argument: Value) -> Result<Value> {
    let script = "const [name, argument, done] = arguments;\n\
        Promise.resolve(typeof visit[name] === 'function' ? visit[name](argument) : visit[name])\n\
        .then((value) => done({ value }), (error) => done({ error: String(error) }));";
    let answer = match browser
        .execute_async(script, vec![json!(name), argument])
        .await
    {
        Ok(answer) => answer,
        Err(error) => bail!(
            "visit.{name} came to nothing ({error:#}); {}",
            seen(browser).await
        ),
    };
    let answer = answer.json();
    match answer.get("value") {
        Some(value) => Ok(value.clone()),
        None => bail!("visit.{name}: {answer}"),
    }
}

/// What the page showed when it was waited for in vain.
async fn seen(browser: &WebDriver) -> String {
    let script = "const root = document.querySelector('tweestap-enrolment')?.shadowRoot;\n\
        return [location.href, document.querySelector('main')?.dataset.portal, root?.innerHTML];";
    match browser.execute(script, vec![]).await {
        Ok(state) => format!("the page: {}", state.json()),
        Err(error) => format!("the page is gone: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_driver_names_its_port() {
        assert_eq!(
            port_in("ChromeDriver was started successfully on port 43211."),
            Some(43_211)
        );
        assert_eq!(
            port_in("Starting ChromeDriver 156.0.8078.79 on port 0"),
            None
        );
    }
}
