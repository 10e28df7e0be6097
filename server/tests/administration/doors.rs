//! Who gets to administration at all: one file, so that nobody is left out of one of the tables. The routes and their bodies are taken from the OpenAPI document: a new one cannot
//! be forgotten here.

use serde_json::{Map, Value, json};

use crate::http::call_with;
use crate::world::managers::OTHER;
use crate::world::tokens::claims;
use crate::world::{Answer, PORTAL, SINGLE, World};

pub struct Route {
    pub method: String,
    pub path: String,
    /// One that is accepted, so that nothing but the door can refuse the call.
    pub body: String,
}

fn routes() -> Vec<Route> {
    let mut routes = documented();
    routes.retain(|route| route.path.starts_with("/admin"));
    assert!(routes.len() >= 8, "only {} routes", routes.len());
    routes
}

/// Everything in the document.
pub fn documented() -> Vec<Route> {
    let document = tweestap_server::openapi::document();
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            routes.push(Route {
                method: method.to_uppercase(),
                path: path.clone(),
                body: match schema {
                    Value::Null => String::new(),
                    schema => example(&document, schema).to_string(),
                },
            });
        }
    }
    routes
}

/// A value of a schema.
fn example(document: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = document.pointer(reference.trim_start_matches('#'));
        return example(document, schema.unwrap());
    }
    // Roles are all of them, each once.
    if schema["minItems"] == 6 {
        return crate::world::policies::must(&[])["roles"].clone();
    }
    match (&schema["properties"], &schema["enum"]) {
        (Value::Object(members), _) => Value::Object(Map::from_iter(
            members
                .iter()
                .filter(|(_, schema)| !schema["type"].is_array())
                .map(|(name, schema)| (name.clone(), example(document, schema))),
        )),
        (_, Value::Array(names)) => names[0].clone(),
        _ => match schema["type"].as_str() {
            Some("array") => json!([example(document, &schema["items"])]),
            Some("integer") => json!(0),
            _ => json!("because"),
        },
    }
}

async fn call(world: &World, route: &Route, id: &str, bearer: &str) -> Answer {
    let bearer = format!("Bearer {bearer}");
    let mut headers = vec![("origin", PORTAL), ("content-type", "application/json")];
    if bearer.len() > 7 {
        headers.push(("authorization", &bearer));
    }
    let path = route.path.replace("{id}", id);
    call_with(world, &route.method, &path, &headers, &route.body).await
}

async fn all_refuse(world: &World, who: &str, bearer: &str, id: &str, status: u16, code: &str) {
    for route in routes() {
        let answer = call(world, &route, id, bearer).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (status, code),
            "{who}: {} {}",
            route.method,
            route.path
        );
    }
}

#[tokio::test]
async fn s_b_80_every_route_of_administration_refuses_everyone_below_a_manager_with_a_fresh_code() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let sam = world.account("sam").await;
    world.manager("joke").await;
    let mut teacher = world.person_as("noor", "teacher").await;
    teacher.enrol_by_app().await;
    let plain = world.enrolled("kim").await;
    let bare = world.person_as("bare", "manager").await;
    let (before, _) = world.at_challenge("joke", "").await;
    let entries = world.count("SELECT COUNT(*) FROM audit_entries").await;
    for (who, bearer, status, code) in [
        ("nobody", "", 401, "session_expired"),
        (
            "before the code",
            &before.bearer,
            403,
            "second_factor_required",
        ),
        ("a teacher", &teacher.bearer, 403, "manager_required"),
        ("without a role", &plain.bearer, 403, "manager_required"),
        ("without two steps", &bare.bearer, 403, "enrolment_required"),
    ] {
        all_refuse(&world, who, bearer, &sam, status, code).await;
    }
    assert_eq!(
        world.count("SELECT COUNT(*) FROM audit_entries").await,
        entries
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM support_codes").await, 0);
}

#[tokio::test]
async fn s_b_80_nothing_but_a_code_of_the_last_five_minutes_in_this_session_opens_administration() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let sam = world.account("sam").await;
    let mut joke = world.person_as("joke", "manager").await;
    let codes = joke.enrol_by_app().await;
    let device = json!({ "duration": "1w", "this_device": true });
    let remembered = joke.put("/settings/remember", device).await;
    joke.keep_cookies(&remembered);
    world.clock.advance(60);

    // A remembered device passes the challenge, and proves nothing here.
    let (by_device, challenge) = world.at_challenge("joke", &joke.cookie).await;
    assert_eq!(challenge["step"], "passed");
    // Nor does the portal's word, of a code or of a second step of its own.
    let mut said = claims(world.clock.now(), "joke");
    said["ts_role"] = json!("manager");
    said["ts_verified"] = json!(true);
    said["ts_mfa_time"] = json!(world.clock.now());
    let (vouched, _) = world.open(&said, "settings").await;
    let mut said = claims(world.clock.now(), "joke");
    said["ts_role"] = json!("manager");
    said["amr"] = json!(["mfa"]);
    let (single_sign_on, _) = world.open(&said, "settings").await;
    vouched.get("/settings").await.ok();
    single_sign_on.get("/settings").await.ok();
    let again = "reauthentication_required";
    for (who, person) in [
        ("by device", &by_device),
        ("vouched for", &vouched),
        ("by single sign-on", &single_sign_on),
    ] {
        let bearer = match who {
            // The device passes at the portal; the portal then says so.
            "by device" => &vouched.bearer,
            _ => &person.bearer,
        };
        all_refuse(&world, who, bearer, &sam, 403, again).await;
    }

    // To the second.
    joke.get("/admin/people").await.ok();
    world.clock.advance(239);
    joke.get("/admin/people").await.ok();
    world.clock.advance(1);
    all_refuse(&world, "with an old code", &joke.bearer, &sam, 403, again).await;
    let proving = joke.tell("/challenge/prove").await.ok();
    let id = proving["id"].as_str().unwrap();
    joke.verify(id, &joke.code(0), false).await.ok();
    joke.get("/admin/people").await.ok();

    // A way back in is no code either.
    let (mut back, challenge) = world.at_challenge("joke", "").await;
    back.come_in_by(&challenge, &codes[0]).await;
    back.go_on().await.ok();
    back.get("/settings").await.ok();
    all_refuse(&world, "by a recovery code", &back.bearer, &sam, 403, again).await;
}

#[tokio::test]
async fn a_manager_whose_two_steps_are_off_for_a_while_looks_after_nobody() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.get("/admin/people").await.ok();
    joke.tell("/settings/switch-off").await.ok();
    let refused = joke.get("/admin/people").await;
    refused.refused(403, "enrolment_required");
    joke.tell("/settings/switch-on").await.ok();
    joke.get("/admin/people").await.ok();
}

/// What Kim of the other school could notice, and everybody else.
async fn everything(world: &World) -> Vec<i64> {
    let mut seen = Vec::new();
    for query in [
        "SELECT CAST(SUM(turn) AS BIGINT) FROM accounts WHERE subject = 'kim'",
        "SELECT CAST(SUM(mfa_epoch) AS BIGINT) FROM accounts WHERE subject = 'kim'",
        "SELECT COUNT(*) FROM accounts WHERE suspended_at IS NOT NULL",
        "SELECT COUNT(*) FROM factors",
        "SELECT COUNT(*) FROM recovery_codes",
        "SELECT COUNT(*) FROM sessions",
        "SELECT COUNT(*) FROM limits",
        "SELECT COUNT(*) FROM support_codes",
        "SELECT COUNT(*) FROM audit_entries WHERE action <> 'policy_changed'",
        "SELECT COUNT(*) FROM mails",
    ] {
        seen.push(world.count(query).await);
    }
    seen
}

#[tokio::test]
async fn s_b_80_people_of_another_school_are_not_found_exactly_as_those_who_do_not_exist() {
    // Of the same group, and outside it.
    for issuer in [OTHER, SINGLE] {
        people_there_are_not_found(issuer).await;
    }
}

async fn people_there_are_not_found(issuer: &str) {
    let world = World::new().await;
    let mut kim = world.person_of(issuer, "kim").await;
    kim.enrol_by_app().await;
    // Something of each to take away.
    let device = json!({ "duration": "1w", "this_device": true });
    kim.put("/settings/remember", device).await.ok();
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 10, 1900000000, 100 FROM accounts WHERE subject = 'kim'",
        )
        .await;
    let joke = world.manager("joke").await;
    world.reachable().await;
    let of_other = world.account("kim").await;
    let before = everything(&world).await;
    let mut tested = 0;
    for route in routes() {
        // Those are about tokens: `tokens/doors.rs`.
        if route.path.starts_with("/admin/tokens") {
            continue;
        }
        if route.path.contains("{id}") {
            let answer = call(&world, &route, &of_other, &joke.bearer).await;
            for unknown in [
                "AAAAAAAAAAAAAAAAAAAAAA",
                "kim",
                "%25",
                "%27--",
                &"a".repeat(900),
            ] {
                let same = call(&world, &route, unknown, &joke.bearer).await;
                assert_eq!(same.bytes, answer.bytes, "{} {unknown}", route.path);
                assert_eq!(same.status, answer.status);
            }
            answer.refused(404, "person_not_found");
            tested += 1;
        } else {
            let answer = call(&world, &route, "", &joke.bearer).await;
            let text = String::from_utf8_lossy(&answer.bytes).into_owned();
            answer.ok();
            assert!(!text.contains("kim") && !text.contains(&of_other), "{text}");
        }
    }
    assert!(tested >= 6);
    // As the place where a page begins, too.
    for id in [of_other.as_str(), "unknown"] {
        let page = joke.get(&format!("/admin/people?after={id}")).await;
        page.refused(404, "person_not_found");
    }
    assert_eq!(everything(&world).await, before);
    kim.get("/settings").await.ok();
}

#[tokio::test]
async fn a_manager_of_one_school_is_none_at_another() {
    let world = World::new().await;
    world.manager("joke").await;
    // The same name at another portal is somebody else.
    let mut namesake = world.person_of(OTHER, "joke").await;
    namesake.enrol_by_app().await;
    let refused = namesake.get("/admin/people").await;
    refused.refused(403, "manager_required");
}

#[tokio::test]
async fn a_reason_is_one_line_and_never_left_out() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let sam = world.account("sam").await;
    let asks = |route: &&Route| route.body.contains("\"reason\"");
    for route in routes().iter().filter(asks) {
        let path = route.path.replace("{id}", &sam);
        let with = |reason: Value| {
            let mut body: Value = serde_json::from_str(&route.body).unwrap();
            body["reason"] = reason;
            body
        };
        for reason in [
            json!(""),
            json!("   "),
            json!("two\nlines"),
            json!("two\rlines"),
            json!("a\u{0}b"),
            json!("x".repeat(501)),
            Value::Null,
        ] {
            let refused = joke.post(&path, with(reason.clone())).await;
            assert_eq!(
                (refused.status, refused.code().as_str()),
                (400, "malformed_request"),
                "{path} {reason}"
            );
        }
    }
    assert_eq!(world.actions().await, ["switched_on", "switched_on"]);
}
