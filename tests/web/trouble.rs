//! When it goes wrong: the sentence, the hook, the field, the way out.

use crate::{
    back_end::{BackEnd, answer, problem},
    fixture::*,
    page::{Clock, turns, words},
    widget::Widget,
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

    let ago = words("nl", "about").replace("{n}", "3 minuten");
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

#[wasm_bindgen_test]
async fn a_number_that_is_refused_stays_in_its_field() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /enrolment/phone", problem(Problem::NumberNotMobile));
    let widget = Widget::enrolment(&back_end, at_phone()).await;
    let view = widget.view();
    let field = view.field("phone");
    view.types("phone", "020 123 45 67");

    view.click("send-code");
    widget.alert("number_not_mobile").await;

    // The very element: made anew, it would be empty and the focus lost.
    assert!(view.field("phone") == field);
    assert_eq!(field.value(), "020 123 45 67");
    assert_eq!(view.focused(), Some(field.into()));
}
