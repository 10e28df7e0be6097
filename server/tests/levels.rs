//! Every route of the OpenAPI document, called with every lower level: nothing is open by accident.

use serde_json::{Value, json};
use tweestap_server::http::gate::{Need, RULES};

use crate::http::call_with;
use crate::world::{PORTAL, World};

fn documented() -> Vec<(String, String)> {
    let document = tweestap_server::openapi::document();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| *key != "parameters")
        {
            routes.push((method.to_uppercase(), path.clone()));
        }
    }
    routes.sort();
    routes
}

/// A body that would be accepted, so that nothing but the level can refuse the call.
fn body(path: &str) -> Value {
    match path {
        "/enrolment/method" => json!({ "method": "app" }),
        "/enrolment/password" => json!({ "password": "x" }),
        "/enrolment/phone" => json!({ "enrolment": "x", "number": "0612345678" }),
        "/enrolment/confirm" => json!({ "enrolment": "x", "code": "123456" }),
        "/challenge/verify" => json!({ "challenge": "x", "code": "123456", "remember": false }),
        "/challenge/resend" => json!({ "challenge": "x" }),
        "/settings/password" => json!({ "password": "x" }),
        "/settings/prefer" | "/settings/remove" => json!({ "factor": "x" }),
        "/settings/devices/revoke" => json!({ "device": "x" }),
        "/settings/remember" => json!({ "duration": "12h", "this_device": false }),
        _ => json!({ "enrolment": "x" }),
    }
}

async fn code_of(world: &World, method: &str, path: &str, bearer: &str) -> (u16, String) {
    let bearer = format!("Bearer {bearer}");
    let mut headers = vec![("origin", PORTAL), ("content-type", "application/json")];
    if bearer.len() > 7 {
        headers.push(("authorization", &bearer));
    }
    let text = if method == "GET" {
        String::new()
    } else {
        body(path).to_string()
    };
    let answer = call_with(world, method, path, &headers, &text).await;
    (answer.status, answer.code())
}

#[tokio::test]
async fn the_table_and_the_document_name_the_same_routes() {
    let mut table: Vec<_> = RULES
        .iter()
        .map(|rule| (rule.method.to_string(), rule.path.to_owned()))
        .collect();
    table.sort();
    assert_eq!(table, documented());
}

#[tokio::test]
async fn every_route_refuses_everyone_who_has_not_come_far_enough() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (before, _) = world.at_challenge("sam", "").await;
    // What was given no longer stands for anything sensitive: nothing is erased half-way through.
    world.clock.advance(300);
    let mut tested = 0;
    for (method, path) in documented() {
        let need = RULES
            .iter()
            .find(|rule| rule.method.as_str() == method && rule.path == path)
            .unwrap()
            .need;
        let anonymous = code_of(&world, &method, &path, "").await;
        let half_way = code_of(&world, &method, &path, &before.bearer).await;
        let full = code_of(&world, &method, &path, &sam.bearer).await;
        let (expired, second) = (
            (401, "session_expired".to_owned()),
            (403, "second_factor_required".to_owned()),
        );
        assert_eq!(
            anonymous == expired,
            need > Need::Anonymous,
            "{method} {path}: {anonymous:?}"
        );
        assert_eq!(
            half_way == second,
            need >= Need::Full,
            "{method} {path}: {half_way:?}"
        );
        assert_ne!(half_way, expired, "{method} {path}");
        let again = (403, "reauthentication_required".to_owned());
        assert!(
            full == again || need != Need::Elevated,
            "{method} {path}: {full:?}"
        );
        assert!(
            full != expired && full != second,
            "{method} {path}: {full:?}"
        );
        tested += 1;
    }
    assert_eq!(tested, RULES.len());
}

#[tokio::test]
async fn someone_before_the_second_factor_learns_no_more_than_how_it_is_asked() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    let mut members: Vec<&String> = challenge.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        [
            "id",
            "method",
            "remember",
            "school",
            "server_time",
            "step",
            "ways"
        ]
    );
}

#[tokio::test]
async fn a_query_a_slash_or_another_spelling_opens_nothing() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let (before, _) = world.at_challenge("sam", "").await;
    for path in [
        "/settings?",
        "/settings?view=challenge",
        "/settings/",
        "//settings",
        "/Settings",
        "/challenge/../settings",
        "/settings%2f",
        "/%73ettings",
        "/settings;x",
        "/challenge/verify/../../settings",
    ] {
        let (status, code) = code_of(&world, "GET", path, &before.bearer).await;
        assert!(
            matches!(
                (status, code.as_str()),
                (404, "not_found") | (403, "second_factor_required")
            ),
            "{path}: {status} {code}"
        );
    }
}
