//! What the page around is told. The page is not ours: no secret may be in it.

use crate::{
    back_end::{BackEnd, Reply, answer, problem},
    fixture::*,
    page::{Clock, turns, until},
    widget::{TOKEN, Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{Method, Problem};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn an_enrolment_is_told_step_by_step_and_no_secret_with_it() {
    let back_end = BackEnd::fresh();
    let wrong = Problem::CodeMismatch {
        attempts_left: 4,
        seconds_ago: None,
    };
    back_end
        .will("POST /enrolment/method", answer(&at_password()))
        .will("POST /enrolment/password", answer(&at_scan()))
        .will("POST /enrolment/confirm", problem(wrong))
        .will("GET /enrolment", answer(&at_scan()))
        .will("POST /enrolment/confirm", answer(&at_recovery_codes()))
        .will("POST /enrolment/acknowledge", answer(&at_done()));
    let widget = Widget::enrolment(&back_end, at_method()).await;
    let view = widget.view();

    view.click("choose-app");
    widget.comes_to("password").await;
    view.types("password", PASSWORD);
    view.click("continue");
    widget.comes_to("scan").await;
    for code in ["111111", CODE_AT_NOW] {
        view.types("code", code);
        view.click("confirm");
        until("answered", || !widget.has("[aria-busy]")).await;
        turns().await;
    }
    widget.comes_to("recovery-codes").await;
    view.click("acknowledge");
    widget.comes_to("done").await;
    view.click("finish");
    until("finished", || !widget.heard.of("changed").is_empty()).await;

    let steps = |step: &str| json!({"view": "enrolment", "step": step});
    let expected: Vec<Value> = ["method", "password", "scan", "recovery-codes", "done"]
        .map(steps)
        .to_vec();
    assert_eq!(widget.heard.of("step"), expected);
    assert_eq!(widget.heard.of("ready").len(), 1);
    assert_eq!(widget.heard.of("error"), [json!({"code": "code_mismatch"})]);
    assert_eq!(widget.heard.of("enrolled"), [json!({"method": "app"})]);
    assert_eq!(widget.heard.of("changed"), [json!({"what": "finished"})]);

    let told = format!("{:?}", widget.heard.all());
    for canary in [
        KEY,
        PASSWORD,
        PASSWORD.trim(),
        RECOVERY_CODE,
        "111111",
        CODE_AT_NOW,
        TOKEN,
        ID,
        "otpauth",
    ] {
        assert!(!told.contains(canary), "{canary} in {told}");
    }
}

#[wasm_bindgen_test]
async fn a_cancel_is_told_once_the_server_has_it() {
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    let reply = answer(&at_method());
    widget
        .is_busy_with("DELETE /enrolment", reply, |view| view.click("cancel"))
        .await;
    assert_eq!(widget.heard.of("cancelled").len(), 0);
    back_end.release();
    widget.comes_to("method").await;
    assert_eq!(widget.heard.of("cancelled").len(), 1);
}

#[wasm_bindgen_test]
async fn an_acknowledgement_whose_answer_was_lost_still_tells_the_page() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /enrolment/acknowledge", Reply::Broken)
        .will("GET /enrolment", answer(&at_done()));
    let widget = Widget::enrolment(&back_end, at_recovery_codes()).await;
    widget.view().click("acknowledge");
    clock
        .runs_until("done", || widget.has("[data-step=done]"))
        .await;
    assert_eq!(widget.heard.of("enrolled"), [json!({"method": "app"})]);
}

#[wasm_bindgen_test]
async fn the_assertion_is_in_one_event_and_nowhere_else() {
    let back_end = BackEnd::fresh();
    back_end.will(
        "POST /challenge/verify",
        answer(&passed("canary-assertion")),
    );
    let opening = answer(&session(None, None, Some(challenge(Method::App))));
    let widget = Widget::show(&back_end, "challenge", opening);
    widget.comes_to("code").await;
    widget.view().types("code", CODE_AT_NOW);
    widget.view().click("verify");
    widget.comes_to("passed").await;

    assert_eq!(
        widget.heard.of("verified"),
        [json!({"assertion": "canary-assertion"})]
    );
    let others = widget.heard.all();
    let others = others.iter().filter(|(name, _)| name != "verified");
    let others = format!("{:?}", others.collect::<Vec<_>>());
    assert!(
        !others.contains("canary") && !others.contains(CODE_AT_NOW),
        "{others}"
    );
    assert!(!widget.root.inner_html().contains("canary"));
}
