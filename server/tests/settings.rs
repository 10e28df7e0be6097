//! The settings: what they show, the preferences they save, and taking methods away. Codes are `codes.rs`, devices
//! `devices.rs`, what must be given first `elevation.rs`.

use serde_json::json;

use crate::world::tokens::claims;
use crate::world::{FIRM, PASSWORD, Person, World};

#[tokio::test]
async fn settings_show_the_number_masked_and_nothing_secret() {
    let world = World::new().await;
    let person = world.person("sam").await;
    person.enrol_by_sms(&world, "06 12 34 56 78").await;
    let settings = person.get("/settings").await.ok();
    let factor = &settings["factors"][0];
    assert_eq!(
        (&factor["method"], &factor["masked_number"]),
        (&json!("sms"), &json!("+31 6 •••• ••78"))
    );
    assert_eq!(factor["preferred"], true);
    let text = settings.to_string();
    assert!(!text.contains("12345678") && !text.contains("1234"));
}

#[tokio::test]
async fn a_preference_is_saved_and_a_longer_one_than_the_school_allows_is_not() {
    let world = World::new().await;
    let person = world.enrolled("sam").await;
    let save = |duration: &str| json!({ "duration": duration, "this_device": false });
    let saved = person.put("/settings/remember", save("3d")).await.ok();
    assert_eq!(saved["remember"]["duration"], "3d");
    assert!(saved["remember"].get("this_device_until").is_none());
    person
        .put("/settings/remember", save("2w"))
        .await
        .refused(400, "malformed_request");

    let mut strict = claims(world.clock.now(), "sam");
    strict["iss"] = json!("https://strict.test/issuer");
    let body = json!({ "portal_token": world.token(&strict), "view": "enrolment", "lang": "nl" });
    let post = |bearer: String, path: &'static str, body: serde_json::Value| {
        let world = &world;
        async move {
            crate::http::post_from(world, "https://strict.test", &bearer, path, &body)
                .await
                .ok()
        }
    };
    let opened = post(String::new(), "/session", body).await;
    let bearer = opened["access_token"].as_str().unwrap().to_owned();
    let scan = post(
        bearer.clone(),
        "/enrolment/method",
        json!({ "method": "app" }),
    )
    .await;
    let code = crate::world::code(scan["app"]["key"].as_str().unwrap(), world.clock.now());
    post(
        bearer.clone(),
        "/enrolment/confirm",
        json!({ "enrolment": scan["id"], "code": code }),
    )
    .await;
    let done = post(
        bearer.clone(),
        "/enrolment/acknowledge",
        json!({ "enrolment": scan["id"] }),
    )
    .await;
    assert_eq!(done["remember"]["offered"], json!(["always_ask", "12h"]));
    let headers = [
        ("authorization", format!("Bearer {bearer}")),
        ("content-type", "application/json".to_owned()),
        ("origin", "https://strict.test".to_owned()),
    ];
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = crate::http::call_with(
        &world,
        "PUT",
        "/settings/remember",
        &headers,
        &save("3d").to_string(),
    )
    .await;
    refused.refused(422, "duration_not_offered");
}

#[tokio::test]
async fn nothing_is_remembered_for_someone_who_is_not_enrolled() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let body = json!({ "duration": "3d", "this_device": false });
    person
        .put("/settings/remember", body)
        .await
        .refused(409, "not_enrolled");
}

/// Someone with an app, asked first, and a number.
async fn with_both(world: &World) -> Person {
    let sam = world.enrolled("sam").await;
    sam.change_number(world, "0612345678").await;
    world.reachable().await;
    sam
}

#[tokio::test]
async fn the_preferred_method_is_asked_first() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "app");
    let preferred = json!({ "factor": sam.factor("sms").await });
    let settings = sam.post("/settings/prefer", preferred).await.ok();
    let shown: Vec<_> = settings["factors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["method"].as_str().unwrap(), one["preferred"] == true))
        .collect();
    assert_eq!(shown, [("sms", true), ("app", false)]);
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "sms");
}

#[tokio::test]
async fn one_of_two_methods_can_be_removed_and_the_last_one_cannot() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let (app, sms) = (sam.factor("app").await, sam.factor("sms").await);
    let settings = sam
        .post("/settings/remove", json!({ "factor": app }))
        .await
        .ok();
    assert_eq!(settings["factors"].as_array().unwrap().len(), 1);
    assert_eq!(settings["factors"][0]["preferred"], true);
    assert_eq!(world.notices().await, ["factor_removed"]);
    let which = "SELECT COUNT(*) FROM audit_entries \
                 WHERE action = 'factor_removed' AND details = '{\"method\":\"app\"}'";
    assert_eq!(world.count(which).await, 1);
    sam.post("/settings/remove", json!({ "factor": app }))
        .await
        .refused(404, "factor_not_found");
    sam.post("/settings/remove", json!({ "factor": sms }))
        .await
        .refused(409, "last_factor");
    assert!(world.notices().await.is_empty());
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_removals_at_once_leave_one_method() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let mut removals = Vec::new();
    for method in ["app", "sms"] {
        let (sam, factor) = (sam.clone(), sam.factor(method).await);
        removals.push(tokio::spawn(async move {
            sam.post("/settings/remove", json!({ "factor": factor }))
                .await
                .status
        }));
    }
    let mut statuses = Vec::new();
    for removal in removals {
        statuses.push(removal.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 1);
}

#[tokio::test]
async fn somebody_elses_method_looks_like_one_that_does_not_exist() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let noor = world.enrolled("noor").await;
    let theirs = noor.factor("app").await;
    for path in ["/settings/prefer", "/settings/remove"] {
        for id in [theirs.as_str(), "nothing", ""] {
            sam.post(path, json!({ "factor": id }))
                .await
                .refused(404, "factor_not_found");
        }
    }
    assert_eq!(noor.factor("app").await, theirs);
}

#[tokio::test]
async fn off_for_a_while_keeps_everything_and_the_password_switches_it_on_again() {
    let world = World::new().await;
    world.local("sam").await;
    let sam = with_both(&world).await;
    let off = sam.tell("/settings/switch-off").await.ok();
    assert_eq!(
        (&off["status"], &off["since"], &off["codes_left"]),
        (&json!("suspended"), &json!(world.clock.now()), &json!(6))
    );
    assert_eq!(off["factors"].as_array().unwrap().len(), 2);
    assert_eq!(world.notices().await, ["suspended"]);
    // Asked twice it is off once, since the first time.
    let (status, since) = (off["status"].clone(), off["since"].clone());
    world.clock.advance(1);
    let again = sam.tell("/settings/switch-off").await.ok();
    assert_eq!((&again["status"], &again["since"]), (&status, &since));
    assert!(world.notices().await.is_empty());

    world.clock.advance(300);
    assert_eq!(sam.get("/settings").await.ok()["proof"], "password");
    sam.tell("/settings/switch-on")
        .await
        .refused(403, "reauthentication_required");
    sam.post("/settings/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    let on = sam.tell("/settings/switch-on").await.ok();
    assert_eq!(on["status"], "on");
    assert_eq!(
        on["proof"], "code",
        "and from here on the code is asked again"
    );
    assert_eq!(world.notices().await, ["resumed"]);
    sam.tell("/settings/switch-on").await.ok();
    assert!(world.notices().await.is_empty());
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "code");
}

#[tokio::test]
async fn erasing_takes_everything_away_for_good() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    sam.put(
        "/settings/remember",
        json!({ "duration": "1w", "this_device": true }),
    )
    .await
    .ok();
    sam.tell("/settings/codes").await.ok();
    sam.at_phone().await;
    let erased = sam.tell("/settings/erase").await.ok();
    assert_eq!(
        (&erased["status"], &erased["factors"], &erased["codes_left"]),
        (&json!("off"), &json!([]), &json!(0))
    );
    assert_eq!(erased["devices"], json!([]));
    assert_eq!(world.notices().await, ["erased"]);
    for table in [
        "SELECT COUNT(*) FROM factors",
        "SELECT COUNT(*) FROM recovery_codes",
        "SELECT COUNT(*) FROM recovery_sets",
        "SELECT COUNT(*) FROM devices",
        "SELECT COUNT(*) FROM messages WHERE code IS NOT NULL",
    ] {
        assert_eq!(world.count(table).await, 0, "{table}");
    }
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "passed");
    for path in [
        "/settings/erase",
        "/settings/switch-off",
        "/settings/switch-on",
    ] {
        sam.tell(path).await.refused(409, "not_enrolled");
    }
}

#[tokio::test]
async fn a_school_that_requires_two_steps_keeps_them_on() {
    let world = World::new().await;
    let mut joke = world.person_of(FIRM, "joke").await;
    joke.enrol_by_app().await;
    world.reachable().await;
    let before = joke.get("/settings").await.ok();
    assert_eq!(before["required"], true);
    for path in ["/settings/switch-off", "/settings/erase"] {
        joke.tell(path).await.refused(409, "required_by_school");
    }
    let app = json!({ "factor": joke.factor("app").await });
    joke.post("/settings/remove", app)
        .await
        .refused(409, "last_factor");
    assert_eq!(joke.get("/settings").await.ok(), before);
    assert!(world.notices().await.is_empty());
}

#[tokio::test]
async fn what_was_off_for_a_while_is_on_where_the_school_requires_it_since() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    sam.tell("/settings/switch-off").await.ok();
    let world = world.restarted_with(|school| school.required = true).await;
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (person, answer) = world.open(&vouched, "settings").await;
    assert_eq!(answer.ok()["settings"]["status"], "on");
    assert_eq!(person.get("/settings").await.ok()["proof"], "code");
}
