//! Every route of the OpenAPI document, called with every lower level: nothing is open by accident.

use serde_json::{Value, json};
use tweestap_server::http::gate::{Need, RULES};

use crate::http::call_with;
use crate::world::tokens::{claims, claims_of};
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
        "/challenge/choose" => json!({ "challenge": "x", "way": "recovery_code" }),
        "/challenge/recover" => json!({ "challenge": "x", "code": "ABCD-EFGH-JKMN" }),
        "/settings/password" => json!({ "password": "x" }),
        "/settings/prefer" | "/settings/remove" => json!({ "factor": "x" }),
        "/settings/devices/revoke" => json!({ "device": "x" }),
        "/settings/remember" => json!({ "duration": "12h", "this_device": false }),
        "/password/forgot" => {
            json!({ "school": "school", "username": "x", "email": "x", "lang": "nl" })
        }
        "/password/reset" => json!({ "token": "x", "password": "x" }),
        "/settings/password/change" => json!({ "current": "x", "password": "x" }),
        "/assertion/redeem" => json!({ "reference": "x", "client_assertion": "x" }),
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
async fn rt_19_every_route_refuses_everyone_who_has_not_come_far_enough() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let noor = world.enrolled("noor").await;
    // Noor gives a code meanwhile, Sam does not.
    let (before, _) = world.at_challenge("sam", "").await;
    // What was given no longer stands for anything sensitive: nothing is erased half-way through.
    world.clock.advance(300);
    let mut tested = 0;
    for (method, path) in documented() {
        let need = need_of(&method, &path);
        let anonymous = code_of(&world, &method, &path, "").await;
        let half_way = code_of(&world, &method, &path, &before.bearer).await;
        let full = code_of(&world, &method, &path, &noor.bearer).await;
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
            need > Need::BeforeSecondFactor,
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
    drop(sam);
}

fn need_of(method: &str, path: &str) -> Need {
    RULES
        .iter()
        .find(|rule| rule.method.as_str() == method && rule.path == path)
        .unwrap()
        .need
}

/// Every route, called by someone who must set up two steps first: only that and the challenge are open.
async fn only_setting_up_is_open(world: &World, bearer: &str) {
    for (method, path) in documented() {
        let need = need_of(&method, &path);
        let answer = code_of(world, &method, &path, bearer).await;
        assert_eq!(
            answer == (403, "enrolment_required".to_owned()),
            need > Need::Enrolment
                // Refused by the call itself: there is nothing to go on to.
                || path == "/challenge/continue",
            "{method} {path}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn rt_22_where_the_school_requires_two_steps_nothing_else_is_open_before_they_are_set_up() {
    let world = World::new()
        .await
        .with_school(|school| school.required = true)
        .await;
    let (mut sam, opened) = world
        .open(&claims(world.clock.now(), "sam"), "challenge")
        .await;
    let opened = opened.ok();
    assert_eq!(opened["level"], "enrolment_required");
    assert_eq!(opened["challenge"]["step"], "enrol");
    assert!(opened["challenge"].get("assertion").is_none());
    let (_, settings) = world
        .open(&claims(world.clock.now(), "sam"), "settings")
        .await;
    settings.refused(403, "enrolment_required");
    only_setting_up_is_open(&world, &sam.bearer).await;
    // Begun, and confirmed: nothing has changed yet.
    let enrolment = sam.choose_app().await;
    let id = enrolment["id"].as_str().unwrap();
    assert_eq!(sam.challenge().await["step"], "enrol");
    sam.confirm(id, &sam.code(0)).await.ok();
    let still = sam.challenge().await;
    assert_eq!(still["step"], "enrol");
    assert!(still.get("assertion").is_none());
    sam.get("/settings")
        .await
        .refused(403, "enrolment_required");
    sam.acknowledge(id).await.ok();
    // Set up inside the challenge: it passes, with the code that was given for it.
    let passed = sam.challenge().await;
    assert_eq!(passed["step"], "passed");
    let stated = claims_of(passed["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd", "otp", "mfa"]));
    assert_eq!(stated["ts_mfa_time"], world.clock.now());
    sam.get("/settings").await.ok();
}

#[tokio::test]
async fn rt_22_a_school_that_begins_to_require_two_steps_reaches_sessions_that_are_open() {
    let world = World::new().await;
    let sam = world.person("sam").await;
    sam.get("/settings").await.ok();
    let world = world.with_school(|school| school.required = true).await;
    only_setting_up_is_open(&world, &sam.bearer).await;
}

#[tokio::test]
async fn switched_off_for_a_while_asks_nothing_unless_the_school_requires_two_steps() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world
        .execute("UPDATE accounts SET suspended_at = 1800000000")
        .await;
    let (_, opened) = world
        .open(&claims(world.clock.now(), "sam"), "challenge")
        .await;
    let opened = opened.ok();
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("full"), &json!("passed"))
    );
    let stated = claims_of(opened["challenge"]["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd"]));
    let world = world.with_school(|school| school.required = true).await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "code");
    person
        .get("/settings")
        .await
        .refused(403, "second_factor_required");
    person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), false)
        .await
        .ok();
}

#[tokio::test]
async fn rt_23_a_code_without_the_password_and_the_password_without_a_code_open_nothing() {
    let world = World::new().await;
    let mut sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    let code = sam.code(0);
    sam.bearer = String::new();
    sam.verify(id, &code, false)
        .await
        .refused(401, "session_expired");
    person
        .get("/settings")
        .await
        .refused(403, "second_factor_required");
    // Nothing was looked at: the code is still good.
    person.verify(id, &code, false).await.ok();
}

#[tokio::test]
async fn rt_26_nothing_on_the_way_to_the_code_ends_in_an_assertion() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.also_by_sms("sam", "+31612345678").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let mut answers = Vec::new();
    for way in [
        "sms",
        "recovery_code",
        "app",
        "reset_code",
        "hardware",
        "sms",
    ] {
        answers.push(person.choose(&challenge, way).await);
        let of = json!({ "challenge": challenge["id"] });
        answers.push(person.post("/challenge/resend", of).await);
        answers.push(person.go_on().await);
        answers.push(person.call("POST", "/challenge", None).await);
        answers.push(person.call("POST", "/challenge/prove", None).await);
        answers.push(person.recover(&challenge, "").await);
        answers.push(
            person
                .verify(challenge["id"].as_str().unwrap(), "", true)
                .await,
        );
    }
    for answer in &answers {
        let text = String::from_utf8_lossy(&answer.bytes);
        assert!(
            !text.contains("assertion") && !text.contains("passed"),
            "{text}"
        );
        assert!(answer.cookies().is_empty());
    }
    person
        .get("/settings")
        .await
        .refused(403, "second_factor_required");
    drop(sam);
}

#[tokio::test]
async fn rt_51_someone_before_the_second_factor_learns_no_more_than_how_it_is_asked() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    person.enrol_by_app().await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    let mut members: Vec<&String> = challenge.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        [
            "digits",
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
async fn rt_25_a_query_a_slash_or_another_spelling_opens_nothing() {
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

/// Whether two steps must be set up depends on the school and on nothing that a request can bring along.
#[tokio::test]
async fn rt_45_what_must_be_set_up_does_not_depend_on_where_a_request_comes_from() {
    let world = World::new()
        .await
        .with_school(|school| school.required = true)
        .await;
    let now = world.clock.now();
    let plain = claims(now, "sam");
    let mut vouched = plain.clone();
    vouched["ts_verified"] = json!(true);
    vouched["ts_mfa_time"] = json!(now);
    for said in [plain, vouched] {
        // A token is used once.
        let fresh = |jti: &str| {
            let mut claims = said.clone();
            claims["jti"] = json!(format!("{jti}{}", said["ts_verified"]));
            claims
        };
        let (person, opened) = world.open(&fresh("challenge"), "challenge").await;
        let opened = opened.ok();
        assert_eq!(
            (&opened["level"], &opened["challenge"]["step"]),
            (&json!("enrolment_required"), &json!("enrol"))
        );
        assert!(opened["challenge"].get("assertion").is_none());
        let (_, refused) = world.open(&fresh("settings"), "settings").await;
        refused.refused(403, "enrolment_required");
        for header in ["x-forwarded-for", "forwarded", "x-real-ip"] {
            let request = axum::http::Request::builder()
                .uri("/api/v1/settings")
                .header("origin", crate::world::PORTAL)
                .header("authorization", format!("Bearer {}", person.bearer))
                .header(header, "127.0.0.1")
                .body(axum::body::Body::empty())
                .unwrap();
            let answer = world.send(request).await;
            answer.refused(403, "enrolment_required");
        }
    }
}
