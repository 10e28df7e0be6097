//! Several methods at once: which is asked first, how another one is chosen, and messages at sign-in.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use crate::world::tokens::{claims, claims_of};
use crate::world::{Person, World};

const NUMBER: &str = "+31612345678";

/// App and text message, the app first.
async fn with_both(world: &World, subject: &str) -> Person {
    let person = world.enrolled(subject).await;
    world.also_by_sms(subject, NUMBER).await;
    world.clock.advance(1);
    person
}

fn id(challenge: &Value) -> &str {
    challenge["id"].as_str().unwrap()
}

#[tokio::test]
async fn rt_46_the_preferred_method_is_asked_first_whatever_was_set_up_first() {
    let world = World::new().await;
    with_both(&world, "sam").await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (
            &challenge["step"],
            &challenge["method"],
            &challenge["digits"]
        ),
        (&json!("code"), &json!("app"), &json!(6))
    );
    assert_eq!(challenge["ways"], json!(["sms", "recovery_code"]));
    assert_eq!(world.post.count(), 0, "nothing is sent before it is chosen");
    world
        .execute(
            "UPDATE accounts SET preferred = (SELECT id FROM factors WHERE method = 'sms'); \
             UPDATE challenges SET state = 'passed'",
        )
        .await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["method"], "sms");
    assert_eq!(challenge["ways"], json!(["app", "recovery_code"]));
    assert_eq!(challenge["masked_number"], "+31 6 •••• ••78");
    assert_eq!(world.post.count(), 1);
}

#[tokio::test]
async fn choosing_a_message_sends_it_at_once_and_its_code_passes() {
    let world = World::new().await;
    let sam = with_both(&world, "sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "sms").await.ok();
    assert_eq!(
        (&chosen["id"], &chosen["method"]),
        (&challenge["id"], &json!("sms"))
    );
    assert_eq!(chosen["resend_at"], world.clock.now() + 30);
    assert!(chosen.get("not_sent").is_none());
    // Back and forth within the wait: the code of a moment ago still counts, and no other one is sent.
    person.choose(&chosen, "app").await.ok();
    let again = person.choose(&chosen, "sms").await.ok();
    assert!(again.get("not_sent").is_none());
    world.clock.advance(60);
    person.challenge().await;
    assert_eq!(world.post.count(), 1, "nor by a reload");
    // Only what is asked is looked at.
    let passed = person
        .verify(id(&challenge), &world.post.code(), false)
        .await
        .ok();
    let stated = claims_of(passed["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd", "sms", "mfa"]));
    drop(sam);
}

#[tokio::test]
async fn rt_27_a_code_of_the_app_does_not_answer_for_a_message_nor_the_other_way_round() {
    let world = World::new().await;
    let sam = with_both(&world, "sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person.choose(&challenge, "sms").await.ok();
    let message = world.post.code();
    if message != sam.code(0) {
        person
            .verify(id(&challenge), &sam.code(0), false)
            .await
            .refused(422, "code_mismatch");
        person.choose(&challenge, "app").await.ok();
        person
            .verify(id(&challenge), &message, false)
            .await
            .refused(422, "code_mismatch");
    }
    // What was charged stays charged.
    let left = person
        .verify(id(&challenge), &sam.wrong_code(), false)
        .await
        .refused(422, "code_mismatch");
    assert_eq!(left["attempts_left"], 2);
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
}

#[tokio::test]
async fn a_message_that_does_not_go_out_leaves_the_other_ways_open() {
    let world = World::new().await;
    let sam = with_both(&world, "sam").await;
    world.post.broken.store(true, Ordering::SeqCst);
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "sms").await.ok();
    assert_eq!(chosen["not_sent"]["code"], "sms_unavailable");
    assert_eq!(chosen["ways"], json!(["app", "recovery_code"]));
    person
        .verify(id(&challenge), "123456", false)
        .await
        .refused(422, "code_expired");
    person.choose(&challenge, "app").await.ok();
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
}

#[tokio::test]
async fn no_message_is_sent_whose_code_would_not_be_looked_at() {
    let world = World::new().await;
    let sam = with_both(&world, "sam").await;
    for _ in 0..10 {
        let (person, challenge) = world.at_challenge("sam", "").await;
        person
            .verify(id(&challenge), &sam.wrong_code(), false)
            .await;
    }
    let (person, challenge) = world.at_challenge("sam", "").await;
    let chosen = person.choose(&challenge, "sms").await.ok();
    assert_eq!(chosen["not_sent"]["code"], "too_many_attempts");
    person
        .post("/challenge/resend", json!({ "challenge": challenge["id"] }))
        .await
        .refused(429, "too_many_attempts");
    assert_eq!(world.post.count(), 0);
}

#[tokio::test]
async fn rt_49_a_code_by_message_counts_for_its_account_its_challenge_and_its_purpose_only() {
    let world = World::new().await;
    // One phone in the family: the same number for two people.
    with_both(&world, "sam").await;
    with_both(&world, "noor").await;
    let (sam, of_sam) = world.at_challenge("sam", "").await;
    sam.choose(&of_sam, "sms").await.ok();
    let code = world.post.code();
    let (noor, of_noor) = world.at_challenge("noor", "").await;
    noor.choose(&of_noor, "sms").await.ok();
    if code != world.post.code() {
        noor.verify(id(&of_noor), &code, false)
            .await
            .refused(422, "code_mismatch");
    }
    // Sam comes in by other means; what was sent for that challenge is worth nothing in the next one.
    sam.choose(&of_sam, "app").await.ok();
    world
        .execute("UPDATE challenges SET state = 'passed'")
        .await;
    let (sam, next) = world.at_challenge("sam", "").await;
    let chosen = sam.choose(&next, "sms").await.ok();
    assert_eq!(chosen["not_sent"]["code"], "resend_too_soon");
    sam.verify(id(&next), &code, false)
        .await
        .refused(422, "code_expired");
    // And a code for signing in proves nothing in the settings.
    world.clock.advance(60);
    sam.post("/challenge/resend", json!({ "challenge": next["id"] }))
        .await
        .ok();
    let code = world.post.code();
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (settings, answer) = world.open(&vouched, "settings").await;
    answer.ok();
    let asked = settings.call("POST", "/challenge/prove", None).await.ok();
    settings.choose(&asked, "sms").await.ok();
    settings
        .verify(id(&asked), &code, false)
        .await
        .refused(422, "code_expired");
}

#[tokio::test]
async fn proving_asks_whatever_the_device_and_never_ends_in_an_assertion() {
    let world = World::new().await;
    let nobody = world.person("kim").await;
    nobody
        .call("POST", "/challenge/prove", None)
        .await
        .refused(409, "not_enrolled");
    let sam = world.enrolled("sam").await;
    let remembered = sam
        .put(
            "/settings/remember",
            json!({ "duration": "1w", "this_device": true }),
        )
        .await;
    let cookie = remembered.cookies()[0]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    world.clock.advance(600);
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (person, answer) = world.open_with(&vouched, "settings", &cookie).await;
    answer.ok();
    let asked = person.call("POST", "/challenge/prove", None).await.ok();
    assert_eq!(
        (&asked["step"], &asked["method"]),
        (&json!("code"), &json!("app"))
    );
    // It is another challenge than the one at sign-in.
    let (at_sign_in, other) = world.at_challenge("sam", "").await;
    assert_ne!(other["id"], asked["id"]);
    let answer = person.verify(id(&asked), &sam.code(0), true).await;
    assert!(
        answer.cookies().is_empty(),
        "nothing is remembered by proving"
    );
    let passed = answer.ok();
    assert_eq!(passed["step"], "passed");
    assert!(passed.get("assertion").is_none());
    // Asked again at once: the answer may have been lost.
    let again = person.call("POST", "/challenge/prove", None).await.ok();
    assert_eq!(again["step"], "passed");
    // RT-01: and the same code signs nobody in.
    at_sign_in
        .verify(id(&other), &sam.code(0), false)
        .await
        .refused(422, "code_mismatch");
    world.clock.advance(300);
    let asked = person.call("POST", "/challenge/prove", None).await.ok();
    assert_eq!(asked["step"], "code");
}

#[tokio::test]
async fn rt_01_a_code_that_signed_someone_in_proves_nothing_afterwards() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (settings, answer) = world.open(&vouched, "settings").await;
    answer.ok();
    let asked = settings.call("POST", "/challenge/prove", None).await.ok();
    settings
        .verify(id(&asked), &sam.code(0), false)
        .await
        .refused(422, "code_mismatch");
}

#[tokio::test]
async fn a_lost_answer_passes_in_the_same_session_for_five_minutes_and_in_no_other() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
    let given_at = world.clock.now();
    world.clock.advance(299);
    let again = person.challenge().await;
    let stated = claims_of(again["assertion"].as_str().unwrap());
    assert_eq!(
        (&stated["amr"], &stated["ts_mfa_time"]),
        (&json!(["pwd", "otp", "mfa"]), &json!(given_at))
    );
    assert_eq!(world.at_challenge("sam", "").await.1["step"], "code");
    world.clock.advance(1);
    assert_eq!(person.challenge().await["step"], "code");
}

#[tokio::test]
async fn a_method_that_is_gone_takes_its_challenge_along() {
    let world = World::new().await;
    let sam = with_both(&world, "sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person.choose(&challenge, "sms").await.ok();
    let code = world.post.code();
    world
        .execute("DELETE FROM factors WHERE method = 'sms'")
        .await;
    person
        .verify(id(&challenge), &code, false)
        .await
        .refused(404, "challenge_not_found");
    let next = person.challenge().await;
    assert_eq!(next["method"], "app");
    assert_ne!(next["id"], challenge["id"]);
    person.verify(id(&next), &sam.code(0), false).await.ok();
}
