//! What a policy would do, counted before it is saved; and nothing is changed by asking.

use serde_json::{Value, json};
use tweestap_server::command::seed::seed;

use crate::world::World;
use crate::world::managers::OTHER;
use crate::world::policies::{DAY, must, with, with_grace};

fn counts(preview: &Value) -> [i64; 6] {
    [
        "people",
        "must",
        "ready",
        "later",
        "at_next_sign_in",
        "stuck",
    ]
    .map(|member| preview[member].as_i64().unwrap())
}

fn who(preview: &Value) -> Vec<&str> {
    let who = preview["who"].as_array().unwrap();
    who.iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect()
}

/// Two pupils with nothing, one with an app, one with text messages, one locked, and a teacher with nothing.
async fn a_school() -> World {
    let world = World::new().await;
    for subject in ["anna", "bram"] {
        world.person_as(subject, "pupil").await;
    }
    for subject in ["app", "locked"] {
        world.person_as(subject, "pupil").await.enrol_by_app().await;
    }
    world
        .person_as("sms", "pupil")
        .await
        .enrol_by_sms(&world, "0612345678")
        .await;
    world.person_as("noor", "teacher").await;
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 10, 1900000000, 100 FROM accounts WHERE subject = 'locked'",
        )
        .await;
    world
}

#[tokio::test]
async fn everybody_who_must_is_ready_has_time_is_asked_or_is_stuck() {
    let world = a_school().await;
    let joke = world.manager("joke").await;
    let app_only = |policy| with(policy, "methods", json!(["app"]));
    let later = |policy| with(policy, "starts_at", json!(world.clock.now() + DAY));
    for (what, policy, expected, named) in [
        ("nobody", must(&[]), [7, 0, 0, 0, 0, 0], &[][..]),
        (
            "pupils",
            must(&["pupil"]),
            [7, 5, 2, 0, 2, 1],
            &["Name of anna", "Name of bram", "Name of locked"],
        ),
        (
            "pupils by app",
            app_only(must(&["pupil"])),
            [7, 5, 1, 0, 3, 1],
            &[
                "Name of anna",
                "Name of bram",
                "Name of locked",
                "Name of sms",
            ],
        ),
        (
            "pupils with grace",
            with_grace(&["pupil"], 7),
            [7, 5, 2, 2, 0, 1],
            &["Name of locked"],
        ),
        (
            "pupils from tomorrow",
            later(must(&["pupil"])),
            [7, 5, 2, 2, 0, 1],
            &["Name of locked"],
        ),
        (
            "teachers",
            must(&["teacher"]),
            [7, 1, 0, 0, 1, 0],
            &["Name of noor"],
        ),
        ("managers", must(&["manager"]), [7, 1, 1, 0, 0, 0], &[]),
        ("parents", must(&["parent"]), [7, 0, 0, 0, 0, 0], &[]),
    ] {
        let preview = joke.preview_policy("school", &policy).await.ok();
        assert_eq!(counts(&preview), expected, "{what}");
        assert_eq!(who(&preview), named, "{what}");
        assert_eq!(preview["schools"], json!(["De Brug"]));
        assert_eq!(
            (&preview["includes_you"], &preview["loosens"]),
            (&json!(false), &json!(false))
        );
    }
    // Whoever has no role counts with those who are asked.
    world.person("nobody").await;
    let preview = joke
        .preview_policy("school", &must(&["teacher"]))
        .await
        .ok();
    assert_eq!(counts(&preview), [8, 2, 0, 0, 2, 0]);
    assert_eq!(world.count("SELECT COUNT(*) FROM policies").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM grace").await, 0);
    assert!(!world.actions().await.contains(&"policy_changed".to_owned()));
}

#[tokio::test]
async fn grace_that_has_begun_counts_as_it_is_and_not_as_it_would_begin_now() {
    let world = a_school().await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    world.signs_in("anna", None).await;
    world.clock.advance(8 * DAY);
    world.signs_in("bram", None).await;
    let joke = world.manager("joke").await;
    // Anna's time is up, Bram's begins today; nobody else has begun.
    let preview = joke
        .preview_policy("school", &with_grace(&["pupil"], 14))
        .await
        .ok();
    assert_eq!(counts(&preview), [8, 5, 2, 1, 1, 1]);
    assert_eq!(who(&preview), ["Name of anna", "Name of locked"]);
    world.clock.advance(3 * DAY);
    let joke = world.again(&joke, "joke").await;
    for (days, later) in [(4, 1), (3, 0)] {
        let preview = joke
            .preview_policy("school", &with_grace(&["pupil"], days))
            .await
            .ok();
        assert_eq!(preview["later"], later, "{days}");
    }
}

#[tokio::test]
async fn the_other_layers_count_along_with_what_is_tried_out() {
    let world = a_school().await;
    world
        .ask(
            "group",
            &with(must(&["teacher"]), "methods", json!(["app"])),
        )
        .await;
    let joke = world.manager("joke").await;
    let preview = joke.preview_policy("school", &must(&["pupil"])).await.ok();
    assert_eq!(counts(&preview), [8, 6, 1, 0, 4, 1]);
}

#[tokio::test]
async fn s_b_80_a_group_is_counted_whole_and_only_the_own_people_are_named() {
    let world = a_school().await;
    world.person_of(OTHER, "kim").await;
    world
        .execute("UPDATE accounts SET role = 'teacher' WHERE subject = 'kim'")
        .await;
    let joke = world.manager("joke").await;
    let preview = joke.preview_policy("group", &must(&["teacher"])).await.ok();
    assert_eq!(preview["schools"].as_array().unwrap().len(), 2);
    assert_eq!(counts(&preview), [8, 2, 0, 0, 2, 0]);
    assert_eq!(who(&preview), ["Name of noor"]);
    let own = joke
        .preview_policy("school", &must(&["teacher"]))
        .await
        .ok();
    assert_eq!(counts(&own), [7, 1, 0, 0, 1, 0]);
}

#[tokio::test]
async fn twenty_are_named_in_the_order_of_names_and_all_are_counted() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let (store, now) = (&world.app.store, world.clock.now());
    assert!(
        seed(store, &world.app.keys, "school", 500, None, true, now)
            .await
            .unwrap()
    );
    let all = must(&["pupil", "parent", "teacher", "staff", "client", "manager"]);
    let preview = joke.preview_policy("school", &all).await.ok();
    let [people, must, ready, later, at_next, stuck] = counts(&preview);
    assert_eq!((people, must, later), (501, 501, 0));
    // Of a hundred, 20 have nothing, 5 are half-way, and one is locked.
    assert_eq!((ready, at_next, stuck), (371, 125, 5));
    let plain: Vec<String> = who(&preview)
        .into_iter()
        .map(tweestap_server::store::accounts::plain)
        .collect();
    assert_eq!(plain.len(), 20);
    assert!(plain.is_sorted(), "{plain:?}");
    let mut after = String::new();
    let mut expected = Vec::new();
    while expected.len() < 20 {
        let page = joke.get(&format!("/admin/people?after={after}")).await.ok();
        for one in page["people"].as_array().unwrap() {
            let lacking = ["none", "pending", "locked"].map(|state| json!(state));
            if lacking.contains(&one["state"]) {
                expected.push(json!({ "id": one["id"], "name": one["name"] }));
            }
        }
        after = page["next"].as_str().unwrap().to_owned();
    }
    assert_eq!(preview["who"], json!(expected[..20]));
}
