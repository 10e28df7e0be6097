//! `cargo xtask test`: every test, in the order in which a mistake is found soonest. A step in which no
//! test ran is a failure; the sum of what the runners counted is the last line on stdout.

mod end_to_end;
mod verdict;

use crate::args::{Step, Test};
use crate::bundle;
use crate::process;
use crate::project::Project;
use crate::say::{say, seconds, timed};
use crate::tally::Tally;
use crate::tools::{self, browser::Browser};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;
use std::time::Instant;
use verdict::counted;

pub(crate) const END_TO_END: &str = "tweestap-e2e";
const ORDER: [Step; 5] = [
    Step::Lint,
    Step::Native,
    Step::Budget,
    Step::Web,
    Step::EndToEnd,
];

/// Runs the named steps, or all; prints the sum even when a step failed.
pub fn run(project: &Project, options: &Test) -> Result<()> {
    let begun = Instant::now();
    let mut sum = Tally::default();
    let mut outcome = Ok(());
    for step in ORDER
        .into_iter()
        .filter(|step| options.only.is_empty() || options.only.contains(step))
    {
        outcome = timed(name(step), || take(project, step, options, &mut sum));
        if outcome.is_err() {
            break;
        }
    }
    say(format!(
        "{} in {}",
        if outcome.is_ok() {
            "all steps passed"
        } else {
            "stopped"
        },
        seconds(begun.elapsed())
    ));
    // A step that failed before it could count must not end in a line that reads like success.
    if outcome.is_err() && sum.failed == 0 {
        sum.failed = 1;
    }
    println!("{sum}");
    outcome
}

const fn name(step: Step) -> &'static str {
    match step {
        Step::Lint => "format and lints",
        Step::Native => "native tests",
        Step::Budget => "bundle budget",
        Step::Web => "browser tests of the widget",
        Step::EndToEnd => "end-to-end tests",
    }
}

fn take(project: &Project, step: Step, options: &Test, sum: &mut Tally) -> Result<()> {
    match step {
        Step::Lint => lint(project),
        Step::Native => native(project, sum),
        Step::Budget => budget(project, sum),
        Step::Web => web(project, sum),
        Step::EndToEnd => end_to_end::run(project, options.all_browsers, sum),
    }
}

/// Format and lints count no tests; they hold or they do not.
fn lint(project: &Project) -> Result<()> {
    tools::wasm_target(project)?;
    let advice = "`cargo fmt --all` mends the format";
    process::run(&mut project.cargo(&["fmt", "--all", "--check"])).context(advice)?;
    let everything = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "--deny",
        "warnings",
    ];
    process::run(&mut project.cargo(&everything))?;
    // The widget once more as the browser gets it: half of its code exists only there.
    let mut widget = project.cargo(&["clippy", "--target", "wasm32-unknown-unknown", "--lib"]);
    process::run(widget.args(["--test", "web", "--", "--deny", "warnings"]))
}

/// All but the tests that need a browser or a built bundle. nextest runs no documentation tests.
fn native(project: &Project, sum: &mut Tally) -> Result<()> {
    let counterparts = tools::for_native_tests(project)?;
    let all = ["--workspace", "--exclude", END_TO_END, "--no-fail-fast"];
    let mut commands = vec![];
    if project.which("cargo-nextest").is_some() {
        let mut nextest = project.cargo(&["nextest", "run"]);
        nextest
            .args(all)
            .args(["-E", "not (package(xtask) & binary(budget))"]);
        let mut documentation = project.cargo(&["test", "--doc"]);
        documentation.args(all);
        commands.extend([nextest, documentation]);
    } else {
        let mut harness = project.cargo(&["test"]);
        harness.args(all).args(["--exclude", "xtask"]);
        commands.extend([
            harness,
            project.cargo(&["test", "--package", "xtask", "--lib", "--test", "surface"]),
            project.cargo(&["test", "--package", "xtask", "--test", "deployment"]),
        ]);
    }
    for command in &mut commands {
        command
            .env("TWEESTAP_AIOSMTPD_PYTHON", &counterparts.aiosmtpd)
            .env("TWEESTAP_PRISM", &counterparts.prism)
            .env("TWEESTAP_PACKAGE_JUDGES", &counterparts.package);
    }
    counted(commands, sum)
}

fn budget(project: &Project, sum: &mut Tally) -> Result<()> {
    bundle::ensure(project)?;
    let test = [
        "test",
        "--package",
        "xtask",
        "--test",
        "budget",
        "--",
        "--nocapture",
    ];
    counted(vec![project.cargo(&test)], sum)
}

fn web(project: &Project, sum: &mut Tally) -> Result<()> {
    let browser = tools::for_web_tests(project)?;
    let mut command = project.cargo(&[
        "test",
        "--target",
        "wasm32-unknown-unknown",
        "--test",
        "web",
    ]);
    command
        .env("CHROMEDRIVER", &browser.chromedriver)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            capabilities(project, &browser)?,
        )
        // Seconds for all tests of the file; its own 20 are short on a busy machine.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    counted(vec![command], sum)
}

/// `webdriver.json` with the browser that was found: the runner itself would let the driver guess.
fn capabilities(project: &Project, browser: &Browser) -> Result<PathBuf> {
    let text = fs::read_to_string(project.root.join("webdriver.json")).context("webdriver.json")?;
    let mut capabilities: Value = serde_json::from_str(&text).context("webdriver.json")?;
    capabilities["goog:chromeOptions"]["binary"] = json!(browser.chrome);
    let path = project.scratch().join("webdriver.json");
    fs::create_dir_all(project.scratch())?;
    fs::write(&path, capabilities.to_string())?;
    Ok(path)
}
