//! A policy that is not whole, or that goes further than the operator's settings allow, is never stored.

use serde_json::{Value, json};
use tweestap_api::{Method, Recovery, RememberDuration};

use crate::world::policies::{DAY, must, with, with_grace};
use crate::world::{FIRM, NOW, Person, World};

async fn refuses(world: &World, manager: &Person, policy: &Value, what: &str) {
    for answer in [
        manager.preview_policy("school", policy).await,
        manager.save_policy("school", policy).await,
    ] {
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (422, "policy_invalid"),
            "{what}"
        );
    }
    assert_eq!(
        world.count("SELECT COUNT(*) FROM policies").await,
        0,
        "{what}"
    );
}

#[tokio::test]
async fn a_policy_that_is_not_whole_or_asks_for_what_cannot_be_is_refused() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    let whole = || must(&["teacher"]);
    let roles = |change: fn(&mut Vec<Value>)| {
        let mut policy = whole();
        change(policy["roles"].as_array_mut().unwrap());
        policy
    };
    for (what, policy) in [
        ("no roles", with(whole(), "roles", json!([]))),
        ("a role is missing", roles(|roles| drop(roles.pop()))),
        (
            "a role is there twice",
            roles(|roles| roles[5] = roles[0].clone()),
        ),
        ("seven roles", roles(|roles| roles.push(roles[0].clone()))),
        ("no methods", with(whole(), "methods", json!([]))),
        ("without the app", with(whole(), "methods", json!(["sms"]))),
        (
            "tokens",
            with(whole(), "methods", json!(["app", "hardware"])),
        ),
        (
            "twice the app",
            with(whole(), "methods", json!(["app", "app"])),
        ),
        ("fifteen days", with_grace(&["teacher"], 15)),
        ("before time", with(whole(), "starts_at", json!(-1))),
        (
            "in three years",
            with(whole(), "starts_at", json!(NOW + 3 * 366 * DAY)),
        ),
        ("never", with(whole(), "starts_at", json!(i64::MAX))),
        (
            "what can be read again",
            with(whole(), "recovery", json!("reset_code")),
        ),
    ] {
        refuses(&world, &joke, &policy, what).await;
    }
    for (what, policy) in [
        ("days without measure", with_grace(&["teacher"], 256)),
        (
            "another rule",
            with(
                whole(),
                "roles",
                json!([{ "role": "pupil", "rule": "should" }]),
            ),
        ),
        (
            "something new",
            with(whole(), "networks", json!(["10.0.0.0/8"])),
        ),
    ] {
        for answer in [
            joke.preview_policy("school", &policy).await,
            joke.save_policy("school", &policy).await,
        ] {
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (400, "malformed_request"),
                "{what}"
            );
        }
    }
    let last = with(
        with_grace(&["teacher"], 14),
        "starts_at",
        json!(NOW + 365 * DAY),
    );
    joke.save_policy("school", &last).await.ok();
}

#[tokio::test]
async fn s_b_83_no_policy_goes_further_than_the_operators_settings() {
    let world = World::new()
        .await
        .with_school(|school| {
            school.methods = vec![Method::App];
            school.longest_remember = RememberDuration::TwelveHours;
            school.recovery = Recovery::Codes;
        })
        .await;
    let joke = world.manager("joke").await;
    let narrow = with(
        with(must(&[]), "methods", json!(["app"])),
        "longest_remember",
        json!("12h"),
    );
    for (what, member, value) in [
        ("a method", "methods", json!(["app", "sms"])),
        ("a duration", "longest_remember", json!("3d")),
        ("a way back", "recovery", json!("reset_code")),
    ] {
        refuses(&world, &joke, &with(narrow.clone(), member, value), what).await;
    }
    let file = joke.save_policy("school", &narrow).await.ok();
    assert_eq!(
        file["bounds"],
        json!({ "methods": ["app"], "longest_remember": "12h", "recovery": "codes", "required": false })
    );
    // For the group it is the other school's settings that allow it.
    assert_eq!(
        file["group"]["bounds"],
        json!({ "methods": ["app", "sms"], "longest_remember": "1w", "recovery": "codes", "required": false })
    );
    let file = joke.save_policy("group", &must(&["client"])).await.ok();
    assert_eq!(file["group"]["policy"]["methods"], json!(["app", "sms"]));
    assert_eq!(file["in_force"]["methods"], json!(["app"]));
}

#[tokio::test]
async fn what_may_be_chosen_is_told_and_can_be_saved() {
    let world = World::new()
        .await
        .with_school(|school| school.recovery = Recovery::ResetCode)
        .await;
    let joke = world.manager("joke").await;
    let file = joke.get("/admin/policy").await.ok();
    for bounds in [&file["bounds"], &file["group"]["bounds"]] {
        assert_eq!(bounds["recovery"], "reset_code", "{file}");
    }
    for recovery in ["codes", "reset_code"] {
        let policy = with(must(&[]), "recovery", json!(recovery));
        let file = joke.save_policy("school", &policy).await.ok();
        assert_eq!(file["school"]["recovery"], recovery);
    }
}

#[tokio::test]
async fn where_the_operator_requires_two_steps_nothing_else_can_be_chosen() {
    let world = World::new().await;
    let mut joke = world.person_of(FIRM, "joke").await;
    world.execute("UPDATE accounts SET role = 'manager'").await;
    joke.enrol_by_app().await;
    world.clock.advance(60);
    let all = ["pupil", "parent", "teacher", "staff", "client", "manager"];
    let file = joke.get("/admin/policy").await.ok();
    assert_eq!(file["school"], must(&all));
    assert_eq!(
        (&file["bounds"]["required"], &file["group"]),
        (&json!(true), &Value::Null)
    );
    for (what, policy) in [
        ("one who may", must(&all[1..])),
        ("grace", with_grace(&all, 1)),
        ("a start", with(must(&all), "starts_at", json!(NOW))),
    ] {
        refuses(&world, &joke, &policy, what).await;
    }
    joke.save_policy("school", &with(must(&all), "methods", json!(["app"])))
        .await
        .ok();
    for answer in [
        joke.preview_policy("group", &must(&all)).await,
        joke.put(
            "/admin/policy",
            json!({ "scope": "group", "policy": must(&all), "version": 0 }),
        )
        .await,
    ] {
        answer.refused(404, "no_group");
    }
}

/// What is shown can be saved, also where the operator's settings have become stricter since.
#[tokio::test]
async fn a_stored_policy_is_shown_as_far_as_it_still_holds() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.save_policy("school", &with_grace(&["teacher"], 7))
        .await
        .ok();
    let world = world
        .with_school(|school| {
            school.methods = vec![Method::App];
            school.longest_remember = RememberDuration::AlwaysAsk;
        })
        .await;
    let mut joke = joke;
    joke.move_to(&world);
    let shown = joke.get("/admin/policy").await.ok()["school"].clone();
    assert_eq!(
        (&shown["methods"], &shown["longest_remember"]),
        (&json!(["app"]), &json!("always_ask"))
    );
    assert_eq!(joke.save_policy("school", &shown).await.ok()["version"], 2);
    let world = world.with_school(|school| school.required = true).await;
    joke.move_to(&world);
    let shown = joke.get("/admin/policy").await.ok();
    assert_eq!(shown["school"]["grace_days"], 0);
    assert!(
        !shown["school"]["roles"].to_string().contains("may"),
        "{shown}"
    );
}
