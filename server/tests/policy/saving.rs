//! Setting a policy: by which manager, in the place of which one, and what is written down.

use serde_json::{Value, json};
use tweestap_server::command::audit::export_to;

use crate::world::managers::OTHER;
use crate::world::policies::{DAY, must, with, with_grace};
use crate::world::tokens::claims;
use crate::world::{NOW, World};

#[tokio::test]
async fn a_policy_takes_the_place_of_the_one_it_was_made_from_and_of_no_other() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let first = joke.get("/admin/policy").await.ok();
    assert_eq!(
        (&first["version"], &first["group"]["version"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(
        (&first["school"], &first["in_force"]),
        (&must(&[]), &must(&[]))
    );
    assert_eq!(first["group"]["schools"], json!(["De Brug", "De Brug"]));
    let save = |scope: &str, roles: &[&str], version: i64| {
        let body = json!({ "scope": scope, "policy": must(roles), "version": version });
        joke.put("/admin/policy", body)
    };
    for version in [1, -1, i64::MAX] {
        save("school", &["teacher"], version)
            .await
            .refused(409, "policy_changed");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM policies").await, 0);
    let saved = save("school", &["teacher"], 0).await.ok();
    assert_eq!(
        (&saved["version"], &saved["group"]["version"]),
        (&json!(1), &json!(0))
    );
    assert_eq!(saved["school"], must(&["teacher"]));
    save("school", &["teacher", "staff"], 0)
        .await
        .refused(409, "policy_changed");
    assert_eq!(
        joke.get("/admin/policy").await.ok()["school"],
        must(&["teacher"])
    );
    let saved = save("school", &["teacher", "staff"], 1).await.ok();
    assert_eq!(saved["version"], 2);
    for version in [0, 1, 3] {
        save("school", &["staff"], version)
            .await
            .refused(409, "policy_changed");
    }
    // The group's counts for itself.
    assert_eq!(
        save("group", &["client"], 0).await.ok()["group"]["version"],
        1
    );
    assert_eq!(world.actions().await[1..], ["policy_changed"; 3]);
}

#[tokio::test]
async fn of_two_managers_who_save_at_once_one_wins() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let kim = world.manager("kim").await;
    let body = |roles: &[&str]| json!({ "scope": "school", "policy": must(roles), "version": 0 });
    let (one, other) = tokio::join!(
        joke.put("/admin/policy", body(&["teacher"])),
        kim.put("/admin/policy", body(&["staff"]))
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let actions = world.actions().await;
    assert_eq!(actions, ["switched_on", "switched_on", "policy_changed"]);
}

#[tokio::test]
async fn a_manager_cannot_lock_himself_out() {
    let world = World::new().await;
    let kim = world.person_as("kim", "manager").await;
    kim.enrol_by_sms(&world, "0612345678").await;
    let app_only = |roles: &[&str]| with(must(roles), "methods", json!(["app"]));
    for later in [None, Some(NOW + 30 * DAY)] {
        let all = with(app_only(&["teacher", "manager"]), "starts_at", json!(later));
        let preview = kim.preview_policy("school", &all).await.ok();
        assert_eq!(preview["includes_you"], true);
        for scope in ["school", "group"] {
            kim.save_policy(scope, &all)
                .await
                .refused(409, "would_lock_you_out");
        }
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM policies").await, 0);
    // As long as managers may, and with the app.
    let preview = kim
        .preview_policy("school", &app_only(&["teacher"]))
        .await
        .ok();
    assert_eq!(preview["includes_you"], false);
    kim.save_policy("school", &app_only(&["teacher"]))
        .await
        .ok();
    let mut kim = kim;
    kim.change_app().await;
    kim.save_policy("school", &app_only(&["teacher", "manager"]))
        .await
        .ok();
}

#[tokio::test]
async fn asking_less_needs_the_password_of_the_last_five_minutes_and_asking_more_does_not() {
    let world = World::new().await;
    world.local("joke").await;
    let mut joke = world.manager("joke").await;
    joke.save_policy("school", &with_grace(&["teacher", "staff"], 7))
        .await
        .ok();
    // A code just now, and the password ten minutes ago.
    world.clock.advance(600);
    let mut said = claims(world.clock.now(), "joke");
    said["ts_role"] = json!("manager");
    said["auth_time"] = json!(world.clock.now() - 600);
    let (mut again, opened) = world.open(&said, "challenge").await;
    let id = opened.ok()["challenge"]["id"].as_str().unwrap().to_owned();
    again.verify(&id, &joke.code(0), false).await.ok();
    again.key.clone_from(&joke.key);
    joke = again;
    let asked = "reauthentication_required";
    for (what, policy) in [
        ("nobody", must(&[])),
        ("fewer", with_grace(&["teacher"], 7)),
        ("more days", with_grace(&["teacher", "staff"], 8)),
        (
            "later",
            with(
                with_grace(&["teacher", "staff"], 7),
                "starts_at",
                json!(NOW + DAY),
            ),
        ),
    ] {
        let preview = joke.preview_policy("school", &policy).await.ok();
        assert_eq!(preview["loosens"], true, "{what}");
        joke.save_policy("school", &policy)
            .await
            .refused(403, asked);
    }
    let stricter = with(
        with_grace(&["teacher", "staff", "pupil"], 6),
        "longest_remember",
        json!("3d"),
    );
    assert_eq!(
        joke.preview_policy("school", &stricter).await.ok()["loosens"],
        false
    );
    joke.save_policy("school", &stricter).await.ok();
    let longer = with(stricter, "longest_remember", json!("1w"));
    joke.save_policy("school", &longer)
        .await
        .refused(403, asked);
    assert_eq!(world.actions().await[1..], ["policy_changed"; 2]);
    joke.post(
        "/settings/password",
        json!({ "password": crate::world::PASSWORD }),
    )
    .await
    .ok();
    joke.save_policy("school", &longer).await.ok();
    joke.save_policy("school", &must(&[])).await.ok();
}

#[tokio::test]
async fn an_entry_stands_in_the_trail_of_every_school_that_it_is_for() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.save_policy("school", &must(&["teacher"])).await.ok();
    joke.save_policy("group", &must(&["client"])).await.ok();
    let of = |action: &str| ("joke".to_owned(), "joke".to_owned(), action.to_owned());
    let own = world.trail("school").await;
    assert_eq!(own[1..], [of("policy_changed"), of("policy_changed")]);
    assert_eq!(world.trail("other").await, [of("policy_changed")]);
    let entries = joke.get("/admin/audit").await.ok()["entries"].clone();
    let scopes: Vec<&Value> = entries
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["details"]["scope"])
        .collect();
    assert_eq!(scopes, [&json!("group"), &json!("school"), &Value::Null]);
    assert_eq!(entries[0]["actor"], entries[0]["person"]);
}

#[tokio::test]
async fn the_trail_says_what_was_set_and_so_do_its_tables() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let first = with_grace(&["teacher"], 7);
    joke.save_policy("school", &first).await.ok();
    joke.save_policy("school", &must(&["teacher"])).await.ok();
    let entries = joke.get("/admin/audit").await.ok()["entries"].clone();
    for (entry, version, policy) in [(0, 2, must(&["teacher"])), (1, 1, first)] {
        let said = json!({ "scope": "school", "version": version, "policy": policy });
        assert_eq!(entries[entry]["details"], said);
    }
    let mut table = Vec::new();
    let exported = export_to(&world.app.store, "school", &mut table).await;
    assert!(exported.unwrap());
    let table = String::from_utf8(table).unwrap();
    let lines: Vec<&str> = table
        .lines()
        .filter(|line| line.contains("policy_changed"))
        .collect();
    assert!(lines[0].contains(r#"""version"":1"#) && lines[0].contains(r#"""grace_days"":7"#));
    assert!(lines[1].contains(r#"""version"":2"#) && lines[1].contains(r#"""grace_days"":0"#));
}

/// As at an office with several branches: whoever manages one sets it for all, and sees the people of one.
#[tokio::test]
async fn a_manager_of_any_school_of_a_group_sets_the_policy_of_all() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let mut kim = world.person_of(OTHER, "kim").await;
    world
        .execute("UPDATE accounts SET role = 'manager' WHERE subject = 'kim'")
        .await;
    kim.enrol_by_app().await;
    kim.save_policy("group", &with_grace(&["teacher"], 7))
        .await
        .ok();
    let seen = joke.get("/admin/policy").await.ok();
    assert_eq!(
        (&seen["group"]["name"], &seen["group"]["version"]),
        (&json!("De Bruggen"), &json!(1))
    );
    assert_eq!(seen["in_force"], with_grace(&["teacher"], 7));
    assert_eq!(seen["school"], must(&[]));
    // Its own is its own.
    joke.save_policy("school", &must(&["staff"])).await.ok();
    assert_eq!(kim.get("/admin/policy").await.ok()["school"], must(&[]));
    let text = joke.get("/admin/people").await.ok().to_string();
    assert!(!text.contains("kim"), "{text}");
}
