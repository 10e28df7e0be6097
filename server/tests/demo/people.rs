//! The accounts of the demonstration that are not like the others: an office that requires two steps, and
//! someone with a hardware token.

use serde_json::{Value, json};

use super::browser::Browser;
use super::folder;
use crate::world::{code, demonstration};

#[tokio::test]
async fn the_office_lets_nobody_in_before_two_steps_are_set_up() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let signed = browser.sign_in("kantoor").await;
    assert_eq!(
        (&signed["school"], &signed["name"]),
        (&json!("Voorbeeldkantoor"), &json!("Fatima Bakker"))
    );
    let challenge = browser.open("challenge").await;
    assert_eq!(
        (&challenge["step"], &challenge["assertion"]),
        (&json!("enrol"), &Value::Null)
    );
    browser
        .call("GET", "/api/v1/settings", None)
        .await
        .refused(403, "enrolment_required");

    let scan = browser
        .post("/api/v1/enrolment/method", json!({ "method": "app" }))
        .await
        .ok();
    assert_eq!(
        (&scan["step"], &scan["required"], &scan["recovery"]),
        (&json!("scan"), &json!(true), &json!("reset_code"))
    );
    let key = scan["app"]["key"].as_str().unwrap();
    let body = json!({ "enrolment": scan["id"], "code": code(key, state.clock.now()) });
    let codes = browser.post("/api/v1/enrolment/confirm", body).await.ok();
    assert_eq!(codes["recovery_codes"].as_array().map(Vec::len), Some(1));
    let kept = json!({ "enrolment": scan["id"] });
    browser
        .post("/api/v1/enrolment/acknowledge", kept)
        .await
        .ok();
    let passed = browser.post("/api/v1/challenge", json!({})).await.ok();
    let settled = browser.settle(&passed["assertion"]).await.ok();
    assert_eq!(
        (&settled["state"], &settled["school"]),
        (&json!("signed-in"), &json!("Voorbeeldkantoor"))
    );
    let settings = browser.open("settings").await;
    assert_eq!(
        (&settings["required"], &settings["recovery"]),
        (&json!(true), &json!("reset_code"))
    );
}

#[tokio::test]
async fn an_assertion_for_one_school_is_worth_nothing_at_the_other() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut sam = Browser::new(&router);
    sam.sign_in("leerling").await;
    let assertion = sam.open("challenge").await["assertion"].clone();
    let mut office = Browser::new(&router);
    office.sign_in("kantoor").await;
    office
        .settle(&assertion)
        .await
        .refused(403, "assertion_refused");
    sam.settle(&assertion).await.ok();
}

/// What the token on the desk shows.
async fn shown(browser: &mut Browser) -> Value {
    browser.call("GET", "/demo/token", None).await.ok()
}

#[tokio::test]
async fn the_front_desk_signs_in_with_the_token_the_school_handed_out() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut desk = Browser::new(&router);
    desk.sign_in("balie").await;
    let challenge = desk.open("challenge").await;
    assert_eq!(
        (
            &challenge["step"],
            &challenge["method"],
            &challenge["digits"]
        ),
        (&json!("code"), &json!("hardware"), &json!(8))
    );
    let first = shown(&mut desk).await;
    assert_eq!(first["owner"], "balie");
    assert_eq!(first["until"], "2027-01-15T08:01:00Z");
    let body =
        |code: &Value| json!({ "challenge": challenge["id"], "code": code, "remember": false });
    desk.post("/api/v1/challenge/verify", body(&json!("00000000")))
        .await
        .refused(422, "code_mismatch");
    let passed = desk
        .post("/api/v1/challenge/verify", body(&first["code"]))
        .await
        .ok();
    assert_eq!(
        desk.settle(&passed["assertion"]).await.ok()["state"],
        "signed-in"
    );
    let settings = desk.open("settings").await;
    assert_eq!(settings["factors"][0]["method"], "hardware");

    // Each code once; the next one is shown a minute later, by the clock of the demonstration.
    desk.sign_in("balie").await;
    let challenge = desk.open("challenge").await;
    let body =
        |code: &Value| json!({ "challenge": challenge["id"], "code": code, "remember": false });
    desk.post("/api/v1/challenge/verify", body(&first["code"]))
        .await
        .refused(422, "code_mismatch");
    state.clock.advance(59);
    assert_eq!(shown(&mut desk).await, first);
    state.clock.advance(1);
    let second = shown(&mut desk).await;
    assert_ne!(second["code"], first["code"]);
    desk.post("/api/v1/challenge/verify", body(&second["code"]))
        .await
        .ok();
}

#[tokio::test]
async fn the_token_survives_a_restart_is_new_after_a_reset_and_gone_when_it_was_taken_away() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut desk = Browser::new(&router);
    let first = shown(&mut desk).await;
    state.store.close().await;
    let (router, state) = demonstration(&folder).await;
    desk.router = router;
    assert_eq!(shown(&mut desk).await, first);

    desk.call("POST", "/demo/reset", None).await.ok();
    let second = shown(&mut desk).await;
    assert_eq!(second["serial"], first["serial"]);
    assert_ne!(second["code"], first["code"]);

    let mut tx = state.store.write().await.unwrap();
    sqlx::query("DELETE FROM factors")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    desk.call("GET", "/demo/token", None)
        .await
        .refused(404, "not_found");
    // What somebody has erased does not come back by itself.
    state.store.close().await;
    let (router, _) = demonstration(&folder).await;
    desk.router = router;
    desk.call("GET", "/demo/token", None)
        .await
        .refused(404, "not_found");
}

#[tokio::test]
async fn the_college_is_in_a_group_with_a_school_that_nobody_signs_in_at() {
    let folder = folder();
    let (_, state) = demonstration(&folder).await;
    let group = state.config.group_of("voorbeeldcollege").unwrap();
    assert_eq!(group.name, "Voorbeeldgroep");
    assert_eq!(group.schools, ["voorbeeldcollege", "voorbeeldlyceum"]);
    assert!(state.config.group_of("voorbeeldkantoor").is_none());
}
