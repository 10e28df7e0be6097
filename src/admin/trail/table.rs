//! The trail as a table for spreadsheets (RFC 4180), in which nothing is a formula. Pure: what stands in words and how a
//! time is written is said by whoever asks.

use tweestap_api::{AuditEntry, CheckedHow, Method};

/// The names of the columns, as in the table that the server's own command makes.
const HEADING: &str =
    "number,time,actor,actor_name,person,person_name,action,words,method,checked_how,reason\r\n";

/// Spreadsheets take a file without it for one of another age, and spoil every letter with an accent.
const MARK: &str = "\u{feff}";

pub fn table(
    entries: &[AuditEntry],
    time: impl Fn(i64) -> String,
    words: impl Fn(&AuditEntry) -> String,
) -> String {
    let lines = entries.iter().map(|entry| {
        let (actor, actor_name) = match &entry.actor {
            Some(actor) => (&*actor.id, &*actor.name),
            None => ("", ""),
        };
        let cells = [
            &*entry.number.to_string(),
            &time(entry.at),
            actor,
            actor_name,
            &entry.person.id,
            &entry.person.name,
            entry.action.code(),
            &words(entry),
            entry.details.method.map_or("", Method::code),
            entry.details.checked_how.map_or("", checked),
            &entry.reason,
        ];
        cells.map(cell).join(",") + "\r\n"
    });
    let lines: Vec<String> = lines.collect();
    [MARK, HEADING, &lines.concat()].concat()
}

fn checked(how: CheckedHow) -> &'static str {
    match how {
        CheckedHow::InPerson => "in_person",
        CheckedHow::Video => "video",
        CheckedHow::PhoneKnownNumber => "phone_known_number",
        CheckedHow::Document => "document",
    }
}

/// In quotes, and with a ' before what a spreadsheet would compute. A tab or a line end at the beginning is dropped by
/// some programs, which then see what stands behind it.
fn cell(text: &str) -> String {
    let computes = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let guard = if computes { "'" } else { "" };
    ["\"", guard, &text.replace('"', "\"\""), "\""].concat()
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn no_cell_is_a_formula_and_no_quote_ends_one() {
        for (text, expected) in [
            ("", r#""""#),
            ("lost phone", r#""lost phone""#),
            ("=1+1", r#""'=1+1""#),
            ("+31", r#""'+31""#),
            ("-1", r#""'-1""#),
            ("@SUM(A1)", r#""'@SUM(A1)""#),
            ("\t=1", "\"'\t=1\""),
            ("a=1", r#""a=1""#),
            (r#"say "a","b""#, r#""say ""a"",""b""""#),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
