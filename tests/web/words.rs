//! The element's languages: which one it speaks, from which side, and a school's own texts among ours.

use crate::{
    back_end::{Reply, answer, held},
    element_stage::{Stage, at_scanning, opening, token},
    page::{View, document, turns, until, window, words},
};
use js_sys::{Array, Function, JSON, Reflect};
use serde_json::{Value, json};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

fn heading(element: &HtmlElement) -> String {
    View(&element.shadow_root().unwrap()).heading()
}

fn text_of(element: &HtmlElement, selector: &str) -> String {
    View(&element.shadow_root().unwrap())
        .texts_of(selector)
        .join("|")
}

async fn says(element: &HtmlElement, text: &str) {
    until(text, || heading(element) == text).await;
}

/// What the browser makes of a property, styles and inheritance included.
fn computed(element: &Element, property: &str) -> String {
    let style = Reflect::get(&window(), &"getComputedStyle".into()).unwrap();
    let style = style
        .unchecked_into::<Function>()
        .call1(&window(), element)
        .unwrap();
    Reflect::get(&style, &property.into())
        .unwrap()
        .as_string()
        .unwrap()
}

fn speaks(element: &HtmlElement, strings: &Value) {
    let strings = JSON::parse(&strings.to_string()).unwrap();
    Reflect::set(element, &"strings".into(), &strings).unwrap();
}

/// Everything that is written to the console as a warning, until this is dropped.
struct Warnings {
    said: Array,
    restore: Function,
}

impl Warnings {
    fn listen() -> Self {
        let said = Array::new();
        let listen = Function::new_with_args(
            "said",
            "const real = console.warn;
            console.warn = (...given) => said.push(given.join(' '));
            return () => { console.warn = real; };",
        );
        let restore = listen.call1(&JsValue::NULL, &said).unwrap();
        Self {
            said,
            restore: restore.unchecked_into(),
        }
    }

    fn of(&self, word: &str) -> usize {
        let said = self.said.iter().filter_map(|line| line.as_string());
        said.filter(|line| line.contains(word)).count()
    }
}

impl Drop for Warnings {
    fn drop(&mut self) {
        self.restore.call0(&JsValue::NULL).unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_tag_is_spoken_as_near_as_there_are_words_for_it() {
    for (lang, tone, told, file, direction) in [
        ("nl", "", "nl", "nl", "ltr"),
        ("nl", "formal", "nl-x-formal", "nl-x-formal", "ltr"),
        ("NL-be", "", "nl-BE", "nl-be", "ltr"),
        ("nl-BE", "formal", "nl-BE-x-formal", "nl-be-x-formal", "ltr"),
        ("nl-NL", "formal", "nl-NL-x-formal", "nl-x-formal", "ltr"),
        ("en-US", "formal", "en-US", "en", "ltr"),
        ("fr-BE", "", "fr-BE", "fr", "ltr"),
        ("de", "formal", "de", "de", "ltr"),
        ("ar-MA", "", "ar-MA", "ar", "rtl"),
        ("en-Latn-GB", "", "en", "en", "ltr"),
    ] {
        let stage = Stage::set().await;
        stage
            .back_end
            .will("POST /token", token("t"))
            .will("POST /session", opening());
        let element = stage.element("enrolment");
        element.set_attribute("lang", lang).unwrap();
        element.set_attribute("tone", tone).unwrap();
        stage.enter(&element);
        stage.shows(&element, "[data-step=scan]").await;

        let said = text_of(&element, "ol.numbered > li:first-child > h3");
        assert_eq!(said, words(file, "scan_get_app"), "{lang} {tone}");
        let body: Value = serde_json::from_str(&stage.back_end.only("POST /session").body).unwrap();
        assert_eq!(body["lang"], told, "{lang} {tone}");
        let root = element.shadow_root().unwrap();
        let around: Element = View(&root).find("[dir]");
        assert_eq!(around.get_attribute("lang").as_deref(), Some(told));
        assert_eq!(
            around.get_attribute("dir").as_deref(),
            Some(direction),
            "{lang}"
        );
    }
}

/// Polish is no language of ours: then one that the person's browser asks for, and English at the last.
#[wasm_bindgen_test]
async fn a_language_that_we_do_not_speak_gives_way_to_one_that_the_person_does() {
    let named = Function::new_with_args(
        "languages",
        "Object.defineProperty(navigator, 'languages', { value: languages, configurable: true });",
    );
    for (asked, told) in [
        (vec!["pl", "fr-FR", "nl"], "fr-FR"),
        (vec!["pl", "cs"], "en"),
    ] {
        let asked: Array = asked.into_iter().map(JsValue::from_str).collect();
        named.call1(&JsValue::NULL, &asked).unwrap();
        let stage = Stage::set().await;
        stage
            .back_end
            .will("POST /token", token("t"))
            .will("POST /session", opening());
        let element = stage.element("enrolment");
        element.set_attribute("lang", "pl").unwrap();
        stage.enter(&element);
        stage.shows(&element, "[data-step=scan]").await;
        let body: Value = serde_json::from_str(&stage.back_end.only("POST /session").body).unwrap();
        assert_eq!(body["lang"], told);
    }
    Function::new_no_args("delete navigator.languages")
        .call0(&JsValue::NULL)
        .unwrap();
}

#[wasm_bindgen_test]
async fn only_the_files_of_the_language_are_fetched() {
    let stage = Stage::set().await;
    at_scanning(&stage).await;
    for file in ["en", "fr", "de", "ar", "keys", "nl-be", "nl-x-formal"] {
        assert_eq!(stage.back_end.times(&format!("file {file}")), 0, "{file}");
    }
}

#[wasm_bindgen_test]
async fn another_tone_and_another_direction_keep_what_is_typed() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "0818");

    element.set_attribute("tone", "formal").unwrap();
    says(&element, &words("nl-x-formal", "scan_title")).await;
    element.set_attribute("lang", "ar").unwrap();
    says(&element, &words("ar", "scan_title")).await;

    let field = View(&root).field("code");
    assert_eq!(field.value(), "0818");
    // Codes, keys and numbers run from left to right in every language.
    assert_eq!(computed(&field, "direction"), "ltr");
    let key: Element = View(&root).find("[data-key]");
    assert_eq!(computed(&key, "direction"), "ltr");
    let heading: Element = View(&root).find("h2");
    assert_eq!(computed(&heading, "direction"), "rtl");

    element.remove_attribute("tone").unwrap();
    element.set_attribute("lang", "nl").unwrap();
    says(&element, &words("nl", "scan_title")).await;
    assert_eq!(computed(&heading, "direction"), "ltr");
}

#[wasm_bindgen_test]
async fn the_direction_of_the_page_does_not_leak_in() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening());
    let around: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    around.set_attribute("dir", "rtl").unwrap();
    let element = stage.element("enrolment");
    around.append_child(&element).unwrap();
    stage.enter(&around);
    stage.shows(&element, "[data-step=scan]").await;
    let root = element.shadow_root().unwrap();
    let heading: Element = View(&root).find("h2");
    assert_eq!(computed(&heading, "direction"), "ltr");
}

/// The digits of an Arabic keyboard are those of the code.
#[wasm_bindgen_test]
async fn a_code_in_arabic_digits_is_a_code() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "١٢٣ ٤٥٦");
    View(&root).click("confirm");
    until("sent", || {
        stage.back_end.times("POST /enrolment/confirm") == 1
    })
    .await;
    let body = stage.back_end.only("POST /enrolment/confirm").body;
    assert!(body.contains("123456"), "{body}");
}

#[wasm_bindgen_test]
async fn a_schools_own_texts_are_said_at_once_and_as_text() {
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "0818");

    speaks(
        &element,
        &json!({"scan_title": "Koppel <b>Schoolapp</b> & klaar"}),
    );
    says(&element, "Koppel <b>Schoolapp</b> & klaar").await;
    assert!(!View(&root).has("h2 b"), "markup was made of it");
    assert_eq!(View(&root).field("code").value(), "0818");
    let rest = text_of(&element, "ol.numbered > li:first-child > h3");
    assert_eq!(rest, words("nl", "scan_get_app"));

    // They lie over every language, and go when they are taken away.
    element.set_attribute("lang", "fr").unwrap();
    until("French", || {
        text_of(&element, "ol.numbered > li:first-child > h3") == words("fr", "scan_get_app")
    })
    .await;
    turns().await;
    assert_eq!(heading(&element), "Koppel <b>Schoolapp</b> & klaar");
    Reflect::set(&element, &"strings".into(), &JsValue::UNDEFINED).unwrap();
    says(&element, &words("fr", "scan_title")).await;
}

#[wasm_bindgen_test]
async fn a_text_that_cannot_be_used_is_refused_by_name() {
    let warnings = Warnings::listen();
    let stage = Stage::set().await;
    let element = at_scanning(&stage).await;
    speaks(
        &element,
        &json!({
            "scan_title": "Onze app",
            "scan_titel": "verschreven",
            "scan_get_app": "Neem {app}",
            "help_entry": "zonder school",
            "scan_type": 7,
            "code_confirm": "  ",
        }),
    );
    says(&element, "Onze app").await;

    for key in [
        "scan_titel",
        "scan_get_app",
        "help_entry",
        "scan_type",
        "code_confirm",
    ] {
        assert_eq!(warnings.of(&format!("\"{key}\"")), 1, "{key}");
    }
    assert_eq!(warnings.of("\"scan_title\""), 0);
    let said = text_of(&element, "ol.numbered h3");
    assert!(said.contains(&words("nl", "scan_get_app")), "{said}");
    assert!(said.contains(&words("nl", "scan_type")), "{said}");
    let button = text_of(&element, "[data-action=confirm]");
    assert_eq!(button, words("nl", "code_confirm"));
}

/// The address of the school's texts, with the language in it, on this test's back end.
fn with_address(stage: &Stage, element: &HtmlElement) {
    let address = format!("{}/texts/{{lang}}", stage.back_end.base);
    element.set_attribute("strings-url", &address).unwrap();
}

#[wasm_bindgen_test]
async fn texts_from_an_address_come_in_the_persons_language() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening())
        .will(
            "GET /texts/nl",
            answer(&json!({"scan_title": "Van school", "back": "Weerom"})),
        )
        .will(
            "GET /texts/en",
            answer(&json!({"scan_title": "From school"})),
        );
    let element = stage.element("enrolment");
    with_address(&stage, &element);
    // What the page itself says goes before what comes from the address.
    speaks(&element, &json!({"scan_get_app": "Van de pagina"}));
    stage.enter(&element);
    stage.shows(&element, "[data-step=scan]").await;
    says(&element, "Van school").await;
    assert_eq!(
        text_of(&element, "ol.numbered > li:first-child > h3"),
        "Van de pagina"
    );

    element.set_attribute("lang", "en").unwrap();
    says(&element, "From school").await;
    element.set_attribute("lang", "nl").unwrap();
    says(&element, "Van school").await;
    assert_eq!(
        stage.back_end.times("GET /texts/nl"),
        1,
        "fetched once a page"
    );
}

#[wasm_bindgen_test]
async fn nobody_waits_for_a_schools_texts() {
    let stage = Stage::set().await;
    let texts = answer(&json!({"scan_title": "Laat"}));
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening())
        .will("GET /texts/nl", held(texts));
    let element = stage.element("enrolment");
    with_address(&stage, &element);
    stage.enter(&element);
    stage.shows(&element, "[data-step=scan]").await;
    until("asked for", || stage.back_end.times("GET /texts/nl") == 1).await;
    turns().await;
    assert_eq!(heading(&element), words("nl", "scan_title"));
    let root = element.shadow_root().unwrap();
    View(&root).types("code", "0818");

    stage.back_end.release();
    says(&element, "Laat").await;
    assert_eq!(View(&root).field("code").value(), "0818");
}

/// As a page does whose script comes after the element.
#[wasm_bindgen_test]
async fn texts_that_are_set_while_it_loads_are_said() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening())
        .will("file wasm", held(Reply::Answer(200, String::new())));
    let element = stage.element("enrolment");
    stage.enter(&element);
    stage.shows(&element, "[aria-busy=true]").await;
    speaks(&element, &json!({"scan_title": "Van school"}));
    turns().await;
    stage.back_end.release();
    stage.shows(&element, "[data-step=scan]").await;
    says(&element, "Van school").await;
}

#[wasm_bindgen_test]
async fn texts_that_do_not_come_leave_ours() {
    for failure in [
        Reply::Broken,
        Reply::Answer(404, String::new()),
        Reply::Answer(200, "<!doctype html>".to_owned()),
    ] {
        let warnings = Warnings::listen();
        let stage = Stage::set().await;
        stage
            .back_end
            .will("POST /token", token("t"))
            .will("POST /session", opening())
            .will("GET /texts/nl", failure);
        let element = stage.element("enrolment");
        with_address(&stage, &element);
        stage.enter(&element);
        stage.shows(&element, "[data-step=scan]").await;
        until("a warning", || warnings.of("strings-url") == 1).await;
        turns().await;
        assert_eq!(heading(&element), words("nl", "scan_title"));
        assert_eq!(stage.heard.of("error").len(), 0);
    }
}

/// Without its own words there is nothing to say; the retry is offered in the language all the same.
#[wasm_bindgen_test]
async fn a_failed_start_is_said_in_the_language_as_far_as_it_came() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening())
        .will("file fr", Reply::Broken);
    let element = stage.element("enrolment");
    element.set_attribute("lang", "fr").unwrap();
    stage.enter(&element);
    stage.shows(&element, "[data-error=load_failed]").await;
    assert_eq!(
        text_of(&element, "[data-action=retry]"),
        words("fr", "retry")
    );
    assert_eq!(card_of(&element), ["fr", "ltr"]);

    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening());
    View(&element.shadow_root().unwrap()).click("retry");
    says(&element, &words("fr", "scan_title")).await;
}

#[wasm_bindgen_test]
async fn a_failed_start_in_arabic_reads_from_the_right() {
    let stage = Stage::set().await;
    stage
        .back_end
        .will("POST /token", token("t"))
        .will("POST /session", opening())
        .will("file ar", Reply::Broken);
    let element = stage.element("enrolment");
    element.set_attribute("lang", "ar").unwrap();
    stage.enter(&element);
    stage.shows(&element, "[data-error=load_failed]").await;
    assert_eq!(card_of(&element), ["ar", "rtl"]);
}

/// The language and the direction that the card declares.
fn card_of(element: &HtmlElement) -> [String; 2] {
    let root = element.shadow_root().unwrap();
    let card = root.query_selector(".card").unwrap().unwrap();
    ["lang", "dir"].map(|name| card.get_attribute(name).unwrap_or_default())
}
