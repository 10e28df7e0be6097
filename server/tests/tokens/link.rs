//! A token is given to somebody: with proof that it is the one in the hand, to one person only, and to nobody above.

use serde_json::json;
use tweestap_server::store::limits::WINDOW;

use crate::world::cupboard::{Held, counting, csv, held};
use crate::world::{Person, World};

async fn with(tokens: &[Held]) -> (World, Person) {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(tokens)).await.ok();
    (world, joke)
}

const HARDWARE: &str = "SELECT COUNT(*) FROM factors WHERE method = 'hardware'";

#[tokio::test]
async fn s_b_84_a_clock_is_learned_two_steps_either_side_when_linked_and_one_at_each_sign_in() {
    for (ahead, good) in [
        (-90, false),
        (-60, true),
        (0, true),
        (60, true),
        (90, false),
    ] {
        let token = Held {
            ahead,
            ..held("D-1")
        };
        let (world, joke) = with(std::slice::from_ref(&token)).await;
        world.person("sam").await;
        let answer = joke.give(&world, &token, "sam", 0).await;
        if !good {
            answer.refused(422, "code_mismatch");
            assert_eq!(world.count(HARDWARE).await, 0);
            continue;
        }
        answer.ok();
        let drift = "SELECT drift FROM factors WHERE method = 'hardware'";
        assert_eq!(world.count(drift).await, ahead / 30);
        // The very code is spent.
        let code = token.shows(world.clock.now());
        world
            .signs_in_with("sam", &code)
            .await
            .refused(422, "code_mismatch");
        // From there on it may run away, a step at a time and in either direction.
        let mut token = token;
        for (off, good) in [
            (30, true),
            (30, true),
            (60, false),
            (-30, true),
            (-60, false),
        ] {
            world.clock.advance(900);
            let before = token.ahead;
            token.ahead += off;
            let code = token.shows(world.clock.now());
            let answer = world.signs_in_with("sam", &code).await;
            match good {
                true => drop(answer.ok()),
                false => {
                    answer.refused(422, "code_mismatch");
                    token.ahead = before;
                }
            }
            assert_eq!(world.count(drift).await, token.ahead / 30, "{ahead} {off}");
        }
    }
}

#[tokio::test]
async fn s_b_84_a_token_that_counts_needs_two_codes_in_a_row_within_a_hundred() {
    let token = counting("C-1");
    let (world, joke) = with(std::slice::from_ref(&token)).await;
    world.person("sam").await;
    let id = world.account("sam").await;
    let link = |first: i64, second: Option<i64>| {
        let mut body = json!({ "person": id, "code": token.shows(first), "reason": "x" });
        if let Some(second) = second {
            body["next_code"] = json!(token.shows(second));
        }
        joke.with_token("C-1", "link", body)
    };
    link(3, None).await.refused(422, "code_malformed");
    for (first, second) in [(3, 3), (4, 3), (3, 5), (100, 101)] {
        let refused = link(first, Some(second)).await;
        refused.refused(422, "code_mismatch");
    }
    link(99, Some(100)).await.ok();
    for (counter, good) in [
        (100, false),
        (111, false),
        (110, true),
        (110, false),
        (111, true),
    ] {
        let answer = world.signs_in_with("sam", &token.shows(counter)).await;
        assert_eq!(answer.status == 200, good, "{counter}");
    }
}

#[tokio::test]
async fn what_cannot_be_a_code_of_the_token_is_not_counted() {
    let (world, joke) = with(&[held("T-1"), counting("C-1")]).await;
    world.person("sam").await;
    let id = world.account("sam").await;
    for (serial, code, next_code) in [
        ("T-1", "12345", json!(null)),
        ("T-1", "12345678", json!(null)),
        ("T-1", "12345a", json!(null)),
        ("T-1", "123456", json!("123456")),
        ("C-1", "123456", json!("12345")),
        ("C-1", "1234567", json!("123456")),
    ] {
        let body = json!({ "person": id, "code": code, "next_code": next_code, "reason": "x" });
        let refused = joke.with_token(serial, "link", body).await;
        refused.refused(422, "code_malformed");
    }
    let counted = "SELECT COUNT(*) FROM limits WHERE kind = 'token'";
    assert_eq!(world.count(counted).await, 0);
    assert_eq!(
        world
            .count("SELECT CAST(SUM(failures) AS BIGINT) FROM tokens")
            .await,
        0
    );
}

#[tokio::test]
async fn whoever_had_none_has_two_steps_from_then_on_and_is_told() {
    let token = held("T-1");
    let (world, joke) = with(std::slice::from_ref(&token)).await;
    let sam = world.person("sam").await;
    world.reachable().await;
    sam.get("/settings").await.ok();
    let linked = joke.give(&world, &token, "sam", 0).await.ok();
    let id = world.account("sam").await;
    assert_eq!(linked["person"], json!({ "id": id, "name": "Name of sam" }));
    assert!(linked.get("free_at").is_none());
    assert_eq!(joke.file(&id).await["person"]["state"], "active");
    assert_eq!(world.notices().await, ["switched_on"]);
    sam.get("/settings").await.refused(401, "session_expired");
    let trail = joke.get("/admin/audit").await.ok();
    let last = &trail["entries"][0];
    assert_eq!(
        (&last["action"], &last["reason"], &last["details"]),
        (
            &json!("token_linked"),
            &json!("asked at the desk"),
            &json!({ "method": "hardware", "serial": "T-1" })
        )
    );
    world.clock.advance(30);
    let code = token.shows(world.clock.now());
    world.signs_in_with("sam", &code).await.ok();
}

#[tokio::test]
async fn whoever_had_two_steps_off_for_a_while_has_them_on_with_the_token() {
    let token = held("T-1");
    let (world, joke) = with(std::slice::from_ref(&token)).await;
    let sam = world.enrolled("sam").await;
    world.reachable().await;
    sam.tell("/settings/switch-off").await.ok();
    world.notices().await;
    joke.give(&world, &token, "sam", 0).await.ok();
    assert_eq!(world.notices().await, ["switched_on"]);
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(
        (&challenge["step"], &challenge["ways"]),
        (&json!("code"), &json!(["hardware", "recovery_code"]))
    );
}

#[tokio::test]
async fn s_b_84_a_new_token_takes_the_place_of_the_old_one_which_is_quarantined() {
    let (old, new) = (held("T-1"), counting("T-2"));
    let (world, joke) = with(&[old.clone(), new.clone()]).await;
    world.enrolled("sam").await;
    world.person("noor").await;
    world.reachable().await;
    joke.give(&world, &old, "sam", 0).await.ok();
    joke.give(&world, &new, "sam", 0).await.ok();
    assert_eq!(world.notices().await, ["factor_added", "factor_replaced"]);
    assert_eq!(world.count(HARDWARE).await, 1);
    let token = joke.token("T-1").await;
    assert_eq!(
        (&token["state"], &token["free_at"]),
        (&json!("quarantined"), &json!(world.clock.now() + 86_400))
    );
    let refused = joke.give(&world, &old, "noor", 0).await;
    assert_eq!(
        refused.refused(409, "token_quarantined")["retry_after"],
        86_400
    );
    let refused = joke.give(&world, &new, "noor", 5).await;
    refused.refused(409, "token_taken");
    // Not even to the one who has it.
    let refused = joke.give(&world, &new, "sam", 5).await;
    refused.refused(409, "token_taken");
}

#[tokio::test]
async fn s_b_81_no_manager_links_a_token_to_another_one_nor_to_themselves() {
    let token = held("T-1");
    let (world, joke) = with(std::slice::from_ref(&token)).await;
    world.manager("peer").await;
    let refused = joke.give(&world, &token, "joke", 0).await;
    refused.refused(409, "not_yourself");
    let refused = joke.give(&world, &token, "peer", 0).await;
    refused.refused(403, "role_too_high");
    assert_eq!(world.count(HARDWARE).await, 0);
}

#[tokio::test]
async fn s_b_62_wrong_codes_are_counted_for_the_token_and_for_the_manager_whoever_is_named() {
    let (one, other, third) = (held("T-1"), held("T-2"), held("T-3"));
    let (world, joke) = with(&[one.clone(), other.clone(), third.clone()]).await;
    world.person("sam").await;
    world.person("noor").await;
    let peer = world.manager("peer").await;
    let wrong = |by: &Person, token: &Held, subject: &'static str| {
        let (by, token) = (by.clone(), token.clone());
        let shown = token.shows(world.clock.now() + 1_000);
        let world = &world;
        async move {
            let id = world.account(subject).await;
            let body = json!({ "person": id, "code": shown, "reason": "x" });
            by.with_token(&token.serial, "link", body).await
        }
    };
    for left in (0..10).rev() {
        let subject = if left % 2 == 0 { "sam" } else { "noor" };
        let refused = wrong(&joke, &one, subject).await;
        let refused = refused.refused(422, "code_mismatch");
        assert_eq!(refused["attempts_left"], left);
        assert!(refused.get("seconds_ago").is_none());
    }
    // The token pauses for everybody, the manager for every token; and a right code is not looked at.
    let refused = joke.give(&world, &one, "sam", 0).await;
    assert_eq!(
        refused.refused(429, "too_many_attempts")["retry_after"],
        WINDOW
    );
    let refused = peer.give(&world, &one, "sam", 0).await;
    refused.refused(429, "too_many_attempts");
    let refused = joke.give(&world, &other, "sam", 0).await;
    refused.refused(429, "too_many_attempts");
    peer.give(&world, &other, "sam", 0).await.ok();
    // None of it is held against anybody who signs in.
    let codes = "SELECT COUNT(*) FROM limits WHERE kind = 'code'";
    assert_eq!(world.count(codes).await, 0);
    world.clock.advance(WINDOW);
    let joke = world.manager_again(&joke).await;
    joke.give(&world, &one, "noor", 0).await.ok();
    let counted = "SELECT COUNT(*) FROM limits WHERE kind = 'token'";
    assert_eq!(world.count(counted).await, 0);
    let failures = "SELECT CAST(SUM(failures) AS BIGINT) FROM tokens";
    assert_eq!(world.count(failures).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s_b_61_of_two_hundred_wrong_codes_at_once_ten_are_looked_at() {
    let token = held("T-1");
    let (world, joke) = with(std::slice::from_ref(&token)).await;
    world.person("sam").await;
    let id = joke.token("T-1").await["id"].as_str().unwrap().to_owned();
    let wrong = token.shows(world.clock.now() + 1_000);
    let body = json!({ "person": world.account("sam").await, "code": wrong, "reason": "x" });
    let path: &'static str = format!("/admin/tokens/{id}/link").leak();
    let answers = crate::races::at_once(&joke, 200, path, body).await;
    let of = |code: &str| answers.iter().filter(|one| one.code() == code).count();
    assert_eq!((of("code_mismatch"), of("too_many_attempts")), (10, 190));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s_b_84_of_many_who_link_one_token_at_once_one_does_and_nobody_has_two() {
    let (one, other) = (held("T-1"), counting("T-2"));
    let (world, joke) = with(&[one.clone(), other.clone()]).await;
    let mut bodies = Vec::new();
    for n in 0..8 {
        let subject = format!("p{n}");
        world.person(&subject).await;
        bodies.push(json!({
            "person": world.account(&subject).await,
            "code": one.shows(world.clock.now()), "reason": "x",
        }));
    }
    let start = std::sync::Arc::new(tokio::sync::Barrier::new(bodies.len()));
    let calls: Vec<_> = bodies
        .into_iter()
        .map(|body| {
            let (joke, start) = (joke.clone(), start.clone());
            tokio::spawn(async move {
                start.wait().await;
                joke.with_token("T-1", "link", body).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    assert_eq!(crate::races::successes(&answers), 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.clone().refused(409, "token_taken");
    }
    assert_eq!(world.count(HARDWARE).await, 1);
    let linked = "SELECT COUNT(*) FROM tokens WHERE account IS NOT NULL";
    assert_eq!(world.count(linked).await, 1);
    // Two tokens to one person at once: one of them comes back.
    let sam = world.person("sam").await;
    drop(sam);
    world.clock.advance(30);
    world.execute("UPDATE tokens SET account = NULL").await;
    world
        .execute("DELETE FROM factors WHERE method = 'hardware'")
        .await;
    let (first, second) = tokio::join!(
        joke.give(&world, &one, "sam", 0),
        joke.give(&world, &other, "sam", 0)
    );
    assert_eq!(crate::races::successes(&[first, second]), 2);
    assert_eq!(world.count(HARDWARE).await, 1);
    assert_eq!(world.count(linked).await, 1);
    let away = "SELECT COUNT(*) FROM tokens WHERE quarantined_until > 0";
    assert_eq!(world.count(away).await, 1);
}
