//! The demonstration: a portal that keeps to the public contract, a phone, a hardware token, a clock, a gallery.

mod assertions;
mod browser;
mod gallery;
mod passwords;
mod people;
mod schools;

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use tempfile::TempDir;
use tweestap_server::state::Shared;

use crate::world::{code, demonstration, send};
use browser::Browser;

const PASSWORD: &str = "tweestap-demo-wachtwoord";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn someone_signs_in_enrols_and_is_asked_for_a_code_the_next_time() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    assert_eq!(
        browser.state().await,
        json!({ "state": "signed-out", "school": "Voorbeeldcollege", "school_id": "voorbeeldcollege" })
    );
    let signed = browser.sign_in("leerling").await;
    assert_eq!(
        (&signed["state"], &signed["name"]),
        (&json!("challenge"), &json!("Sam de Vries"))
    );
    let challenge = browser.open("challenge").await;
    assert_eq!(
        browser.settle(&challenge["assertion"]).await.ok()["state"],
        "signed-in"
    );
    let key = browser.enrol().await;

    state.clock.advance(3_600);
    assert_eq!(browser.sign_in("leerling").await["state"], "challenge");
    let challenge = browser.open("challenge").await;
    assert_eq!(challenge["step"], "code");
    assert_eq!(browser.state().await["state"], "challenge");
    let body = json!({ "challenge": challenge["id"], "code": code(&key, state.clock.now()), "remember": false });
    let passed = browser.post("/api/v1/challenge/verify", body).await.ok();
    assert_eq!(
        browser.settle(&passed["assertion"]).await.ok()["state"],
        "signed-in"
    );
    assert_eq!(browser.open("settings").await["status"], "on");
    browser
        .call("POST", "/demo/portal/sign-out", None)
        .await
        .ok();
    assert_eq!(browser.state().await["state"], "signed-out");
    browser
        .call("POST", "/demo/portal/token", None)
        .await
        .refused(401, "signed_out");
}

#[tokio::test]
async fn wrong_passwords_and_unknown_names_are_refused_alike() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let mut bodies = Vec::new();
    for (username, password) in [
        ("leerling", "no"),
        ("nobody", PASSWORD),
        ("", ""),
        ("leerling", "Tweestap-demo-wachtwoord"),
    ] {
        let answer = browser
            .post(
                "/demo/portal/sign-in",
                json!({ "username": username, "password": password }),
            )
            .await;
        bodies.push(answer.bytes.clone());
        answer.refused(401, "wrong_credentials");
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    for (username, name) in [
        ("leerling", "Sam de Vries"),
        ("docent", "Noor Jansen"),
        ("ouder", "Karim El Amrani"),
        ("beheerder", "Joke Peeters"),
        ("balie", "Conciërge"),
        ("kantoor", "Fatima Bakker"),
    ] {
        assert_eq!(browser.sign_in(username).await["name"], name);
    }
}

#[tokio::test]
async fn an_old_sign_in_gives_the_password_and_the_demonstration_can_move_the_clock_for_it() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    browser.in_through("leerling").await;
    browser
        .post("/demo/clock", json!({ "advance_seconds": 301 }))
        .await
        .ok();
    browser.open("enrolment").await;
    let waiting = browser
        .post("/api/v1/enrolment/method", json!({ "method": "app" }))
        .await
        .ok();
    assert_eq!(
        (&waiting["step"], &waiting["reauthentication"]),
        (&json!("password"), &json!("password"))
    );
    let scan = browser
        .post(
            "/api/v1/enrolment/password",
            json!({ "password": PASSWORD }),
        )
        .await
        .ok();
    assert_eq!(scan["step"], "scan");
}

#[tokio::test]
async fn the_clock_moves_both_ways_is_bounded_and_survives_with_the_session() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let now = browser.call("GET", "/demo/clock", None).await.ok()["now"].clone();
    assert_eq!(now, "2027-01-15T08:00:00Z");
    let moved = browser
        .post("/demo/clock", json!({ "advance_seconds": 90 }))
        .await
        .ok();
    assert_eq!(moved["now"], "2027-01-15T08:01:30Z");
    browser
        .post("/demo/clock", json!({ "advance_seconds": -30 }))
        .await
        .ok();
    for refused in [
        json!({ "advance_seconds": i64::MAX }),
        json!({ "advance_seconds": 1.5 }),
        json!({}),
        json!({ "now": 1 }),
    ] {
        browser
            .post("/demo/clock", refused)
            .await
            .refused(400, "malformed_request");
    }
    browser.in_through("docent").await;
    state.store.close().await;
    let (router, _) = demonstration(&folder).await;
    browser.router = router;
    assert_eq!(
        browser.call("GET", "/demo/clock", None).await.ok()["now"],
        "2027-01-15T08:01:00Z"
    );
    assert_eq!(browser.state().await["state"], "signed-in");
}

/// How many rows each table has.
async fn rows(state: &Shared) -> BTreeMap<String, i64> {
    let mut connection = state.store.read().await.unwrap();
    let tables: Vec<(String,)> = sqlx::query_as(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlx%' AND name NOT LIKE 'sqlite%'",
    )
    .fetch_all(&mut *connection)
    .await
    .unwrap();
    let mut counted = BTreeMap::new();
    for (table,) in tables {
        let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let (rows,): (i64,) = sqlx::query_as(query)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        counted.insert(table, rows);
    }
    counted
}

#[tokio::test]
async fn a_reset_goes_back_to_the_first_state() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let first = rows(&state).await;
    for (table, expected) in [
        ("directory", 6),
        // One each, and that of Sam's parents.
        ("addresses", 7),
        // Those who can sign in, and a hundred to look at.
        ("accounts", 106),
        // One of them too often wrong.
        ("limits", 1),
        // Theirs, and the front desk's token.
        ("factors", 81),
        ("sessions", 0),
        ("audit_entries", 0),
    ] {
        assert_eq!(first[table], expected, "{table}");
    }
    let mut browser = Browser::new(&router);
    browser.in_through("leerling").await;
    browser.enrol().await;
    browser.open("settings").await;
    browser.in_through("docent").await;
    browser.open("enrolment").await;
    let phone = browser
        .post("/api/v1/enrolment/method", json!({ "method": "sms" }))
        .await
        .ok();
    let body = json!({ "enrolment": phone["id"], "number": "0612345678" });
    browser.post("/api/v1/enrolment/phone", body).await.ok();
    let outbox = browser.call("GET", "/demo/outbox", None).await.ok();
    for (kind, to) in [
        ("sms", "+31612345678"),
        ("mail", "leerling@voorbeeldcollege.example"),
    ] {
        let mut messages = outbox.as_array().unwrap().iter();
        let message = messages.find(|message| message["kind"] == kind).unwrap();
        assert_eq!(
            (&message["to"], &message["at"]),
            (&json!(to), &json!("2027-01-15T08:00:00Z"))
        );
    }
    browser
        .post("/demo/clock", json!({ "advance_seconds": 500 }))
        .await
        .ok();

    browser.call("POST", "/demo/reset", None).await.ok();
    assert_eq!(
        browser.call("GET", "/demo/outbox", None).await.ok(),
        json!([])
    );
    assert_eq!(
        browser.call("GET", "/demo/clock", None).await.ok()["now"],
        "2027-01-15T08:00:00Z"
    );
    assert_eq!(browser.state().await["state"], "signed-out");
    assert_eq!(rows(&state).await, first);
    browser.in_through("leerling").await;
    assert_eq!(browser.open("settings").await["status"], "off");
}

#[tokio::test]
async fn a_foreign_page_cannot_move_the_demonstration() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    for path in [
        "/demo/reset",
        "/demo/clock",
        "/demo/portal/sign-in",
        "/demo/portal/token",
    ] {
        let request = Request::post(path)
            .header("origin", "https://evil.test")
            .body(Body::empty())
            .unwrap();
        send(router.clone(), request)
            .await
            .refused(403, "origin_not_allowed");
    }
}
