//! `element.js` through a life on the page: moved, removed, put back, kept for the back button.

use crate::{
    element_stage::{Stage, at_scanning, opening, token},
    fixture::KEY,
    page::{View, document, turns, window},
};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{PageTransitionEvent, PageTransitionEventInit};

#[wasm_bindgen_test]
async fn moving_an_element_keeps_everything_in_it() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "0818");
    let elsewhere = document().create_element("section").unwrap();
    stage.place.root.append_child(&elsewhere).unwrap();

    elsewhere.append_child(&element).unwrap();
    turns().await;

    assert_eq!(View(&root).field("code").value(), "0818");
    assert_eq!(stage.notes(), ["init", "mount enrolment"]);
    assert_eq!(stage.back_end.times("POST /session"), 1);
}

#[wasm_bindgen_test]
async fn a_removed_element_is_freed_and_starts_again_when_it_comes_back() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();

    element.remove();
    turns().await;
    assert_eq!(stage.notes(), ["init", "mount enrolment", "free"]);
    assert_eq!(root.child_nodes().length(), 0);

    stage
        .back_end
        .will("POST /token", token("second"))
        .will("POST /session", opening());
    stage.enter(&element);
    stage.shows(&element, "[data-step=scan]").await;
    assert_eq!(
        stage.notes(),
        ["init", "mount enrolment", "free", "mount enrolment"]
    );
    assert_eq!(stage.back_end.times("POST /session"), 2);
}

#[wasm_bindgen_test]
async fn a_page_kept_for_the_back_button_keeps_no_key_and_asks_again() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    assert!(root.inner_html().contains(&KEY[..4]));

    pass_the_page("pagehide");
    assert_eq!(root.child_nodes().length(), 0);

    stage
        .back_end
        .will("POST /token", token("second"))
        .will("POST /session", opening());
    pass_the_page("pageshow");
    stage.shows(&element, "[data-step=scan]").await;
    assert_eq!(
        stage.notes(),
        ["init", "mount enrolment", "free", "mount enrolment"]
    );
}

fn pass_the_page(name: &str) {
    let init = PageTransitionEventInit::new();
    init.set_persisted(true);
    let event = PageTransitionEvent::new_with_event_init_dict(name, &init).unwrap();
    window().dispatch_event(&event).unwrap();
}
