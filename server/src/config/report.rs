//! What is wrong with a configuration: every fault with its place, so that one reading is enough to put all of
//! them right. A line is `FILE:LINE:COLUMN: what is wrong; what to do`, which editors can jump to.

use std::path::Path;

/// One fault.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    file: String,
    line: usize,
    column: usize,
    said: String,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Report(Vec<Fault>);

impl Report {
    /// `at`: the byte of `text` where it stands.
    pub fn add(&mut self, file: &Path, text: &str, at: usize, said: impl Into<String>) {
        let (line, column) = place(text, at);
        self.0.push(Fault {
            file: file.display().to_string(),
            line,
            column,
            said: said.into(),
        });
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The lines, in the order in which they stand in the files; `Ok` when there are none.
    pub fn outcome(mut self) -> Result<(), String> {
        if self.is_empty() {
            return Ok(());
        }
        self.0.sort();
        self.0.dedup();
        let line = |fault: &Fault| {
            let Fault {
                file,
                line,
                column,
                said,
            } = fault;
            format!("{file}:{line}:{column}: {said}")
        };
        Err(self.0.iter().map(line).collect::<Vec<_>>().join("\n"))
    }
}

/// Line and column of a byte, both from 1; a column is a character, as editors count.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

/// The one of `known` that somebody may have meant.
pub fn meant<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|one| (strsim::damerau_levenshtein(&word, &one.to_lowercase()), one))
        .filter(|(distance, one)| *distance <= 1 + one.len() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, one)| one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_counted_in_lines_and_characters_from_one() {
        let text = "één = 1\ntwee = 2\n";
        let at = |word| place(text, text.find(word).unwrap());
        assert_eq!(at("één"), (1, 1));
        assert_eq!(at("= 1"), (1, 5));
        assert_eq!(at("twee"), (2, 1));
        assert_eq!(place(text, 1_000), (3, 1));
    }

    #[test]
    fn every_fault_is_said_once_in_the_order_of_the_file() {
        let mut report = Report::default();
        for (at, said) in [(4, "later"), (0, "first"), (4, "later")] {
            report.add(Path::new("a.toml"), "a\nb\nc", at, said);
        }
        assert_eq!(
            report.outcome(),
            Err("a.toml:1:1: first\na.toml:3:1: later".to_owned())
        );
        assert_eq!(Report::default().outcome(), Ok(()));
    }

    #[test]
    fn a_slip_of_the_finger_is_recognised_and_another_word_is_not() {
        let known = ["issuer", "audience", "origins", "id"];
        for (word, expected) in [
            ("isuer", Some("issuer")),
            ("Origins", Some("origins")),
            ("orgins", Some("origins")),
            ("audeince", Some("audience")),
            ("colour", None),
            ("xy", None),
        ] {
            assert_eq!(meant(word, known), expected, "{word}");
        }
    }
}
