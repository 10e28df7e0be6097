//! Beside a method that counts, one that is forbidden is no way in: not offered, not chosen, not looked at, not preferred.

use serde_json::{Value, json};

use crate::world::policies::{must, with};
use crate::world::{Person, World};

const NUMBER: &str = "+31612345678";

fn app_only() -> Value {
    with(must(&["pupil"]), "methods", json!(["app"]))
}

/// Sam, a pupil with the app and text messages, the latter first.
async fn with_both(world: &World) -> Person {
    let mut sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_app().await;
    world.also_by_sms("sam", NUMBER).await;
    let sms = json!({ "factor": sam.factor("sms").await });
    sam.post("/settings/prefer", sms).await.ok();
    world.clock.advance(60);
    sam
}

fn id(challenge: &Value) -> &str {
    challenge["id"].as_str().unwrap()
}

#[tokio::test]
async fn a_forbidden_method_is_no_way_beside_one_that_counts() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "sms");
    world.ask("school", &app_only()).await;

    let sent = world.post.count();
    let (person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (&challenge["method"], &challenge["ways"]),
        (&json!("app"), &json!(["recovery_code"]))
    );
    person
        .choose(&challenge, "sms")
        .await
        .refused(422, "way_not_offered");
    assert_eq!(world.post.count(), sent);
    let passed = person.verify(id(&challenge), &sam.code(0), false).await;
    assert_eq!(passed.ok()["step"], "passed");
    // It is shown, so that it can be taken away, and asked first no more, whatever was preferred or will be.
    let settings = person.get("/settings").await.ok();
    let shown: Vec<_> = settings["factors"].as_array().unwrap().iter().collect();
    let shown: Vec<_> = shown
        .into_iter()
        .map(|one| (one["method"].as_str().unwrap(), one["preferred"] == true))
        .collect();
    assert_eq!(shown, [("app", true), ("sms", false)]);
    let sms = json!({ "factor": person.factor("sms").await });
    person
        .post("/settings/prefer", sms.clone())
        .await
        .refused(422, "method_not_offered");
    // To prove something, it is no way either.
    let challenge = person.post("/challenge/prove", json!({})).await;
    assert_eq!(
        challenge.ok()["step"],
        "passed",
        "a code was given just now"
    );
    person.post("/settings/remove", sms).await.ok();
}

#[tokio::test]
async fn a_challenge_that_was_open_by_a_method_ends_when_it_is_forbidden() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "sms");
    let code = world.post.code();
    world.ask("school", &app_only()).await;
    person
        .verify(id(&challenge), &code, false)
        .await
        .refused(404, "challenge_not_found");
    let body = json!({ "challenge": id(&challenge) });
    person
        .post("/challenge/resend", body)
        .await
        .refused(404, "challenge_not_found");
    let challenge = person.challenge().await;
    assert_eq!(challenge["method"], "app");
    let passed = person.verify(id(&challenge), &sam.code(0), false).await;
    assert_eq!(passed.ok()["step"], "passed");
}

#[tokio::test]
async fn s_b_85_the_last_method_that_counts_stays_where_two_steps_are_required() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    world.ask("school", &app_only()).await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
    let app = json!({ "factor": person.factor("app").await });
    person
        .post("/settings/remove", app.clone())
        .await
        .refused(409, "required_by_school");
    // Where it is not required, either may go.
    let may = with(must(&[]), "methods", json!(["app"]));
    world.ask("school", &may).await;
    let settings = person.post("/settings/remove", app).await.ok();
    assert_eq!(settings["factors"][0]["method"], "sms");
}
