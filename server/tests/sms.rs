//! Enrolment and sign-in by text message: the codes, the waits, the limits.

use std::sync::atomic::Ordering;

use serde_json::{Value, json};

use crate::world::{Answer, Person, World};

const NUMBER: &str = "06 12 34 56 78";

async fn resend(person: &Person, id: &str) -> Answer {
    person
        .post("/enrolment/resend", json!({ "enrolment": id }))
        .await
}

/// Someone who was sent a code.
async fn waiting(world: &World, subject: &str, number: &str) -> (Person, String) {
    let person = world.person(subject).await;
    let id = person.at_phone().await;
    person.give_phone(&id, number).await.ok();
    (person, id)
}

fn other_than(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().unwrap() + 1) % 1_000_000)
}

#[tokio::test]
async fn someone_enrols_with_a_number_and_signs_in_with_a_message() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let chosen = person
        .post("/enrolment/method", json!({ "method": "sms" }))
        .await
        .ok();
    assert_eq!(chosen["step"], "phone");
    assert!(chosen.get("sms").is_none() && chosen.get("app").is_none());
    let id = chosen["id"].as_str().unwrap();
    let sent = person.give_phone(id, NUMBER).await.ok();
    let now = world.clock.now();
    assert_eq!(sent["step"], "confirm");
    assert_eq!(
        sent["sms"],
        json!({ "number": "+31 6 12345678", "resend_at": now + 30, "code_expires_at": now + 300 })
    );
    let message = &world.post.outbox.messages()[0];
    assert_eq!(message.to, "+31612345678");
    let code = world.post.code();
    assert_eq!(
        message.text,
        format!("{code} is je code voor De Brug. Geef hem aan niemand.\n@portal.test #{code}")
    );
    assert_eq!(
        person.confirm(id, &code).await.ok()["step"],
        "recovery-codes"
    );
    assert_eq!(person.acknowledge(id).await.ok()["step"], "done");

    world.clock.advance(3_600);
    let (person, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (&challenge["method"], &challenge["masked_number"]),
        (&json!("sms"), &json!("+31 6 •••• ••78"))
    );
    assert_eq!(challenge["resend_at"], world.clock.now() + 30);
    assert_eq!(world.post.count(), 2);
    let passed = person
        .verify(challenge["id"].as_str().unwrap(), &world.post.code(), false)
        .await
        .ok();
    let stated = crate::world::tokens::claims_of(passed["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd", "sms", "mfa"]));
}

#[tokio::test]
async fn a_number_that_gets_no_message_is_refused_with_its_reason_and_nothing_is_sent() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    person
        .give_phone(&id, "06 123")
        .await
        .refused(422, "number_invalid");
    person
        .give_phone(&id, "020 123 45 67")
        .await
        .refused(422, "number_not_mobile");
    person
        .give_phone(&id, "+49 1512 3456789")
        .await
        .refused(422, "number_country_not_allowed");
    person
        .give_phone("x", NUMBER)
        .await
        .refused(404, "enrolment_not_found");
    assert_eq!(person.get("/enrolment").await.ok()["step"], "phone");
    assert_eq!(world.post.count(), 0);
}

#[tokio::test]
async fn every_way_of_writing_a_number_is_the_same_number_to_the_limits() {
    let world = World::new().await;
    for (n, number) in [
        "0612345678",
        "+31 6 12345678",
        "0031612345678",
        "٠٦١٢٣٤٥٦٧٨",
        "06-12 34.56 78",
    ]
    .into_iter()
    .enumerate()
    {
        let (_, _) = waiting(&world, &format!("p{n}"), number).await;
    }
    let person = world.person("p9").await;
    let id = person.at_phone().await;
    let refused = person
        .give_phone(&id, "(06) 1234 5678")
        .await
        .refused(429, "too_many_messages");
    assert_eq!(refused["retry_after"], 600);
    assert_eq!(world.post.count(), 5);
    assert!(
        world
            .post
            .outbox
            .messages()
            .iter()
            .all(|message| message.to == "+31612345678")
    );
}

#[tokio::test]
async fn the_wait_grows_with_every_message_and_ends_in_a_limit() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    for wait in [30, 40, 60, 90] {
        let refused = resend(&person, &id).await.refused(429, "resend_too_soon");
        assert_eq!(refused["retry_after"], wait);
        world.clock.advance(wait - 1);
        assert_eq!(
            resend(&person, &id).await.refused(429, "resend_too_soon")["retry_after"],
            1
        );
        world.clock.advance(1);
        resend(&person, &id).await.ok();
    }
    let refused = resend(&person, &id).await;
    assert_eq!(refused.header("retry-after"), "120");
    world.clock.advance(120);
    // 340 s after the first of five messages to this number.
    let refused = resend(&person, &id).await.refused(429, "too_many_messages");
    assert_eq!(refused["retry_after"], 260);
    assert_eq!(world.post.count(), 5);
    world.clock.advance(260);
    resend(&person, &id).await.ok();
}

#[tokio::test]
async fn an_account_gets_ten_messages_a_day() {
    let world = World::new().await;
    let numbers = ["0611111111", "0622222222", "0633333333"];
    let mut sent = 0;
    for round in 0..4 {
        for number in numbers {
            let person = world.person("sam").await;
            person.delete("/enrolment").await.ok();
            let id = person.at_phone().await;
            let answer = person.give_phone(&id, number).await;
            if sent < 10 {
                answer.ok();
                sent += 1;
            } else {
                answer.refused(429, "too_many_messages");
            }
        }
        assert_eq!(world.post.count(), sent, "round {round}");
        world.clock.advance(700);
    }
    assert_eq!(sent, 10);
}

#[tokio::test]
async fn a_number_is_changed_three_times_a_day() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    for (n, number) in ["0611111111", "0622222222", "0633333333", "0644444444"]
        .into_iter()
        .enumerate()
    {
        if n > 0 {
            person
                .post("/enrolment/back", json!({ "enrolment": id }))
                .await
                .ok();
        }
        person.give_phone(&id, number).await.ok();
    }
    let back = person
        .post("/enrolment/back", json!({ "enrolment": id }))
        .await
        .ok();
    assert_eq!(
        (&back["step"], &back["sms"]["number"]),
        (&json!("phone"), &json!("+31 6 44444444"))
    );
    person
        .give_phone(&id, "0655555555")
        .await
        .refused(429, "too_many_messages");
    assert_eq!(
        person.get("/enrolment").await.ok()["sms"]["number"],
        "+31 6 44444444",
        "nothing changed"
    );
    assert_eq!(world.post.count(), 4);
}

#[tokio::test]
async fn going_back_and_on_with_the_same_number_sends_nothing_and_keeps_the_code() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    let code = world.post.code();
    person
        .post("/enrolment/back", json!({ "enrolment": id }))
        .await
        .ok();
    let again = person.give_phone(&id, "+31612345678").await.ok();
    assert_eq!((&again["step"], world.post.count()), (&json!("confirm"), 1));
    person.confirm(&id, &code).await.ok();
}

#[tokio::test]
async fn rt_48_the_code_of_an_old_number_does_not_confirm_a_new_one() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", "0611111111").await;
    let old = world.post.code();
    person
        .post("/enrolment/back", json!({ "enrolment": id }))
        .await
        .ok();
    person.give_phone(&id, "0622222222").await.ok();
    if old != world.post.code() {
        person
            .confirm(&id, &old)
            .await
            .refused(422, "code_mismatch");
    }
    person.confirm(&id, &world.post.code()).await.ok();
    person.acknowledge(&id).await.ok();
    assert_eq!(
        person.get("/settings").await.ok()["factors"][0]["masked_number"],
        "+31 6 •••• ••22"
    );
}

#[tokio::test]
async fn a_newer_code_supersedes_the_older_one_and_says_so() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    let old = world.post.code();
    world.clock.advance(30);
    resend(&person, &id).await.ok();
    let new = world.post.code();
    assert_ne!(old, new, "one in a million: run it again");
    assert_eq!(
        person
            .confirm(&id, &old)
            .await
            .refused(422, "code_superseded")["attempts_left"],
        4
    );
    person.confirm(&id, &new).await.ok();
    person
        .confirm(&id, &new)
        .await
        .refused(409, "code_already_used");
    person
        .confirm(&id, &other_than(&new))
        .await
        .refused(409, "wrong_step");
}

#[tokio::test]
async fn a_code_is_good_for_five_minutes_to_the_second() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    let code = world.post.code();
    world.clock.advance(300);
    person
        .confirm(&id, &code)
        .await
        .refused(422, "code_expired");
    assert_eq!(
        world.count("SELECT COUNT(*) FROM limits").await,
        0,
        "nothing was looked at, nothing is counted"
    );
    resend(&person, &id).await.ok();
    let code = world.post.code();
    world.clock.advance(299);
    person.confirm(&id, &code).await.ok();
}

#[tokio::test]
async fn a_code_is_checked_five_times_and_a_new_one_does_not_forget_the_failures() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    let code = world.post.code();
    for left in (0..5).rev() {
        let wrong = person
            .confirm(&id, &other_than(&code))
            .await
            .refused(422, "code_mismatch");
        assert_eq!(wrong["attempts_left"], left);
    }
    person
        .confirm(&id, &code)
        .await
        .refused(422, "code_exhausted");
    world.clock.advance(30);
    resend(&person, &id).await.ok();
    let code = world.post.code();
    for left in (0..5).rev() {
        let wrong = person
            .confirm(&id, &other_than(&code))
            .await
            .refused(422, "code_mismatch");
        assert_eq!(wrong["attempts_left"], left);
    }
    // Ten failures of the account, whatever was sent in between.
    world.clock.advance(40);
    resend(&person, &id).await.ok();
    let refused = person
        .confirm(&id, &world.post.code())
        .await
        .refused(429, "too_many_attempts");
    assert_eq!(refused["retry_after"], 900 - 40);
}

#[tokio::test]
async fn a_gateway_that_fails_spends_nothing() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    world.post.broken.store(true, Ordering::SeqCst);
    for _ in 0..12 {
        person
            .give_phone(&id, NUMBER)
            .await
            .refused(503, "sms_unavailable");
    }
    assert_eq!(person.get("/enrolment").await.ok()["step"], "phone");
    assert_eq!(world.count("SELECT COUNT(*) FROM messages").await, 0);
    world.post.broken.store(false, Ordering::SeqCst);
    person.give_phone(&id, NUMBER).await.ok();
    let code = world.post.code();
    world.clock.advance(30);
    world.post.broken.store(true, Ordering::SeqCst);
    resend(&person, &id).await.refused(503, "sms_unavailable");
    assert_eq!(
        person.get("/enrolment").await.ok()["sms"]["resend_at"],
        world.clock.now()
    );
    person.confirm(&id, &code).await.ok();
}

#[tokio::test]
async fn ten_clicks_at_once_send_one_message() {
    let world = World::new().await;
    let (person, id) = waiting(&world, "sam", NUMBER).await;
    world.clock.advance(30);
    let clicks: Vec<_> = (0..10)
        .map(|_| {
            let (person, id) = (person.clone(), id.clone());
            tokio::spawn(async move { resend(&person, &id).await.status })
        })
        .collect();
    let mut sent = 0;
    for click in clicks {
        sent += usize::from(click.await.unwrap() == 200);
    }
    assert_eq!((sent, world.post.count()), (1, 2));
}

async fn challenged(world: &World) -> (Person, Value) {
    let (person, challenge) = world.at_challenge("sam", "").await;
    (person, challenge["id"].clone())
}

#[tokio::test]
async fn a_reload_at_sign_in_keeps_the_code_that_was_sent() {
    let world = World::new().await;
    world.person("sam").await.enrol_by_sms(&world, NUMBER).await;
    world.clock.advance(3_600);
    let (_, first) = challenged(&world).await;
    let code = world.post.code();
    let (person, again) = challenged(&world).await;
    assert_eq!((&first, world.post.count()), (&again, 2));
    person
        .verify(again.as_str().unwrap(), &code, false)
        .await
        .ok();
}

#[tokio::test]
async fn resending_at_sign_in_follows_the_same_waits_and_clears_no_failure() {
    let world = World::new().await;
    world.person("sam").await.enrol_by_sms(&world, NUMBER).await;
    world.clock.advance(3_600);
    let (person, id) = challenged(&world).await;
    let resend = || person.post("/challenge/resend", json!({ "challenge": id }));
    let wrong = other_than(&world.post.code());
    let left = person
        .verify(id.as_str().unwrap(), &wrong, false)
        .await
        .refused(422, "code_mismatch");
    assert_eq!(left["attempts_left"], 4);
    assert_eq!(
        resend().await.refused(429, "resend_too_soon")["retry_after"],
        30
    );
    world.clock.advance(30);
    let old = world.post.code();
    assert_eq!(resend().await.ok()["resend_at"], world.clock.now() + 40);
    let superseded = person.verify(id.as_str().unwrap(), &old, false).await;
    assert_eq!(
        superseded.refused(422, "code_mismatch")["attempts_left"],
        3,
        "the challenge goes on counting"
    );
    person
        .post("/challenge/resend", json!({ "challenge": "x" }))
        .await
        .refused(404, "challenge_not_found");
    person
        .verify(id.as_str().unwrap(), &world.post.code(), false)
        .await
        .ok();
}

#[tokio::test]
async fn a_code_for_enrolling_opens_no_sign_in() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let id = person.at_phone().await;
    person.give_phone(&id, NUMBER).await.ok();
    let code = world.post.code();
    person.confirm(&id, &code).await.ok();
    person.acknowledge(&id).await.ok();
    world.clock.advance(60);
    let (at_sign_in, challenge) = challenged(&world).await;
    assert_ne!(code, world.post.code(), "one in a million: run it again");
    at_sign_in
        .verify(challenge.as_str().unwrap(), &code, false)
        .await
        .refused(422, "code_mismatch");
}

#[tokio::test]
async fn the_language_of_a_message_is_that_of_the_session() {
    let world = World::new().await;
    let body =
        json!({ "portal_token": world.good_token("sam"), "view": "enrolment", "lang": "en-GB" });
    let opened = crate::http::post_from(&world, crate::world::PORTAL, "", "/session", &body)
        .await
        .ok();
    let mut person = world.person("noor").await;
    person.bearer = opened["access_token"].as_str().unwrap().to_owned();
    let id = person.at_phone().await;
    person.give_phone(&id, NUMBER).await.ok();
    assert!(
        world.post.outbox.messages()[0]
            .text
            .contains(" is your code for De Brug. Give it to no one.\n")
    );
}
