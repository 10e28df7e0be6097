//! "Later", until the day: it begins once, and nothing that anybody does makes it longer (S-B-83).

use serde_json::{Value, json};

use crate::world::policies::{DAY, must, with, with_grace};
use crate::world::tokens::claims;
use crate::world::{NOW, World};

#[tokio::test]
async fn s_b_83_setting_up_may_be_left_for_later_until_the_day_and_not_a_second_longer() {
    let world = World::new().await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    let first = world.clock.now();
    for seconds in [0, 3 * DAY, 7 * DAY - 1] {
        world.clock.advance(first + seconds - world.clock.now());
        let (sam, opened) = world.signs_in("sam", Some("pupil")).await;
        assert_eq!(
            (&opened["level"], &opened["challenge"]["step"]),
            (&json!("full"), &json!("enrol"))
        );
        assert_eq!(opened["challenge"].get("assertion"), None);
        assert_eq!(sam.later_until().await, Some(first + 7 * DAY));
        assert_eq!(sam.get("/enrolment").await.ok()["required"], true);
        sam.get("/settings").await.ok();
        let told = sam.says_later().await;
        assert_eq!(
            (&told["amr"], &told["ts_mfa_time"]),
            (&json!(["pwd"]), &Value::Null)
        );
        // In this sign-in it stays said, and can be said again.
        assert_eq!(sam.challenge().await["step"], "passed");
        sam.says_later().await;
    }
    let (before, _) = world.signs_in("sam", None).await;
    world.clock.advance(1);
    let required = "enrolment_required";
    before.get("/settings").await.refused(403, required);
    before.go_on().await.refused(403, required);
    let (mut sam, opened) = world.signs_in("sam", None).await;
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!(required), &json!("enrol"))
    );
    assert_eq!(sam.later_until().await, None);
    sam.go_on().await.refused(403, required);
    sam.enrol_by_app().await;
    assert_eq!(sam.challenge().await["step"], "passed");
    sam.get("/settings").await.ok();
}

#[tokio::test]
async fn without_grace_it_is_asked_at_once_and_those_who_may_are_not_asked() {
    let world = World::new().await;
    world.ask("school", &must(&["pupil"])).await;
    let (sam, opened) = world.signs_in("sam", Some("pupil")).await;
    assert_eq!(opened["level"], "enrolment_required");
    sam.go_on().await.refused(403, "enrolment_required");
    let (noor, opened) = world.signs_in("noor", Some("teacher")).await;
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("full"), &json!("passed"))
    );
    assert_eq!(noor.later_until().await, None);
    noor.go_on().await.refused(404, "challenge_not_found");
}

#[tokio::test]
async fn before_the_start_later_is_until_the_start_and_the_days_after_it() {
    let world = World::new().await;
    let starts_at = NOW + 20 * DAY;
    let policy = with(with_grace(&["pupil"], 3), "starts_at", json!(starts_at));
    world.ask("school", &policy).await;
    let (mut sam, opened) = world.signs_in("sam", Some("pupil")).await;
    assert_eq!(opened["challenge"]["step"], "enrol");
    assert_eq!(sam.later_until().await, Some(starts_at + 3 * DAY));
    // Nothing is required yet: what is set up can be taken away again.
    assert_eq!(sam.get("/enrolment").await.ok()["required"], false);
    sam.enrol_by_app().await;
    sam.tell("/settings/erase").await.ok();
    // Who signs in for the first time after the start has the days from then on.
    world.clock.advance(starts_at + DAY - world.clock.now());
    let (kim, _) = world.signs_in("kim", Some("pupil")).await;
    assert_eq!(kim.later_until().await, Some(starts_at + 4 * DAY));
    let (mut sam, _) = world.signs_in("sam", None).await;
    assert_eq!(sam.later_until().await, Some(starts_at + 3 * DAY));
    sam.enrol_by_app().await;
    sam.tell("/settings/erase")
        .await
        .refused(409, "required_by_school");
}

#[tokio::test]
async fn s_b_83_no_trick_begins_grace_anew() {
    let world = World::new().await;
    world
        .ask("school", &with_grace(&["pupil", "teacher"], 7))
        .await;
    let (mut sam, _) = world.signs_in("sam", Some("pupil")).await;
    let until = sam.later_until().await;
    assert_eq!(until, Some(world.clock.now() + 7 * DAY));
    world.clock.advance(DAY);
    let id = world.account("sam").await;
    let mut world = world;
    for trick in [
        "signing in again",
        "beginning and stopping",
        "another role with the same rule",
        "a role that may, and back",
        "no role any more",
        "the policy off and on",
        "a longer grace",
        "a later start",
        "setting up and a reset",
        "a restart",
        "recovery codes",
    ] {
        match trick {
            "beginning and stopping" => {
                sam.choose_app().await;
                sam.delete("/enrolment").await.ok();
            }
            "another role with the same rule" => {
                world.signs_in("sam", Some("teacher")).await;
            }
            "a role that may, and back" => {
                let (parent, _) = world.signs_in("sam", Some("parent")).await;
                assert_eq!(parent.later_until().await, None);
                world.signs_in("sam", Some("pupil")).await;
            }
            "no role any more" => {
                world
                    .execute("UPDATE accounts SET role = NULL WHERE subject = 'sam'")
                    .await;
            }
            "the policy off and on" => {
                world.ask("school", &must(&[])).await;
                world.signs_in("sam", None).await;
                world.ask("school", &with_grace(&["pupil"], 7)).await;
            }
            "a longer grace" => world.ask("school", &with_grace(&["pupil"], 14)).await,
            "a later start" => {
                let later = with(
                    with_grace(&["pupil"], 14),
                    "starts_at",
                    json!(NOW + 40 * DAY),
                );
                world.ask("school", &later).await;
            }
            "setting up and a reset" => {
                let (mut sam, _) = world.signs_in("sam", None).await;
                sam.enrol_by_app().await;
                world.clock.advance(60);
                let joke = world.manager("joke").await;
                joke.act(&id, "reset").await.ok();
            }
            "a restart" => world = world.restarted().await,
            "recovery codes" => {
                let (mut sam, _) = world.signs_in("sam", None).await;
                let codes = sam.enrol_by_app().await;
                let (mut back, challenge) = world.at_challenge("sam", "").await;
                back.come_in_by(&challenge, &codes[0]).await;
                world
                    .execute("DELETE FROM factors WHERE state = 'active'")
                    .await;
            }
            _ => {}
        }
        let (again, _) = world.signs_in("sam", None).await;
        assert_eq!(again.later_until().await, until, "{trick}");
        sam = again;
    }
    world.clock.advance(6 * DAY);
    let (_, opened) = world.signs_in("sam", None).await;
    assert_eq!(opened["level"], "enrolment_required");
}

#[tokio::test]
async fn s_b_83_a_stricter_policy_ends_grace_sooner_at_once_and_a_milder_one_gives_nothing_back() {
    let world = World::new().await;
    world.ask("school", &with_grace(&["pupil"], 14)).await;
    let (sam, _) = world.signs_in("sam", Some("pupil")).await;
    let first = world.clock.now();
    assert_eq!(sam.later_until().await, Some(first + 14 * DAY));
    world.ask("school", &with_grace(&["pupil"], 3)).await;
    // In the session that is open, too.
    assert_eq!(sam.later_until().await, Some(first + 3 * DAY));
    // The one who set it has forgotten it by the time that the next one is milder.
    world.ask("school", &with_grace(&["pupil"], 14)).await;
    assert_eq!(sam.later_until().await, Some(first + 3 * DAY));
    world.ask("group", &must(&["pupil"])).await;
    sam.get("/settings")
        .await
        .refused(403, "enrolment_required");
    world.ask("group", &must(&[])).await;
    sam.get("/settings")
        .await
        .refused(403, "enrolment_required");
}

#[tokio::test]
async fn whoever_was_ready_and_lost_it_when_the_time_is_up_is_asked_at_once() {
    let world = World::new().await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    let (mut sam, _) = world.signs_in("sam", Some("pupil")).await;
    sam.enrol_by_app().await;
    // And one who had it long before anything was asked, and signed in since.
    world.clock.advance(60);
    let id = world.account("sam").await;
    world.clock.advance(30 * DAY);
    let (_, opened) = world.signs_in("sam", None).await;
    assert_eq!(opened["challenge"]["step"], "code");
    let joke = world.manager("joke").await;
    joke.act(&id, "reset").await.ok();
    let (_, opened) = world.signs_in("sam", None).await;
    assert_eq!(
        (&opened["level"], &opened["challenge"]["step"]),
        (&json!("enrolment_required"), &json!("enrol"))
    );
}

#[tokio::test]
async fn grace_begins_also_for_whoever_is_ready_at_that_sign_in() {
    let world = World::new().await;
    let mut sam = world.person_as("sam", "pupil").await;
    sam.enrol_by_app().await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    world.signs_in("sam", None).await;
    let first = world.clock.now();
    world.clock.advance(4 * DAY);
    let joke = world.manager("joke").await;
    joke.act(&world.account("sam").await, "reset").await.ok();
    let (sam, _) = world.signs_in("sam", None).await;
    assert_eq!(sam.later_until().await, Some(first + 7 * DAY));
}

#[tokio::test]
async fn single_sign_on_is_asked_nothing_and_takes_nothing_of_the_time() {
    let world = World::new().await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    let mut said = claims(world.clock.now(), "sam");
    said["ts_role"] = json!("pupil");
    said["amr"] = json!(["mfa"]);
    let (sam, opened) = world.open(&said, "challenge").await;
    assert_eq!(opened.ok()["challenge"]["step"], "passed");
    assert_eq!(sam.later_until().await, None);
    world.clock.advance(3 * DAY);
    let (sam, _) = world.signs_in("sam", None).await;
    assert_eq!(sam.later_until().await, Some(world.clock.now() + 7 * DAY));
}

#[tokio::test]
async fn whoever_has_time_left_is_found_as_such_and_nobody_else() {
    let world = World::new().await;
    world.signs_in("none", Some("pupil")).await;
    world.signs_in("teacher", Some("teacher")).await;
    world.ask("school", &with_grace(&["pupil"], 7)).await;
    world.signs_in("later", Some("pupil")).await;
    let (mut begun, _) = world.signs_in("begun", Some("pupil")).await;
    begun.choose_app().await;
    let (mut ready, _) = world.signs_in("ready", Some("pupil")).await;
    ready.enrol_by_app().await;
    let joke = world.manager("joke").await;
    let all = ["none", "teacher", "later", "begun", "ready"];
    let states = ["none", "none", "in_grace", "pending", "active"];
    for (subject, state) in all.into_iter().zip(states) {
        let file = joke.file(&world.account(subject).await).await;
        assert_eq!(file["person"]["state"], state, "{subject}");
    }
    let found = joke.get("/admin/people?state=in_grace").await.ok();
    assert_eq!(found["people"].as_array().unwrap().len(), 1);
    assert_eq!(found["people"][0]["name"], "Name of later");
    // It ends by itself, and with the rule.
    world.clock.advance(7 * DAY);
    let joke = world.again(&joke, "joke").await;
    let file = joke.file(&world.account("later").await).await;
    assert_eq!(file["person"]["state"], "none");
}
