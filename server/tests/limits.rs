//! Guessing: counted before it is looked at, never forgotten but by a success.

use serde_json::json;

use crate::world::cupboard::{csv, held};
use crate::world::{Answer, PASSWORD, Person, World};

/// A code in a session of its own, and in a challenge of its own when the last one has ended.
async fn guess(world: &World, code: &str) -> Answer {
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(challenge["id"].as_str().unwrap(), code, false)
        .await
}

#[tokio::test]
async fn rt_18_ten_wrong_codes_pause_the_account_for_a_quarter_of_an_hour_however_they_are_spread()
{
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

/// A hundred wrong codes, ten in each pause.
async fn stopped(world: &World, wrong: &str) {
    for window in 0..10 {
        for _ in 0..10 {
            guess(world, wrong).await.refused(422, "code_mismatch");
        }
        let more = guess(world, wrong).await;
        assert_eq!(
            more.code(),
            if window < 9 {
                "too_many_attempts"
            } else {
                "locked"
            },
            "window {window}"
        );
        world.clock.advance(900);
    }
}

#[tokio::test]
async fn rt_13_every_pause_is_followed_by_ten_attempts_and_after_a_hundred_nothing_is_looked_at() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    stopped(&world, &sam.wrong_code()).await;
    // RT-14: the right code looks like any other one.
    let (right, wrong) = (
        guess(&world, &sam.code(0)).await,
        guess(&world, &sam.wrong_code()).await,
    );
    assert_eq!(right.bytes, wrong.bytes);
    right.refused(403, "locked");
    let world = world.restarted().await;
    world.clock.advance(30 * 86_400);
    guess(&world, &sam.code(0)).await.refused(403, "locked");
    let mut vouched = crate::world::tokens::claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (_, settings) = world.open(&vouched, "settings").await;
    assert_eq!(settings.ok()["settings"]["status"], "locked");
}

#[tokio::test]
async fn rt_14_a_locked_account_answers_a_right_code_as_a_wrong_one_and_a_recovery_code_is_the_way_out()
 {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    world.has_address("sam").await;
    stopped(&world, &sam.wrong_code()).await;
    let (mut person, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    let right = person.verify(id, &sam.code(0), false).await;
    let wrong = person.verify(id, &sam.wrong_code(), false).await;
    assert_eq!(
        (right.status, &right.bytes),
        (wrong.status, &wrong.bytes),
        "byte by byte"
    );
    right.refused(403, "locked");
    let recovered = person.come_in_by(&challenge, &codes[0]).await;
    assert_eq!(recovered["step"], "recovered");
    person.go_on().await.ok();
    guess(&world, &sam.code(0)).await.ok();
    // Nine pauses, the end, and the way out.
    let mut told = world.notices_of("sam").await;
    told.sort();
    let mut expected = vec!["locked", "recovery_code_used"];
    expected.extend(["repeated_failures"; 9]);
    assert_eq!(told, expected);
}

#[tokio::test]
async fn rt_07_locking_ends_the_sessions_that_wait_for_a_code() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let mut waiting = Vec::new();
    for _ in 0..9 {
        for _ in 0..10 {
            guess(&world, &sam.wrong_code()).await;
        }
        world.clock.advance(900);
    }
    for _ in 0..9 {
        guess(&world, &sam.wrong_code())
            .await
            .refused(422, "code_mismatch");
        waiting.push(world.at_challenge("sam", "").await.0);
    }
    let (last, challenge) = world.at_challenge("sam", "").await;
    last.verify(challenge["id"].as_str().unwrap(), &sam.wrong_code(), false)
        .await
        .refused(422, "code_mismatch");
    for person in waiting {
        person
            .call("POST", "/challenge", None)
            .await
            .refused(401, "session_expired");
    }
}

#[tokio::test]
async fn rt_08_the_owner_is_told_once_for_every_ten_wrong_codes() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.has_address("sam").await;
    for n in 0..9 {
        guess(&world, &sam.wrong_code()).await;
        assert!(world.notices_of("sam").await.is_empty(), "{n}");
    }
    for _ in 0..20 {
        guess(&world, &sam.wrong_code()).await;
    }
    assert_eq!(world.notices_of("sam").await, ["repeated_failures"]);
}

#[tokio::test]
async fn rt_08_guessing_at_setting_up_is_told_too() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    world.has_address("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    for _ in 0..12 {
        person.confirm(&id, &person.wrong_code()).await;
    }
    assert_eq!(world.notices_of("sam").await, ["repeated_failures"]);
}

#[tokio::test]
async fn rt_12_a_thousand_codes_from_a_hundred_addresses_stop_at_the_limit_of_the_account() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (mut looked_at, mut stopped) = (0, 0);
    for n in 0..1_000 {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let bearer = format!("Bearer {}", person.bearer);
        let address = format!("198.51.100.{}", n % 100);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("x-forwarded-for", &address),
            ("forwarded", &format!("for={address}")),
            ("x-real-ip", &address),
        ];
        let body =
            json!({ "challenge": challenge["id"], "code": sam.wrong_code(), "remember": false });
        let answer = crate::http::call_with(
            &world,
            "POST",
            "/challenge/verify",
            &headers,
            &body.to_string(),
        )
        .await;
        match answer.status {
            422 => looked_at += 1,
            429 => stopped += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!((looked_at, stopped), (10, 990));
}

#[tokio::test]
async fn rt_15_a_blank_subject_changes_no_counter() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    for subject in ["", " ", "\u{a0}", "\u{2003}\u{200a}", "\t"] {
        let claims = crate::world::tokens::claims(world.clock.now(), subject);
        let (person, answer) = world.open(&claims, "challenge").await;
        answer.refused(401, "portal_token_invalid");
        person
            .verify("x", &sam.wrong_code(), false)
            .await
            .refused(401, "session_expired");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
}

/// By another manager each time: the token itself pauses.
async fn wrong_codes_of_a_token(world: &World, path: &str) -> Answer {
    let token = held("T-1");
    let name = tweestap_server::random::id().unwrap();
    let manager = world.manager(&name).await;
    manager
        .import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    let far = world.clock.now() + 10_000;
    let mut body = json!({ "code": token.shows(far) });
    if path.ends_with("resync") {
        body["next_code"] = json!(token.shows(far + 30));
    } else {
        body["person"] = json!(world.account("sam").await);
        body["reason"] = json!("x");
    }
    let what = path.rsplit('/').next().unwrap();
    manager.with_token("T-1", what, body).await
}

/// One wrong proof at an address, in a session of its own.
async fn wrong_proof(world: &World, path: &str, sam: &Person) -> Answer {
    match path {
        "/enrolment/password" => {
            let mut person = world.earlier("kim").await;
            person.choose_app().await;
            person
                .post(path, json!({ "password": "not this one" }))
                .await
        }
        "/settings/password" => {
            let person = world.earlier("kim").await;
            person
                .post(path, json!({ "password": "not this one" }))
                .await
        }
        "/settings/password/change" => {
            let body =
                json!({ "current": "not this one", "password": "vier gele muizen op de kade" });
            world.earlier("kim").await.post(path, body).await
        }
        "/enrolment/confirm" => {
            let mut person = world.person("noor").await;
            person.delete("/enrolment").await.ok();
            let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
            person.confirm(&id, &person.wrong_code()).await
        }
        "/challenge/verify" => guess(world, &sam.wrong_code()).await,
        "/challenge/recover" => {
            let (person, challenge) = world.at_challenge("sam", "").await;
            if challenge["step"] == "code" {
                person.choose(&challenge, "recovery_code").await.ok();
            }
            person.recover(&challenge, "ABCD-EFGH-JKMN").await
        }
        "/admin/tokens/{id}/link" | "/admin/tokens/{id}/resync" => {
            wrong_codes_of_a_token(world, path).await
        }
        other => panic!("{other} takes a proof and nobody limits it"),
    }
}

#[tokio::test]
async fn rt_16_every_call_of_the_document_that_takes_a_proof_pauses_by_the_eleventh_failure() {
    const WRONG: [&str; 3] = ["code_mismatch", "password_wrong", "recovery_code_wrong"];
    let document = tweestap_server::openapi::document();
    let mut tested = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let text = item.to_string();
        if !WRONG.iter().any(|code| text.contains(&format!("`{code}`"))) {
            continue;
        }
        assert!(text.contains("`too_many_attempts`"), "{path}");
        let world = World::new().await;
        world.local("kim").await;
        let sam = world.enrolled("sam").await;
        let mut failures = 0;
        loop {
            let answer = wrong_proof(&world, path, &sam).await;
            if answer.status == 429 {
                answer.refused(429, "too_many_attempts");
                break;
            }
            assert!(
                WRONG.contains(&answer.code().as_str()),
                "{path}: {}",
                answer.json()
            );
            failures += 1;
            assert!(failures <= 10, "{path}");
        }
        tested.push(path.clone());
    }
    for path in [
        "/challenge/recover",
        "/challenge/verify",
        "/enrolment/confirm",
        "/enrolment/password",
    ] {
        assert!(tested.iter().any(|one| one == path), "{path}");
    }
}

#[tokio::test]
async fn rt_10_recovery_codes_have_a_counter_of_their_own_that_other_codes_leave_alone() {
    let world = World::new().await;
    let (sam, codes) = world.enrolled_with_codes("sam").await;
    for _ in 0..10 {
        wrong_proof(&world, "/challenge/recover", &sam)
            .await
            .refused(422, "recovery_code_wrong");
    }
    // Paused: a right one is not looked at, and stays unused.
    let (person, challenge) = world.at_challenge("sam", "").await;
    if challenge["step"] == "code" {
        person.choose(&challenge, "recovery_code").await.ok();
    }
    person
        .recover(&challenge, &codes[0])
        .await
        .refused(429, "too_many_attempts");
    assert_eq!(world.unused("sam").await, 6);
    person.choose(&challenge, "app").await.ok();
    person
        .verify(challenge["id"].as_str().unwrap(), &sam.code(0), false)
        .await
        .ok();
    // A code of the app does not clear them.
    wrong_proof(&world, "/challenge/recover", &sam)
        .await
        .refused(429, "too_many_attempts");
}

#[tokio::test]
async fn rt_10_each_kind_of_proof_has_a_counter_of_its_own() {
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
async fn rt_17_forwarded_addresses_change_nothing() {
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
async fn rt_11_nobody_can_use_up_the_attempts_of_someone_else() {
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
