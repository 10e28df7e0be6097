//! Bad Wi-Fi, gateways, sessions that end: the place is kept, and nothing is promised that is not done.

use crate::{
    back_end::{BackEnd, Reply, answer, problem},
    fixture::*,
    page::{Clock, turns},
    widget::{Widget, session},
};
use tweestap_api::{Method, Problem, Status};
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn a_broken_connection_keeps_what_was_typed_and_comes_back_by_itself() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /enrolment/confirm", Reply::Broken)
        .will("GET /enrolment", answer(&at_scan()));
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    let view = widget.view();
    view.types("code", "081804");

    view.click("confirm");
    widget.alert("offline").await;
    assert_eq!(view.field("code").value(), "081804");

    clock
        .runs_until("back online", || widget.has("[role=status] .notice.good"))
        .await;
    assert_eq!(view.field("code").value(), "081804");
    assert!(!widget.has("[data-error]"));
}

/// Nothing searches any more, so "we keep trying" would not be true.
async fn is_told_to_sign_in_again(
    widget: &Widget,
    back_end: &BackEnd,
    clock: &Clock,
    search: &str,
) {
    widget.alert("offline").await;
    let searched = || back_end.times(search) == 1;
    clock.runs_until("the search", searched).await;
    turns().await;
    assert!(
        !widget.has("[data-error=offline]"),
        "it says that it keeps trying"
    );
    assert!(widget.has("[data-error=signed_out]"));
    assert_eq!(widget.heard.of("reauthenticate").len(), 1);
}

fn signed_out() -> Reply {
    Reply::Answer(401, "{}".to_owned())
}

#[wasm_bindgen_test]
async fn a_connection_that_comes_back_without_the_session_says_so() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /enrolment/confirm", Reply::Broken)
        .will("GET /enrolment", signed_out());
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    widget.view().types("code", "081804");
    widget.view().click("confirm");
    is_told_to_sign_in_again(&widget, &back_end, &clock, "GET /enrolment").await;
}

#[wasm_bindgen_test]
async fn so_do_the_challenge_and_the_settings() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /challenge/verify", Reply::Broken)
        .will("POST /challenge", signed_out());
    let opening = answer(&session(None, None, Some(challenge(Method::App))));
    let widget = Widget::show(&back_end, "challenge", opening);
    widget.comes_to("code").await;
    widget.view().types("code", "081804");
    widget.view().click("verify");
    is_told_to_sign_in_again(&widget, &back_end, &clock, "POST /challenge").await;

    let back_end = BackEnd::fresh();
    back_end
        .will("PUT /settings/remember", Reply::Broken)
        .will("GET /settings", signed_out());
    let opening = answer(&session(None, Some(settings(Status::On)), None));
    let widget = Widget::show(&back_end, "settings", opening);
    widget.comes_to("overview").await;
    widget.view().click("save-remember");
    is_told_to_sign_in_again(&widget, &back_end, &clock, "GET /settings").await;
}

#[wasm_bindgen_test]
async fn an_expired_session_is_opened_again_without_the_person_noticing() {
    let back_end = BackEnd::fresh();
    let mut again = session(Some(at_scan()), None, None);
    again.access_token = secret("second-token");
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    back_end
        .will("POST /enrolment/confirm", problem(Problem::SessionExpired))
        .will("POST /session", answer(&again))
        .will("POST /enrolment/confirm", answer(&at_recovery_codes()));

    widget.view().types("code", "081804");
    widget.view().click("confirm");
    widget.comes_to("recovery-codes").await;

    let bearers: Vec<String> = back_end
        .asked()
        .into_iter()
        .filter(|asked| asked.what == "POST /enrolment/confirm")
        .map(|asked| asked.bearer)
        .collect();
    assert_eq!(
        bearers,
        ["Bearer canary-access-token", "Bearer second-token"]
    );
    assert_eq!(widget.heard.of("error").len(), 0);
}

#[wasm_bindgen_test]
async fn a_session_that_stays_expired_is_asked_for_once() {
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    back_end
        .will("POST /enrolment/confirm", problem(Problem::SessionExpired))
        .will(
            "POST /session",
            answer(&session(Some(at_scan()), None, None)),
        )
        .will("POST /enrolment/confirm", problem(Problem::SessionExpired));
    widget.view().types("code", "081804");
    widget.view().click("confirm");
    widget.alert("session_expired").await;
    assert_eq!(back_end.times("POST /session"), 2);
    assert_eq!(back_end.times("POST /enrolment/confirm"), 2);
}

#[wasm_bindgen_test]
async fn an_opening_that_makes_no_sense_can_be_tried_again() {
    let back_end = BackEnd::fresh();
    let nonsense = Reply::Answer(200, "<html>".to_owned());
    let widget = Widget::show(&back_end, "enrolment", nonsense);
    widget.alert("unreadable").await;

    back_end.will(
        "POST /session",
        answer(&session(Some(at_method()), None, None)),
    );
    widget.view().click("retry");
    widget.comes_to("method").await;

    assert!(!widget.has("[data-error]"));
    assert_eq!(back_end.times("POST /session"), 2);
}

#[wasm_bindgen_test]
async fn a_gateway_without_its_server_is_no_connection() {
    let back_end = BackEnd::fresh();
    back_end.will(
        "POST /enrolment/method",
        Reply::Answer(502, "<html>".to_owned()),
    );
    let widget = Widget::enrolment(&back_end, at_method()).await;
    widget.view().click("choose-app");
    widget.alert("offline").await;
}

#[wasm_bindgen_test]
async fn a_portal_that_has_signed_the_person_out_is_asked_for_a_token() {
    let back_end = BackEnd::fresh();
    let refused = Reply::Answer(401, r#"{"error":"signed out"}"#.to_owned());
    let widget = Widget::show(&back_end, "enrolment", refused);
    widget.alert("signed_out").await;
    assert_eq!(widget.heard.of("reauthenticate").len(), 1);

    back_end
        .will(
            "POST /session",
            answer(&session(Some(at_scan()), None, None)),
        )
        .will("GET /enrolment", answer(&at_scan()));
    widget.mounted.as_ref().unwrap().token_given();
    widget.comes_to("scan").await;
}
