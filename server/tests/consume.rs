//! Every compare-and-swap by itself, without the checks in front of it: each proof is spent by exactly one
//! caller, and only where it belongs.

use std::sync::Arc;

use sqlx::AnyConnection;
use tokio::sync::Barrier;
use tweestap_api::Way;
use tweestap_server::error::Result;
use tweestap_server::store::{accounts, challenges, factors, messages};

use crate::world::World;

const AT_ONCE: usize = 50;

/// How many of fifty callers at once won.
async fn winners<F>(world: &World, swap: F) -> usize
where
    F: AsyncFn(&mut AnyConnection) -> Result<bool>,
{
    let mut won = 0;
    for _ in 0..AT_ONCE {
        let mut tx = world.app.store.write().await.unwrap();
        won += usize::from(swap(&mut tx).await.unwrap());
        tx.commit().await.unwrap();
    }
    won
}

async fn factor_of(world: &World, state: &'static str) -> String {
    let mut connection = world.app.store.read().await.unwrap();
    let (id,): (String,) = sqlx::query_as("SELECT id FROM factors WHERE state = $1")
        .bind(state)
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    id
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rt_09_a_step_is_spent_once_by_parallel_callers_and_never_an_earlier_one() {
    let world = Arc::new(World::new().await);
    world.enrolled("sam").await;
    let id = factor_of(&world, "active").await;
    let first = world.clock.now() / 30;
    for step in first..first + 200 {
        let start = Arc::new(Barrier::new(AT_ONCE));
        let callers: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let (world, id, start) = (world.clone(), id.clone(), start.clone());
                tokio::spawn(async move {
                    start.wait().await;
                    let mut tx = world.app.store.write().await.unwrap();
                    let won = factors::spend(&mut tx, &id, step, 0).await.unwrap();
                    tx.commit().await.unwrap();
                    won
                })
            })
            .collect();
        let mut won = 0;
        for caller in callers {
            won += usize::from(caller.await.unwrap());
        }
        assert_eq!(won, 1, "step {step}");
    }
    let earlier = winners(&world, async |tx| {
        factors::spend(tx, &id, first + 198, 0).await
    })
    .await;
    assert_eq!(earlier, 0);
}

#[tokio::test]
async fn an_enrolment_is_confirmed_once_whatever_the_step_and_switched_on_once() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    sam.choose_app().await;
    let id = factor_of(&world, "pending").await;
    let (now, later) = (world.clock.now(), world.clock.now() + 100);
    assert_eq!(
        winners(&world, async |tx| factors::spend(tx, &id, 7, 0).await).await,
        0,
        "not before it is active"
    );
    assert_eq!(
        winners(&world, async |tx| factors::activate(tx, &id, now).await).await,
        0,
        "not before a code"
    );
    let mut step = 0;
    for _ in 0..5 {
        step += 1;
        let mut tx = world.app.store.write().await.unwrap();
        // A later code is no second confirmation: it would make other recovery codes.
        assert_eq!(
            factors::confirm(&mut tx, &id, step, Some("codes"), later)
                .await
                .unwrap(),
            step == 1
        );
        tx.commit().await.unwrap();
    }
    assert_eq!(
        winners(&world, async |tx| factors::activate(tx, &id, later).await).await,
        0,
        "not after its end"
    );
    assert_eq!(
        winners(&world, async |tx| factors::activate(tx, &id, now).await).await,
        1
    );
    assert_eq!(
        winners(&world, async |tx| factors::confirm(
            tx,
            &id,
            99,
            Some("codes"),
            later
        )
        .await)
        .await,
        0
    );
}

#[tokio::test]
async fn a_message_is_spent_once_and_only_for_its_account_and_purpose() {
    let world = World::new().await;
    let sam = world.person("sam").await;
    let id = sam.at_phone().await;
    sam.give_phone(&id, "0612345678").await.ok();
    let mut connection = world.app.store.read().await.unwrap();
    let (id, account): (String, String) = sqlx::query_as("SELECT id, account FROM messages")
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    drop(connection);
    assert_eq!(
        winners(&world, async |tx| messages::spend(
            tx, &id, "another", "enrol"
        )
        .await)
        .await,
        0
    );
    assert_eq!(
        winners(&world, async |tx| messages::spend(
            tx, &id, &account, "sign-in"
        )
        .await)
        .await,
        0
    );
    assert_eq!(
        winners(&world, async |tx| messages::charge(tx, &id).await).await,
        5,
        "five checks"
    );
    assert_eq!(
        winners(&world, async |tx| messages::spend(
            tx, &id, &account, "enrol"
        )
        .await)
        .await,
        1
    );
    assert_eq!(
        winners(&world, async |tx| messages::charge(tx, &id).await).await,
        0,
        "no check of a spent one"
    );
}

#[tokio::test]
async fn a_challenge_is_passed_once_and_has_five_attempts_until_its_end() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    let (id, now) = (challenge["id"].as_str().unwrap(), world.clock.now());
    let charge =
        async |tx: &mut AnyConnection, at| Ok(challenges::charge(tx, id, at).await?.is_some());
    assert_eq!(
        winners(&world, async |tx| charge(tx, now + 600).await).await,
        0
    );
    assert_eq!(winners(&world, async |tx| charge(tx, now).await).await, 5);
    assert_eq!(
        winners(&world, async |tx| challenges::pass(tx, id, Way::Sms).await).await,
        0,
        "only in the way that is asked"
    );
    assert_eq!(
        winners(&world, async |tx| challenges::pass(tx, id, Way::App).await).await,
        1
    );
    assert_eq!(winners(&world, async |tx| charge(tx, now).await).await, 0);
}

#[tokio::test]
async fn a_token_is_used_once_and_issuers_do_not_share_names() {
    let world = World::new().await;
    for (issuer, jti) in [("a", "b"), ("b", "b"), ("a|b", "c"), ("a", "b|c")] {
        let used = winners(&world, async |tx| {
            accounts::use_token(tx, issuer, jti, 1).await
        })
        .await;
        assert_eq!(used, 1, "{issuer} {jti}");
    }
}
