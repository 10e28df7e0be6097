//! Something sensitive asks for the password and a code, both just given, in this very session; without them it
//! changes nothing.

use serde_json::{Value, json};
use tweestap_server::http::gate::{Need, RULES};

use crate::world::tokens::claims;
use crate::world::{PASSWORD, Person, World};

/// Everything about two steps that is stored, as text.
async fn everything(world: &World) -> String {
    let mut connection = world.app.store.read().await.unwrap();
    let mut text = String::new();
    for query in [
        "SELECT id || state || method || COALESCE(secret, '') FROM factors ORDER BY id",
        "SELECT hash || COALESCE(used_at, 0) FROM recovery_codes ORDER BY hash",
        "SELECT id || codes FROM recovery_sets ORDER BY id",
        "SELECT id || token || expires_at FROM devices ORDER BY id",
        "SELECT id || mfa_epoch || COALESCE(suspended_at, 0) || COALESCE(reset_code, '') FROM accounts ORDER BY id",
    ] {
        let rows: Vec<(String,)> = sqlx::query_as(query)
            .fetch_all(&mut *connection)
            .await
            .unwrap();
        text.push_str(&format!("{rows:?}\n"));
    }
    text
}

/// The sensitive calls of the table, each with a body that would be accepted.
async fn sensitive(person: &Person) -> Vec<(&'static str, Value)> {
    let factor = person.factor("sms").await;
    let calls: Vec<_> = RULES
        .iter()
        .filter(|rule| rule.need == Need::Elevated)
        .map(|rule| match rule.path {
            "/settings/remove" => (rule.path, json!({ "factor": factor })),
            path => (path, Value::Null),
        })
        .chain([
            ("/enrolment/method", json!({ "method": "app" })),
            ("/enrolment/method", json!({ "method": "sms" })),
        ])
        .collect();
    assert!(calls.len() >= 7, "{calls:?}");
    calls
}

async fn call(person: &Person, path: &str, body: &Value) -> crate::world::Answer {
    match body {
        Value::Null => person.tell(path).await,
        body => person.post(path, body.clone()).await,
    }
}

/// Someone with two methods.
async fn with_both(world: &World) -> Person {
    let sam = world.enrolled("sam").await;
    sam.change_number(world, "0612345678").await;
    let settings = sam.get("/settings").await.ok();
    assert_eq!(settings["factors"].as_array().unwrap().len(), 2);
    sam
}

#[tokio::test]
async fn rt_42_without_a_fresh_password_or_a_fresh_code_nothing_sensitive_is_done() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    // Vouched for, by the portal, without saying when: no code was given in this session.
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (no_code, _) = world.open(&vouched, "settings").await;
    // Five minutes later the code still opens the settings, and nothing sensitive.
    let late = world.again(&sam, "sam").await;
    world.clock.advance(300);
    for (person, missing) in [(&no_code, "portal"), (&late, "portal")] {
        let before = everything(&world).await;
        assert_eq!(person.get("/settings").await.ok()["proof"], missing);
        for (path, body) in sensitive(&sam).await {
            call(person, path, &body)
                .await
                .refused(403, "reauthentication_required");
            assert_eq!(everything(&world).await, before, "{path}");
        }
    }
    // The password alone, for someone whose password this back end checks.
    world.local("sam").await;
    let given = late
        .post("/settings/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    assert_eq!(given["proof"], "code", "the code is too old by now");
    let before = everything(&world).await;
    for (path, body) in sensitive(&sam).await {
        call(&late, path, &body)
            .await
            .refused(403, "reauthentication_required");
    }
    assert_eq!(everything(&world).await, before);
    // Both: each of them is done, and says so.
    let both = world.again(&sam, "sam").await;
    assert!(both.get("/settings").await.ok().get("proof").is_none());
    call(&both, "/settings/codes", &Value::Null).await.ok();
    let factor = both.factor("sms").await;
    both.post("/settings/remove", json!({ "factor": factor }))
        .await
        .ok();
}

#[tokio::test]
async fn rt_42_a_code_of_another_session_and_a_remembered_device_stand_for_nothing() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let here = world.again(&sam, "sam").await;
    let remembered = here
        .put(
            "/settings/remember",
            json!({ "duration": "1w", "this_device": true }),
        )
        .await;
    let cookie = remembered.cookies()[0]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (elsewhere, answer) = world.open_with(&vouched, "settings", &cookie).await;
    let settings = answer.ok()["settings"].clone();
    assert_eq!(settings["devices"][0]["this_device"], true);
    assert_eq!(settings["proof"], "code");
    for (path, body) in sensitive(&sam).await {
        call(&elsewhere, path, &body)
            .await
            .refused(403, "reauthentication_required");
    }
}

#[tokio::test]
async fn the_portal_may_vouch_for_a_code_by_its_time() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (person, _) = world.open(&vouched, "settings").await;
    for (ago, proof) in [
        (0, None),
        (299, None),
        (300, Some("code")),
        (-40, Some("code")),
    ] {
        let at = world.clock.now() - ago;
        sqlx::query("UPDATE sessions SET vouched_at = $1")
            .bind(at)
            .execute(world.app.store.writer())
            .await
            .unwrap();
        assert_eq!(
            person.get("/settings").await.ok()["proof"].as_str(),
            proof,
            "{ago}"
        );
    }
    drop(sam);
}

#[tokio::test]
async fn a_clock_that_is_moved_by_hours_stretches_nobodys_proofs() {
    let world = World::new().await;
    let sam = with_both(&world).await;
    let person = world.again(&sam, "sam").await;
    let before = everything(&world).await;
    // Back: the session lives, what was given in it does not count any more.
    world.clock.advance(-3 * 3_600);
    assert_eq!(person.get("/settings").await.ok()["proof"], "portal");
    for (path, body) in sensitive(&sam).await {
        call(&person, path, &body)
            .await
            .refused(403, "reauthentication_required");
    }
    // Ahead: it is over.
    world.clock.advance(6 * 3_600);
    person
        .tell("/settings/erase")
        .await
        .refused(401, "session_expired");
    assert_eq!(everything(&world).await, before);
}

#[tokio::test]
async fn a_wrong_password_changes_nothing_and_the_fifth_ends_the_session() {
    let world = World::new().await;
    world.local("sam").await;
    let sam = with_both(&world).await;
    let person = world.again(&sam, "sam").await;
    world.clock.advance(301);
    let other = world.again(&sam, "sam").await;
    let give = |person: &Person, password: &str| {
        let (person, body) = (person.clone(), json!({ "password": password }));
        async move { person.post("/settings/password", body).await }
    };
    for left in [4, 3, 2, 1, 0] {
        let wrong = give(&person, "no").await.refused(422, "password_wrong");
        assert_eq!(wrong["attempts_left"], left);
    }
    give(&person, PASSWORD)
        .await
        .refused(401, "session_expired");
    // Another session of the account is not ended, but its failures count on.
    for _ in 0..5 {
        give(&other, "no").await.refused(422, "password_wrong");
    }
    let last = world.again(&sam, "sam").await;
    give(&last, PASSWORD)
        .await
        .refused(429, "too_many_attempts");
    world.clock.advance(840);
    let waited = give(&last, PASSWORD).await.ok();
    assert_eq!(waited["proof"], "code", "the code was given 14 minutes ago");
}

#[tokio::test]
async fn a_password_that_the_portal_keeps_is_asked_there() {
    let world = World::new().await;
    let person = world.enrolled("noor").await;
    person
        .post("/settings/password", json!({ "password": PASSWORD }))
        .await
        .refused(403, "reauthentication_required");
    person
        .post(
            "/settings/password",
            json!({ "password": "x".repeat(1025) }),
        )
        .await
        .refused(400, "malformed_request");
    world.clock.advance(300);
    assert_eq!(person.get("/settings").await.ok()["proof"], "portal");
}
