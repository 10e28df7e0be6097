//! Adds up what the test runners say in their closing lines: cargo's own harness (also used by
//! `wasm-bindgen-test-runner`) and nextest. A line that is neither counts nothing.

use std::fmt;
use std::ops::Add;

/// Tests that passed and tests that did not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// What one line of a runner's output adds.
    pub fn of_line(line: &str) -> Self {
        let line = without_colour(line);
        let line = line.trim();
        let counts = if let Some((_, counts)) = line.split_once("test result: ") {
            // `ok. 12 passed; 0 failed; 1 ignored; …`
            counts.split_once(". ").map(|(_, counts)| counts)
        } else if line.starts_with("Summary [") {
            // `Summary [   0.1s] 12 tests run: 11 passed (1 slow), 1 failed, 2 skipped`
            line.split_once("run: ").map(|(_, counts)| counts)
        } else {
            None
        };
        counts.map(Self::of_counts).unwrap_or_default()
    }

    fn of_counts(counts: &str) -> Self {
        let mut tally = Self::default();
        for part in without_asides(counts).split([';', ',']) {
            let mut words = part.split_whitespace();
            let Some(number) = words.next().and_then(|word| word.parse::<u64>().ok()) else {
                continue;
            };
            match words.next() {
                Some("passed") => tally.passed += number,
                // nextest also says `1 timed out` and `1 exec failed`.
                Some("failed" | "timed" | "exec") => tally.failed += number,
                _ => {}
            }
        }
        tally
    }

    pub fn ran(self) -> u64 {
        self.passed + self.failed
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Drops `(1 slow, 1 timed out)`: asides about tests that were counted already.
fn without_asides(counts: &str) -> String {
    let mut depth = 0_u32;
    let mut outside = String::with_capacity(counts.len());
    for letter in counts.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => outside.push(letter),
            _ => {}
        }
    }
    outside
}

/// Drops `ESC [ … letter`, which runners emit when colour is forced by the environment.
fn without_colour(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> (u64, u64) {
        let tally = Tally::of_line(line);
        (tally.passed, tally.failed)
    }

    #[test]
    fn cargo_s_closing_line_is_read() {
        let line = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; \
                    finished in 0.01s";
        assert_eq!(of(line), (12, 0));
        assert_eq!(
            of("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured"),
            (3, 2)
        );
    }

    #[test]
    fn nextest_s_summary_is_read() {
        assert_eq!(
            of("     Summary [   0.013s] 12 tests run: 12 passed, 0 skipped"),
            (12, 0)
        );
        assert_eq!(
            of("Summary [ 3.1s] 1 test run: 1 passed (1 slow, 1 timed out), 4 skipped"),
            (1, 0)
        );
        let bad = "Summary [  61.2s] 9 tests run: 5 passed (1 flaky), 2 failed, 1 timed out, \
                   1 exec failed, 3 skipped";
        assert_eq!(of(bad), (5, 4));
        assert_eq!(
            of("Summary [ 1.0s] 4/9 tests run: 3 passed, 1 failed, 0 skipped"),
            (3, 1)
        );
    }

    #[test]
    fn colour_does_not_hide_a_closing_line() {
        assert_eq!(
            of("test result: \u{1b}[32mok\u{1b}[m. 7 passed; 0 failed; 0 ignored"),
            (7, 0)
        );
        let nextest = "\u{1b}[32;1m     Summary\u{1b}[0m [ 0.1s] \u{1b}[1m2\u{1b}[0m tests run: \
                       \u{1b}[1m2\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, 0 skipped";
        assert_eq!(of(nextest), (2, 0));
    }

    #[test]
    fn other_lines_count_nothing() {
        for line in [
            "test codes::a_code_is_read ... ok",
            "running 12 tests",
            "12 passed",
            "",
        ] {
            assert_eq!(of(line), (0, 0), "{line}");
        }
    }

    #[test]
    fn the_sum_is_one_plain_line() {
        let sum = Tally {
            passed: 2,
            failed: 0,
        } + Tally {
            passed: 3,
            failed: 1,
        };
        assert_eq!(sum.to_string(), "5 passed, 1 failed");
        assert_eq!(sum.ran(), 6);
    }
}
