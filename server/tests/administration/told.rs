//! S-B-81: who was helped is told, at every address that anybody knows; a portal that tells none leaves those on file.

use serde_json::json;

use crate::world::cupboard::{counting, csv};
use crate::world::tokens::claims;
use crate::world::{Person, World};

const OWN: &str = "sam@family.example";
const PARENT: &str = "ann@family.example";

/// Sam, whose portal tells no address, and a manager.
async fn on_file() -> (World, Person, Person, String) {
    let world = World::new().await;
    world.on_file("sam", &[OWN, PARENT]).await;
    let sam = world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    assert_eq!(world.waiting().await, 0);
    (world, sam, joke, id)
}

async fn addressees(world: &World) -> Vec<String> {
    let mails = world.arrives().await;
    let mut to: Vec<_> = mails.into_iter().map(|sent| sent.to).collect();
    to.sort_unstable();
    to
}

#[tokio::test]
async fn s_b_81_somebody_with_an_address_on_file_alone_is_told_of_every_act_of_a_manager() {
    let (world, _, joke, id) = on_file().await;
    for (act, event) in [("switch-off", "suspended"), ("switch-on", "resumed")] {
        joke.act(&id, act).await.ok();
        assert_eq!(world.notices().await, [event, event]);
    }
    joke.import("csv", &csv(&[counting("C-1")])).await.ok();
    joke.give(&world, &counting("C-1"), "sam", 0).await.ok();
    assert_eq!(world.notices().await, ["factor_added", "factor_added"]);
    joke.take_back("C-1", "unlink").await.ok();
    assert_eq!(world.notices().await, ["factor_removed", "factor_removed"]);
    let made = joke.support_code(&id).await.ok();
    assert_eq!(addressees(&world).await, [PARENT, OWN]);
    let (sam, challenge) = world.at_challenge("sam", "").await;
    let chosen = sam.choose(&challenge, "recovery_code").await.ok();
    let code = made["code"].as_str().unwrap();
    sam.recover(&chosen, code).await.ok();
    let used = ["support_code_used", "support_code_used"];
    assert_eq!(world.notices().await, used);
    joke.act(&id, "reset").await.ok();
    assert_eq!(addressees(&world).await, [PARENT, OWN]);
}

#[tokio::test]
async fn s_b_81_and_of_a_reset_by_the_operator() {
    let (world, ..) = on_file().await;
    assert!(crate::reset::by_school(&world, "sam").await);
    assert_eq!(addressees(&world).await, [PARENT, OWN]);
}

#[tokio::test]
async fn s_b_81_the_same_address_on_file_and_from_the_portal_gets_one_mail() {
    let world = World::new().await;
    world.on_file("sam", &[OWN]).await;
    for (email, expected) in [
        ("SAM@family.example", vec![OWN]),
        ("sam@portal.example", vec![OWN, "sam@portal.example"]),
    ] {
        let mut told = claims(world.clock.now(), "sam");
        told["email"] = json!(email);
        world.open(&told, "enrolment").await.1.ok();
        let joke = world.manager("joke").await;
        let id = world.account("sam").await;
        joke.act(&id, "reset").await.ok();
        assert_eq!(addressees(&world).await, expected, "{email}");
        world
            .execute("DELETE FROM accounts WHERE subject = 'joke'")
            .await;
    }
}

#[tokio::test]
async fn what_somebody_does_themselves_is_told_where_their_portal_says() {
    let (world, sam, ..) = on_file().await;
    world
        .again(&sam, "sam")
        .await
        .tell("/settings/codes")
        .await
        .ok();
    assert_eq!(world.waiting().await, 0);
}
