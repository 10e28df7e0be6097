//! Guessing: counted before it is looked at, never forgotten but by a success.

use serde_json::json;

use crate::world::{Answer, PASSWORD, World};

/// A code in a session of its own, and in a challenge of its own when the last one has ended.
async fn guess(world: &World, code: &str) -> Answer {
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(challenge["id"].as_str().unwrap(), code, false)
        .await
}

#[tokio::test]
async fn ten_wrong_codes_pause_the_account_for_a_quarter_of_an_hour_however_they_are_spread() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for n in 0..10 {
        let wrong = guess(&world, &sam.wrong_code())
            .await
            .refused(422, "code_mismatch");
        let left = wrong["attempts_left"].as_i64().unwrap();
        assert!(left < 5 && left <= 9 - n, "{n}: {left}");
        world.clock.advance(7);
    }
    let paused = guess(&world, &sam.wrong_code()).await;
    assert_eq!(paused.header("retry-after"), "893");
    assert_eq!(paused.refused(429, "too_many_attempts")["retry_after"], 893);
    let world = world.restarted().await;
    let (right, wrong) = (
        guess(&world, &sam.code(0)).await,
        guess(&world, &sam.wrong_code()).await,
    );
    assert_eq!(
        right.bytes, wrong.bytes,
        "a right code looks like a wrong one while it is paused"
    );
    right.refused(429, "too_many_attempts");
    world.clock.advance(892);
    guess(&world, &sam.code(0))
        .await
        .refused(429, "too_many_attempts");
    world.clock.advance(1);
    guess(&world, &sam.code(0)).await.ok();
}

#[tokio::test]
async fn a_success_clears_the_failures_and_nothing_else_does() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for _ in 0..9 {
        guess(&world, &sam.wrong_code())
            .await
            .refused(422, "code_mismatch");
    }
    guess(&world, &sam.code(0)).await.ok();
    world.clock.advance(60);
    for _ in 0..9 {
        guess(&world, &sam.wrong_code())
            .await
            .refused(422, "code_mismatch");
    }
    let last = guess(&world, &sam.wrong_code())
        .await
        .refused(422, "code_mismatch");
    assert_eq!(last["attempts_left"], 0);
    guess(&world, &sam.wrong_code())
        .await
        .refused(429, "too_many_attempts");
}

#[tokio::test]
async fn a_hundred_failures_in_a_row_stop_the_account_for_good_and_the_settings_say_so() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for window in 0..10 {
        for _ in 0..10 {
            guess(&world, &sam.wrong_code())
                .await
                .refused(422, "code_mismatch");
        }
        assert_eq!(
            guess(&world, &sam.code(0)).await.code(),
            "too_many_attempts",
            "window {window}"
        );
        world.clock.advance(900);
    }
    let (right, wrong) = (
        guess(&world, &sam.code(0)).await,
        guess(&world, &sam.wrong_code()).await,
    );
    assert_eq!(right.bytes, wrong.bytes);
    right.refused(429, "too_many_attempts");
    world.clock.advance(30 * 86_400);
    guess(&world, &sam.code(0))
        .await
        .refused(429, "too_many_attempts");
    let mut vouched = crate::world::tokens::claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (_, settings) = world.open(&vouched, "settings").await;
    assert_eq!(settings.ok()["settings"]["status"], "locked");
}

#[tokio::test]
async fn each_kind_of_proof_has_a_counter_of_its_own() {
    let world = World::new().await;
    world.local("sam").await;
    let mut person = world.earlier("sam").await;
    person.choose_app().await;
    for left in (0..10).rev() {
        let wrong = person
            .post("/enrolment/password", json!({ "password": "no" }))
            .await;
        assert_eq!(wrong.refused(422, "password_wrong")["attempts_left"], left);
    }
    let right = person
        .post("/enrolment/password", json!({ "password": PASSWORD }))
        .await;
    let wrong = person
        .post("/enrolment/password", json!({ "password": "no" }))
        .await;
    assert_eq!(right.bytes, wrong.bytes);
    assert_eq!(right.refused(429, "too_many_attempts")["retry_after"], 900);
    // Codes are counted apart.
    let mut fresh = world.person("sam").await;
    let id = fresh.choose_app().await["id"].as_str().unwrap().to_owned();
    assert_eq!(
        fresh
            .confirm(&id, &fresh.wrong_code())
            .await
            .refused(422, "code_mismatch")["attempts_left"],
        9
    );
}

#[tokio::test]
async fn guessing_at_enrolment_pauses_too_and_starting_over_does_not_help() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    for _ in 0..10 {
        person.delete("/enrolment").await.ok();
        let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
        person
            .confirm(&id, &person.wrong_code())
            .await
            .refused(422, "code_mismatch");
    }
    person.delete("/enrolment").await.ok();
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    person
        .confirm(&id, &person.code(0))
        .await
        .refused(429, "too_many_attempts");
    assert_eq!(
        person.get("/enrolment").await.ok()["step"],
        "scan",
        "the place is kept"
    );
    world.clock.advance(900);
    let mut person = world.person("sam").await;
    let enrolment = person.choose_app().await;
    person
        .confirm(enrolment["id"].as_str().unwrap(), &person.code(0))
        .await
        .ok();
}

#[tokio::test]
async fn forwarded_addresses_change_nothing() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for n in 0..11 {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let bearer = format!("Bearer {}", person.bearer);
        let address = format!("203.0.113.{n}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("x-forwarded-for", &address),
        ];
        let body =
            json!({ "challenge": challenge["id"], "code": sam.wrong_code(), "remember": false })
                .to_string();
        let answer =
            crate::http::call_with(&world, "POST", "/challenge/verify", &headers, &body).await;
        assert_eq!(answer.status, if n < 10 { 422 } else { 429 });
    }
}

#[tokio::test]
async fn nobody_can_use_up_the_attempts_of_someone_else() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (_, of_sam) = world.at_challenge("sam", "").await;
    let noor = world.person("noor").await;
    for _ in 0..20 {
        noor.verify(of_sam["id"].as_str().unwrap(), "123456", false)
            .await
            .refused(404, "challenge_not_found");
    }
    guess(&world, &sam.code(0)).await.ok();
}
