//! What the runners of one step said, and whether the step holds. It runs what it is given; it knows no
//! step by name.

use crate::process::{self, Counted};
use crate::tally::Tally;
use anyhow::{Result, bail};
use std::process::Command;

/// Runs the runners of one step one after another and adds up what they counted.
pub fn counted(commands: Vec<Command>, sum: &mut Tally) -> Result<()> {
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
