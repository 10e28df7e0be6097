//! Common passwords: those of a list, and what people make of them when a longer one is asked for. Two listed words
//! with a year behind them, a word twice, a run along the keyboard: all of that is among the first things tried.
//!
//! The list is that of zxcvbn (MIT, see `common.LICENSE`), 30 000 passwords of which 11 000 have eight characters and
//! more; the Dutch words are ours. It is never sent to a browser.

use std::collections::HashSet;
use std::sync::OnceLock;

const LIST: &str = include_str!("common.txt");

/// What is common here and not in a list made elsewhere.
const DUTCH: [&str; 40] = [
    "wachtwoord",
    "welkom",
    "geheim",
    "hallo",
    "voetbal",
    "school",
    "leerling",
    "docent",
    "leraar",
    "juf",
    "meester",
    "lente",
    "zomer",
    "herfst",
    "winter",
    "januari",
    "februari",
    "maart",
    "april",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
    "maandag",
    "dinsdag",
    "woensdag",
    "donderdag",
    "vrijdag",
    "zaterdag",
    "zondag",
    "nederland",
    "belgie",
    "amsterdam",
    "rotterdam",
    "feyenoord",
    "inloggen",
    "vakantie",
];

/// Along the keyboards of here, and the alphabet.
const RUNS: [&str; 9] = [
    "12345678901234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "qwertz",
    "abcdefghijklmnopqrstuvwxyz",
];

/// The shortest piece that counts as a word, a run, and a group of digits at most.
const WORD: usize = 4;
const RUN: usize = 3;
const DIGITS: usize = 4;
/// What a piece costs whoever guesses, and the most that is still common: two words and a little.
const COST_OF_WORD: u32 = 2;
const COMMON: u32 = 5;
/// A repetition of no more than this is common whatever it is made of.
const SHORT_UNIT: usize = 6;

fn words() -> &'static HashSet<&'static str> {
    static WORDS: OnceLock<HashSet<&str>> = OnceLock::new();
    WORDS.get_or_init(|| LIST.lines().chain(DUTCH).collect())
}

/// `text` is in lower case.
pub fn is_common(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    if words().contains(text) {
        return true;
    }
    let unit = unit(&letters);
    let repeats = unit < letters.len();
    if repeats && unit <= SHORT_UNIT {
        return true;
    }
    // Only letters that a guesser would string together; a sentence is longer than that anyway.
    cost(&letters[..unit]).is_some_and(|cost| cost + u32::from(repeats) <= COMMON)
}

/// The length of what is repeated; the whole length when nothing is, at least twice.
fn unit(letters: &[char]) -> usize {
    let repeats = |unit: usize| (unit..letters.len()).all(|at| letters[at] == letters[at - unit]);
    (1..=letters.len() / 2)
        .find(|unit| repeats(*unit))
        .unwrap_or(letters.len())
}

/// The cheapest way to put it together; `None` when there is none that is common.
fn cost(letters: &[char]) -> Option<u32> {
    let mut cheapest = vec![None; letters.len() + 1];
    cheapest[0] = Some(0);
    for start in 0..letters.len() {
        let Some(before) = cheapest[start].filter(|cost| *cost < COMMON) else {
            continue;
        };
        for end in start + 1..=letters.len() {
            if let Some(piece) = piece(&letters[start..end]) {
                let cost = before + piece;
                if cheapest[end].is_none_or(|known| cost < known) {
                    cheapest[end] = Some(cost);
                }
            }
        }
    }
    cheapest[letters.len()]
}

fn piece(letters: &[char]) -> Option<u32> {
    let text: String = letters.iter().collect();
    let is_digits = letters.len() <= DIGITS && letters.iter().all(char::is_ascii_digit);
    let is_sign = letters.len() == 1 && !letters[0].is_alphanumeric();
    if is_digits || is_sign || (letters.len() >= RUN && is_run(letters, &text)) {
        return Some(1);
    }
    (letters.len() >= WORD && words().contains(text.as_str())).then_some(COST_OF_WORD)
}

fn is_run(letters: &[char], text: &str) -> bool {
    let back: String = letters.iter().rev().collect();
    let same = letters.iter().all(|letter| *letter == letters[0]);
    same || RUNS
        .iter()
        .any(|run| run.contains(text) || run.contains(&back))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_has_more_than_three_thousand_that_are_long_enough() {
        let long = |least: usize| {
            LIST.lines()
                .filter(|word| word.chars().count() >= least)
                .count()
        };
        assert!(long(8) > 11_000, "{}", long(8));
        assert_eq!(LIST.lines().count(), 30_000);
        assert!(LIST.lines().all(|word| word == word.to_lowercase()));
        for word in LIST.lines().filter(|word| word.len() >= 8) {
            assert!(is_common(word), "{word}");
        }
    }

    /// Of fifteen characters: the thousand commonest with the three commonest behind them, and each twice.
    #[test]
    fn what_people_make_of_common_passwords_when_fifteen_characters_are_asked_is_common_too() {
        let mut tried = 0;
        for first in LIST.lines().take(2_000) {
            for second in ["password", "123456789", "2026", "dragon1", "!"] {
                let made = [first, second].concat();
                assert!(is_common(&made), "{made}");
                tried += usize::from(made.chars().count() >= 15);
            }
            let twice = [first, first].concat();
            assert!(is_common(&twice), "{twice}");
            let thrice = [first, first, first].concat();
            assert!(is_common(&thrice), "{thrice}");
            tried += usize::from(thrice.chars().count() >= 15);
        }
        assert!(tried > 3_000, "{tried}");
    }
}
