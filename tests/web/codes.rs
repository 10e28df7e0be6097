//! Recovery codes in the settings: new ones until they are kept, the check, and the reset code once more.

use crate::{
    back_end::{BackEnd, answer},
    fixture::*,
    page::{until, words},
    widget::{Widget, session},
};
use serde_json::json;
use tweestap_api::{Recovery, Settings};
use wasm_bindgen_test::wasm_bindgen_test;

async fn shown(back_end: &BackEnd, settings: Settings) -> Widget {
    let opening = answer(&session(None, Some(settings), None));
    let widget = Widget::show(back_end, "settings", opening);
    widget.comes_to("overview").await;
    widget
}

/// New codes, each another one; the old ones still count.
async fn at_new_codes(back_end: &BackEnd) -> Widget {
    let codes = (1..=6).map(|n| secret(&format!("CANA-RYCA-NAR{n}")));
    let shows = Settings {
        recovery_codes: Some(codes.collect()),
        ..new_codes()
    };
    back_end.will("POST /settings/codes", answer(&shows));
    let widget = shown(back_end, full_settings()).await;
    widget.view().click("regenerate");
    widget.comes_to("recovery-codes").await;
    widget
}

#[wasm_bindgen_test]
async fn new_codes_are_shown_until_they_are_kept() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /settings/codes/acknowledge", answer(&full_settings()));
    let widget = at_new_codes(&back_end).await;
    let view = widget.view();
    assert_eq!(view.texts_of("[data-recovery-code]").len(), 6);
    assert_eq!(view.focused().unwrap().tag_name(), "H2");
    let hints = view.texts_of("p.hint");
    assert!(hints.contains(&words("nl", "new_codes_after")), "{hints:?}");

    view.click("acknowledge");
    widget.comes_to("overview").await;

    assert_eq!(
        widget.heard.of("changed"),
        [json!({"what": "recovery-codes"})]
    );
    assert_eq!(
        view.texts_of("[role=status] p"),
        [words("nl", "settings_codes_kept")]
    );
    assert!(!widget.root.inner_html().contains("CANA"));
    assert!(!format!("{:?}", widget.heard.all()).contains("CANA"));
}

#[wasm_bindgen_test]
async fn codes_that_are_not_kept_wait_and_it_is_said() {
    let back_end = BackEnd::fresh();
    let widget = at_new_codes(&back_end).await;
    widget.view().click("cancel");
    widget.comes_to("overview").await;
    assert!(!widget.root.inner_html().contains("CANA"));
    let hints = widget.view().texts_of("section p.hint");
    let waiting = words("nl", "settings_codes_pending");
    assert!(hints.contains(&waiting), "{hints:?}");
    assert_eq!(back_end.times("POST /settings/codes/acknowledge"), 0);
}

#[wasm_bindgen_test]
async fn whether_they_were_kept_can_be_tried_and_burns_nothing() {
    let back_end = BackEnd::fresh();
    let widget = at_new_codes(&back_end).await;
    let view = widget.view();
    let asked = back_end.asked().len();
    view.click("check");
    // The server's clock says which one: here the first.
    let question = words("nl", "check_label").replace("{n}", "1");
    assert_eq!(view.texts_of("label[for=check]"), [question]);
    let says = |key: &str| {
        let said = view.texts_of("details [role=status]").join("");
        said == words("nl", key)
    };

    view.types("check", "nar2");
    view.click("check-codes");
    until("wrong", || says("check_wrong")).await;
    for right in ["nar1", "NAR1", "cana-ryca-nar1", " NAR 1"] {
        view.types("check", right);
        view.click("check-codes");
        until(right, || says("check_right")).await;
        view.types("check", "nothing");
        view.click("check-codes");
        until("wrong", || says("check_wrong")).await;
    }

    assert_eq!(back_end.asked().len(), asked);
    assert!(view.has("[data-action=acknowledge]"));
}

#[wasm_bindgen_test]
async fn the_reset_code_is_shown_and_then_gone() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /settings/reset-code", answer(&reset_code()));
    let with_one = Settings {
        recovery: Recovery::ResetCode,
        ..full_settings()
    };
    let widget = shown(&back_end, with_one).await;
    let view = widget.view();
    assert!(!view.has("[data-action=regenerate]"));
    view.click("show-reset-code");
    widget.comes_to("recovery-codes").await;
    assert_eq!(view.texts_of("[data-recovery-code]"), [RECOVERY_CODE]);
    // It can be looked up again, so there is nothing to check and nothing to leave undone.
    assert!(!view.has("[data-field=check]") && !view.has("[data-action=cancel]"));
    view.click("finish");
    widget.comes_to("overview").await;
    assert!(!widget.root.inner_html().contains(RECOVERY_CODE));
}

#[wasm_bindgen_test]
async fn how_many_are_left_is_there_for_eyes_and_for_tests() {
    for (left, key) in [
        (0, "settings_codes_none"),
        (1, "settings_codes_one"),
        (2, "settings_codes_left"),
    ] {
        let few = Settings {
            codes_left: left,
            ..full_settings()
        };
        let widget = shown(&BackEnd::fresh(), few).await;
        assert!(widget.has(&format!("[data-codes-left='{left}']")));
        let said = words("nl", key).replace("{n}", &left.to_string());
        assert_eq!(widget.view().texts_of("p.warning"), [said]);
    }
}
