//! Somebody with the database changes the trail. `audit verify` names the first entry that is not as it was written.

use std::process::{Command, Output};

use tweestap_server::audit::chain::{Broken, Head};
use tweestap_server::command::audit::verify;

use crate::world::World;

/// Six entries at the school of the tests, and two at another.
async fn world() -> World {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    for what in ["switch-off", "switch-on", "switch-off", "reset"] {
        joke.act(&id, what).await.ok();
    }
    let mut kim = world.person_of("https://other.test/issuer", "kim").await;
    kim.enrol_by_app().await;
    kim.tell("/settings/switch-off").await.ok();
    world
}

async fn checked(world: &World) -> Result<Head, Broken> {
    let (store, sealer) = (&world.app.store, &world.app.keys.sealer);
    assert!(verify(store, sealer, "other").await.unwrap().is_ok());
    verify(store, sealer, "school").await.unwrap()
}

#[tokio::test]
async fn an_entry_that_was_altered_removed_inserted_or_reordered_is_named() {
    for (statements, first) in [
        (
            "UPDATE audit_entries SET reason = 'x' WHERE school = 'school' AND number = 3",
            3,
        ),
        (
            "UPDATE audit_entries SET actor = 'system' WHERE school = 'school' AND number = 4",
            4,
        ),
        (
            "UPDATE audit_entries SET at = at - 1 WHERE school = 'school' AND number = 1",
            1,
        ),
        (
            "UPDATE audit_entries SET details = '{ }' WHERE school = 'school' AND number = 2",
            2,
        ),
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number = 1",
            1,
        ),
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number = 4",
            4,
        ),
        // Removed, and the others moved up.
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number = 4; \
             UPDATE audit_entries SET number = 4 WHERE school = 'school' AND number = 5; \
             UPDATE audit_entries SET number = 5 WHERE school = 'school' AND number = 6",
            4,
        ),
        // Inserted, and the others moved down.
        (
            "UPDATE audit_entries SET number = 7 WHERE school = 'school' AND number = 6; \
             INSERT INTO audit_entries (school, number, at, actor, subject, action, reason, details, hash) \
             SELECT school, 6, at, actor, subject, action, reason, details, hash FROM audit_entries \
             WHERE school = 'school' AND number = 5",
            6,
        ),
        // Reordered.
        (
            "UPDATE audit_entries SET number = -3 WHERE school = 'school' AND number = 3; \
             UPDATE audit_entries SET number = 3 WHERE school = 'school' AND number = 4; \
             UPDATE audit_entries SET number = 4 WHERE school = 'school' AND number = -3",
            3,
        ),
        // The end cut off, one entry or all.
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number = 6",
            6,
        ),
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number > 2",
            3,
        ),
        ("DELETE FROM audit_entries WHERE school = 'school'", 1),
        // And the head with it.
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number > 2; \
             DELETE FROM audit_heads WHERE school = 'school'",
            2,
        ),
        // Another school's head, which is sealed too.
        (
            "DELETE FROM audit_entries WHERE school = 'school' AND number > 2; \
             UPDATE audit_heads SET sealed = (SELECT h.sealed FROM audit_heads h WHERE h.school = 'other') \
             WHERE school = 'school'",
            2,
        ),
        // Before the first.
        (
            "INSERT INTO audit_entries (school, number, at, actor, subject, action, reason, details, hash) \
             SELECT school, 0, at, actor, subject, action, reason, details, hash FROM audit_entries \
             WHERE school = 'school' AND number = 1",
            1,
        ),
    ] {
        let world = world().await;
        assert_eq!(checked(&world).await.unwrap().number, 6);
        world.execute(statements).await;
        let broken = checked(&world).await.unwrap_err();
        assert_eq!(broken.number, first, "{statements}: {broken:?}");
    }
}

#[tokio::test]
async fn after_the_end_was_cut_off_nothing_more_is_written_that_would_hide_it() {
    let world = world().await;
    // The entry that is added next has the number of none: the gap stays.
    world
        .execute("DELETE FROM audit_entries WHERE school = 'school' AND number > 2")
        .await;
    world.enrolled("noor").await;
    let broken = checked(&world).await.unwrap_err();
    assert_eq!((broken.number, broken.what), (3, "is missing"));
}

#[tokio::test]
async fn without_the_head_or_with_a_forged_one_nothing_is_changed_at_the_school() {
    for statement in [
        "DELETE FROM audit_heads WHERE school = 'school'",
        "UPDATE audit_heads SET sealed = '' WHERE school = 'school'",
        "UPDATE audit_heads SET sealed = 'AAAA' WHERE school = 'school'",
    ] {
        let world = world().await;
        world.execute(statement).await;
        let mut noor = world.person("noor").await;
        let enrolment = noor.choose_app().await;
        let id = enrolment["id"].as_str().unwrap();
        noor.confirm(id, &noor.code(0)).await.ok();
        let refused = noor.acknowledge(id).await;
        refused.refused(500, "internal");
        // Elsewhere things go on.
        let mut kim = world.person_of("https://other.test/issuer", "pim").await;
        kim.enrol_by_app().await;
    }
}

fn program(world: &World, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .arg("audit")
        .args(arguments)
        .arg("--data")
        .arg(world.folder.path())
        .env_remove("TWEESTAP_DATABASE_URL")
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_command_verifies_beside_a_running_server_and_says_what_is_broken() {
    let world = world().await;
    if world.is_postgres() {
        return;
    }
    let good = program(&world, &["verify"]);
    let said = String::from_utf8_lossy(&good.stdout).into_owned();
    assert!(good.status.success(), "{good:?}");
    assert!(
        said.contains("school: 6 entries, ") && said.contains("other: 2 entries, "),
        "{said}"
    );
    world
        .execute("UPDATE audit_entries SET reason = 'x' WHERE school = 'school' AND number = 3")
        .await;
    let bad = program(&world, &["verify", "--school", "school"]);
    assert!(!bad.status.success());
    let said = String::from_utf8_lossy(&bad.stderr).into_owned();
    assert!(
        said.contains("school: entry 3 is not as it was written"),
        "{said}"
    );
    assert!(
        program(&world, &["verify", "--school", "other"])
            .status
            .success()
    );
    assert!(
        !program(&world, &["verify", "--school", "nowhere"])
            .status
            .success()
    );
    // Looking changes nothing.
    assert_eq!(
        world
            .count("SELECT turn FROM audit_heads WHERE school = 'other'")
            .await,
        2
    );
}

#[tokio::test]
async fn the_command_needs_the_keys_of_the_server_and_makes_none() {
    let world = world().await;
    if world.is_postgres() {
        return;
    }
    std::fs::remove_file(world.folder.path().join("sealing.key")).unwrap();
    let refused = program(&world, &["verify"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("there is no key"), "{said}");
    assert!(!world.folder.path().join("sealing.key").exists());
}
