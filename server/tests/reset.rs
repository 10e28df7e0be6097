//! A reset by the school: everything of one person is gone, and nothing of anybody else.

use std::process::{Command, Output};

use serde_json::json;
use tweestap_server::command::reset::reset;

use crate::world::{ISSUER, World};

pub async fn by_school(world: &World, subject: &str) -> bool {
    reset(
        &world.app.store,
        &world.app.keys,
        ["school", ISSUER, subject],
        world.clock.now(),
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn a_reset_takes_everything_of_one_person_and_ends_every_session() {
    let world = World::new().await;
    let noor = world.enrolled("noor").await;
    let sam = world.enrolled("sam").await;
    sam.change_number(&world, "0612345678").await;
    for person in [&sam, &noor] {
        let body = json!({ "duration": "1w", "this_device": true });
        person.put("/settings/remember", body).await.ok();
        person.tell("/settings/codes").await.ok();
    }
    // Locked out as well, and switched off for a while.
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 10, 1900000000, 100 FROM accounts WHERE subject = 'sam'",
        )
        .await;
    world
        .execute("UPDATE accounts SET must_enrol = 1 WHERE subject = 'sam'")
        .await;
    let pending = world.again(&noor, "noor").await;
    pending.at_phone().await;
    world.reachable().await;

    assert!(by_school(&world, "sam").await);
    assert_eq!(world.notices().await, ["reset"]);
    sam.get("/settings").await.refused(401, "session_expired");
    noor.get("/settings").await.ok();
    for (table, left) in [
        (
            "SELECT COUNT(*) FROM factors WHERE account IN (SELECT id FROM accounts WHERE subject = 'sam')",
            0,
        ),
        ("SELECT COUNT(*) FROM factors", 2),
        ("SELECT COUNT(*) FROM recovery_codes", 6),
        ("SELECT COUNT(*) FROM recovery_sets", 1),
        ("SELECT COUNT(*) FROM devices", 1),
        ("SELECT COUNT(*) FROM limits", 0),
        ("SELECT mfa_epoch FROM accounts WHERE subject = 'noor'", 1),
    ] {
        assert_eq!(world.count(table).await, left, "{table}");
    }
    // The person signs in with the password alone and sets it up again.
    let mut again = world.person("sam").await;
    assert_eq!(again.get("/settings").await.ok()["status"], "off");
    again.enrol_by_app().await;
    assert_eq!(again.get("/settings").await.ok()["status"], "on");
}

#[tokio::test]
async fn nobody_is_reset_by_half_a_name() {
    let world = World::new().await;
    world.enrolled("sam").await;
    for (school, issuer, subject) in [
        ("other", ISSUER, "sam"),
        ("school", "https://other.test/issuer", "sam"),
        ("school", ISSUER, "Sam"),
        ("school", ISSUER, "%"),
        ("", "", ""),
    ] {
        let who = [school, issuer, subject];
        let keys = &world.app.keys;
        let found = reset(&world.app.store, keys, who, world.clock.now()).await;
        assert!(!found.unwrap(), "{school} {issuer} {subject}");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 1);
}

fn program(folder: &std::path::Path, subject: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .args(["reset", "--school", "school", "--issuer", ISSUER])
        .args(["--subject", subject, "--data"])
        .arg(folder)
        .env_remove("TWEESTAP_DATABASE_URL")
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_command_resets_beside_a_running_server_and_says_what_it_did() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    let sam = world.enrolled("sam").await;
    let unknown = program(world.folder.path(), "nobody");
    assert!(!unknown.status.success());
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("there is no such person"));
    sam.get("/settings").await.ok();
    let done = program(world.folder.path(), "sam");
    assert!(done.status.success(), "{done:?}");
    assert!(String::from_utf8_lossy(&done.stdout).contains("removed"));
    sam.get("/settings").await.refused(401, "session_expired");
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 0);
    let nowhere = tempfile::tempdir().unwrap();
    let refused = program(nowhere.path(), "sam");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("there is no database"));
    assert_eq!(std::fs::read_dir(nowhere.path()).unwrap().count(), 0);
}
