//! A page: its clock, its words, a place on it, and what a person finds in a shadow root. The mechanics
//! are here so that the tests read as prose.

use js_sys::{Array, Function, JSON, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Document, Element, HtmlElement, HtmlInputElement, ShadowRoot, ShadowRootInit, ShadowRootMode,
    Window,
};

pub fn window() -> Window {
    web_sys::window().unwrap()
}

pub fn document() -> Document {
    window().document().unwrap()
}

pub fn texts(language: &str) -> Object {
    let (_, file) = LANGUAGE_FILES
        .iter()
        .find(|(name, _)| *name == language)
        .unwrap_or_else(|| panic!("no language {language}"));
    let mut all = JSON::parse(file).unwrap().unchecked_into();
    // Those of the other bundles come after those that every view has, in the order of `build.rs`.
    for (_, file) in OF_BUNDLES.iter().filter(|(name, _)| *name == language) {
        let more: Object = JSON::parse(file).unwrap().unchecked_into();
        all = Object::assign(&all, &more);
    }
    all
}

const OF_BUNDLES: [(&str, &str); 10] = [
    ("nl", include_str!("../../src/lang/password/nl.json")),
    ("en", include_str!("../../src/lang/password/en.json")),
    ("fr", include_str!("../../src/lang/password/fr.json")),
    ("de", include_str!("../../src/lang/password/de.json")),
    ("ar", include_str!("../../src/lang/password/ar.json")),
    ("nl", include_str!("../../src/lang/admin/nl.json")),
    ("en", include_str!("../../src/lang/admin/en.json")),
    ("fr", include_str!("../../src/lang/admin/fr.json")),
    ("de", include_str!("../../src/lang/admin/de.json")),
    ("ar", include_str!("../../src/lang/admin/ar.json")),
];

/// As they are written; what lies over another file has only what differs.
pub const LANGUAGE_FILES: [(&str, &str); 8] = [
    ("nl", include_str!("../../src/lang/nl.json")),
    ("en", include_str!("../../src/lang/en.json")),
    ("fr", include_str!("../../src/lang/fr.json")),
    ("de", include_str!("../../src/lang/de.json")),
    ("ar", include_str!("../../src/lang/ar.json")),
    ("nl-be", include_str!("../../src/lang/nl-be.json")),
    (
        "nl-x-formal",
        include_str!("../../src/lang/nl-x-formal.json"),
    ),
    (
        "nl-be-x-formal",
        include_str!("../../src/lang/nl-be-x-formal.json"),
    ),
];

/// The sentence of a key, as a person reads it.
pub fn words(language: &str, key: &str) -> String {
    js_sys::Reflect::get(&texts(language), &JsValue::from_str(key))
        .unwrap()
        .as_string()
        .unwrap_or_else(|| panic!("no text {key}"))
}

/// Goes on when `so` holds; panics when it does not come to hold.
pub async fn until(what: &str, so: impl Fn() -> bool) {
    let clock = window().performance().unwrap();
    let begun = clock.now();
    while !so() {
        assert!(clock.now() - begun < 15_000.0, "it never happened: {what}");
        turn().await;
    }
}

/// Everything that is only waiting for its turn gets it.
pub async fn turns() {
    for _ in 0..12 {
        turn().await;
    }
}

async fn turn() {
    let next = Promise::new(&mut |go, _| {
        window().set_timeout_with_callback(&go).unwrap();
    });
    JsFuture::from(next).await.unwrap();
}

/// Timers of a second and more no longer run by themselves, until this is dropped.
pub struct Clock {
    timers: Array,
    restore: Function,
}

impl Clock {
    pub fn stop() -> Self {
        let timers = Array::new();
        let stop = Function::new_with_args(
            "timers",
            "const real = window.setTimeout;
            window.setTimeout = (act, ms, ...given) =>
              ms >= 1000 ? timers.push(() => act(...given)) : real.call(window, act, ms, ...given);
            return () => { window.setTimeout = real; };",
        );
        let restore = stop
            .call1(&JsValue::NULL, &timers)
            .unwrap()
            .unchecked_into();
        Self { timers, restore }
    }

    /// The timer that was set first goes off, if one is set.
    pub fn strike(&self) {
        let timer = self.timers.shift();
        if let Some(act) = timer.dyn_ref::<Function>() {
            act.call0(&JsValue::NULL).unwrap();
        }
    }

    /// Time passes until `so` holds.
    pub async fn runs_until(&self, what: &str, so: impl Fn() -> bool) {
        until(what, || {
            self.strike();
            so()
        })
        .await;
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        self.restore.call0(&JsValue::NULL).unwrap();
    }
}

pub fn shadow(host: &Element) -> ShadowRoot {
    host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open))
        .unwrap()
}

/// A place on the page, inside another component's shadow root; gone when dropped.
pub struct Place {
    pub root: ShadowRoot,
    around: HtmlElement,
}

impl Place {
    pub fn new() -> Self {
        let around: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        let root = shadow(&around);
        document().body().unwrap().append_child(&around).unwrap();
        Self { root, around }
    }

    /// Its outside: what is heard there has crossed a foreign shadow root.
    pub fn around(&self) -> &HtmlElement {
        &self.around
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.around.remove();
    }
}

/// What is inside a shadow root, to a person.
pub struct View<'a>(pub &'a ShadowRoot);

impl View<'_> {
    pub fn has(&self, selector: &str) -> bool {
        self.0.query_selector(selector).unwrap().is_some()
    }

    #[track_caller]
    pub fn find<E: JsCast>(&self, selector: &str) -> E {
        let found = self.0.query_selector(selector).unwrap();
        let found = found.unwrap_or_else(|| panic!("no {selector} in {}", self.0.inner_html()));
        found.unchecked_into()
    }

    pub fn texts_of(&self, selector: &str) -> Vec<String> {
        let all = self.0.query_selector_all(selector).unwrap();
        let texts = (0..all.length()).filter_map(|index| all.get(index));
        texts
            .map(|node| node.text_content().unwrap_or_default())
            .collect()
    }

    pub fn heading(&self) -> String {
        self.texts_of("h2").join("|")
    }

    #[track_caller]
    pub fn click(&self, action: &str) {
        self.find::<HtmlElement>(&format!("[data-action='{action}']"))
            .click();
    }

    #[track_caller]
    pub fn field(&self, name: &str) -> HtmlInputElement {
        self.find(&format!("[data-field='{name}']"))
    }

    #[track_caller]
    pub fn types(&self, field: &str, text: &str) {
        self.field(field).set_value(text);
    }

    pub fn focused(&self) -> Option<Element> {
        self.0.active_element()
    }
}
