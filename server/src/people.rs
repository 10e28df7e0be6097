//! The school's list of people, read from CSV (RFC 4180): all of it is right, or every line that is not is named. Pure
//! but for the keys and the hashes that are asked of it.

use std::collections::HashSet;

use tweestap_api::{Problem, Secret};

use crate::mail::address;
use crate::password_rules::{self, Context, Rules};

/// Bytes and people of one list.
pub const LONGEST: usize = 4 * 1024 * 1024;
const MOST: usize = 20_000;
/// Columns: the last may be left out.
const COLUMNS: [&str; 5] = ["username", "name", "email", "co_emails", "password"];
const LONGEST_NAME: usize = 255;
/// Co-accounts of one person.
const CO_ACCOUNTS: usize = 10;

/// Somebody on the list.
#[derive(Debug)]
pub struct Person {
    pub username: String,
    pub name: String,
    /// Their own address, where there is one.
    pub email: Option<String>,
    /// Of co-accounts, such as parents.
    pub co_emails: Vec<String>,
    /// `None`: they set one by the link for a forgotten password.
    pub password: Option<Secret>,
}

/// Reads a list, or says of every bad line what is wrong with it.
pub fn read(text: &str, school: &str, rules: Rules) -> Result<Vec<Person>, Vec<String>> {
    // Spreadsheets begin a file with a mark of its encoding.
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::None)
        .from_reader(text.as_bytes());
    let header = reader
        .headers()
        .map_err(|_| vec!["line 1: this is no CSV".to_owned()])?;
    let header: Vec<&str> = header.iter().map(str::trim).collect();
    if header != COLUMNS[..4] && header != COLUMNS {
        return Err(vec![format!(
            "line 1: the first line must be {}, and may end with ,password",
            COLUMNS[..4].join(",")
        )]);
    }
    let columns = header.len();
    let (mut people, mut faults, mut seen) = (Vec::new(), Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push(format!("line {line}: this is no CSV"));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = record.iter().collect();
        match person(&cells, columns, school, rules) {
            Ok(person) if !seen.insert(person.username.clone()) => {
                let name = &person.username;
                faults.push(format!("line {line}: {name:?} is on the list twice"));
            }
            Ok(person) => people.push(person),
            Err(said) => faults.push(format!("line {line}: {said}")),
        }
        if people.len() > MOST {
            faults.push(format!(
                "line {line}: a list has {MOST} people at most; make two of it"
            ));
            break;
        }
    }
    match (people.is_empty(), faults.is_empty()) {
        (true, true) => Err(vec!["line 2: there is nobody on the list".to_owned()]),
        (_, true) => Ok(people),
        (_, false) => Err(faults),
    }
}

fn person(cells: &[&str], columns: usize, school: &str, rules: Rules) -> Result<Person, String> {
    if cells.len() != columns {
        return Err(format!(
            "{} cells, and the first line has {columns}",
            cells.len()
        ));
    }
    let (username, name) = (cells[0].trim(), cells[1].trim());
    for (column, text) in [("username", username), ("name", name)] {
        if text.is_empty() || text.len() > LONGEST_NAME || text.chars().any(char::is_control) {
            return Err(format!(
                "{column} must have 1 to {LONGEST_NAME} characters on one line"
            ));
        }
    }
    let addresses = |cell: &str| -> Result<Vec<String>, String> {
        let parts = cell
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let read = parts.map(|part| match address::parse(part) {
            Some(_) => Ok(part.to_owned()),
            None => Err(format!("{part:?} is no mail address")),
        });
        read.collect()
    };
    let mut email = addresses(cells[2])?;
    if email.len() > 1 {
        return Err("email holds one address; the others belong in co_emails".to_owned());
    }
    let co_emails = addresses(cells[3])?;
    if co_emails.len() > CO_ACCOUNTS {
        return Err(format!("co_emails holds {CO_ACCOUNTS} addresses at most"));
    }
    // A password is taken as it stands, spaces too.
    let password = cells
        .get(4)
        .filter(|cell| !cell.is_empty())
        .map(|cell| Secret::new(*cell));
    if let Some(password) = &password {
        let context = Context {
            username,
            names: &[name],
            school,
        };
        password_rules::check(password, rules, context).map_err(|problem| said(&problem, rules))?;
    }
    Ok(Person {
        username: username.to_owned(),
        name: name.to_owned(),
        email: email.pop(),
        co_emails,
        password,
    })
}

/// The password itself is never repeated.
fn said(problem: &Problem, rules: Rules) -> String {
    let why = match problem {
        Problem::PasswordTooShort => {
            return format!("the password has fewer than {} characters", rules.minimum);
        }
        Problem::PasswordTooLong => "is too long",
        Problem::PasswordHasName => "holds the name of the person or of the school",
        Problem::PasswordNeedsClasses => "has fewer than three kinds of characters",
        _ => "is a common one",
    };
    format!("the password {why}")
}

#[cfg(test)]
mod tests;
