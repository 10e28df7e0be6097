//! What only the operator can mend: a policy that cannot be read, and one of a group that is there no more.

use std::process::{Command, Output};

use serde_json::json;
use tweestap_api::Scope;
use tweestap_server::command::policy::{clear, every_group_is_known, show};

use crate::world::World;
use crate::world::policies::must;

fn schools(of: &[&str]) -> Vec<String> {
    of.iter().map(|id| (*id).to_owned()).collect()
}

#[tokio::test]
async fn a_policy_that_cannot_be_read_is_shown_and_taken_away_and_the_trail_says_why() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.save_policy("school", &must(&["teacher"])).await.ok();
    world
        .execute("UPDATE policies SET policy = '{\"roles\":'")
        .await;
    assert_eq!(joke.get("/admin/policy").await.status, 500);
    let (store, sealer) = (&world.app.store, &world.app.keys.sealer);
    let own = (Scope::School, "school");
    assert_eq!(
        show(store, own).await.unwrap(),
        Some((1, "{\"roles\":".to_owned()))
    );
    let now = world.clock.now();
    for nothing in [(Scope::Group, "school"), (Scope::School, "other")] {
        let of = schools(&["other"]);
        let cleared = clear(store, sealer, nothing, &of, "why", now).await;
        assert!(!cleared.unwrap());
        assert_eq!(show(store, nothing).await.unwrap(), None);
    }
    let of = schools(&["school"]);
    assert!(
        clear(store, sealer, own, &of, "cannot be read", now)
            .await
            .unwrap()
    );
    assert_eq!(show(store, own).await.unwrap(), None);
    assert_eq!(joke.get("/admin/policy").await.ok()["version"], 0);
    let entry = joke.get("/admin/audit").await.ok()["entries"][0].clone();
    assert_eq!(
        (
            &entry["action"],
            &entry["reason"],
            &entry["details"],
            entry.get("actor")
        ),
        (
            &json!("policy_changed"),
            &json!("cannot be read"),
            &json!({ "scope": "school", "version": 0 }),
            None
        )
    );
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM audit_entries WHERE school = 'other'")
            .await,
        0
    );
}

#[tokio::test]
async fn a_group_that_has_a_policy_and_another_id_keeps_the_server_from_starting() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let (store, mut groups) = (&world.app.store, world.app.config.groups.clone());
    let id = groups[0].id.clone();
    groups[0].id = "renamed".to_owned();
    every_group_is_known(store, &groups).await.unwrap();
    joke.save_policy("school", &must(&["teacher"])).await.ok();
    every_group_is_known(store, &groups).await.unwrap();
    joke.save_policy("group", &must(&["client"])).await.ok();
    every_group_is_known(store, &world.app.config.groups)
        .await
        .unwrap();
    let refused = every_group_is_known(store, &groups).await.unwrap_err();
    assert!(
        refused.contains(&format!("{id:?}")) && refused.contains("policy clear"),
        "{refused}"
    );
    let (of, now) = (schools(&["school", "other", "school"]), world.clock.now());
    let group = (Scope::Group, id.as_str());
    assert!(
        clear(store, &world.app.keys.sealer, group, &of, "renamed", now)
            .await
            .unwrap()
    );
    every_group_is_known(store, &groups).await.unwrap();
    let trail = "SELECT COUNT(DISTINCT school) FROM audit_entries WHERE reason = 'renamed'";
    assert_eq!(world.count(trail).await, 2);
    let trail = "SELECT COUNT(*) FROM audit_entries WHERE reason = 'renamed'";
    assert_eq!(world.count(trail).await, 2, "once each");
}

fn program(world: &World, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tweestap-server"))
        .arg("policy")
        .args(arguments)
        .arg("--data")
        .arg(world.folder.path())
        .env_remove("TWEESTAP_DATABASE_URL")
        .output()
        .unwrap()
}

#[tokio::test]
async fn the_command_says_what_it_did_and_does_nothing_without_a_reason_or_for_nobody() {
    let world = World::new().await;
    if world.is_postgres() {
        return;
    }
    let joke = world.manager("joke").await;
    joke.save_policy("school", &must(&["teacher"])).await.ok();
    joke.save_policy("group", &must(&["client"])).await.ok();
    let group = world.app.config.groups[0].id.clone();
    let shown = program(&world, &["show", "--school", "school"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.starts_with("version 1\n{\"roles\":["), "{shown}");
    for (arguments, said) in [
        (
            &["clear", "--school", "school", "--reason", " "][..],
            "--reason",
        ),
        (&["clear", "--school", "school"], "--reason"),
        (
            &["clear", "--school", "nobody", "--reason", "x"],
            "has no policy",
        ),
        (&["clear", "--reason", "x"], "--school"),
        (&["clear", "--group", &group, "--reason", "x"], "--of"),
        (&["show"], "--school"),
    ] {
        let refused = program(&world, arguments);
        let text = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(
            !refused.status.success() && text.contains(said),
            "{arguments:?}: {text}"
        );
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM policies").await, 2);
    let of = ["--of", "school", "--of", "other"];
    let done = program(
        &world,
        &[&["clear", "--group", &group, "--reason", "x"][..], &of].concat(),
    );
    assert!(done.status.success(), "{done:?}");
    assert_eq!(world.count("SELECT COUNT(*) FROM policies").await, 1);
    let trail = "SELECT COUNT(*) FROM audit_entries WHERE reason = 'x' AND actor = 'system'";
    assert_eq!(world.count(trail).await, 2);
}
