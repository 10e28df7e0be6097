//! `cargo xtask test`: every test, in the order in which a mistake is found soonest. A step in which no
//! test ran is a failure; the sum of what the runners counted is the last line on stdout.

use crate::args::Step;
use crate::bundle;
use crate::process::{self, Counted};
use crate::project::Project;
use crate::say::{say, seconds, timed};
use crate::serve::build_server;
use crate::tally::Tally;
use crate::tools::{self, browser::Browser};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

const END_TO_END: &str = "tweestap-e2e";
const ORDER: [Step; 5] = [
    Step::Lint,
    Step::Native,
    Step::Budget,
    Step::Web,
    Step::EndToEnd,
];

/// Runs the named steps, or all; prints the sum even when a step failed.
pub fn run(project: &Project, only: &[Step]) -> Result<()> {
    let begun = Instant::now();
    let mut sum = Tally::default();
    let mut outcome = Ok(());
    for step in ORDER
        .into_iter()
        .filter(|step| only.is_empty() || only.contains(step))
    {
        outcome = timed(name(step), || take(project, step, &mut sum));
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

fn take(project: &Project, step: Step, sum: &mut Tally) -> Result<()> {
    match step {
        Step::Lint => lint(project),
        Step::Native => native(project, sum),
        Step::Budget => budget(project, sum),
        Step::Web => web(project, sum),
        Step::EndToEnd => end_to_end(project, sum),
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
            project.cargo(&["test", "--package", "xtask", "--lib"]),
        ]);
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
    command.env("CHROMEDRIVER", &browser.chromedriver).env(
        "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
        capabilities(project, &browser)?,
    );
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

/// cargo's own harness rather than nextest: the stories of one file share one driver and one server.
fn end_to_end(project: &Project, sum: &mut Tally) -> Result<()> {
    let judges = tools::for_end_to_end(project)?;
    bundle::ensure(project)?;
    let server = build_server(project, false)?;
    let mut command = project.cargo(&["test", "--package", END_TO_END, "--no-fail-fast"]);
    let places: [(&str, OsString); 4] = [
        ("TWEESTAP_SERVER", server.into()),
        ("TWEESTAP_AXE", judges.axe.into()),
        ("CHROME", judges.browser.chrome.into()),
        ("CHROMEDRIVER", judges.browser.chromedriver.into()),
    ];
    command.envs(places);
    counted(vec![command], sum)
}

/// Runs the runners of one step one after another and adds up what they counted.
fn counted(commands: Vec<Command>, sum: &mut Tally) -> Result<()> {
    let mut here = Tally::default();
    let mut discontent = None;
    for mut command in commands {
        let Counted { content, tally } = process::count(&mut command)?;
        here = here + tally;
        if !content && discontent.is_none() {
            discontent = Some(process::show(&command));
        }
    }
    *sum = *sum + here;
    judge(here, discontent)
}

/// The sentence for how a step ended.
fn judge(here: Tally, discontent: Option<String>) -> Result<()> {
    match (here.failed, discontent) {
        (0, None) if here.ran() == 0 => bail!("no test ran, and that is no success"),
        (0, None) => Ok(()),
        (0, Some(command)) => bail!("`{command}` failed, though no test did: see above"),
        (1, _) => bail!("1 test failed: see above"),
        (failed, _) => bail!("{failed} tests failed: see above"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentence(passed: u64, failed: u64, discontent: Option<&str>) -> Option<String> {
        let outcome = judge(Tally { passed, failed }, discontent.map(str::to_owned));
        outcome.err().map(|error| error.to_string())
    }

    #[test]
    fn a_step_in_which_no_test_ran_is_a_failure() {
        assert!(sentence(0, 0, None).unwrap().contains("no test ran"));
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_a_failure() {
        assert!(
            sentence(3, 0, Some("cargo test"))
                .unwrap()
                .contains("cargo test")
        );
    }

    #[test]
    fn a_failed_test_is_a_failure_even_when_the_runner_is_content() {
        assert!(sentence(3, 2, None).unwrap().contains("2 tests failed"));
        assert_eq!(sentence(3, 0, None), None);
    }

    /// The sum must come from runners that really ran, and a red one must not stop the counting.
    #[test]
    fn every_runner_of_a_step_is_counted() {
        let runner = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            command
        };
        let commands = vec![
            runner("echo 'test result: FAILED. 1 passed; 1 failed;'; exit 101"),
            runner("echo 'test result: ok. 2 passed; 0 failed;'"),
        ];
        let mut sum = Tally {
            passed: 10,
            failed: 0,
        };
        let error = counted(commands, &mut sum).unwrap_err().to_string();
        assert_eq!(
            sum,
            Tally {
                passed: 13,
                failed: 1
            }
        );
        assert_eq!(error, "1 test failed: see above");
    }
}
