//! S-B-73: a password that is right is hashed anew where its hash took less than is spent on one today. It stays the same
//! password.

use serde_json::json;
use tweestap_api::Secret;
use tweestap_server::App;
use tweestap_server::hash::{Cost, Hasher};
use tweestap_server::http::hash_of_password;
use tweestap_server::store::addresses::Of;
use tweestap_server::store::directory;

use super::{EMAIL, NEW};
use crate::world::{Answer, ISSUER, PASSWORD, Person, World};

const SAM: Of<'_> = Of {
    school: "school",
    issuer: ISSUER,
    subject: "sam",
};

/// The same server, on which a hash takes more.
async fn dearer(world: World) -> World {
    let mut world = world.restarted().await;
    drop(world.router);
    let mut app: App =
        std::sync::Arc::try_unwrap(world.app).unwrap_or_else(|_| panic!("still held"));
    app.hasher = Hasher::new(Cost {
        memory: 16,
        passes: 2,
        lanes: 1,
    });
    world.app = std::sync::Arc::new(app);
    world.router = tweestap_server::app(world.app.clone());
    world
}

async fn entry(world: &World) -> directory::Entry {
    let mut connection = world.app.store.read().await.unwrap();
    let found = directory::find(&mut connection, SAM.school, SAM.issuer, SAM.subject).await;
    found.unwrap().unwrap()
}

async fn stored(world: &World) -> String {
    entry(world).await.password.unwrap()
}

async fn give(person: &Person, password: &str) -> Answer {
    person
        .post("/settings/password", json!({ "password": password }))
        .await
}

#[tokio::test]
async fn s_b_73_a_dated_hash_is_renewed_once_by_the_right_password_and_nothing_else_changes() {
    let world = dearer(World::with_sam().await).await;
    let (sam, other) = (world.earlier("sam").await, world.earlier("sam").await);
    let before = stored(&world).await;
    assert!(before.starts_with("8,1,1$"), "{before}");
    give(&sam, PASSWORD).await.ok();
    let renewed = stored(&world).await;
    assert!(renewed.starts_with("16,2,1$"), "{renewed}");
    assert!(world.takes("sam", PASSWORD).await && !world.takes("sam", NEW).await);
    // No new password: nobody is told, nobody is out, and it is as old as it was.
    for nothing in [
        "SELECT COUNT(*) FROM mails",
        "SELECT COUNT(*) FROM audit_entries",
        "SELECT COUNT(*) FROM directory WHERE password_changed_at IS NOT NULL",
        "SELECT COUNT(*) FROM accounts WHERE password_changed_at > 0 OR mfa_epoch > 0",
    ] {
        assert_eq!(world.count(nothing).await, 0, "{nothing}");
    }
    other.get("/settings").await.ok();
    give(&other, PASSWORD).await.ok();
    assert_eq!(stored(&world).await, renewed);
}

#[tokio::test]
async fn s_b_73_the_password_of_a_set_up_renews_it_too() {
    let world = dearer(World::with_sam().await).await;
    let mut sam = world.earlier("sam").await;
    sam.choose_app().await;
    let body = json!({ "password": PASSWORD });
    sam.post("/enrolment/password", body).await.ok();
    assert!(stored(&world).await.starts_with("16,2,1$"));
}

#[tokio::test]
async fn s_b_73_a_wrong_password_renews_nothing() {
    let world = dearer(World::with_sam().await).await;
    let sam = world.earlier("sam").await;
    let before = stored(&world).await;
    give(&sam, NEW).await.refused(422, "password_wrong");
    assert_eq!(stored(&world).await, before);
    assert!(!world.takes("sam", NEW).await);
}

#[tokio::test]
async fn s_b_73_a_password_that_was_set_meanwhile_is_not_overwritten() {
    let world = dearer(World::with_sam().await).await;
    let looked_at = entry(&world).await;
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    let password = Secret::new(PASSWORD);
    let hash = hash_of_password(&world.app, SAM, &looked_at, &password).await;
    // It was right when it was looked at.
    assert_eq!(hash.unwrap(), looked_at.password);
    assert!(world.takes("sam", NEW).await && !world.takes("sam", PASSWORD).await);
}

#[tokio::test]
async fn s_b_73_a_change_of_a_password_with_a_dated_hash_goes_through() {
    let world = dearer(World::with_sam().await).await;
    let sam = world.person("sam").await;
    let body = json!({ "current": PASSWORD, "password": NEW });
    sam.post("/settings/password/change", body).await.ok();
    assert!(world.takes("sam", NEW).await);
    assert!(stored(&world).await.starts_with("16,2,1$"));
}

#[tokio::test]
async fn s_b_73_a_hash_that_took_more_is_left_as_it_is() {
    let world = dearer(World::new().await).await;
    world.on_file("sam", &[EMAIL]).await;
    let world = world.restarted().await;
    let before = stored(&world).await;
    assert!(before.starts_with("16,2,1$"), "{before}");
    give(&world.earlier("sam").await, PASSWORD).await.ok();
    assert_eq!(stored(&world).await, before);
}
