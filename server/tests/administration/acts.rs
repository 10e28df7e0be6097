//! What a manager does to somebody else's second step, and to whom not.

use serde_json::json;

use crate::world::World;

const LOCK: &str = "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
                    SELECT id, 'code', 10, 1800000000, 100 FROM accounts WHERE subject = 'sam'";

#[tokio::test]
async fn s_b_81_a_reset_takes_everything_tells_the_person_and_says_who_did_it_and_why() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let noor = world.enrolled("noor").await;
    for person in [&sam, &noor] {
        let body = json!({ "duration": "1w", "this_device": true });
        person.put("/settings/remember", body).await.ok();
    }
    let joke = world.manager("joke").await;
    world.reachable().await;
    let id = world.account("sam").await;
    joke.support_code(&id).await.ok();
    let file = joke.act(&id, "reset").await.ok();
    assert_eq!(file["person"]["state"], "none");
    assert_eq!(file["methods"], json!([]));
    let last = file["history"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (&last["action"], &last["reason"], &last["actor"]["name"]),
        (
            &json!("reset"),
            &json!("asked at the desk"),
            &json!("Name of joke")
        )
    );
    assert_eq!(last["person"]["id"], id.as_str());
    assert_eq!(world.notices().await, ["reset", "support_code_made"]);
    sam.get("/settings").await.refused(401, "session_expired");
    noor.get("/settings").await.ok();
    for (table, left) in [
        ("SELECT COUNT(*) FROM factors", 2),
        ("SELECT COUNT(*) FROM recovery_codes", 12),
        ("SELECT COUNT(*) FROM devices", 1),
        ("SELECT COUNT(*) FROM support_codes", 0),
        ("SELECT mfa_epoch FROM accounts WHERE subject = 'sam'", 2),
        ("SELECT mfa_epoch FROM accounts WHERE subject = 'noor'", 1),
    ] {
        assert_eq!(world.count(table).await, left, "{table}");
    }
}

#[tokio::test]
async fn s_b_81_no_manager_does_it_to_another_one_nor_to_themselves() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    world.manager("peer").await;
    let (own, peer) = (world.account("joke").await, world.account("peer").await);
    for what in ["reset", "switch-off", "switch-on", "unlock"] {
        joke.act(&own, what).await.refused(409, "not_yourself");
    }
    joke.support_code(&own).await.refused(409, "not_yourself");
    for what in ["reset", "switch-off"] {
        joke.act(&peer, what).await.refused(403, "role_too_high");
    }
    joke.support_code(&peer).await.refused(403, "role_too_high");
    // What only ever asks more of a colleague, or lets one try again, is help.
    joke.act(&peer, "switch-on").await.ok();
    joke.act(&peer, "unlock").await.ok();
    assert_eq!(world.actions().await, ["switched_on", "switched_on"]);
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 2);
}

#[tokio::test]
async fn off_for_a_while_and_on_again_keep_the_methods_and_end_every_session() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    world.reachable().await;
    let id = world.account("sam").await;
    let (waiting, _) = world.at_challenge("sam", "").await;
    let off = joke.act(&id, "switch-off").await.ok();
    assert_eq!(off["person"]["state"], "suspended");
    assert_eq!(off["person"]["since"], world.clock.now());
    assert_eq!(off["methods"][0]["method"], "app");
    // Who waited for a code is not let in by that.
    for ended in [&sam, &waiting] {
        let refused = ended.get("/settings").await;
        refused.refused(401, "session_expired");
    }
    joke.act(&id, "switch-off").await.ok();
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "passed");
    assert_eq!(
        joke.act(&id, "switch-on").await.ok()["person"]["state"],
        "active"
    );
    joke.act(&id, "switch-on").await.ok();
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "code");
    assert_eq!(world.notices().await, ["resumed", "suspended"]);
    assert_eq!(
        world.trail("school").await[2..],
        [
            ("joke".to_owned(), "sam".to_owned(), "suspended".to_owned()),
            ("joke".to_owned(), "sam".to_owned(), "resumed".to_owned())
        ]
    );
}

#[tokio::test]
async fn who_never_set_up_two_steps_cannot_be_switched_on_or_off() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    joke.act(&id, "switch-on")
        .await
        .refused(409, "never_set_up");
    joke.act(&id, "switch-off")
        .await
        .refused(409, "not_enrolled");
    joke.support_code(&id).await.refused(409, "not_enrolled");
    assert_eq!(world.actions().await, ["switched_on"]);
}

/// Nobody there can be without two steps; so the last manager cannot, either.
#[tokio::test]
async fn the_last_manager_keeps_two_steps_where_the_school_requires_them_and_switches_nobody_off() {
    let world = World::new()
        .await
        .with_school(|school| school.required = true)
        .await;
    let mut sam = world.person("sam").await;
    sam.enrol_by_app().await;
    let joke = world.manager("joke").await;
    for path in ["/settings/switch-off", "/settings/erase"] {
        let refused = joke.tell(path).await;
        refused.refused(409, "required_by_school");
    }
    let refused = joke.act(&world.account("sam").await, "switch-off").await;
    refused.refused(409, "required_by_school");
    joke.get("/admin/people").await.ok();
}

#[tokio::test]
async fn an_unlocked_account_answers_codes_again_and_one_that_was_open_is_left_alone() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    joke.act(&id, "unlock").await.ok();
    world.execute(LOCK).await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let asked = challenge["id"].as_str().unwrap().to_owned();
    let refused = person.verify(&asked, &sam.code(0), false).await;
    refused.refused(403, "locked");
    assert_eq!(joke.file(&id).await["person"]["state"], "locked");
    let file = joke.act(&id, "unlock").await.ok();
    assert_eq!(file["person"]["state"], "active");
    person.verify(&asked, &sam.code(0), false).await.ok();
    assert_eq!(
        world.actions().await,
        ["switched_on", "switched_on", "unlocked"]
    );
}

/// The way out when codes are locked is counted apart, and can be stopped too.
#[tokio::test]
async fn whoever_tried_too_many_recovery_codes_is_let_go_on_by_a_manager() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    assert!(joke.file(&id).await.get("stopped").is_none());
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'recovery', 10, 1800000000, 100 FROM accounts WHERE subject = 'sam'",
        )
        .await;
    let file = joke.file(&id).await;
    assert_eq!(
        (&file["person"]["state"], &file["stopped"]),
        (&json!("active"), &json!(true))
    );
    let code = joke.support_code(&id).await.ok()["code"].clone();
    let (person, challenge) = world.at_challenge("sam", "").await;
    let challenge = person.choose(&challenge, "recovery_code").await.ok();
    let code = code.as_str().unwrap();
    let refused = person.recover(&challenge, code).await;
    refused.refused(403, "locked");
    joke.act(&id, "unlock").await.ok();
    assert!(joke.file(&id).await.get("stopped").is_none());
    person.recover(&challenge, code).await.ok();
}

#[tokio::test]
async fn a_pause_is_not_shortened_by_a_manager() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, 'code', 10, 1900000000, 99 FROM accounts WHERE subject = 'sam'",
        )
        .await;
    joke.act(&world.account("sam").await, "unlock").await.ok();
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 1);
}
