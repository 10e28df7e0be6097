//! The trail as a table (RFC 4180, for programs as for spreadsheets), in which nothing is a formula. Pure.
//!
//! The manager's page makes a table of its own, of the same columns but the hash (`src/admin/trail/table.rs`).

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

/// In quotes, with a ' before what a spreadsheet would compute: a sign where the cell begins, and one where a cell would
/// begin in a program that splits at another mark than the file's own and so reads no quotes there. What is dropped at
/// the beginning of a cell (blanks, and the quotes themselves) is looked through.
fn cell(text: &str) -> String {
    let mut cell = String::from("\"");
    let mut begins = true;
    for letter in text.chars() {
        if begins && "=+-@＝＋－＠".contains(letter) {
            cell.push('\'');
        }
        begins = match letter {
            ';' | ',' | '|' => true,
            '"' => begins,
            // A tab and a line end begin a cell too; any other blank is dropped where one begins.
            _ if letter.is_control() => true,
            _ => begins && letter.is_whitespace(),
        };
        cell.push(letter);
        if letter == '"' {
            cell.push('"');
        }
    }
    cell.push('"');
    cell
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
            ("＝1", r#""'＝1""#),
            ("  =1", r#""  '=1""#),
            ("\t=1", "\"\t'=1\""),
            ("a=1", r#""a=1""#),
            ("'=1", r#""'=1""#),
            (r#"say "a","b""#, r#""say ""a"",""b""""#),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn no_part_of_a_cell_is_one_where_a_program_splits_it() {
        for (text, expected) in [
            ("x;=HYPERLINK(1);y", r#""x;'=HYPERLINK(1);y""#),
            ("x,+1", r#""x,'+1""#),
            ("x|-1", r#""x|'-1""#),
            ("x; \u{a0}@y", "\"x; \u{a0}'@y\""),
            ("x\t=1", "\"x\t'=1\""),
            ("x\r\n=1", "\"x\r\n'=1\""),
            (r#"x;"=1"#, r#""x;""'=1""#),
            (r#"x";"" =1"#, r#""x"";"""" '=1""#),
            ("x; y=1", r#""x; y=1""#),
            ("-;-;-", r#""'-;'-;'-""#),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
