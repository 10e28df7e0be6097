//! `element.js` with the real view inside: attributes, property, and a life on the page.

use crate::{
    back_end::{Reply, answer},
    element_stage::{Stage, at_scanning, opening, token},
    fixture::*,
    page::{View, turns, until, window, words},
    widget::session,
};
use js_sys::Reflect;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

fn give_token(element: &HtmlElement, token: &str) {
    Reflect::set(element, &"token".into(), &token.into()).unwrap();
}

fn heading(element: &HtmlElement) -> String {
    View(&element.shadow_root().unwrap()).heading()
}

#[wasm_bindgen_test]
async fn the_portals_token_is_fetched_and_handed_over() {
    let stage = Stage::set().await;
    at_scanning(&stage).await;
    assert_eq!(stage.back_end.only("POST /token").bearer, "");
    let body: Value = serde_json::from_str(&stage.back_end.only("POST /session").body).unwrap();
    let expected = json!({"portal_token": "portal-token", "view": "enrolment", "lang": "nl"});
    assert_eq!(body, expected);
    assert_eq!(stage.heard.of("ready").len(), 1);
    assert_eq!(stage.notes(), ["init", "mount enrolment"]);
}

#[wasm_bindgen_test]
async fn each_tag_is_its_own_view() {
    for (view, opening, step) in [
        (
            "challenge",
            session(None, None, Some(challenge(tweestap_api::Method::App))),
            "code",
        ),
        (
            "settings",
            session(None, Some(settings(tweestap_api::Status::Off)), None),
            "overview",
        ),
    ] {
        let stage = Stage::set().await;
        stage
            .back_end
            .will("POST /token", token("t"))
            .will("POST /session", answer(&opening));
        let element = stage.element(view);
        stage.enter(&element);
        stage
            .shows(&element, &format!("[data-view={view}][data-step={step}]"))
            .await;
    }
}

#[wasm_bindgen_test]
async fn a_token_can_be_given_as_a_property_and_not_be_read_back() {
    let stage = Stage::set().await;
    stage.back_end.will("POST /session", opening());
    let element = stage.element("enrolment");
    element.remove_attribute("token-url").unwrap();
    give_token(&element, "given-token");

    stage.enter(&element);
    stage.shows(&element, "[data-step=scan]").await;

    let body = stage.back_end.only("POST /session").body;
    assert!(body.contains(r#""portal_token":"given-token""#), "{body}");
    assert!(
        Reflect::get(&element, &"token".into())
            .unwrap()
            .is_undefined()
    );
    assert!(!element.outer_html().contains("given-token"));
    assert_eq!(stage.heard.of("reauthenticate").len(), 0);
}

#[wasm_bindgen_test]
async fn an_element_without_a_token_waits_for_one() {
    let stage = Stage::set().await;
    stage.back_end.will("POST /session", opening());
    let element = stage.element("enrolment");
    element.remove_attribute("token-url").unwrap();
    stage.enter(&element);
    stage.shows(&element, "[data-step=opening]").await;
    turns().await;
    assert_eq!(stage.back_end.times("POST /session"), 0);

    give_token(&element, "late-token");
    stage.shows(&element, "[data-step=scan]").await;
    let body = stage.back_end.only("POST /session").body;
    assert!(body.contains("late-token"), "{body}");
}

#[wasm_bindgen_test]
async fn another_lang_changes_the_words_and_keeps_the_view() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    assert_eq!(heading(&element), words("nl", "scan_title"));
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "0818");

    element.set_attribute("lang", "en-GB").unwrap();
    until("English", || heading(&element) == words("en", "scan_title")).await;

    assert_eq!(View(&root).field("code").value(), "0818");
    assert_eq!(stage.notes(), ["init", "mount enrolment", "speak en-GB"]);
    assert_eq!(stage.back_end.times("POST /session"), 1);
}

#[wasm_bindgen_test]
async fn a_language_that_does_not_come_leaves_the_words_as_they_are() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    stage.back_end.will("file en", Reply::Broken);
    element.set_attribute("lang", "en").unwrap();
    until("asked for", || stage.back_end.times("file en") == 1).await;
    turns().await;
    assert_eq!(heading(&element), words("nl", "scan_title"));

    // And it is asked for again the next time.
    element.set_attribute("lang", "nl").unwrap();
    element.set_attribute("lang", "en").unwrap();
    until("English", || heading(&element) == words("en", "scan_title")).await;
}

#[wasm_bindgen_test]
async fn without_a_lang_of_its_own_the_page_decides() {
    for (page, language) in [("nl-BE", "nl"), ("en", "en"), ("nl", "nl")] {
        let stage = Stage::set().await;
        stage
            .back_end
            .will("POST /token", token("t"))
            .will("POST /session", opening());
        let around: HtmlElement = wasm_bindgen::JsCast::unchecked_into(
            crate::page::document().create_element("div").unwrap(),
        );
        around.set_attribute("lang", page).unwrap();
        let element = stage.element("enrolment");
        element.remove_attribute("lang").unwrap();
        around.append_child(&element).unwrap();
        stage.enter(&around);
        stage.shows(&element, "[data-step=scan]").await;
        assert_eq!(heading(&element), words(language, "scan_title"), "{page}");
    }
}

#[wasm_bindgen_test]
async fn a_theme_is_a_matter_of_style_only() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let asked = stage.back_end.asked();
    for theme in ["dark", "light", "auto"] {
        element.set_attribute("theme", theme).unwrap();
        turns().await;
        assert_eq!(element.get_attribute("theme").as_deref(), Some(theme));
    }
    assert_eq!(stage.notes(), ["init", "mount enrolment"]);
    assert_eq!(stage.back_end.asked(), asked);
}

#[wasm_bindgen_test]
async fn the_styles_of_the_widget_reach_its_inside() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    let card = View(&root).find::<web_sys::Element>(".card");
    let style = Reflect::get(&window(), &"getComputedStyle".into()).unwrap();
    let style: js_sys::Function = wasm_bindgen::JsCast::unchecked_into(style);
    let style = style.call1(&window(), &card).unwrap();
    let colour = Reflect::get(&style, &"color".into()).unwrap();
    assert_eq!(colour.as_string().as_deref(), Some("rgb(1, 2, 3)"));
}

#[wasm_bindgen_test]
async fn a_new_token_while_the_view_stands_leads_on() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will(
            "POST /session",
            answer(&session(Some(at_portal()), None, None)),
        )
        .will("POST /session", opening())
        .will("GET /enrolment", answer(&at_scan()));
    let element = stage.element("enrolment");
    element.remove_attribute("token-url").unwrap();
    give_token(&element, "first");
    stage.enter(&element);
    stage.shows(&element, "[data-step=password]").await;
    turns().await;
    View(&element.shadow_root().unwrap()).click("continue");
    until("asked", || stage.heard.of("reauthenticate").len() == 1).await;

    give_token(&element, "second");
    stage.shows(&element, "[data-step=scan]").await;

    let bodies: Vec<String> = stage
        .back_end
        .asked()
        .into_iter()
        .map(|asked| asked.body)
        .collect();
    assert!(
        bodies.iter().any(|body| body.contains("second")),
        "{bodies:?}"
    );
}

#[wasm_bindgen_test]
async fn the_portals_own_refusal_reaches_the_person() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", Reply::Answer(401, "{}".to_owned()));
    let element = stage.element("enrolment");
    stage.enter(&element);
    stage.shows(&element, "[data-error=signed_out]").await;
    assert_eq!(stage.back_end.times("POST /session"), 0);
    assert_eq!(stage.heard.of("reauthenticate").len(), 1);
}
