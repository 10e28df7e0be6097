//! What the portal says somebody is: kept until it says otherwise, and nothing of it in a session.

use serde_json::{Value, json};

use crate::world::World;
use crate::world::tokens::claims;

async fn signs_in(world: &World, subject: &str, said: &[(&str, Value)]) -> u16 {
    let mut claims = claims(world.clock.now(), subject);
    for (claim, value) in said {
        claims[*claim] = value.clone();
    }
    world.open(&claims, "challenge").await.1.status
}

async fn known(world: &World, subject: &str) -> (Option<String>, Vec<String>) {
    let id = world.account(subject).await;
    let mut connection = world.app.store.read().await.unwrap();
    let (role,): (Option<String>,) = sqlx::query_as("SELECT role FROM accounts WHERE id = $1")
        .bind(&id)
        .fetch_one(&mut *connection)
        .await
        .unwrap();
    let classes = tweestap_server::store::classes::of(&mut connection, &id).await;
    (role, classes.unwrap())
}

#[tokio::test]
async fn what_a_token_says_is_kept_and_what_it_leaves_out_stays() {
    let world = World::new().await;
    assert_eq!(signs_in(&world, "sam", &[]).await, 200);
    assert_eq!(known(&world, "sam").await, (None, vec![]));
    let said = [
        ("ts_role", json!("teacher")),
        ("ts_classes", json!(["3A", "2B", "3A"])),
    ];
    signs_in(&world, "sam", &said).await;
    let teacher = (
        Some("teacher".to_owned()),
        vec!["2B".to_owned(), "3A".to_owned()],
    );
    assert_eq!(known(&world, "sam").await, teacher);
    signs_in(&world, "sam", &[]).await;
    assert_eq!(known(&world, "sam").await, teacher);
    // Two that go, one that comes.
    signs_in(&world, "sam", &[("ts_classes", json!(["4C"]))]).await;
    let moved = (Some("teacher".to_owned()), vec!["4C".to_owned()]);
    assert_eq!(known(&world, "sam").await, moved);
    let left = [("ts_role", json!("client")), ("ts_classes", json!([]))];
    signs_in(&world, "sam", &left).await;
    assert_eq!(
        known(&world, "sam").await,
        (Some("client".to_owned()), vec![])
    );
}

#[tokio::test]
async fn a_token_with_an_unknown_role_or_classes_without_measure_opens_nothing() {
    let world = World::new().await;
    let many: Vec<String> = (0..65).map(|n| format!("{n}")).collect();
    for (claim, value) in [
        ("ts_role", json!("admin")),
        ("ts_role", json!("Manager")),
        ("ts_role", json!("")),
        ("ts_role", json!(["manager"])),
        ("ts_role", json!(1)),
        ("ts_classes", json!("2B")),
        ("ts_classes", json!(many)),
        ("ts_classes", json!([""])),
        ("ts_classes", json!([" 2B"])),
        ("ts_classes", json!(["2\nB"])),
        ("ts_classes", json!(["x".repeat(33)])),
        ("ts_classes", json!([2])),
    ] {
        let status = signs_in(&world, "sam", &[(claim, value.clone())]).await;
        assert_eq!(status, 401, "{claim} {value}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 0);
    let most = [
        ("ts_classes", json!(many[..64])),
        ("ts_role", json!("pupil")),
    ];
    assert_eq!(signs_in(&world, "sam", &most).await, 200);
}

#[tokio::test]
async fn s_b_80_who_is_a_manager_no_more_is_refused_at_the_next_request_in_every_session() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.get("/admin/people").await.ok();
    signs_in(&world, "joke", &[("ts_role", json!("manager"))]).await;
    joke.get("/admin/people").await.ok();
    signs_in(&world, "joke", &[("ts_role", json!("staff"))]).await;
    let refused = joke.get("/admin/people").await;
    refused.refused(403, "manager_required");
}

#[tokio::test]
async fn s_b_80_whoever_the_portal_no_longer_calls_a_manager_is_none() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.get("/admin/people").await.ok();
    // A portal that has roles for managers alone has no other way to say so.
    signs_in(&world, "joke", &[]).await;
    let refused = joke.get("/admin/people").await;
    refused.refused(403, "manager_required");
    assert_eq!(known(&world, "joke").await.0, None);
    // In the very session that the token opens, too.
    let (_, opened) = world
        .open(&claims(world.clock.now(), "joke"), "challenge")
        .await;
    let challenge = opened.ok()["challenge"].clone();
    assert_eq!(challenge["step"], "code");
}
