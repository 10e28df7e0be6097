//! A stage for `element.js`: the real script as a module of its own for each test, its files made by the
//! test, its glue the real `mount` with a note of each call. Only its addresses and tag names are changed.

use crate::{
    back_end::{BackEnd, Reply, answer},
    fixture::at_scan,
    heard::Heard,
    page::{LANGUAGE_FILES, Place, View, document, turns, until, window},
    widget::session,
};
use js_sys::{Array, Function, Promise, Reflect};
use serde_json::json;
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

const SCRIPT: &str = include_str!("../../src/element.js");
const WORDS: &str = include_str!("../../src/words.js");
const JSON: &str = "application/json";
const NAME: &str = "const name = `tweestap-${view}`;";
const FILES: &str = "const files = {";

thread_local! {
    static STAGE: Cell<u32> = const { Cell::new(0) };
}

pub struct Stage {
    pub back_end: BackEnd,
    pub place: Place,
    pub heard: Heard,
    number: u32,
    notes: Array,
}

impl Stage {
    /// The script has run: the elements are defined, nothing is on the page yet.
    pub async fn set() -> Self {
        let back_end = BackEnd::fresh();
        let number = STAGE.replace(STAGE.get() + 1);
        let notes = Array::new();
        let notebook = format!("tweestapNotes{number}");
        Reflect::set(&js_sys::global(), &notebook.clone().into(), &notes).unwrap();

        let mut files = String::from(FILES);
        for (name, kind, text) in [
            ("glue", "text/javascript", glue(&notebook)),
            ("wasm", "application/wasm", String::new()),
            (
                "css",
                "text/css",
                ".card { color: rgb(1, 2, 3); }".to_owned(),
            ),
            ("nl", JSON, language("nl")),
            ("en", JSON, language("en")),
            ("words", "text/javascript", words_script(&back_end)),
        ] {
            let address = file(&text, kind);
            back_end.serves(&address, name);
            files.push_str(&format!(" {name}: '{address}',"));
        }
        import(&file(&entry(&files, number), "text/javascript")).await;

        let place = Place::new();
        let heard = Heard::at(&place.root);
        Self {
            back_end,
            place,
            heard,
            number,
            notes,
        }
    }

    /// An element of this stage, not on the page yet, with the test's back end.
    pub fn element(&self, view: &str) -> HtmlElement {
        let tag = format!("tweestap-{view}-{}", self.number);
        let element: HtmlElement = document().create_element(&tag).unwrap().unchecked_into();
        element.set_attribute("api", &self.back_end.base).unwrap();
        element
            .set_attribute("token-url", &format!("{}/token", self.back_end.base))
            .unwrap();
        element.set_attribute("lang", "nl").unwrap();
        element
    }

    pub fn enter(&self, element: &HtmlElement) {
        self.place.root.append_child(element).unwrap();
    }

    /// `mount enrolment`, `speak en`, `token_given`, `free`: what the glue was asked, in order.
    pub fn notes(&self) -> Vec<String> {
        self.notes
            .iter()
            .filter_map(|note| note.as_string())
            .collect()
    }

    pub async fn shows(&self, element: &HtmlElement, selector: &str) {
        let root = element.shadow_root().unwrap();
        until(selector, || View(&root).has(selector)).await;
    }
}

fn language(name: &str) -> String {
    let (_, text) = LANGUAGE_FILES
        .iter()
        .find(|(known, _)| *known == name)
        .unwrap();
    (*text).to_owned()
}

/// `words.js` with the other languages, and the keys as they stand in the first.
fn words_script(back_end: &BackEnd) -> String {
    let mut files = String::from(FILES);
    let others = LANGUAGE_FILES
        .iter()
        .skip(2)
        .map(|(name, _)| (*name, *name));
    for (name, from) in others.chain([("keys", "nl")]) {
        let address = file(&language(from), JSON);
        back_end.serves(&address, name);
        files.push_str(&format!(" '{name}': '{address}',"));
    }
    with_files(WORDS, &files)
}

/// The script with other files. Fails when it no longer has these lines.
fn with_files(script: &str, files: &str) -> String {
    let (before, rest) = script.split_once(FILES).expect("the files");
    let (_, after) = rest.split_once("};").expect("the end of the files");
    [before, files, "};", after].concat()
}

/// The script with the test's files and tags. Fails when the script no longer has these lines.
fn entry(files: &str, number: u32) -> String {
    let script = with_files(SCRIPT, files);
    assert_eq!(script.matches(NAME).count(), 1, "the tag names");
    script.replace(
        NAME,
        &format!("const name = `tweestap-${{view}}-{number}`;"),
    )
}

/// The real `mount`, of this very test's module, with a note of each call.
fn glue(notebook: &str) -> String {
    let origin = window().location().origin().unwrap();
    format!(
        "import {{ mount as real }} from '{origin}/wasm-bindgen-test';
        const notes = globalThis.{notebook};
        export default async ({{ module_or_path }}) => {{ await module_or_path; notes.push('init'); }};
        export const mount = (...given) => {{
          notes.push(`mount ${{given[0]}}`);
          const mounted = real(...given);
          return {{
            speak(words, language) {{ notes.push(`speak ${{language}}`); mounted.speak(words, language); }},
            token_given() {{ notes.push('token_given'); mounted.token_given(); }},
            free() {{ notes.push('free'); mounted.free(); }},
          }};
        }};"
    )
}

fn file(text: &str, kind: &str) -> String {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&JsValue::from_str(text));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).unwrap();
    Url::create_object_url_with_blob(&blob).unwrap()
}

async fn import(address: &str) {
    let import = Function::new_with_args("address", "return import(address)");
    let module = import
        .call1(&JsValue::NULL, &JsValue::from_str(address))
        .unwrap();
    JsFuture::from(module.unchecked_into::<Promise>())
        .await
        .unwrap();
}

pub fn token(text: &str) -> Reply {
    answer(&json!({"token": text}))
}

pub fn opening() -> Reply {
    answer(&session(Some(at_scan()), None, None))
}

/// On the page and at scanning.
pub async fn at_scanning(stage: &Stage) -> HtmlElement {
    stage
        .back_end
        .will("POST /token", token("portal-token"))
        .will("POST /session", opening());
    let element = stage.element("enrolment");
    stage.enter(&element);
    stage.shows(&element, "[data-step=scan]").await;
    turns().await;
    element
}
