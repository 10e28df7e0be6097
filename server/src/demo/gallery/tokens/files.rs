//! A vendor's file: which one, and what is in it before anything of it is kept. Data only.

use serde_json::json;
use tweestap_api::{Imported, Problem, RowError, RowProblem, routes};

use super::{body, section, tokens};
use crate::demo::gallery::screen::{Answer, Screen};

/// What stands in it does not matter here: the answer is canned.
const FILE: &str = "serial,secret\n";

fn asked(now: i64, name: &'static str, title: &'static str) -> Screen {
    section(now, name, title, tokens(now, vec![])).click("open-import")
}

/// A file was chosen and looked into, and this was the answer.
fn checked(now: i64, name: &'static str, title: &'static str, answer: Answer) -> Screen {
    asked(now, name, title)
        .attach(json!({ "file": FILE }))
        .then("check-file", routes::ADMIN_TOKENS_IMPORT, answer)
}

fn found(rows: u32, faulty: u32, errors: Vec<RowError>) -> Answer {
    body(Imported {
        rows,
        faulty,
        imported: 0,
        errors,
    })
}

/// More than are told one by one, as in a file that somebody changed by hand.
fn faults() -> Answer {
    use RowProblem as P;
    let told = [
        (2, Some("FT-2600001"), P::SerialKnown),
        (3, None, P::SerialMissing),
        (17, Some("FT-2600016"), P::SecretTooShort),
        (18, Some("FT-2600016"), P::SerialTwice),
        (
            19,
            Some("SCHOOLTOKEN-2026-0098765432-NL-BE"),
            P::KindUnknown,
        ),
        (20, Some("FT-2600019"), P::SecretUnreadable),
        (21, None, P::TooManyColumns),
    ];
    let errors = told.map(|(row, serial, problem)| RowError {
        row,
        serial: serial.map(str::to_owned),
        problem,
    });
    found(1250, 9, errors.into())
}

pub fn screens(now: i64) -> Vec<Screen> {
    let refused = |name, title, problem| checked(now, name, title, Answer::Refused(problem));
    vec![
        asked(now, "tokens-import", "Importing a file"),
        asked(now, "tokens-no-file", "No file was chosen").click("check-file"),
        refused(
            "tokens-unreadable",
            "A file that cannot be read",
            Problem::ImportUnreadable,
        ),
        refused(
            "tokens-too-large",
            "More in it than may be",
            Problem::ImportTooLarge,
        ),
        checked(
            now,
            "import-checked",
            "Nothing is wrong in it",
            found(1250, 0, vec![]),
        ),
        checked(now, "import-faulty", "Rows that are wrong", faults()),
        checked(now, "import-empty", "Nothing is in it", found(0, 0, vec![])),
    ]
}
