//! What holds for whom, of the operator's settings, the group's policy and the school's.

use serde_json::{Value, json};

use crate::http::call_with;
use crate::world::policies::{DAY, must, with, with_grace};
use crate::world::tokens::claims;
use crate::world::{PORTAL, World};

async fn level(world: &World, subject: &str, role: Option<&str>) -> Value {
    world.signs_in(subject, role).await.1["level"].clone()
}

#[tokio::test]
async fn s_b_83_what_is_asked_holds_at_the_next_request_of_every_session() {
    let world = World::new().await;
    let noor = world.person_as("noor", "teacher").await;
    let sam = world.person_as("sam", "pupil").await;
    noor.get("/settings").await.ok();
    world.ask("school", &must(&["teacher"])).await;
    noor.get("/settings")
        .await
        .refused(403, "enrolment_required");
    sam.get("/settings").await.ok();
    world.ask("school", &must(&[])).await;
    noor.get("/settings").await.ok();
}

#[tokio::test]
async fn s_b_83_must_of_any_layer_beats_may_of_the_others() {
    let world = World::new().await;
    world.ask("group", &must(&["teacher"])).await;
    world.ask("school", &must(&["pupil"])).await;
    let required = json!("enrolment_required");
    assert_eq!(level(&world, "noor", Some("teacher")).await, required);
    assert_eq!(level(&world, "sam", Some("pupil")).await, required);
    assert_eq!(level(&world, "karim", Some("parent")).await, json!("full"));
    // At the other school of the group only the group's.
    let mut said = claims(world.clock.now(), "kim");
    said["iss"] = json!(crate::world::managers::OTHER);
    for (role, expected) in [("pupil", "full"), ("teacher", "enrolment_required")] {
        said["ts_role"] = json!(role);
        said["jti"] = json!(role);
        assert_eq!(
            world.open(&said, "challenge").await.1.ok()["level"],
            expected
        );
    }
    // And at a school outside it nothing.
    said["iss"] = json!("https://single.test/issuer");
    said["jti"] = json!("single");
    assert_eq!(world.open(&said, "challenge").await.1.ok()["level"], "full");
    let world = world.with_school(|school| school.required = true).await;
    assert_eq!(level(&world, "karim", Some("parent")).await, required);
}

#[tokio::test]
async fn whoever_the_portal_gave_no_role_is_asked_what_anybody_but_a_manager_is_asked() {
    let world = World::new().await;
    world.ask("school", &must(&["manager"])).await;
    assert_eq!(level(&world, "sam", None).await, json!("full"));
    world.ask("school", &must(&["staff"])).await;
    assert_eq!(
        level(&world, "sam", None).await,
        json!("enrolment_required")
    );
}

#[tokio::test]
async fn the_shortest_duration_and_the_stricter_way_back_hold() {
    let world = World::new()
        .await
        .with_school(|school| school.recovery = tweestap_api::Recovery::ResetCode)
        .await;
    let mut sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_app().await;
    let device = json!({ "duration": "1w", "this_device": true });
    let remembered = sam.put("/settings/remember", device.clone()).await;
    sam.keep_cookies(&remembered);
    assert_eq!(sam.get("/settings").await.ok()["recovery"], "reset_code");
    let reset_code = with(must(&[]), "recovery", json!("reset_code"));
    world
        .ask(
            "school",
            &with(reset_code.clone(), "longest_remember", json!("3d")),
        )
        .await;
    assert_eq!(sam.get("/settings").await.ok()["recovery"], "reset_code");
    world
        .ask("group", &with(must(&[]), "longest_remember", json!("12h")))
        .await;
    let settings = sam.get("/settings").await.ok();
    assert_eq!(settings["recovery"], "codes");
    assert_eq!(
        settings["remember"]["offered"],
        json!(["always_ask", "12h"])
    );
    sam.put("/settings/remember", device)
        .await
        .refused(422, "duration_not_offered");
    // The device that was remembered for longer is asked when the shorter time is over.
    let (_, challenge) = world.at_challenge("sam", &sam.cookie).await;
    assert_eq!(challenge["step"], "passed");
    world.clock.advance(DAY / 2);
    let (_, challenge) = world.at_challenge("sam", &sam.cookie).await;
    assert_eq!(challenge["step"], "code");
    // New codes are of the kind that holds now.
    world
        .execute("DELETE FROM factors WHERE state = 'active'")
        .await;
    let mut sam = world.person_as("sam", "pupil").await;
    assert_eq!(sam.enrol_by_app().await.len(), 6);
}

#[tokio::test]
async fn s_b_85_what_is_required_of_a_role_stays_on_for_that_role() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let karim = world.enrolled("karim").await;
    world
        .execute("UPDATE accounts SET role = 'pupil' WHERE subject = 'sam'")
        .await;
    world
        .execute("UPDATE accounts SET role = 'parent' WHERE subject = 'karim'")
        .await;
    let sam = world.again(&sam, "sam").await;
    sam.tell("/settings/switch-off").await.ok();
    world.ask("school", &with_grace(&["pupil"], 14)).await;
    // Off for a while it is no more, and grace is for those who have nothing.
    let (sam, opened) = world.signs_in("sam", None).await;
    assert_eq!(opened["challenge"]["step"], "code");
    sam.get("/settings")
        .await
        .refused(403, "second_factor_required");
    let joke = world.manager("joke").await;
    let (id, other) = (world.account("sam").await, world.account("karim").await);
    assert_eq!(joke.file(&id).await["person"]["state"], "active");
    joke.act(&id, "switch-off")
        .await
        .refused(409, "required_by_school");
    joke.act(&other, "switch-off").await.ok();
    joke.support_code(&id).await.ok();
    joke.support_code(&other).await.refused(409, "not_enrolled");
    let found = joke.get("/admin/people?state=suspended").await.ok();
    assert_eq!(found["people"].as_array().unwrap().len(), 1);
    joke.act(&other, "switch-on").await.ok();
    let karim = world.again(&karim, "karim").await;
    karim.tell("/settings/erase").await.ok();
    let sam = world.enrolled("kim").await;
    world
        .execute("UPDATE accounts SET role = 'pupil' WHERE subject = 'kim'")
        .await;
    for way in ["/settings/switch-off", "/settings/erase"] {
        sam.tell(way).await.refused(409, "required_by_school");
    }
    assert_eq!(sam.get("/settings").await.ok()["required"], true);
}

/// Setting up depends on the policy and on nothing that a request can bring along (Keycloak #21837).
#[tokio::test]
async fn rt_45_what_a_policy_asks_does_not_depend_on_where_a_sign_in_comes_from() {
    let world = World::new().await;
    world.ask("school", &must(&["pupil"])).await;
    let now = world.clock.now();
    let mut vouched = claims(now, "sam");
    vouched["ts_role"] = json!("pupil");
    let plain = vouched.clone();
    vouched["ts_verified"] = json!(true);
    vouched["ts_mfa_time"] = json!(now);
    vouched["jti"] = json!("vouched");
    for said in [plain, vouched] {
        let (person, opened) = world.open(&said, "challenge").await;
        assert_eq!(opened.ok()["challenge"]["step"], "enrol");
        let bearer = format!("Bearer {}", person.bearer);
        for (header, value) in [
            ("x-forwarded-for", "127.0.0.1"),
            ("forwarded", "for=10.0.0.1"),
            ("x-real-ip", "10.0.0.1"),
            ("user-agent", "the school's own"),
            ("cookie", "__Host-tweestap-dev-00000000=x"),
        ] {
            let headers = [
                ("origin", PORTAL),
                ("authorization", bearer.as_str()),
                (header, value),
            ];
            for (method, path) in [("GET", "/settings"), ("POST", "/challenge/continue")] {
                let answer = call_with(&world, method, path, &headers, "").await;
                answer.refused(403, "enrolment_required");
            }
        }
    }
}
