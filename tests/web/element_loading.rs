//! `element.js` while it loads: started together, fetched once, and what happens when it does not come.

use crate::{
    back_end::{Reply, answer, held},
    element_stage::Stage,
    fixture::*,
    page::{View, document, turns, until, words},
    widget::session,
};
use js_sys::Reflect;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn wasm() -> Reply {
    Reply::Answer(200, String::new())
}

fn will_open(stage: &Stage) {
    stage
        .back_end
        .will("POST /token", answer(&json!({"token": "t"})))
        .will(
            "POST /session",
            answer(&session(Some(at_scan()), None, None)),
        );
}

fn view(element: &HtmlElement) -> web_sys::ShadowRoot {
    element.shadow_root().unwrap()
}

#[wasm_bindgen_test]
async fn everything_is_asked_for_at_once_and_something_shows_meanwhile() {
    let stage = Stage::set().await;
    will_open(&stage);
    stage.back_end.will("file wasm", held(wasm()));
    let element = stage.element("enrolment");
    stage.enter(&element);

    until("the session, before the module", || {
        stage.back_end.times("POST /session") == 1
    })
    .await;
    for file in ["file wasm", "file css", "file nl"] {
        assert_eq!(stage.back_end.times(file), 1, "{file}");
    }
    assert_eq!(stage.back_end.times("file en"), 0);
    stage.shows(&element, "[aria-busy=true]").await;
    assert!(!View(&view(&element)).has("[data-step]"));

    stage.back_end.release();
    stage.shows(&element, "[data-step=scan]").await;
    assert!(!View(&view(&element)).has(".skeleton"));
}

#[wasm_bindgen_test]
async fn two_on_a_page_share_one_download() {
    let stage = Stage::set().await;
    will_open(&stage);
    will_open(&stage);
    let elements = [stage.element("enrolment"), stage.element("enrolment")];
    for element in &elements {
        stage.enter(element);
    }
    for element in &elements {
        stage.shows(element, "[data-step=scan]").await;
    }
    for file in ["file wasm", "file css", "file nl"] {
        assert_eq!(stage.back_end.times(file), 1, "{file}");
    }
    assert_eq!(
        stage.notes(),
        ["init", "mount enrolment", "mount enrolment"]
    );
    assert_eq!(stage.back_end.times("POST /session"), 2);
}

#[wasm_bindgen_test]
async fn whatever_does_not_come_can_be_tried_again() {
    for file in ["file wasm", "file css", "file nl"] {
        for failure in [Reply::Broken, Reply::Answer(404, String::new())] {
            let stage = Stage::set().await;
            will_open(&stage);
            stage.back_end.will(file, failure);
            let element = stage.element("enrolment");
            stage.enter(&element);

            stage
                .shows(&element, "[role=alert][data-error=load_failed]")
                .await;
            assert_eq!(stage.heard.of("error"), [json!({"code": "load_failed"})]);
            let root = view(&element);
            let button = View(&root).texts_of("[data-action=retry]").join("");
            assert_eq!(button, words("nl", "retry"));

            will_open(&stage);
            View(&root).click("retry");
            stage.shows(&element, "[data-step=scan]").await;
            assert!(!View(&root).has("[data-error]"));
            assert_eq!(stage.back_end.times(file), 2, "{file}");
        }
    }
}

#[wasm_bindgen_test]
async fn styles_that_come_late_do_not_take_the_way_out_away() {
    let stage = Stage::set().await;
    will_open(&stage);
    let css = Reply::Answer(200, String::new());
    stage
        .back_end
        .will("file css", held(css))
        .will("file wasm", Reply::Broken);
    let element = stage.element("enrolment");
    stage.enter(&element);
    stage.shows(&element, "[data-error=load_failed]").await;

    stage.back_end.release();
    turns().await;

    assert!(
        View(&view(&element)).has("[data-action=retry]"),
        "the placeholder covers it"
    );
}

#[wasm_bindgen_test]
async fn an_element_that_went_while_it_loaded_is_not_mounted() {
    let stage = Stage::set().await;
    will_open(&stage);
    stage.back_end.will("file wasm", held(wasm()));
    let element = stage.element("enrolment");
    stage.enter(&element);
    until("loading", || stage.back_end.is_holding()).await;

    element.remove();
    turns().await;
    stage.back_end.release();
    turns().await;

    assert_eq!(stage.notes(), ["init"]);
    assert!(!View(&view(&element)).has("[data-step]"));
}

#[wasm_bindgen_test]
async fn an_element_moved_while_it_loads_uses_up_one_token() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will(
            "POST /session",
            answer(&session(Some(at_scan()), None, None)),
        )
        .will("file wasm", held(wasm()));
    let element = stage.element("enrolment");
    element.remove_attribute("token-url").unwrap();
    Reflect::set(&element, &"token".into(), &"the-only-token".into()).unwrap();
    stage.enter(&element);
    until("loading", || stage.back_end.is_holding()).await;

    // A framework that builds its page often does this.
    let elsewhere = document().create_element("section").unwrap();
    stage.place.root.append_child(&elsewhere).unwrap();
    elsewhere.append_child(&element).unwrap();
    turns().await;
    stage.back_end.release();
    stage.shows(&element, "[data-step=scan]").await;

    assert_eq!(
        stage.heard.of("reauthenticate").len(),
        0,
        "the page is asked for a second token"
    );
    assert_eq!(stage.back_end.times("POST /session"), 1);
}

#[wasm_bindgen_test]
async fn a_language_chosen_while_it_loads_is_the_one_that_is_spoken() {
    let stage = Stage::set().await;
    will_open(&stage);
    stage.back_end.will("file wasm", held(wasm()));
    let element = stage.element("enrolment");
    stage.enter(&element);
    until("loading", || stage.back_end.is_holding()).await;

    element.set_attribute("lang", "en").unwrap();
    stage.back_end.release();
    stage.shows(&element, "[data-step=scan]").await;

    let root = view(&element);
    until("English", || {
        View(&root).heading() == words("en", "scan_title")
    })
    .await;
}
