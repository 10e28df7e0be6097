//! People as they are shown to a manager: nothing sealed is opened but the number, and that only to be masked.

use tweestap_api::{AuditAction, AuditEntry, Factor, Method, Named, Person, PersonFile, Problem};

use super::super::caller::Caller;
use crate::audit::SYSTEM;
use crate::error::{Error, Result};
use crate::phone::Mobile;
use crate::seal::Place;
use crate::state::App;
use crate::store::audit::{self, Line};
use crate::store::limits::{self, Kind};
use crate::store::people::{self, Listed, Wanted, Whom};
use crate::store::{factors, support_codes};

/// Entries of a person's history.
const HISTORY: i64 = 100;

pub fn listed(app: &App, school: &str, one: &Listed) -> Result<Person> {
    let number = one.number.as_ref();
    let masked = number.map(|(factor, sealed)| masked(app, school, &one.id, factor, sealed));
    Ok(Person {
        id: one.id.clone(),
        name: one.name.clone(),
        role: one.role,
        classes: one.classes.clone(),
        state: one.state,
        since: one.since,
        masked_number: masked.transpose()?,
    })
}

fn masked(app: &App, school: &str, account: &str, factor: &str, sealed: &str) -> Result<String> {
    const BROKEN: Error = Error::Internal("a stored number is unusable");
    let place = Place {
        school,
        account,
        row: factor,
        column: "number",
    };
    let opened = app.keys.sealer.open(place, sealed)?;
    let number = std::str::from_utf8(&opened)
        .ok()
        .and_then(Mobile::from_e164);
    number.map(|number| number.masked()).ok_or(BROKEN)
}

/// Somebody of the caller's school, whole.
pub async fn file(app: &App, caller: &Caller, id: &str, now: i64) -> Result<PersonFile> {
    let school = caller.account.school.as_str();
    let mut connection = app.store.read().await?;
    let (required, in_grace) = caller.duty.listed(now);
    let wanted = Wanted {
        school,
        whom: Whom::One(id),
        required: &required,
        in_grace: &in_grace,
        methods: &caller.in_force().methods,
        name: "",
        role: "",
        state: "",
        after: ("", ""),
        most: 1,
    };
    let found = people::page(&mut connection, &wanted, now).await?;
    let one = found.first().ok_or(Problem::PersonNotFound)?;
    let in_force = factors::of(&mut connection, &one.id, now).await?.active;
    let support = support_codes::of(&mut connection, &one.id, now).await?;
    let lines = audit::of_subject(&mut connection, school, &one.id, HISTORY).await?;
    let mut stopped = false;
    for kind in Kind::UNLOCKED {
        stopped |= limits::is_stopped(&mut connection, &one.id, kind).await?;
    }
    drop(connection);
    let person = listed(app, school, one)?;
    let methods = in_force.iter().enumerate().map(|(place, factor)| Factor {
        id: factor.id.clone(),
        method: factor.method,
        masked_number: match factor.method {
            Method::Sms => person.masked_number.clone(),
            Method::App | Method::Hardware => None,
        },
        since: factor.since.unwrap_or_default(),
        preferred: place == 0,
    });
    Ok(PersonFile {
        methods: methods.collect(),
        person,
        support_code_until: support.map(|code| code.expires_at),
        stopped,
        history: lines.iter().rev().map(entry).collect::<Result<_>>()?,
        server_time: now,
    })
}

/// An entry as it is shown. One that cannot be read is not left out: the trail would look whole.
pub fn entry(line: &Line) -> Result<AuditEntry> {
    const BROKEN: Error = Error::Internal("an entry of the audit trail cannot be read");
    let entry = &line.entry;
    Ok(AuditEntry {
        number: entry.number,
        at: entry.at,
        actor: (entry.actor != SYSTEM).then(|| Named {
            id: entry.actor.clone(),
            name: line.actor_name.clone(),
        }),
        person: Named {
            id: entry.subject.clone(),
            name: line.subject_name.clone(),
        },
        action: AuditAction::from_code(&entry.action).ok_or(BROKEN)?,
        reason: entry.reason.clone(),
        details: serde_json::from_str(&entry.details).map_err(|_| BROKEN)?,
    })
}
