//! Progress for the person who waits, on stderr: stdout belongs to the `ready` line and the tables.

use std::time::{Duration, Instant};

/// One line of progress.
pub fn say(line: impl AsRef<str>) {
    eprintln!("xtask: {}", line.as_ref());
}

/// Says what begins, does it, and says how long it took, whether or not it worked.
pub fn timed<T>(name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    say(format!("{name} …"));
    let begun = Instant::now();
    let outcome = work();
    let word = if outcome.is_ok() { "done" } else { "failed" };
    say(format!("{name}: {word} in {}", seconds(begun.elapsed())));
    outcome
}

/// `0.4 s`, `73 s`: a tenth only where it can be felt.
pub fn seconds(span: Duration) -> String {
    if span < Duration::from_secs(10) {
        format!("{:.1} s", span.as_secs_f64())
    } else {
        format!("{:.0} s", span.as_secs_f64())
    }
}
