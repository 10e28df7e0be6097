//! What a new password does: everybody out, everybody told, and the second step as it was.

use serde_json::{Value, json};

use super::{EMAIL, NEW, PARENT, token_in};
use crate::world::tokens::claims;
use crate::world::{PASSWORD, Person, World};

async fn rows(world: &World, query: &'static str) -> Vec<String> {
    let mut connection = world.app.store.read().await.unwrap();
    let rows: Vec<(String,)> = sqlx::query_as(query)
        .fetch_all(&mut *connection)
        .await
        .unwrap();
    rows.into_iter().map(|(row,)| row).collect()
}

/// Everything of the second step, as it stands in the database.
async fn second_step(world: &World) -> Vec<String> {
    let mut all = rows(
        world,
        "SELECT id || state || method || COALESCE(secret, '') || last_step FROM factors ORDER BY id",
    )
    .await;
    all.extend(
        rows(
            world,
            "SELECT hash || COALESCE(used_at, 0) FROM recovery_codes ORDER BY hash",
        )
        .await,
    );
    all
}

pub async fn remembered(world: &World) -> (Person, String) {
    let mut sam = world.person("sam").await;
    sam.enrol_by_app().await;
    let body = json!({ "duration": "1w", "this_device": true });
    let answer = sam.put("/settings/remember", body).await;
    let cookie = answer.cookies()[0].split(';').next().unwrap().to_owned();
    world.clock.advance(60);
    (sam, cookie)
}

#[tokio::test]
async fn s_b_72_nobody_is_signed_in_by_it_and_everybody_who_was_is_out() {
    let world = World::with_sam().await;
    let (sam, cookie) = remembered(&world).await;
    let (_, at_challenge) = world.at_challenge("sam", &cookie).await;
    assert_eq!(at_challenge["step"], "passed", "the device is known");
    // In the same second as the change: it dies all the same.
    let late = world.again(&sam, "sam").await;
    let body = json!({ "duration": "1w", "this_device": true });
    let late_cookie = late.put("/settings/remember", body).await.cookies()[0].clone();
    // A sign-in of just now would end the link.
    world
        .execute("UPDATE sessions SET auth_time = auth_time - 1")
        .await;
    world.forgot("sam", EMAIL).await;
    let token = token_in(&world.arrives().await);
    let answer = world.reset(&token, NEW).await;
    assert!(answer.cookies().is_empty());
    assert_eq!(answer.ok(), json!({}));
    for session in [&sam, &late] {
        session
            .get("/settings")
            .await
            .refused(401, "session_expired");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM sessions").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
    for cookie in [cookie.as_str(), late_cookie.split(';').next().unwrap()] {
        let (person, challenge) = world.at_challenge("sam", cookie).await;
        assert_eq!(challenge["step"], "code", "two steps are still asked");
        person
            .get("/settings")
            .await
            .refused(403, "second_factor_required");
    }
    assert!(world.takes("sam", NEW).await);
    assert!(!world.takes("sam", PASSWORD).await);
    let at = world.clock.now();
    for query in [
        "SELECT CAST(password_changed_at AS TEXT) FROM accounts WHERE subject = 'sam'",
        "SELECT CAST(password_changed_at AS TEXT) FROM directory WHERE subject = 'sam'",
    ] {
        assert_eq!(rows(&world, query).await, [at.to_string()], "{query}");
    }
}

#[tokio::test]
async fn rt_58_a_reset_leaves_methods_and_codes_untouched_and_they_go_on_working() {
    let world = World::with_sam().await;
    let sam = world.enrolled("sam").await;
    let before = second_step(&world).await;
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    assert_eq!(second_step(&world).await, before);
    world.clock.advance(60);
    let (person, challenge) = world.at_challenge("sam", "").await;
    let code = sam.code(0);
    let passed = person
        .verify(challenge["id"].as_str().unwrap(), &code, false)
        .await;
    assert_eq!(passed.ok()["step"], "passed");
}

#[tokio::test]
async fn rt_58_a_reset_opens_no_way_around_a_pause_or_a_lock_of_the_second_step() {
    let world = World::with_sam().await;
    let sam = world.enrolled("sam").await;
    world
        .execute(
            "INSERT INTO limits (account, kind, failures, window_ends, consecutive) \
             SELECT id, kind, 10, 1900000000, 50 FROM accounts, (SELECT 'code' AS kind UNION SELECT 'password') kinds",
        )
        .await;
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    let (person, challenge) = world.at_challenge("sam", "").await;
    let id = challenge["id"].as_str().unwrap();
    person
        .verify(id, &sam.code(0), false)
        .await
        .refused(429, "too_many_attempts");
    // Wrong passwords of before say nothing about the new one.
    let left = rows(&world, "SELECT kind FROM limits").await;
    assert_eq!(left, ["code"]);
}

#[tokio::test]
async fn s_b_72_every_known_address_is_told_and_what_to_do_if_it_was_somebody_else() {
    let world = World::with_sam().await;
    let mut told = crate::world::tokens::claims(world.clock.now() - 60, "sam");
    told["email"] = json!("Sam@portal.example");
    told["exp"] = json!(world.clock.now() + 30);
    world.open(&told, "enrolment").await.1.ok();
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    let mails = world.arrives().await;
    let mut to: Vec<_> = mails.iter().map(|sent| sent.to.as_str()).collect();
    to.sort_unstable();
    assert_eq!(to, ["Sam@portal.example", PARENT, EMAIL]);
    for mail in mails {
        assert!(
            mail.text
                .starts_with("Je wachtwoord is veranderd (De Brug)\n\n"),
            "{}",
            mail.text
        );
        assert!(
            mail.text
                .contains("Was jij dit niet?\n\nVraag dan meteen hulp op school.")
        );
        assert!(!mail.text.contains("https://"));
    }
    // The same address from two sides gets one.
    world.clock.advance(60);
    let mut same = crate::world::tokens::claims(world.clock.now() - 60, "sam");
    same["email"] = json!("SAM@family.example");
    same["exp"] = json!(world.clock.now() + 30);
    world.open(&same, "enrolment").await.1.ok();
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, &format!("{NEW} twee")).await.ok();
    assert_eq!(world.arrives().await.len(), 2);
}

#[tokio::test]
async fn s_b_72_nothing_of_the_account_changes_before_the_link_is_used() {
    let world = World::with_sam().await;
    let (sam, cookie) = remembered(&world).await;
    let account = "SELECT id || mfa_epoch || turn || password_changed_at || COALESCE(email, '') FROM accounts";
    let directory = "SELECT name || password || COALESCE(password_changed_at, 0) FROM directory";
    let state = || async {
        let mut all = rows(&world, directory).await;
        all.extend(rows(&world, "SELECT token || verified FROM sessions").await);
        all.extend(rows(&world, "SELECT token || expires_at FROM devices").await);
        all.extend(second_step(&world).await);
        all
    };
    let before = state().await;
    let epoch: Vec<String> = rows(&world, account).await;
    world.forgot("sam", EMAIL).await;
    world.arrives().await;
    assert_eq!(state().await, before);
    // Only the counter that lets writers in one by one.
    let now = rows(&world, account).await;
    assert_eq!(now.len(), epoch.len());
    assert!(world.takes("sam", PASSWORD).await);
    sam.get("/settings").await.ok();
    let (_, challenge) = world.at_challenge("sam", &cookie).await;
    assert_eq!(challenge["step"], "passed");
}

#[tokio::test]
async fn rt_57_a_link_sets_the_password_of_its_own_account_whatever_else_is_said() {
    let world = World::with_sam().await;
    world.on_file("noor", &["noor@family.example"]).await;
    world.person("noor").await;
    let noor = world.token_for("noor", "noor@family.example").await;
    let sam = world.token_for("sam", EMAIL).await;
    assert_ne!(noor, sam);
    for member in ["username", "subject", "account", "school"] {
        let mut body: Value = json!({ "token": sam, "password": NEW });
        body[member] = json!("noor");
        let path = "/password/reset";
        let answer = crate::http::post_from(&world, crate::world::PORTAL, "", path, &body).await;
        answer.refused(400, "malformed_request");
    }
    world.reset(&sam, NEW).await.ok();
    assert!(world.takes("sam", NEW).await && world.takes("noor", PASSWORD).await);
    let signed_in = "SELECT COUNT(*) FROM sessions JOIN accounts ON accounts.id = account WHERE subject = 'noor'";
    assert_eq!(world.count(signed_in).await, 1, "Noor notices nothing");
    world.reset(&noor, NEW).await.ok();
    assert!(world.takes("noor", NEW).await);
}

#[tokio::test]
async fn somebody_taken_off_the_list_meanwhile_gets_no_password_back() {
    let world = World::with_sam().await;
    let token = world.token_for("sam", EMAIL).await;
    world.execute("DELETE FROM directory").await;
    world
        .reset(&token, NEW)
        .await
        .refused(410, "reset_link_invalid");
    assert_eq!(world.count("SELECT COUNT(*) FROM directory").await, 0);
}

const BEGUN: &str = "SELECT COUNT(*) FROM factors WHERE state <> 'active'";

/// Whoever knows the old password has seen its secret: scanned by its owner, it would be theirs as well.
#[tokio::test]
async fn setting_up_that_was_begun_with_the_old_password_ends_with_it() {
    for is_confirmed in [false, true] {
        let world = World::with_sam().await;
        let mut intruder = world.person("sam").await;
        let begun = intruder.choose_app().await;
        if is_confirmed {
            let id = begun["id"].as_str().unwrap();
            intruder.confirm(id, &intruder.code(0)).await.ok();
        }
        assert_eq!(world.count(BEGUN).await, 1);
        world.clock.advance(1);
        let token = world.token_for("sam", EMAIL).await;
        world.reset(&token, NEW).await.ok();
        assert_eq!(world.count(BEGUN).await, 0, "{is_confirmed}");
        let sam = world.person("sam").await;
        assert_eq!(sam.get("/enrolment").await.ok()["step"], "method");
    }
}

#[tokio::test]
async fn setting_up_that_was_begun_before_the_portal_changed_the_password_ends_with_it() {
    let world = World::new().await;
    world.person("sam").await.choose_app().await;
    world.clock.advance(60);
    let mut said = claims(world.clock.now(), "sam");
    said["ts_password_changed_at"] = json!(world.clock.now() - 30);
    let (mut sam, answer) = world.open(&said, "enrolment").await;
    answer.ok();
    assert_eq!(world.count(BEGUN).await, 0);
    // And what was begun after another change goes on, however late the portal tells of it.
    sam.choose_app().await;
    let mut said = claims(world.clock.now() + 60, "sam");
    said["ts_password_changed_at"] = json!(world.clock.now() - 10);
    world.clock.advance(60);
    world.open(&said, "enrolment").await.1.ok();
    assert_eq!(world.count(BEGUN).await, 1);
}

#[tokio::test]
async fn a_token_from_before_the_new_password_opens_nothing_after_it() {
    let world = World::with_sam().await;
    world.person("sam").await;
    world.clock.advance(10);
    let mut kept = claims(world.clock.now(), "sam");
    kept["exp"] = json!(world.clock.now() + 120);
    world.clock.advance(31);
    let token = world.token_for("sam", EMAIL).await;
    world.reset(&token, NEW).await.ok();
    let (_, answer) = world.open(&kept, "enrolment").await;
    answer.refused(401, "portal_token_invalid");
    // One that the portal makes now is good, whoever it keeps signed in; clocks may differ by half a minute.
    let now = world.clock.now();
    for (made, is_good) in [(now - 31, false), (now - 30, true), (now, true)] {
        let mut said = claims(made, "sam");
        said["auth_time"] = json!(now - 600);
        said["exp"] = json!(made + 60);
        let (_, answer) = world.open(&said, "enrolment").await;
        assert_eq!(answer.status == 200, is_good, "{said}");
    }
    // The clock was a day ahead when it was changed.
    world.clock.advance(-86_400);
    let said = claims(world.clock.now(), "sam");
    world.open(&said, "enrolment").await.1.ok();
}

/// A call that was judged waits for its turn behind the new password: its session ends when it was looked up.
#[tokio::test]
async fn a_call_of_a_session_that_ends_meanwhile_begins_nothing() {
    let world = World::with_sam().await;
    if world.is_postgres() {
        return;
    }
    let intruder = world.person("sam").await;
    world
        .execute(
            "CREATE TRIGGER meanwhile AFTER UPDATE OF seen_at ON sessions \
             BEGIN DELETE FROM sessions WHERE token = NEW.token; END",
        )
        .await;
    // Long enough ago for being seen to be written down.
    world.clock.advance(31);
    let body = json!({ "method": "app" });
    let answer = intruder.post("/enrolment/method", body).await;
    assert_eq!(world.count("SELECT COUNT(*) FROM sessions").await, 0);
    answer.refused(401, "session_expired");
    assert_eq!(world.count(BEGUN).await, 0);
}
