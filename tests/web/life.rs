//! Mounted, spoken to in another language, dropped: what stays, what goes, what never mixes.

use crate::{
    back_end::{BackEnd, Reply, answer},
    fixture::*,
    page::{Clock, texts, turns, until, words},
    widget::{Widget, session},
};
use js_sys::WebAssembly::Memory;
use tweestap_api::Method;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn another_language_changes_the_words_and_keeps_the_place() {
    let widget = Widget::enrolment(&BackEnd::fresh(), at_scan()).await;
    let view = widget.view();
    assert_eq!(view.heading(), words("nl", "scan_title"));
    view.types("code", "0818");
    view.click("confirm");
    widget.alert("code_too_short").await;
    let field = view.field("code");

    let mounted = widget.mounted.as_ref().unwrap();
    mounted.speak(texts("en"), "en".to_owned());
    until("English", || view.heading() == words("en", "scan_title")).await;
    turns().await;

    // The same element, so what is typed, the focus and a screen reader's place stay too.
    assert!(view.field("code") == field);
    assert_eq!(field.value(), "0818");
    assert_eq!(view.focused(), Some(field.into()));
    let said = view.texts_of("[role=alert]").join("");
    assert_eq!(said, words("en", "error_code_short").replace("{n}", "4"));
    assert!(!widget.root.inner_html().contains(&words("nl", "scan_type")));
}

#[wasm_bindgen_test]
async fn a_dropped_view_leaves_nothing_behind() {
    for (view, opening, step) in [
        ("enrolment", session(Some(at_scan()), None, None), "scan"),
        (
            "settings",
            session(None, Some(settings(tweestap_api::Status::On)), None),
            "overview",
        ),
        (
            "challenge",
            session(None, None, Some(challenge(Method::App))),
            "code",
        ),
    ] {
        let mut widget = Widget::show(&BackEnd::fresh(), view, answer(&opening));
        widget.comes_to(step).await;
        drop(widget.mounted.take());
        assert_eq!(widget.root.child_nodes().length(), 0, "{view}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_after_the_end_does_nothing() {
    let back_end = BackEnd::fresh();
    let mut widget = Widget::enrolment(&back_end, at_recovery_codes()).await;
    let done = answer(&at_done());
    let what = "POST /enrolment/acknowledge";
    widget
        .is_busy_with(what, done, |view| view.click("acknowledge"))
        .await;
    let heard = widget.heard.all();

    drop(widget.mounted.take());
    back_end.release();
    turns().await;

    assert_eq!(widget.root.child_nodes().length(), 0);
    assert_eq!(widget.heard.all(), heard);
    // Nothing asks on, either.
    assert_eq!(back_end.asked().len(), 2);
}

#[wasm_bindgen_test]
async fn a_search_for_the_connection_ends_with_its_view() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    back_end.will("POST /enrolment/method", Reply::Broken);
    for _ in 0..100 {
        back_end.will("GET /enrolment", Reply::Broken);
    }
    let mut widget = Widget::enrolment(&back_end, at_method()).await;
    widget.view().click("choose-app");
    widget.alert("offline").await;
    let searches = || back_end.times("GET /enrolment");
    clock.runs_until("it searches on", || searches() >= 3).await;

    drop(widget.mounted.take());
    for _ in 0..10 {
        clock.strike();
        turns().await;
    }

    // One may have been on its way.
    assert!(searches() <= 4, "{} searches", searches());
}

#[wasm_bindgen_test]
async fn two_views_on_a_page_are_strangers() {
    let back_end = BackEnd::fresh();
    let first = Widget::enrolment(&back_end, at_scan()).await;
    let second = Widget::enrolment(&back_end, at_scan()).await;
    first.view().types("code", "12");

    first.view().click("confirm");
    first.alert("code_too_short").await;
    let spoken = first.mounted.as_ref().unwrap();
    spoken.speak(texts("en"), "en".to_owned());
    until("English", || {
        first.view().heading() == words("en", "scan_title")
    })
    .await;
    turns().await;

    assert!(!second.has("[data-error]"));
    assert_eq!(second.view().heading(), words("nl", "scan_title"));
    assert_eq!(second.view().field("code").value(), "");
    assert_eq!(second.heard.of("error").len(), 0);

    drop(first);
    turns().await;
    assert!(second.has("[data-step=scan] [data-qr]"));
}

fn memory() -> u32 {
    let memory: Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    buffer.byte_length()
}

#[wasm_bindgen_test]
async fn two_hundred_mounts_cost_no_more_memory_than_the_first_few() {
    let mut after_few = 0;
    for count in 0..220 {
        let widget = Widget::enrolment_at_once(&BackEnd::fresh(), at_scan()).await;
        drop(widget);
        if count == 20 {
            after_few = memory();
        }
    }
    // Two pages of 64 KiB. The QR's path alone, left behind by each mount, would be thirty.
    let grown = memory() - after_few;
    assert!(
        grown <= 2 * 65_536,
        "200 mounts grew the memory by {grown} bytes"
    );
}
