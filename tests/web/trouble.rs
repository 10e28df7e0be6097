//! When it goes wrong: the sentence, the hook, the field, the way out.

use crate::{
    back_end::{BackEnd, Reply, answer, problem},
    fixture::*,
    page::{Clock, Widget, session, turns, words},
};
use tweestap_api::{Enrolment, Problem};
use wasm_bindgen_test::wasm_bindgen_test;

const WRONG: Problem = Problem::CodeMismatch {
    attempts_left: 4,
    seconds_ago: None,
};

#[wasm_bindgen_test]
async fn what_cannot_be_a_code_is_said_at_once_and_sent_nowhere() {
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    let view = widget.view();
    view.types("code", "1234");

    view.click("confirm");
    let alert = widget.alert("code_too_short").await;

    let said = words("nl", "error_code_short").replace("{n}", "4");
    assert_eq!(alert.text_content().unwrap(), said);
    assert_eq!(view.field("code").value(), "1234");
    assert_eq!(
        view.field("code").get_attribute("aria-invalid").as_deref(),
        Some("true")
    );
    assert_eq!(view.focused(), Some(view.field("code").into()));
    assert_eq!(back_end.times("POST /enrolment/confirm"), 0);
}

#[wasm_bindgen_test]
async fn a_wrong_code_explains_itself_by_the_servers_clock() {
    let back_end = BackEnd::fresh();
    let later = Enrolment {
        server_time: NOW + 5 * 30,
        ..at_scan()
    };
    back_end
        .will("POST /enrolment/confirm", problem(WRONG))
        .will("GET /enrolment", answer(&later));
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    let view = widget.view();
    view.types("code", CODE_BEFORE_NOW);

    view.click("confirm");
    let alert = widget.alert("code_mismatch").await;

    let ago = words("nl", "about_minutes").replace("{n}", "3");
    let said = words("nl", "error_code_behind").replace("{time}", &ago);
    let text = alert.text_content().unwrap();
    assert!(text.contains(&said), "{text}");
    assert!(text.contains(&words("nl", "help_android")), "{text}");
    assert!(text.contains(&words("nl", "error_attempts_left").replace("{n}", "4")));
    assert_eq!(view.field("code").value(), "");
    assert_eq!(view.focused(), Some(view.field("code").into()));
    assert!(view.has("[data-step=scan]"));
}

#[wasm_bindgen_test]
async fn a_double_click_sends_one_call() {
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_method()).await;
    let next = answer(&at_scan());
    let what = "POST /enrolment/method";
    widget
        .is_busy_with(what, next, |view| view.click("choose-app"))
        .await;

    widget.view().click("choose-app");
    widget.view().click("choose-sms");
    turns().await;

    assert_eq!(back_end.times(what), 1);
    back_end.release();
    widget.comes_to("scan").await;
    assert_eq!(back_end.times(what), 1);
}

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
        .runs_until("back online", || widget.has(".notice.good[role=status]"))
        .await;
    assert_eq!(view.field("code").value(), "081804");
    assert!(!widget.has("[data-error]"));
}

#[wasm_bindgen_test]
async fn a_connection_that_comes_back_without_the_session_says_so() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /enrolment/confirm", Reply::Broken)
        .will("GET /enrolment", Reply::Answer(401, "{}".to_owned()));
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    widget.view().types("code", "081804");
    widget.view().click("confirm");
    widget.alert("offline").await;

    clock
        .runs_until("the search", || back_end.times("GET /enrolment") == 1)
        .await;
    turns().await;

    // Nothing searches any more, so "we keep trying" would not be true.
    assert!(
        !widget.has("[data-error=offline]"),
        "{}",
        widget.root.inner_html()
    );
    assert_eq!(widget.heard.of("reauthenticate").len(), 1);
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

#[wasm_bindgen_test]
async fn what_takes_long_is_said_while_it_takes_long() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_method()).await;
    let said = || widget.view().texts_of(".slow[role=status]").join("");
    let what = "POST /enrolment/method";
    widget
        .is_busy_with(what, answer(&at_scan()), |view| view.click("choose-app"))
        .await;
    assert_eq!(said(), "");

    clock
        .runs_until("said", || said() == words("nl", "slow"))
        .await;

    back_end.release();
    widget.comes_to("scan").await;
    assert_eq!(said(), "");
}

#[wasm_bindgen_test]
async fn how_long_an_earlier_call_took_is_not_held_against_a_later_one() {
    let back_end = BackEnd::fresh();
    let widget = Widget::enrolment(&back_end, at_method()).await;
    let clock = Clock::stop();
    back_end.will("POST /enrolment/method", answer(&at_password()));
    widget.view().click("choose-app");
    widget.comes_to("password").await;
    widget.view().types("password", PASSWORD);
    let what = "POST /enrolment/password";
    widget
        .is_busy_with(what, answer(&at_scan()), |view| view.click("continue"))
        .await;

    // Three seconds after the first call, which was answered long ago.
    clock.strike();
    turns().await;

    assert_eq!(widget.view().texts_of(".slow[role=status]").join(""), "");
    back_end.release();
}
