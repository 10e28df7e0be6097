//! The trail as a table for spreadsheets, in which nothing is a formula. Pure: what stands in words and how a time is
//! written is said by whoever asks.

use super::cell::cell;
use tweestap_api::{
    AuditDetails, AuditEntry, CheckedHow, Method, Policy, Recovery, RoleRule, Scope,
};

/// The names of the columns: those of the table that the server's own command makes, in its order. Its `details` are
/// apart here, a column each, because who reads this filters by them; the action stands in words besides. The server's
/// `hash` is not here: it never leaves the server, and what is checked with it is checked there.
pub const COLUMNS: [&str; 16] = [
    "number",
    "time",
    "actor",
    "actor_name",
    "person",
    "person_name",
    "action",
    "words",
    "reason",
    "method",
    "checked_how",
    "serial",
    "count",
    "scope",
    "version",
    "policy",
];

/// What spreadsheets split at where a comma stands in numbers, as in the Netherlands and Belgium: a file of commas opens
/// there as one column. A first line `sep=,` would help them too, but is the names of the columns to every reader that
/// does not know it. Other programs, LibreOffice among them, ask or can be told. Who wants RFC 4180's commas has the
/// server's own table, which is for programs first.
const APART: &str = ";";

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
        // By its fields, so that one more cannot be forgotten here.
        let AuditDetails {
            method,
            checked_how,
            serial,
            count,
            scope,
            version,
            policy,
        } = &entry.details;
        let cells = [
            &*entry.number.to_string(),
            &time(entry.at),
            actor,
            actor_name,
            &entry.person.id,
            &entry.person.name,
            entry.action.code(),
            &words(entry),
            &entry.reason,
            method.map_or("", Method::code),
            checked_how.map_or("", checked),
            serial.as_deref().unwrap_or_default(),
            &count.map_or_else(String::new, |count| count.to_string()),
            scope.map_or("", Scope::code),
            &version.map_or_else(String::new, |version| version.to_string()),
            &policy
                .as_ref()
                .map_or_else(String::new, |one| set(one, &time)),
        ];
        cells.map(cell).join(APART) + "\r\n"
    });
    let lines: Vec<String> = lines.collect();
    [MARK, &COLUMNS.join(APART), "\r\n", &lines.concat()].concat()
}

/// A policy in one cell, by the codes of the contract.
fn set(policy: &Policy, time: impl Fn(i64) -> String) -> String {
    let must = policy.roles.iter().filter(|one| one.rule == RoleRule::Must);
    let must: Vec<&str> = must.map(|one| one.role.code()).collect();
    let methods: Vec<&str> = policy.methods.iter().map(|one| one.code()).collect();
    let recovery = match policy.recovery {
        Recovery::Codes => "codes",
        Recovery::ResetCode => "reset_code",
    };
    let parts = [
        ("must", must.join(" ")),
        ("methods", methods.join(" ")),
        (
            "longest_remember",
            policy.longest_remember.code().to_owned(),
        ),
        ("recovery", recovery.to_owned()),
        ("starts_at", policy.starts_at.map(time).unwrap_or_default()),
        ("grace_days", policy.grace_days.to_string()),
    ];
    parts
        .map(|(name, is)| [name, ": ", &is].concat())
        .join("; ")
}

fn checked(how: CheckedHow) -> &'static str {
    match how {
        CheckedHow::InPerson => "in_person",
        CheckedHow::Video => "video",
        CheckedHow::PhoneKnownNumber => "phone_known_number",
        CheckedHow::Document => "document",
    }
}
