//! Stories of the school's manager: the desk and its sections.

mod desk;
mod people;
mod person;
mod trail;

use crate::fixture::NOW;
use tweestap_api::{
    AuditAction, AuditDetails, AuditEntry, Factor, Method, Named, Person, PersonFile, PersonState,
    Role,
};

pub const YOU: &str = "you";

pub fn somebody(id: &str) -> Person {
    Person {
        id: id.to_owned(),
        name: format!("Name of {id}"),
        role: Some(Role::Pupil),
        classes: vec!["2B".to_owned()],
        state: PersonState::Active,
        since: Some(NOW),
        masked_number: None,
    }
}

pub fn file_of(person: Person) -> PersonFile {
    PersonFile {
        methods: vec![Factor {
            id: "f".to_owned(),
            method: Method::App,
            masked_number: None,
            since: NOW,
            preferred: true,
        }],
        person,
        support_code_until: None,
        stopped: false,
        history: vec![],
        server_time: NOW,
    }
}

pub fn entry(number: i64) -> AuditEntry {
    AuditEntry {
        number,
        at: NOW,
        actor: None,
        person: Named {
            id: "sam".to_owned(),
            name: "Sam".to_owned(),
        },
        action: AuditAction::SwitchedOn,
        reason: String::new(),
        details: AuditDetails::default(),
    }
}
