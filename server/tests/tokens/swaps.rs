//! What a token's row allows to whoever has read it before somebody else changed it: each step is asked for as if the
//! reading lay before all of the others.

use tweestap_server::store::tokens::{self, QUARANTINE};
use tweestap_server::store::{Tx, hardware};

use crate::world::World;
use crate::world::cupboard::{counting, csv};

/// A token in the cupboard, sam and noor; and a transaction in which they are seen.
async fn with_a_token() -> (World, String, [String; 2], Tx) {
    let world = World::new().await;
    for subject in ["sam", "noor"] {
        world.person(subject).await;
    }
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(&[counting("C-1")])).await.ok();
    let token = joke.token("C-1").await["id"].as_str().unwrap().to_owned();
    let people = [world.account("sam").await, world.account("noor").await];
    let tx = world.app.store.write().await.unwrap();
    (world, token, people, tx)
}

#[tokio::test]
async fn s_b_84_a_token_is_taken_by_one_person_for_a_step_that_is_not_spent_and_not_in_quarantine()
{
    let (world, token, [sam, noor], mut tx) = with_a_token().await;
    let now = world.clock.now();
    for (who, step, is_taken) in [
        (&sam, 5, true),
        // It is sam's.
        (&noor, 9, false),
        // Spent; and one that is not.
        (&sam, 5, false),
        (&sam, 4, false),
        (&sam, 6, true),
    ] {
        let taken = tokens::take(&mut tx, &token, who, step, now).await;
        assert_eq!(taken.unwrap(), is_taken, "{step}");
    }
    tokens::release(&mut tx, &sam, "", now).await.unwrap();
    for (later, step, is_taken) in [
        (0, 9, false),
        (QUARANTINE - 1, 9, false),
        (QUARANTINE, 6, false),
        (QUARANTINE, 7, true),
    ] {
        let taken = tokens::take(&mut tx, &token, &noor, step, now + later).await;
        assert_eq!(taken.unwrap(), is_taken, "{later} {step}");
    }
}

#[tokio::test]
async fn s_b_84_a_step_sets_a_token_right_once_in_the_cupboard_or_with_whoever_has_it() {
    let (world, token, [sam, _], mut tx) = with_a_token().await;
    for (step, is_set) in [(10, true), (10, false), (9, false), (11, true)] {
        let set = tokens::set_right(&mut tx, &token, step, 0).await.unwrap();
        assert_eq!(set, is_set, "{step}");
    }
    tx.commit().await.unwrap();
    let joke = world.manager("kim").await;
    joke.give(&world, &counting("C-1"), "sam", 12).await.ok();
    let mut tx = world.app.store.write().await.unwrap();
    // Somebody has it by now.
    assert!(!tokens::set_right(&mut tx, &token, 50, 0).await.unwrap());
    for (step, is_set) in [(13, false), (60, true), (60, false), (59, false)] {
        let set = hardware::set_right(&mut tx, &sam, step, 0).await.unwrap();
        assert_eq!(set, is_set, "{step}");
    }
}

#[tokio::test]
async fn a_token_that_somebody_got_meanwhile_is_not_removed_nor_one_in_quarantine() {
    let (world, token, [sam, _], mut tx) = with_a_token().await;
    let now = world.clock.now();
    assert!(tokens::take(&mut tx, &token, &sam, 1, now).await.unwrap());
    assert!(!tokens::remove(&mut tx, &token, now).await.unwrap());
    tokens::release(&mut tx, &sam, "", now).await.unwrap();
    for (later, is_removed) in [(0, false), (QUARANTINE - 1, false), (QUARANTINE, true)] {
        let removed = tokens::remove(&mut tx, &token, now + later).await.unwrap();
        assert_eq!(removed, is_removed, "{later}");
    }
    assert!(
        !tokens::remove(&mut tx, &token, now + QUARANTINE)
            .await
            .unwrap()
    );
}

/// Its counter goes on with the person who signs in, and is set right from there.
#[tokio::test]
async fn s_b_84_a_token_is_found_from_where_its_person_has_left_it() {
    let (world, _, _, tx) = with_a_token().await;
    drop(tx);
    let joke = world.manager("kim").await;
    let token = counting("C-1");
    joke.give(&world, &token, "sam", 0).await.ok();
    world
        .execute("UPDATE factors SET last_step = 500 WHERE method = 'hardware'")
        .await;
    let resync = |at: i64| {
        let body = serde_json::json!({ "code": token.shows(at), "next_code": token.shows(at + 1) });
        joke.with_token("C-1", "resync", body)
    };
    resync(499).await.refused(422, "code_mismatch");
    resync(590).await.ok();
}
