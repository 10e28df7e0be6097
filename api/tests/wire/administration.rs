//! Looking after people: what a manager asks, and what is answered.

use super::{both_ways, overlooks_what_it_does_not_know, refuses_what_it_does_not_know, secret};
use tweestap_api::{
    Audit, AuditAction, AuditDetails, AuditEntry, Because, CheckedHow, Factor, FindPeople,
    MakeSupportCode, Method, Named, People, Person, PersonFile, PersonState, ReadAudit, Role,
    Scope, SupportCode,
};

fn person() -> Person {
    Person {
        id: "a1".to_owned(),
        name: "Sam de Vries".to_owned(),
        role: Some(Role::Pupil),
        classes: vec!["2B".to_owned()],
        state: PersonState::Active,
        since: Some(1_799_000_000),
        masked_number: Some("+31 6 •••• ••78".to_owned()),
    }
}

const PERSON: &str = r#"{"id":"a1","name":"Sam de Vries","role":"pupil","classes":["2B"],"state":"active",
    "since":1799000000,"masked_number":"+31 6 •••• ••78"}"#;

fn entry() -> AuditEntry {
    let named = |id: &str, name: &str| Named {
        id: id.to_owned(),
        name: name.to_owned(),
    };
    AuditEntry {
        number: 7,
        at: 1_800_000_000,
        actor: Some(named("m1", "Joke Peeters")),
        person: named("a1", "Sam de Vries"),
        action: AuditAction::SupportCodeMade,
        reason: "lost the phone".to_owned(),
        details: AuditDetails {
            checked_how: Some(CheckedHow::InPerson),
            ..AuditDetails::default()
        },
    }
}

const ENTRY: &str = r#"{"number":7,"at":1800000000,"actor":{"id":"m1","name":"Joke Peeters"},
    "person":{"id":"a1","name":"Sam de Vries"},"action":"support_code_made","reason":"lost the phone",
    "details":{"checked_how":"in_person"}}"#;

fn support_code() -> SupportCode {
    SupportCode {
        code: secret("canary"),
        expires_at: 1_800_001_800,
    }
}

/// The one answer of administration that holds a secret, printed.
pub fn printed() -> Vec<String> {
    vec![format!("{:?}", support_code())]
}

#[test]
fn a_page_of_people() {
    let page = People {
        people: vec![person()],
        next: Some("a1".to_owned()),
        server_time: 1_800_000_000,
    };
    let json = format!(r#"{{"people":[{PERSON}],"next":"a1","server_time":1800000000}}"#);
    both_ways(&page, &json);
    overlooks_what_it_does_not_know::<People>(&json);
    let bare = Person {
        role: None,
        classes: vec![],
        since: None,
        masked_number: None,
        state: PersonState::None,
        ..person()
    };
    both_ways(
        &bare,
        r#"{"id":"a1","name":"Sam de Vries","classes":[],"state":"none"}"#,
    );
}

#[test]
fn one_person_whole() {
    let file = PersonFile {
        person: person(),
        methods: vec![Factor {
            id: "f1".to_owned(),
            method: Method::App,
            masked_number: None,
            since: 1_799_000_000,
            preferred: true,
        }],
        support_code_until: Some(1_800_001_800),
        stopped: true,
        history: vec![entry()],
        server_time: 1_800_000_000,
    };
    let json = format!(
        r#"{{"person":{PERSON},"methods":[{{"id":"f1","method":"app","since":1799000000,"preferred":true}}],
        "support_code_until":1800001800,"stopped":true,"history":[{ENTRY}],"server_time":1800000000}}"#
    );
    both_ways(&file, &json);
    overlooks_what_it_does_not_know::<PersonFile>(&json);
}

#[test]
fn a_page_of_the_audit_trail() {
    let page = Audit {
        entries: vec![entry()],
        next: Some(7),
        server_time: 1_800_000_000,
    };
    let json = format!(r#"{{"entries":[{ENTRY}],"next":7,"server_time":1800000000}}"#);
    both_ways(&page, &json);
    overlooks_what_it_does_not_know::<Audit>(&json);
    let by_the_server = AuditEntry {
        actor: None,
        reason: String::new(),
        action: AuditAction::Locked,
        details: AuditDetails::default(),
        ..entry()
    };
    both_ways(
        &by_the_server,
        r#"{"number":7,"at":1800000000,"person":{"id":"a1","name":"Sam de Vries"},"action":"locked","details":{}}"#,
    );
    both_ways(
        &AuditDetails {
            method: Some(Method::Hardware),
            serial: Some("00042".to_owned()),
            count: Some(12),
            ..AuditDetails::default()
        },
        r#"{"method":"hardware","serial":"00042","count":12}"#,
    );
    let policy = r#"{"roles":[{"role":"pupil","rule":"must"}],"methods":["app"],"longest_remember":"1w",
        "recovery":"codes","starts_at":1800000000,"grace_days":7}"#;
    both_ways(
        &AuditDetails {
            scope: Some(Scope::Group),
            version: Some(3),
            policy: Some(serde_json::from_str(policy).unwrap()),
            ..AuditDetails::default()
        },
        &format!(r#"{{"scope":"group","version":3,"policy":{policy}}}"#),
    );
    // What is written into the trail has no room for anything else.
    refuses_what_it_does_not_know::<AuditDetails>(r#"{"method":"sms"}"#);
}

#[test]
fn what_is_asked_for_has_a_reason() {
    let reason = "lost the phone".to_owned();
    let json = r#"{"reason":"lost the phone"}"#;
    both_ways(
        &Because {
            reason: reason.clone(),
        },
        json,
    );
    refuses_what_it_does_not_know::<Because>(json);
    assert!(serde_json::from_str::<Because>("{}").is_err());
    for (checked_how, name) in [
        (CheckedHow::InPerson, "in_person"),
        (CheckedHow::Video, "video"),
        (CheckedHow::PhoneKnownNumber, "phone_known_number"),
        (CheckedHow::Document, "document"),
    ] {
        let json = format!(r#"{{"checked_how":"{name}","reason":"lost the phone"}}"#);
        let reason = reason.clone();
        both_ways(
            &MakeSupportCode {
                checked_how,
                reason,
            },
            &json,
        );
        refuses_what_it_does_not_know::<MakeSupportCode>(&json);
    }
    assert!(serde_json::from_str::<MakeSupportCode>(json).is_err());
    let code = r#"{"code":"canary","expires_at":1800001800}"#;
    both_ways(&support_code(), code);
}

#[test]
fn what_narrows_a_list_down_may_be_left_out_and_nothing_else_may_be_there() {
    refuses_what_it_does_not_know::<FindPeople>(r#"{"role":"teacher","state":"locked"}"#);
    refuses_what_it_does_not_know::<ReadAudit>(r#"{"after":7}"#);
    let nothing: FindPeople = serde_json::from_str("{}").unwrap();
    assert!(nothing.query.is_none() && nothing.role.is_none() && nothing.after.is_none());
}

/// The names in the database and in tokens are those on the wire.
#[test]
fn every_name_is_the_same_on_the_wire_and_elsewhere() {
    for role in Role::ALL {
        both_ways(&role, &format!("\"{}\"", role.code()));
        assert_eq!(Role::from_code(role.code()), Some(role));
    }
    for state in PersonState::ALL {
        both_ways(&state, &format!("\"{}\"", state.code()));
        assert_eq!(PersonState::from_code(state.code()), Some(state));
    }
    for action in AuditAction::ALL {
        both_ways(&action, &format!("\"{}\"", action.code()));
        assert_eq!(AuditAction::from_code(action.code()), Some(action));
    }
    assert_eq!(Role::from_code("Manager"), None);
}
