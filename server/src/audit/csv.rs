//! The trail as a table for spreadsheets (RFC 4180), in which nothing is a formula. Pure.

use super::chain::Entry;
use crate::time::rfc3339;

/// The names of the columns.
pub const HEADING: &str =
    "number,time,actor,actor_name,person,person_name,action,reason,details,hash\r\n";

/// One line. The names are those of today.
pub fn line(entry: &Entry, actor: &str, person: &str) -> String {
    let (number, time) = (entry.number.to_string(), rfc3339(entry.at));
    let cells = [
        &number,
        &time,
        &entry.actor,
        actor,
        &entry.subject,
        person,
        &entry.action,
        &entry.reason,
        &entry.details,
        &entry.hash,
    ];
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// In quotes, and with a ' before what a spreadsheet would compute. Ids may begin with a - as well; a tab or a line end
/// at the beginning is dropped by some programs, which then see what stands behind it.
fn cell(text: &str) -> String {
    let computes = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let guard = if computes { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

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
