//! What a back end answers to a manager, and about passwords.

use crate::{
    back_end::{BackEnd, Reply, answer},
    fixture::{NOW, secret},
    widget::{TOKEN, Widget, session},
};
use tweestap_api::{
    Administration, Factor, Method, Named, OwnPassword, PasswordRules, People, Person, PersonFile,
    PersonState, Role, Session,
};

pub fn rules() -> PasswordRules {
    PasswordRules {
        school: "Voorbeeldcollege".to_owned(),
        forgotten: true,
        change: true,
        minimum: 15,
        maximum: 256,
        classes: false,
        help: String::new(),
    }
}

pub fn own_password(rules: PasswordRules) -> Session {
    Session {
        password: Some(OwnPassword {
            account: "Sam de Vries".to_owned(),
            rules,
        }),
        access_token: secret(TOKEN),
        ..session(None, None, None)
    }
}

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

pub fn people(ids: &[&str]) -> People {
    People {
        people: ids.iter().map(|id| somebody(id)).collect(),
        next: None,
        server_time: NOW,
    }
}

pub fn file_of(id: &str) -> PersonFile {
    PersonFile {
        person: somebody(id),
        methods: vec![Factor {
            id: "f".to_owned(),
            method: Method::App,
            masked_number: None,
            since: NOW,
            preferred: true,
        }],
        support_code_until: None,
        stopped: false,
        history: vec![],
        server_time: NOW,
    }
}

/// The desk of the manager with this id.
pub fn about(id: &str) -> Administration {
    Administration {
        school: "Voorbeeldcollege".to_owned(),
        you: Named {
            id: id.to_owned(),
            name: "Joke".to_owned(),
        },
        classes: vec!["2B".to_owned()],
        server_time: NOW,
    }
}

/// The desk, with this answer to the first look at the list.
pub fn desk(back_end: &BackEnd, list: Reply) -> Widget {
    back_end
        .will("GET /admin", answer(&about("you")))
        .will("GET /admin/people", list);
    Widget::show(back_end, "admin", answer(&session(None, None, None)))
}
