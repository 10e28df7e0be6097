//! CSV: with names above its columns, or without them as privacyIDEA and Yubico write it.

use ::csv::{ReaderBuilder, StringRecord, Trim};
use tweestap_api::{Problem, RowProblem};
use zeroize::Zeroizing;

use super::MOST;
use super::columns::{Columns, Means};
use super::row::{Row, Said, row};
use super::secret::{self, Form};

/// How the cells of a row are to be understood.
enum Layout {
    Named(Columns),
    /// `serial, key, type, digits, counter or time step` (privacyIDEA's "OATH CSV").
    PrivacyIdea,
    /// The log of Yubico's tools: `OATH-HOTP, time, slot, public id, private id, key, …`, digits in the twelfth cell.
    YubicoLog,
    /// Yubico's own: `serial, public id, 0, key, access code, time, …`; 0 where it is OATH.
    Yubico,
}

/// Its number, and its cells.
type Line = (usize, StringRecord);

/// A row before its seed is read.
struct Cells<'a> {
    line: usize,
    said: Said<'a>,
    secret: &'a str,
    too_many: bool,
}

pub fn read(text: &str) -> Result<Vec<Row>, Problem> {
    // One end of a line, of the three that there are: lines are counted by it.
    let text = Zeroizing::new(text.replace("\r\n", "\n").replace('\r', "\n"));
    let records = records(&text)?;
    let (layout, records) = layout(&records)?;
    let cells: Vec<Cells<'_>> = records
        .iter()
        .filter_map(|(line, record)| cells(&layout, *line, record))
        .collect();
    if cells.len() > MOST {
        return Err(Problem::ImportTooLarge);
    }
    let form = stated_form(&layout).or_else(|| secret::form_of(cells.iter().map(|one| one.secret)));
    let read = cells.iter().map(|one| {
        let mut read = row(one.line, &one.said, secret::read(one.secret, form));
        if one.too_many {
            read.token = Err(RowProblem::TooManyColumns);
        }
        read
    });
    Ok(read.collect())
}

/// Lines that say something, each with its number. `#` begins a remark.
fn records(text: &str) -> Result<Vec<Line>, Problem> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(Trim::All)
        .comment(Some(b'#'))
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let (mut records, mut place) = (
        Vec::new(),
        Place {
            line: 1,
            rest: text,
        },
    );
    for record in reader.records() {
        let record = record.map_err(|_| Problem::ImportUnreadable)?;
        let begins = record.position().map_or(0, ::csv::Position::byte);
        place.go_to(text.len() - usize::try_from(begins).unwrap_or(0).min(text.len()));
        if record.iter().all(str::is_empty) {
            continue;
        }
        records.push((place.line, record));
        // And one for the names; what Yubico logs besides its keys counts for nothing.
        if records.len() > 4 * MOST {
            return Err(Problem::ImportTooLarge);
        }
    }
    Ok(records)
}

/// Where a record begins. The reader itself counts the empty lines and remarks before one as part of it.
struct Place<'a> {
    line: usize,
    rest: &'a str,
}

impl Place<'_> {
    /// To where this much is left, and on to what is a record.
    fn go_to(&mut self, left: usize) {
        while self.rest.len() > left || self.rest.starts_with(['\n', '#']) {
            let Some((_, rest)) = self.rest.split_once('\n') else {
                return;
            };
            (self.line, self.rest) = (self.line + 1, rest);
        }
    }
}

/// Of the three that spreadsheets write, the one the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))
        .unwrap_or_default();
    let count = |wanted: u8| first.bytes().filter(|byte| *byte == wanted).count();
    // Of equals the last one wins: the comma.
    b"\t;,"
        .iter()
        .copied()
        .max_by_key(|one| count(*one))
        .unwrap_or(b',')
}

/// How the file is laid out, and its rows.
fn layout(records: &[Line]) -> Result<(Layout, &[Line]), Problem> {
    let ((_, first), rest) = records.split_first().ok_or(Problem::ImportUnreadable)?;
    if let Some(columns) = Columns::named(first) {
        return match columns.are_distinct() {
            true => Ok((Layout::Named(columns), rest)),
            false => Err(Problem::ImportUnreadable),
        };
    }
    let layout = if is_of_yubico_log(first) {
        Layout::YubicoLog
    } else if is_of_yubico(first) {
        Layout::Yubico
    } else if records
        .iter()
        .any(|(_, one)| secret::is_likely(cell(one, 1)))
    {
        Layout::PrivacyIdea
    } else {
        return Err(Problem::ImportUnreadable);
    };
    Ok((layout, records))
}

fn cell(record: &StringRecord, place: usize) -> &str {
    record.get(place).unwrap_or_default()
}

fn is_of_yubico_log(record: &StringRecord) -> bool {
    let known = [
        "oath-hotp",
        "yubico otp",
        "static password",
        "logging start",
    ];
    let first = cell(record, 0).to_ascii_lowercase();
    known.iter().any(|name| first.starts_with(name))
}

fn is_of_yubico(record: &StringRecord) -> bool {
    let is_time = |text: &str| text.len() == 19 && text.get(10..11) == Some("T");
    record.len() >= 6
        && cell(record, 0).bytes().all(|byte| byte.is_ascii_digit())
        && is_time(cell(record, 5))
}

fn stated_form(layout: &Layout) -> Option<Form> {
    match layout {
        Layout::Named(columns) => columns.form(),
        Layout::PrivacyIdea => None,
        Layout::YubicoLog | Layout::Yubico => Some(Form::Hex),
    }
}

/// `None`: the line is about no token.
fn cells<'a>(layout: &Layout, line: usize, record: &'a StringRecord) -> Option<Cells<'a>> {
    let at = |place: usize| cell(record, place);
    let (said, secret, columns) = match layout {
        Layout::Named(columns) => {
            let cell = |means| columns.cell(record, means);
            let said = Said {
                serial: cell(Means::Serial),
                kind: cell(Means::Kind),
                digits: cell(Means::Digits),
                period: cell(Means::Period),
                algorithm: cell(Means::Algorithm),
                counter: cell(Means::Counter),
                drift: cell(Means::Drift),
                drift_seconds: cell(Means::DriftSeconds),
            };
            (said, cell(Means::Secret(None)), columns.count())
        }
        Layout::PrivacyIdea => {
            let kind = Some(at(2))
                .filter(|kind| !kind.is_empty())
                .unwrap_or("hotp");
            let said = Said {
                serial: at(0),
                kind,
                digits: at(3),
                // One column for both; a token looks at its own.
                period: at(4),
                counter: at(4),
                ..Said::default()
            };
            (said, at(1), 5)
        }
        Layout::YubicoLog if at(0).eq_ignore_ascii_case("logging start") => return None,
        Layout::YubicoLog => {
            let said = Said {
                serial: at(3),
                kind: at(0),
                digits: at(11),
                ..Said::default()
            };
            (said, at(5), usize::MAX)
        }
        Layout::Yubico => {
            let said = Said {
                serial: at(0),
                kind: if at(2) == "0" { "hotp" } else { "yubico" },
                ..Said::default()
            };
            (said, at(3), usize::MAX)
        }
    };
    Some(Cells {
        line,
        said,
        secret,
        too_many: record.iter().skip(columns).any(|cell| !cell.is_empty()),
    })
}
