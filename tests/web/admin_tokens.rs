//! A vendor's file has every secret of its tokens in it: it is read when it is checked, and is gone with its screen.

use crate::{
    back_end::{BackEnd, answer, problem},
    bodies::{desk, people},
    fixture::NOW,
    page::{turns, until},
    widget::Widget,
};
use js_sys::Function;
use serde_json::{Value, json};
use tweestap_api::{HardwareToken, Imported, Problem, TokenAlgorithm, TokenState, Tokens};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement};

const IMPORT: &str = "POST /admin/tokens/import";
const FILE: &str = "serial,secret\ncanary-1,3132333435363738393031323334353637383930\n";
const KEY: &str = "canary passphrase";

fn listed() -> Tokens {
    Tokens {
        tokens: vec![],
        next: None,
        server_time: NOW,
    }
}

async fn at_the_import(back_end: &BackEnd) -> Widget {
    let widget = desk(back_end, answer(&people(&["sam"])));
    widget.comes_to("people").await;
    back_end.will("GET /admin/tokens", answer(&listed()));
    widget.view().click("open-tokens");
    widget.comes_to("tokens").await;
    opens(&widget).await;
    widget
}

async fn opens(widget: &Widget) {
    widget.view().click("open-import");
    widget.comes_to("import").await;
}

fn chooses(widget: &Widget, content: &str) {
    let choose = Function::new_with_args(
        "field, content",
        "const chosen = new DataTransfer();
        chosen.items.add(new File([content], 'tokens.csv'));
        field.files = chosen.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));",
    );
    let field = widget.view().field("file");
    choose
        .call2(&JsValue::NULL, &field, &content.into())
        .unwrap();
}

fn found(faulty: u32) -> Imported {
    Imported {
        rows: 1,
        faulty,
        imported: 0,
        errors: vec![],
    }
}

#[wasm_bindgen_test]
async fn a_file_is_checked_once_and_imported_once() {
    let back_end = BackEnd::fresh();
    let widget = at_the_import(&back_end).await;
    chooses(&widget, FILE);
    widget.view().types("key", KEY);
    widget
        .is_busy_with(IMPORT, answer(&found(0)), |view| view.click("check-file"))
        .await;
    widget.view().click("check-file");
    back_end.release();
    widget.comes_to("import-checked").await;

    let imported = Imported {
        imported: 1,
        ..found(0)
    };
    widget
        .is_busy_with(IMPORT, answer(&imported), |view| view.click("import"))
        .await;
    widget.view().click("import");
    back_end.will("GET /admin/tokens", answer(&listed()));
    back_end.release();
    widget.comes_to("tokens").await;

    let asked = back_end.asked().into_iter();
    let sent: Vec<Value> = asked
        .filter(|asked| asked.what == IMPORT)
        .map(|asked| serde_json::from_str(&asked.body).unwrap())
        .collect();
    let body = |check_only| json!({ "format": "csv", "content": FILE, "key": KEY, "check_only": check_only });
    assert_eq!(sent, [body(true), body(false)]);
}

#[wasm_bindgen_test]
async fn whoever_leaves_the_import_leaves_no_file_and_no_key_behind() {
    let back_end = BackEnd::fresh();
    let widget = at_the_import(&back_end).await;
    chooses(&widget, FILE);
    widget.view().types("key", KEY);
    widget.view().click("cancel");
    widget.comes_to("tokens").await;
    assert!(!widget.has("[data-field=key]"));

    opens(&widget).await;
    assert_eq!(widget.view().field("key").value(), "");
    widget.view().click("check-file");
    widget.alert("file_missing").await;
    assert_eq!(back_end.times(IMPORT), 0);
}

/// Also on the way to another section, and after it was checked.
#[wasm_bindgen_test]
async fn a_file_that_was_checked_is_gone_with_its_section() {
    let back_end = BackEnd::fresh();
    let widget = at_the_import(&back_end).await;
    chooses(&widget, FILE);
    back_end.will(IMPORT, answer(&found(0)));
    widget.view().click("check-file");
    widget.comes_to("import-checked").await;
    widget.view().click("open-people");
    widget.comes_to("people").await;

    back_end.will("GET /admin/tokens", answer(&listed()));
    widget.view().click("open-tokens");
    widget.comes_to("tokens").await;
    opens(&widget).await;
    widget.view().click("check-file");
    widget.alert("file_missing").await;
    until("nothing more", || !widget.has("[aria-busy]")).await;
    assert_eq!(back_end.times(IMPORT), 1);
}

fn token() -> HardwareToken {
    HardwareToken {
        id: "one".to_owned(),
        serial: "12345678".to_owned(),
        by_counter: false,
        digits: 6,
        period: 30,
        algorithm: TokenAlgorithm::Sha1,
        state: TokenState::Free,
        person: None,
        free_at: None,
        imported_at: NOW,
    }
}

/// Another section would take away the only place where it is told.
#[wasm_bindgen_test]
async fn what_becomes_of_a_token_is_told_before_another_section_comes() {
    const LINK: &str = "POST /admin/tokens/one/link";
    let back_end = BackEnd::fresh();
    let widget = desk(&back_end, answer(&people(&["sam"])));
    widget.comes_to("people").await;
    let tokens = Tokens {
        tokens: vec![token()],
        ..listed()
    };
    back_end
        .will("GET /admin/tokens", answer(&tokens))
        .will("GET /admin/people?query=sam", answer(&people(&["sam"])));
    let clicks = |what: &str| widget.view().find::<HtmlElement>(what).click();
    widget.view().click("open-tokens");
    until("the list", || widget.has("[data-token=one]")).await;
    clicks("[data-token=one] [data-action=open-token]");
    widget.comes_to("token").await;
    widget.view().click("link");
    widget.comes_to("link").await;
    let field = widget.view().field("person");
    field.set_value("sam");
    field.dispatch_event(&Event::new("input").unwrap()).unwrap();
    let pick = ".chooser [data-person=sam] [data-action=pick-person]";
    until("found", || widget.has(pick)).await;
    clicks(pick);
    until("chosen", || widget.has("[data-action=other-person]")).await;
    widget.view().types("code", "050471");
    widget.view().types("reason", "Telefoon kwijt");
    let mismatch = problem(Problem::CodeMismatch {
        attempts_left: 0,
        seconds_ago: None,
    });
    widget
        .is_busy_with(LINK, mismatch, |view| view.click("confirm"))
        .await;

    widget.view().click("open-people");
    turns().await;
    assert!(widget.has("[data-step=link]"));
    back_end.release();
    widget.alert("code_mismatch").await;
    assert!(widget.has("[data-step=link]"));

    // Nothing is on its way any more.
    widget.view().click("open-people");
    widget.comes_to("people").await;
}
