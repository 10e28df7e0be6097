//! Running other programs: loudly, quietly, or while counting what they report. A child's stdout is
//! sent to our stderr, because our own stdout carries only the `ready` line and the tables.

use crate::tally::Tally;
use anyhow::{Context, Result, bail};
use std::io::{self, BufRead, BufReader, Read};
use std::process::{Command, Stdio};
use std::thread;

/// Runs it to the end; a bad exit status is an error that names the command.
pub fn run(command: &mut Command) -> Result<()> {
    run_loud(command.stdout(Stdio::from(io::stderr())))
}

/// The same for a program whose stdout is what was asked for.
pub fn run_loud(command: &mut Command) -> Result<()> {
    let shown = show(command);
    let status = command
        .status()
        .with_context(|| format!("`{shown}` could not be started"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})");
    }
    Ok(())
}

/// What it wrote on stdout; on failure the error carries what it wrote on stderr.
pub fn output(command: &mut Command) -> Result<String> {
    let shown = show(command);
    let output = command
        .output()
        .with_context(|| format!("`{shown}` could not be started"))?;
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("`{shown}` failed ({}): {}", output.status, complaint.trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{shown}` wrote no text"))
}

/// How a test runner ended: whether it was content, and what it counted.
pub struct Counted {
    pub content: bool,
    pub tally: Tally,
}

/// Runs a test runner, passing on what it says and adding up its closing lines.
pub fn count(command: &mut Command) -> Result<Counted> {
    let shown = show(command);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("`{shown}` could not be started"))?;
    // Both pipes are read at once: a runner that fills one while the other is awaited would hang.
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let from_err = thread::spawn(move || err.map(pass_on).unwrap_or_default());
    let from_out = out.map(pass_on).unwrap_or_default();
    let status = child
        .wait()
        .with_context(|| format!("`{shown}` was lost"))?;
    let from_err = from_err.join().unwrap_or_default();
    Ok(Counted {
        content: status.success(),
        tally: from_out + from_err,
    })
}

fn pass_on(pipe: impl Read) -> Tally {
    let mut tally = Tally::default();
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    // Bytes, not `lines()`: a test may print what is not UTF-8, and must not end the counting.
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|read| read > 0)
    {
        let text = String::from_utf8_lossy(&line);
        eprint!("{text}");
        tally = tally + Tally::of_line(&text);
        line.clear();
    }
    tally
}

/// The command as one would type it, for messages.
pub fn show(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted_from_both_pipes() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'; \
                      echo '     Summary [ 0.1s] 3 tests run: 2 passed, 1 failed, 0 skipped' >&2";
        let counted = count(Command::new("sh").args(["-c", script])).unwrap();
        assert!(counted.content);
        assert_eq!(
            counted.tally,
            Tally {
                passed: 4,
                failed: 1
            }
        );
    }

    #[test]
    fn bytes_that_are_no_text_do_not_end_the_counting() {
        let script = "printf '\\377\\n'; echo 'test result: ok. 1 passed; 0 failed;'; exit 3";
        let counted = count(Command::new("sh").args(["-c", script])).unwrap();
        assert!(!counted.content);
        assert_eq!(
            counted.tally,
            Tally {
                passed: 1,
                failed: 0
            }
        );
    }

    #[test]
    fn a_failing_command_is_named() {
        let error = run(Command::new("sh").args(["-c", "exit 4"]))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("sh -c exit 4") && error.contains('4'),
            "{error}"
        );
    }
}
