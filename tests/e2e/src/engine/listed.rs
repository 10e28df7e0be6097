//! Which journeys an engine runs: the list is `engines.txt`, and every journey must stand in it.

use super::Engine;

const LIST: &str = include_str!("../../engines.txt");

impl Engine {
    /// Why this engine passes over a journey; `None` when it runs it.
    pub fn passes_over(self, journey: &str) -> Option<&'static str> {
        let reason = reason(LIST, journey);
        if self == Self::Chromium { None } else { reason }
    }
}

/// What the list says about a journey. One that is not on it, or twice, is a mistake of whoever wrote it.
fn reason(list: &'static str, journey: &str) -> Option<&'static str> {
    let lines = list.lines().filter_map(|line| {
        let (mark, rest) = line.split_once(' ')?;
        let (name, reason) = rest.split_once(' ').unwrap_or((rest, ""));
        (mark != "#" && journey.starts_with(name)).then_some((mark, reason.trim()))
    });
    let found: Vec<_> = lines.collect();
    let [(mark, reason)] = found[..] else {
        panic!("{journey} must stand on exactly one line of tests/e2e/engines.txt");
    };
    (mark == "-").then_some(reason)
}
