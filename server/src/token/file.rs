//! Vendors' files of hardware tokens, read: CSV, or a key container of RFC 6030. Pure: nothing is written, and no
//! problem repeats more of a row than its serial.

mod cipher;
mod columns;
mod csv;
mod markup;
mod pskc;
mod row;
mod secret;
mod xml;

#[cfg(test)]
mod tests;

pub use row::{Fresh, Row, is_serial};

use std::collections::HashSet;

use tweestap_api::{ImportFormat, Problem, RowProblem, Secret};

use crate::store::tokens::key_of;

/// Tokens of one file.
const MOST: usize = 10_000;

/// Every token of a file, each right or with what is wrong with it; or why it is no such file. `key`: of an encrypted
/// one. `now`: Unix seconds, for policies that ended.
pub fn read(
    format: ImportFormat,
    content: &str,
    key: Option<&Secret>,
    now: i64,
) -> Result<Vec<Row>, Problem> {
    let key = key.filter(|key| !key.expose().is_empty());
    let text = content.trim_start_matches('\u{feff}');
    // Of another encoding than UTF-8, which a browser has made the best of.
    if text.contains(['\0', '\u{fffd}']) {
        return Err(Problem::ImportUnreadable);
    }
    let mut rows = match format {
        // There are no encrypted tables: whoever has a key has taken another file.
        ImportFormat::Csv if key.is_some() => return Err(Problem::ImportUnreadable),
        ImportFormat::Csv => csv::read(text)?,
        ImportFormat::Pskc => pskc::read(text, key, now)?,
    };
    match rows.len() {
        0 => return Err(Problem::ImportUnreadable),
        1..=MOST => {}
        _ => return Err(Problem::ImportTooLarge),
    }
    let mut seen = HashSet::new();
    for row in &mut rows {
        let Some(serial) = &row.serial else { continue };
        if !seen.insert(key_of(serial)) {
            row.token = Err(RowProblem::SerialTwice);
        }
    }
    Ok(rows)
}
