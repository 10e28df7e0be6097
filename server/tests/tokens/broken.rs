//! RT-20 for hardware tokens: what cannot be written down is not done, and what does not open lets nobody in.

use serde_json::json;

use crate::world::World;
use crate::world::cupboard::{counting, csv, held};

/// Everything that these calls could have changed.
async fn state(world: &World) -> Vec<i64> {
    let mut seen = Vec::new();
    for query in [
        "SELECT COUNT(*) FROM tokens",
        "SELECT COUNT(*) FROM tokens WHERE account IS NOT NULL",
        "SELECT CAST(SUM(quarantined_until) AS BIGINT) FROM tokens",
        "SELECT CAST(SUM(last_step) AS BIGINT) FROM tokens",
        "SELECT COUNT(*) FROM factors",
        "SELECT CAST(SUM(last_step) AS BIGINT) FROM factors",
        "SELECT COUNT(*) FROM sessions",
        "SELECT CAST(SUM(mfa_epoch) AS BIGINT) FROM accounts",
    ] {
        seen.push(world.count(query).await);
    }
    seen
}

#[tokio::test]
async fn rt_20_what_cannot_be_written_down_is_not_done_with_any_token() {
    for broken in [
        "DROP TABLE audit_entries",
        "UPDATE audit_heads SET sealed = 'AAAA'",
    ] {
        let world = World::new().await;
        world.person("sam").await;
        world.person("noor").await;
        let joke = world.manager("joke").await;
        let (one, two, three) = (counting("C-1"), held("T-2"), held("T-3"));
        let all = csv(&[one.clone(), two.clone(), three]);
        joke.import("csv", &all).await.ok();
        joke.give(&world, &one, "sam", 0).await.ok();
        world.execute(broken).await;
        let before = state(&world).await;
        let codes = json!({ "code": one.shows(5), "next_code": one.shows(6) });
        for answer in [
            joke.import("csv", &csv(&[held("T-4")])).await,
            joke.give(&world, &two, "noor", 0).await,
            joke.with_token("C-1", "resync", codes).await,
            joke.take_back("C-1", "unlink").await,
            joke.take_back("T-3", "remove").await,
        ] {
            assert!(answer.status >= 500, "{broken}: {}", answer.json());
        }
        assert_eq!(state(&world).await, before, "{broken}");
    }
}

#[tokio::test]
async fn rt_20_a_seed_that_was_moved_to_another_token_opens_nothing() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let other = crate::world::cupboard::Held {
        seed: "ff".repeat(20),
        ..held("T-2")
    };
    joke.import("csv", &csv(&[held("T-1"), other])).await.ok();
    world
        .execute(
            "UPDATE tokens SET secret = (SELECT t.secret FROM tokens t WHERE t.serial = 'T-1') \
             WHERE serial = 'T-2'",
        )
        .await;
    let moved = held("T-2");
    let answer = joke.give(&world, &moved, "sam", 0).await;
    assert!(answer.status >= 500, "{}", answer.json());
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM factors WHERE method = 'hardware'")
            .await,
        0
    );
}

#[tokio::test]
async fn rt_20_a_seed_that_was_moved_to_another_token_sets_nothing_right() {
    // Of a token in the cupboard, and of one that somebody has.
    for linked in [false, true] {
        let world = World::new().await;
        world.person("sam").await;
        let joke = world.manager("joke").await;
        let one = crate::world::cupboard::Held {
            seed: "ff".repeat(20),
            ..counting("C-1")
        };
        let two = counting("C-2");
        let all = csv(&[one.clone(), two.clone()]);
        joke.import("csv", &all).await.ok();
        if linked {
            joke.give(&world, &two, "sam", 0).await.ok();
        }
        world
            .execute(
                "UPDATE tokens SET secret = (SELECT t.secret FROM tokens t WHERE t.serial = 'C-1') \
                 WHERE serial = 'C-2'",
            )
            .await;
        let (before, entries) = (state(&world).await, world.actions().await);
        // Neither what it shows nor what the other one shows.
        for token in [&two, &one] {
            let codes = json!({ "code": token.shows(5), "next_code": token.shows(6) });
            let answer = joke.with_token("C-2", "resync", codes).await;
            answer.refused(500, "internal");
        }
        assert_eq!(state(&world).await, before);
        assert_eq!(world.actions().await, entries);
    }
}
