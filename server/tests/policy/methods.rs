//! A method that is allowed no more still proves who somebody is, and leads to setting up one that is.

use serde_json::{Value, json};
use tweestap_server::oath::Kind;

use crate::world::policies::{must, with, with_grace};
use crate::world::{World, ways};

const TOKEN: Kind = Kind {
    digits: 6,
    period: 30,
    sha256: false,
};

fn app_only(policy: Value) -> Value {
    with(policy, "methods", json!(["app"]))
}

#[tokio::test]
async fn a_text_message_that_counts_no_more_proves_and_leads_to_setting_up_the_app() {
    let world = World::new().await;
    let sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_sms(&world, "0612345678").await;
    sam.get("/settings").await.ok();
    world.clock.advance(60);
    world.ask("school", &app_only(must(&["pupil"]))).await;
    // In the session that is open, at the next request.
    sam.get("/settings")
        .await
        .refused(403, "enrolment_required");

    let (mut sam, opened) = world.signs_in("sam", None).await;
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("before_second_factor"), &json!("code"))
    );
    sam.get("/enrolment")
        .await
        .refused(403, "second_factor_required");
    sam.go_on().await.refused(403, "second_factor_required");
    let id = opened["challenge"]["id"].as_str().unwrap();
    let enrol = sam.verify(id, &world.post.code(), false).await.ok();
    assert_eq!(
        (&enrol["step"], enrol.get("assertion")),
        (&json!("enrol"), None)
    );
    assert_eq!(sam.challenge().await["step"], "enrol");
    sam.get("/settings")
        .await
        .refused(403, "enrolment_required");
    let enrolment = sam.get("/enrolment").await.ok();
    assert_eq!(
        (
            &enrolment["step"],
            &enrolment["offered"],
            &enrolment["change"]
        ),
        (&json!("method"), &json!(["app"]), &json!(false))
    );
    sam.post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .refused(422, "method_not_offered");
    let enrolment = sam.choose_app().await;
    let id = enrolment["id"].as_str().unwrap();
    sam.confirm(id, &sam.code(0)).await.ok();
    if sam.get("/enrolment").await.ok()["step"] == "recovery-codes" {
        sam.acknowledge(id).await.ok();
    }
    assert_eq!(sam.challenge().await["step"], "passed");
    // What counts is asked first from now on.
    world.clock.advance(60);
    let (_, opened) = world.signs_in("sam", None).await;
    assert_eq!(opened["challenge"]["method"], "app");
}

#[tokio::test]
async fn rt_45_a_remembered_device_does_not_go_around_it() {
    let world = World::new().await;
    let mut sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_sms(&world, "0612345678").await;
    let device = json!({ "duration": "1w", "this_device": true });
    let remembered = sam.put("/settings/remember", device).await;
    sam.keep_cookies(&remembered);
    world.clock.advance(60);
    let (_, challenge) = world.at_challenge("sam", &sam.cookie).await;
    assert_eq!(challenge["step"], "passed");
    for policy in [
        app_only(with_grace(&["pupil"], 7)),
        app_only(must(&["pupil"])),
    ] {
        world.ask("school", &policy).await;
        let (_, challenge) = world.at_challenge("sam", &sam.cookie).await;
        assert_eq!(
            (&challenge["step"], challenge.get("assertion")),
            (&json!("code"), None)
        );
    }
}

#[tokio::test]
async fn with_time_left_the_code_is_asked_and_then_later_may_be_said() {
    let world = World::new().await;
    let sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_sms(&world, "0612345678").await;
    world.clock.advance(60);
    world
        .ask("school", &app_only(with_grace(&["pupil"], 7)))
        .await;
    let (sam, opened) = world.signs_in("sam", None).await;
    // Not instead of the code.
    sam.go_on().await.refused(403, "second_factor_required");
    let id = opened["challenge"]["id"].as_str().unwrap();
    let enrol = sam.verify(id, &world.post.code(), false).await.ok();
    assert_eq!(enrol["step"], "enrol");
    let told = sam.says_later().await;
    assert_eq!(told["amr"], json!(["pwd", "sms", "mfa"]));
}

#[tokio::test]
async fn whoever_may_keeps_what_is_set_up() {
    let world = World::new().await;
    let sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_sms(&world, "0612345678").await;
    world.clock.advance(60);
    world.ask("school", &app_only(must(&["teacher"]))).await;
    let (sam, opened) = world.signs_in("sam", None).await;
    let id = opened["challenge"]["id"].as_str().unwrap();
    assert_eq!(
        sam.verify(id, &world.post.code(), false).await.ok()["step"],
        "passed"
    );
    let settings = sam.get("/settings").await.ok();
    assert_eq!(
        (&settings["offered"], &settings["status"]),
        (&json!(["app"]), &json!("on"))
    );
}

#[tokio::test]
async fn a_hardware_token_counts_whatever_is_allowed() {
    let world = World::new().await;
    world.person_as("sam", "pupil").await;
    world.link_token("sam", TOKEN).await;
    world.clock.advance(60);
    world.ask("school", &app_only(must(&["pupil"]))).await;
    let (sam, opened) = world.signs_in("sam", None).await;
    let id = opened["challenge"]["id"].as_str().unwrap();
    let code = ways::token_code(TOKEN, world.clock.now() / 30);
    assert_eq!(sam.verify(id, &code, false).await.ok()["step"], "passed");
    sam.get("/settings").await.ok();
}

#[tokio::test]
async fn what_is_under_way_by_a_method_that_is_offered_no_more_goes_no_further() {
    let world = World::new().await;
    let sam = world.person_as("sam", "pupil").await;
    let id = sam.at_phone().await;
    sam.give_phone(&id, "0612345678").await.ok();
    world.ask("school", &app_only(must(&[]))).await;
    sam.confirm(&id, &world.post.code())
        .await
        .refused(404, "enrolment_not_found");
    assert_eq!(sam.get("/enrolment").await.ok()["step"], "method");
}

#[tokio::test]
async fn the_password_is_a_step_where_the_portal_asked_for_it_long_ago() {
    let world = World::new().await;
    world.local("sam").await;
    let sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_sms(&world, "0612345678").await;
    world.clock.advance(60);
    world.ask("school", &app_only(must(&["pupil"]))).await;
    let mut said = crate::world::tokens::claims(world.clock.now(), "sam");
    said["auth_time"] = json!(world.clock.now() - 900);
    let (mut sam, opened) = world.open(&said, "challenge").await;
    let opened = opened.ok();
    let id = opened["challenge"]["id"].as_str().unwrap();
    sam.verify(id, &world.post.code(), false).await.ok();
    assert_eq!(sam.choose_app().await["step"], "password");
    let password = json!({ "password": crate::world::PASSWORD });
    assert_eq!(
        sam.post("/enrolment/password", password).await.ok()["step"],
        "scan"
    );
}
