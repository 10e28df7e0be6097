//! Administration: people, one of them in each state, what can be done, and the log. Data only.

use serde_json::{Value, json};
use tweestap_api::{
    Administration, Audit, AuditAction, AuditDetails, AuditEntry, CheckedHow, Factor, Method,
    Named, People, Person, PersonFile, PersonState, Problem, Role, Scope, Secret, SupportCode,
    View, routes,
};

use super::rules::policy;
use super::screen::{Answer, Screen, screen};

const DAY: i64 = 86_400;
const SAM: &str = "/admin/people/sam";
const YOU: &str = "joke";

pub fn body(body: impl serde::Serialize) -> Answer {
    Answer::Administration(serde_json::to_value(body).unwrap_or_default())
}

fn person(now: i64, id: &str, name: &str, role: Role, state: PersonState) -> Person {
    let is_set_up = matches!(state, PersonState::Active | PersonState::Suspended);
    Person {
        id: id.to_owned(),
        name: name.to_owned(),
        role: Some(role),
        classes: match role {
            Role::Pupil => vec!["2B".to_owned()],
            Role::Teacher => vec!["2B".to_owned(), "3A".to_owned()],
            _ => Vec::new(),
        },
        state,
        since: is_set_up.then_some(now - 40 * DAY),
        masked_number: None,
    }
}

fn sam(now: i64, state: PersonState) -> Person {
    person(now, "sam", "Sam de Vries", Role::Pupil, state)
}

/// One of each state, and a name that is an attack.
pub fn people(now: i64) -> People {
    let hostile = "<img src=x onerror=alert(1)>\"'&amp;\u{202e}xof";
    People {
        people: vec![
            sam(now, PersonState::Active),
            person(
                now,
                "noor",
                "Noor Jansen",
                Role::Teacher,
                PersonState::Suspended,
            ),
            person(
                now,
                "karim",
                "Karim El Amrani",
                Role::Parent,
                PersonState::None,
            ),
            person(
                now,
                "lucas",
                "Lucas Bakker",
                Role::Staff,
                PersonState::Locked,
            ),
            person(now, "yara", "يارا حداد", Role::Pupil, PersonState::Pending),
            person(now, YOU, "Joke Peeters", Role::Manager, PersonState::Active),
            person(now, "hostile", hostile, Role::Client, PersonState::None),
        ],
        next: Some("hostile".to_owned()),
        server_time: now,
    }
}

fn factor(now: i64, method: Method) -> Factor {
    Factor {
        id: method.code().to_owned(),
        method,
        masked_number: (method == Method::Sms).then(|| "+31 6 •••• ••78".to_owned()),
        since: now - 40 * DAY,
        preferred: method == Method::App,
    }
}

pub fn named(id: &str, name: &str) -> Named {
    Named {
        id: id.to_owned(),
        name: name.to_owned(),
    }
}

fn entry(now: i64, number: i64, action: AuditAction) -> AuditEntry {
    AuditEntry {
        number,
        at: now - 9 * DAY + number * 3_600,
        actor: Some(named(YOU, "Joke Peeters")),
        person: named("sam", "Sam de Vries"),
        action,
        reason: String::new(),
        details: AuditDetails::default(),
    }
}

/// By the person, by a manager with a reason, by the server, and one from a newer server.
fn history(now: i64) -> Vec<AuditEntry> {
    let own = Some(named("sam", "Sam de Vries"));
    let with = |method, checked_how| AuditDetails {
        method,
        checked_how,
        ..AuditDetails::default()
    };
    vec![
        AuditEntry {
            actor: own,
            details: with(Some(Method::App), None),
            ..entry(now, 1, AuditAction::SwitchedOn)
        },
        AuditEntry {
            actor: None,
            ..entry(now, 2, AuditAction::Locked)
        },
        AuditEntry {
            reason: "Belde zelf, was de code vergeten".to_owned(),
            ..entry(now, 3, AuditAction::Unlocked)
        },
        AuditEntry {
            reason: "Telefoon kwijt".to_owned(),
            details: with(None, Some(CheckedHow::PhoneKnownNumber)),
            ..entry(now, 4, AuditAction::SupportCodeMade)
        },
        entry(now, 5, AuditAction::Unknown),
    ]
}

/// What only the school's own log has: how many, which token, and which rules for whom.
fn of_the_school(now: i64) -> Vec<AuditEntry> {
    let own = |number, action, details| AuditEntry {
        person: named(YOU, "Joke Peeters"),
        details,
        ..entry(now, number, action)
    };
    let imported = AuditDetails {
        count: Some(30),
        ..AuditDetails::default()
    };
    let linked = AuditDetails {
        serial: Some("H-0417".to_owned()),
        ..AuditDetails::default()
    };
    let rules = AuditDetails {
        scope: Some(Scope::Group),
        version: Some(8),
        policy: Some(policy(&[Role::Staff, Role::Teacher])),
        ..AuditDetails::default()
    };
    vec![
        own(6, AuditAction::TokensImported, imported),
        AuditEntry {
            details: linked,
            ..entry(now, 7, AuditAction::TokenLinked)
        },
        own(8, AuditAction::PolicyChanged, rules),
    ]
}

fn file(now: i64, person: Person) -> PersonFile {
    let is_set_up = !matches!(person.state, PersonState::None | PersonState::Pending);
    let methods = [Method::App, Method::Sms].map(|method| factor(now, method));
    PersonFile {
        methods: if is_set_up { methods.into() } else { vec![] },
        stopped: person.state == PersonState::Locked,
        person,
        support_code_until: None,
        history: history(now),
        server_time: now,
    }
}

pub fn desk(now: i64, name: &'static str, title: &'static str) -> Screen {
    let about = Administration {
        school: "Voorbeeldcollege".to_owned(),
        you: named(YOU, "Joke Peeters"),
        classes: vec!["2B".to_owned(), "3A".to_owned()],
        server_time: now,
    };
    screen(name, View::Admin, title, body(about))
}

fn list(now: i64, name: &'static str, title: &'static str) -> Screen {
    desk(now, name, title).at(routes::ADMIN_PEOPLE, body(people(now)))
}

/// The only one in the list, opened.
fn opened(now: i64, name: &'static str, title: &'static str, file: PersonFile) -> Screen {
    let people = People {
        people: vec![sam(now, file.person.state)],
        next: None,
        server_time: now,
    };
    desk(now, name, title)
        .at(routes::ADMIN_PEOPLE, body(people))
        .then("open-person", SAM, body(file))
}

pub fn screens(now: i64) -> Vec<Screen> {
    let mut screens = lists(now);
    screens.extend(pages(now));
    screens.extend(acts(now));
    screens.extend(refusals(now));
    screens
}

fn lists(now: i64) -> Vec<Screen> {
    let nobody = People {
        people: vec![],
        next: None,
        server_time: now,
    };
    let log = |entries| {
        body(Audit {
            entries,
            next: None,
            server_time: now,
        })
    };
    let all = history(now).into_iter().chain(of_the_school(now));
    let newest_first = all.rev().collect();
    vec![
        list(now, "people", "People"),
        desk(now, "people-none", "Nobody is found").at(routes::ADMIN_PEOPLE, body(nobody)),
        list(now, "log", "The log").then("open-trail", routes::ADMIN_AUDIT, log(newest_first)),
        list(now, "log-empty", "Nothing has happened").then(
            "open-trail",
            routes::ADMIN_AUDIT,
            log(vec![]),
        ),
    ]
}

fn pages(now: i64) -> Vec<Screen> {
    let at = |state| file(now, sam(now, state));
    let of = |id, role| {
        file(
            now,
            Person {
                id,
                role: Some(role),
                ..sam(now, PersonState::Active)
            },
        )
    };
    let with_code = PersonFile {
        support_code_until: Some(now + 1_200),
        ..at(PersonState::Active)
    };
    let new = PersonFile {
        history: vec![],
        ..at(PersonState::None)
    };
    vec![
        opened(now, "person", "A person", at(PersonState::Active)),
        opened(now, "person-none", "Nothing is set up", new),
        opened(
            now,
            "person-pending",
            "Set-up was begun",
            at(PersonState::Pending),
        ),
        opened(
            now,
            "person-suspended",
            "Off for a while",
            at(PersonState::Suspended),
        ),
        opened(now, "person-locked", "Locked", at(PersonState::Locked)),
        opened(
            now,
            "person-with-code",
            "With a code of the help desk",
            with_code,
        ),
        opened(
            now,
            "person-yourself",
            "Oneself",
            of(YOU.to_owned(), Role::Manager),
        ),
        opened(
            now,
            "person-manager",
            "Another manager",
            of("sam".to_owned(), Role::Manager),
        ),
    ]
}

fn acts(now: i64) -> Vec<Screen> {
    let asking = |name, title, state, action| {
        opened(now, name, title, file(now, sam(now, state))).click(action)
    };
    let code = SupportCode {
        code: Secret::new("G688-YKQK-8QNE"),
        expires_at: now + 1_800,
    };
    use PersonState::{Active, Locked, Suspended};
    vec![
        asking("reset", "Before a reset", Active, "reset"),
        asking("reset-no-reason", "Without a reason", Active, "reset").click("confirm"),
        asking("reset-done", "After a reset", Active, "reset")
            .fill(reason())
            .click("confirm")
            .replies(body(file(now, sam(now, PersonState::None)))),
        asking(
            "switch-off",
            "Before it is switched off",
            Active,
            "switch-off",
        ),
        asking("switch-on", "Before it is on again", Suspended, "switch-on"),
        asking("unlock", "Before it is unlocked", Locked, "unlock"),
        asking(
            "support-code",
            "Before a code of the help desk",
            Active,
            "support-code",
        ),
        asking(
            "support-code-unchecked",
            "Nothing was picked",
            Active,
            "support-code",
        )
        .click("confirm"),
        asking(
            "support-code-made",
            "A code of the help desk",
            Active,
            "support-code",
        )
        .fill(json!({ "checked-how": "video", "reason": "Telefoon kwijt" }))
        .click("confirm")
        .replies(body(code)),
    ]
}

pub fn reason() -> Value {
    json!({ "reason": "Telefoon kwijt" })
}

fn refusals(now: i64) -> Vec<Screen> {
    use PersonState::{Active, Suspended};
    let acted = |name, title, state, action, problem| {
        opened(now, name, title, file(now, sam(now, state)))
            .click(action)
            .refused(reason(), "confirm", problem)
    };
    let only = People {
        people: vec![sam(now, Active)],
        next: None,
        server_time: now,
    };
    let gone = desk(now, "person-gone", "A person who is gone")
        .at(routes::ADMIN_PEOPLE, body(only))
        .then("open-person", SAM, Answer::Refused(Problem::PersonNotFound));
    let not_you = Answer::Refused(Problem::ManagerRequired);
    vec![
        desk(now, "desk-not-for-you", "No manager").at(routes::ADMIN, not_you),
        gone,
        acted(
            "reset-too-high",
            "A manager by now",
            Active,
            "reset",
            Problem::RoleTooHigh,
        ),
        acted(
            "reset-yourself",
            "Oneself after all",
            Active,
            "reset",
            Problem::NotYourself,
        ),
        acted(
            "switch-on-nothing",
            "Nothing to switch on",
            Suspended,
            "switch-on",
            Problem::NeverSetUp,
        ),
    ]
}
