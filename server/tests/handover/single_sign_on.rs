//! Schools whose portal asks for a second step itself: nothing is asked twice, and nothing is taken on faith.

use serde_json::{Value, json};

use crate::world::tokens::{claims, claims_of};
use crate::world::{Answer, FIRM, Person, World};

async fn signed_on(world: &World, subject: &str, amr: Value, view: &str) -> (Person, Answer) {
    let mut claims = claims(world.clock.now(), subject);
    claims["amr"] = amr;
    world.open(&claims, view).await
}

fn mfa() -> Value {
    json!(["pwd", "face", "mfa", "not registered"])
}

#[tokio::test]
async fn the_challenge_passes_at_once_and_the_assertion_says_that_it_was_the_portal() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (_, opened) = signed_on(&world, "sam", mfa(), "challenge").await;
    let opened = opened.ok();
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("full"), &json!("passed"))
    );
    let stated = claims_of(opened["challenge"]["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd", "face", "mfa"]));
    assert_eq!(stated["ts_method"], "portal");
    assert_eq!(stated.get("ts_mfa_time"), None);
    drop(sam);
}

#[tokio::test]
async fn what_the_school_does_not_accept_changes_nothing() {
    let world = World::new().await;
    world.enrolled("sam").await;
    for amr in [
        json!([]),
        json!(["pwd"]),
        json!(["pwd", "otp"]),
        json!(["MFA"]),
        json!(["mfa "]),
    ] {
        let (_, opened) = signed_on(&world, "sam", amr.clone(), "challenge").await;
        assert_eq!(opened.ok()["challenge"]["step"], "code", "{amr}");
    }
    let many: Vec<_> = (0..17).map(|n| n.to_string()).collect();
    for amr in [
        json!("mfa"),
        json!([1]),
        json!({}),
        json!(["x".repeat(256)]),
        json!(many),
    ] {
        let (_, opened) = signed_on(&world, "sam", amr, "challenge").await;
        opened.refused(401, "portal_token_invalid");
    }
    // Signed in in the future: no such token is taken.
    let mut early = claims(world.clock.now(), "sam");
    early["amr"] = mfa();
    early["auth_time"] = json!(world.clock.now() + 31);
    let (_, opened) = world.open(&early, "challenge").await;
    opened.refused(401, "portal_token_invalid");
}

#[tokio::test]
async fn a_school_can_switch_it_off_or_accept_other_words_also_for_sessions_that_are_open() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let (person, opened) = signed_on(&world, "sam", mfa(), "settings").await;
    assert_eq!(opened.ok()["settings"]["single_sign_on"], true);
    let world = world
        .with_school(|school| school.accepted_amr.clear())
        .await;
    let mut person = person;
    person.move_to(&world);
    person
        .get("/settings")
        .await
        .refused(403, "second_factor_required");
    let (_, opened) = signed_on(&world, "sam", mfa(), "challenge").await;
    assert_eq!(opened.ok()["challenge"]["step"], "code");
    let world = world
        .with_school(|school| school.accepted_amr = vec!["urn:ours".to_owned()])
        .await;
    let (_, opened) = signed_on(&world, "sam", json!(["urn:ours", "hwk"]), "challenge").await;
    let opened = opened.ok();
    let stated = claims_of(opened["challenge"]["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["urn:ours", "hwk"]));
}

#[tokio::test]
async fn nothing_needs_setting_up_even_where_the_school_requires_two_steps() {
    let world = World::new().await;
    let mut claims = claims(world.clock.now(), "sam");
    claims["iss"] = json!(FIRM);
    claims["amr"] = mfa();
    let (person, opened) = world.open(&claims, "enrolment").await;
    let opened = opened.ok();
    assert_eq!(opened["level"], "full");
    let enrolment = &opened["enrolment"];
    assert_eq!(enrolment["step"], "not-needed");
    assert_eq!(enrolment["actions"], json!([]));
    let begun = json!({ "method": "app" });
    person
        .post("/enrolment/method", begun)
        .await
        .refused(409, "wrong_step");
    let settings = person.get("/settings").await.ok();
    assert_eq!(
        (&settings["status"], &settings["single_sign_on"]),
        (&json!("off"), &json!(true))
    );
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 0);
}

#[tokio::test]
async fn somebody_with_a_method_sees_what_they_always_see_and_gives_a_code_before_anything_sensitive()
 {
    let world = World::new().await;
    world.enrolled("sam").await;
    let (person, opened) = signed_on(&world, "sam", mfa(), "enrolment").await;
    assert_eq!(opened.ok()["enrolment"]["step"], "done");
    let settings = person.get("/settings").await.ok();
    assert_eq!(
        (&settings["status"], &settings["proof"]),
        (&json!("on"), &json!("code"))
    );
    for path in ["/settings/erase", "/settings/switch-off", "/settings/codes"] {
        person
            .post(path, json!({}))
            .await
            .refused(403, "reauthentication_required");
    }
    person
        .post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .refused(403, "reauthentication_required");
}

#[tokio::test]
async fn what_was_begun_before_goes_on_where_it_was() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    sam.choose_app().await;
    let (person, opened) = signed_on(&world, "sam", mfa(), "enrolment").await;
    assert_eq!(opened.ok()["enrolment"]["step"], "scan");
    let after = person.call("DELETE", "/enrolment", None).await.ok();
    assert_eq!(after["step"], "not-needed");
}
