//! A token whose counter or clock ran away is set right by two codes in a row.

use serde_json::json;

use crate::world::cupboard::{Held, counting, csv, held};
use crate::world::{Answer, Person, World};

async fn resync(joke: &Person, token: &Held, [first, second]: [i64; 2]) -> Answer {
    let body = json!({ "code": token.shows(first), "next_code": token.shows(second) });
    joke.with_token(&token.serial, "resync", body).await
}

#[tokio::test]
async fn s_b_84_a_counter_that_ran_away_is_found_a_hundred_ahead() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let token = counting("C-1");
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    joke.give(&world, &token, "sam", 0).await.ok();
    let lost = world.signs_in_with("sam", &token.shows(60)).await;
    lost.refused(422, "code_mismatch");
    for wrong in [[60, 60], [61, 60], [60, 62], [0, 1], [1, 2], [102, 103]] {
        let refused = resync(&joke, &token, wrong).await;
        refused.refused(422, "code_mismatch");
    }
    let found = resync(&joke, &token, [60, 61]).await.ok();
    assert_eq!(found["state"], "linked");
    for (counter, good) in [(60, false), (61, false), (62, true)] {
        let answer = world.signs_in_with("sam", &token.shows(counter)).await;
        assert_eq!(answer.status == 200, good, "{counter}");
    }
    // The codes that set it right set nothing right again.
    let again = resync(&joke, &token, [60, 61]).await;
    again.refused(422, "code_mismatch");
    let trail = joke.get("/admin/audit").await.ok();
    let last = &trail["entries"][0];
    assert_eq!(
        (
            &last["action"],
            &last["person"]["name"],
            &last["details"]["serial"]
        ),
        (
            &json!("token_resynced"),
            &json!("Name of sam"),
            &json!("C-1")
        )
    );
}

#[tokio::test]
async fn s_b_84_a_clock_that_ran_away_is_found_ten_steps_either_side() {
    let world = World::new().await;
    world.person("sam").await;
    let mut joke = world.manager("joke").await;
    let mut token = Held {
        period: 60,
        digits: 8,
        ..held("T-1")
    };
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    joke.give(&world, &token, "sam", 0).await.ok();
    for (ahead, good) in [(11, false), (10, true), (-1, false), (0, true), (-10, true)] {
        world.clock.advance(3_000);
        joke = world.manager_again(&joke).await;
        let before = token.ahead;
        token.ahead = ahead * 60;
        let now = world.clock.now();
        let lost = world.signs_in_with("sam", &token.shows(now)).await;
        lost.refused(422, "code_mismatch");
        let answer = resync(&joke, &token, [now - 60, now]).await;
        if !good {
            answer.refused(422, "code_mismatch");
            token.ahead = before;
            continue;
        }
        answer.ok();
        world.clock.advance(60);
        let code = token.shows(world.clock.now());
        world.signs_in_with("sam", &code).await.ok();
    }
}

#[tokio::test]
async fn a_token_in_the_cupboard_is_set_right_too_and_is_found_there_when_it_is_given() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let token = Held {
        ahead: 240,
        ..held("T-1")
    };
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    let refused = joke.give(&world, &token, "sam", 0).await;
    refused.refused(422, "code_mismatch");
    let now = world.clock.now();
    let free = resync(&joke, &token, [now - 30, now]).await.ok();
    assert_eq!(free["state"], "free");
    let trail = joke.get("/admin/audit").await.ok();
    assert_eq!(trail["entries"][0]["person"]["name"], "Name of joke");
    // What set it right is spent.
    let refused = joke.give(&world, &token, "sam", 0).await;
    refused.refused(422, "code_mismatch");
    world.clock.advance(30);
    joke.give(&world, &token, "sam", 0).await.ok();
}

#[tokio::test]
async fn s_b_62_setting_right_and_linking_share_their_counts() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let token = held("T-1");
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    let far = world.clock.now() + 5_000;
    let body = json!({ "code": "12345", "next_code": "123456" });
    let refused = joke.with_token("T-1", "resync", body).await;
    refused.refused(422, "code_malformed");
    for left in (0..10).rev() {
        let refused = resync(&joke, &token, [far, far + 30]).await;
        let refused = refused.refused(422, "code_mismatch");
        assert_eq!(refused["attempts_left"], left);
    }
    let now = world.clock.now();
    let refused = resync(&joke, &token, [now - 30, now]).await;
    refused.refused(429, "too_many_attempts");
    let refused = joke.give(&world, &token, "sam", 0).await;
    refused.refused(429, "too_many_attempts");
}

#[tokio::test]
async fn a_manager_who_is_stopped_is_let_go_by_another_one() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let peer = world.manager("peer").await;
    let token = held("T-1");
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'token', 10, 1800000000, 100 FROM accounts WHERE subject = 'joke'",
        )
        .await;
    let refused = joke.give(&world, &token, "sam", 0).await;
    refused.refused(429, "too_many_attempts");
    peer.act(&world.account("joke").await, "unlock").await.ok();
    joke.give(&world, &token, "sam", 0).await.ok();
}
