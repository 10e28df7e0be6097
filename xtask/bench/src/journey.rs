//! What a person waits for: from navigation to the first control that can be used, and from each action
//! of an enrolment with an app to the next step. Cold is a first visit with an empty profile, warm the
//! third one in a new tab of the same browser.

use crate::Effort;
use crate::account::{app_with, code};
use crate::browser::{Driver, Profile, ask, tab};
use crate::demo::Demo;
use crate::server::Server;
use crate::stats::{median, milliseconds};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;
use thirtyfour::WebDriver;
use tweestap_api::Secret;

const PROFILES: [Profile; 2] = [
    Profile {
        name: "fast",
        cpu: 1,
        line: None,
    },
    Profile {
        name: "school",
        cpu: 4,
        line: Some((1.6, 0.75, 150)),
    },
];

/// The spans of one visit, in the order of the table's columns.
const COLUMNS: [&str; 4] = ["first control", "QR code", "recovery codes", "done"];
type Visit = [Duration; COLUMNS.len()];

/// The markdown table.
pub async fn measure(effort: &Effort) -> Result<String> {
    let server = Server::demo().await?;
    let driver = Driver::start().await?;
    let mut table = format!(
        "Enrolment with an app in Chromium, median of {} visits, milliseconds. First control: from \
         navigation; the others: from the click before.\n`school` is 4x slower, 1.6 Mbit/s down and 150 ms \
         a request, by DevTools, which models no handshakes.\n\n| profile | visit | {} |\n| --- | --- |{}\n",
        effort.visits,
        COLUMNS.join(" | "),
        " ---: |".repeat(COLUMNS.len()),
    );
    for profile in PROFILES {
        let (mut cold, mut warm) = (Vec::new(), Vec::new());
        for _ in 0..effort.visits {
            let browser = driver.browser().await?;
            let visits = visits(&browser, &server.base, profile).await;
            browser.quit().await?;
            let [first, _, third] = visits?;
            cold.push(first);
            warm.push(third);
        }
        row(&mut table, profile.name, "cold", &cold)?;
        row(&mut table, profile.name, "warm", &warm)?;
    }
    Ok(table)
}

fn row(table: &mut String, profile: &str, name: &str, visits: &[Visit]) -> Result<()> {
    write!(table, "| {profile} | {name} |")?;
    for column in 0..COLUMNS.len() {
        let spans: Vec<Duration> = visits.iter().map(|visit| visit[column]).collect();
        write!(table, " {} |", milliseconds(median(&spans)))?;
    }
    Ok(writeln!(table)?)
}

/// Three visits in one browser: V8 writes its code cache on the second.
async fn visits(browser: &WebDriver, base: &str, profile: Profile) -> Result<[Visit; 3]> {
    let mut visits = [Visit::default(); 3];
    let demo = Demo::new(base);
    for one in &mut visits {
        let cookie = demo.fresh_sign_in().await?;
        tab(browser, profile, base, &cookie).await?;
        browser.goto(format!("{base}/#enrolment")).await?;
        *one = enrol(browser).await?;
    }
    Ok(visits)
}

async fn enrol(browser: &WebDriver) -> Result<Visit> {
    let first = span(ask(browser, "first", Value::Null).await?)?;
    let choose = json!({ "click": "choose-app", "step": "scan", "control": "[data-qr]" });
    let qr = span(ask(browser, "act", choose).await?)?;
    let key = ask(browser, "key", Value::Null).await?;
    let app = app_with(&Secret::new(key.as_str().context("no key on the screen")?))?;
    let confirm = json!({
        "fill": { "code": code(&app, 0).expose() },
        "click": "confirm", "step": "recovery-codes", "control": "[data-recovery-code]",
    });
    let codes = span(ask(browser, "act", confirm).await?)?;
    let acknowledge =
        json!({ "click": "acknowledge", "step": "done", "control": "[data-action=\"finish\"]" });
    let done = span(ask(browser, "act", acknowledge).await?)?;
    Ok([first, qr, codes, done])
}

fn span(milliseconds: Value) -> Result<Duration> {
    let value = milliseconds.as_f64().context("the page measured nothing")?;
    Ok(Duration::from_secs_f64(value / 1_000.0))
}
