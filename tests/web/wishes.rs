//! The settings when something is wanted: the proof, the consequence in words, and what is different then.

use crate::{
    back_end::{BackEnd, answer, problem},
    fixture::*,
    page::{until, words},
    widget::{Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{Challenge, Method, Problem, Proof, Settings, Status};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

async fn shown(back_end: &BackEnd, settings: Settings) -> Widget {
    let opening = answer(&session(None, Some(settings), None));
    let widget = Widget::show(back_end, "settings", opening);
    widget.comes_to("overview").await;
    widget
}

fn body(back_end: &BackEnd, what: &str) -> Value {
    serde_json::from_str(&back_end.only(what).body).unwrap()
}

async fn becomes(widget: &Widget, status: &str) {
    let card = format!("[data-view=settings][data-status={status}]");
    until(&card, || widget.has(&card)).await;
    widget.comes_to("overview").await;
}

#[wasm_bindgen_test]
async fn every_method_has_a_row_and_says_what_can_be_done_with_it() {
    let widget = shown(&BackEnd::fresh(), full_settings()).await;
    let view = widget.view();
    let actions = |factor: &str| {
        let buttons = format!("[data-factor={factor}] button");
        view.texts_of(&buttons)
    };
    let say = |keys: &[&str]| -> Vec<String> { keys.iter().map(|key| words("nl", key)).collect() };
    assert_eq!(
        actions("app"),
        say(&["settings_change_app", "settings_remove"])
    );
    assert_eq!(
        actions("sms"),
        say(&[
            "settings_change_number",
            "settings_prefer",
            "settings_remove"
        ])
    );
    // The preferred one, and only that, is marked.
    assert_eq!(
        view.texts_of("[data-factor] .badge"),
        say(&["settings_preferred"])
    );
    let number = view.texts_of("[data-factor=sms] strong").join("");
    assert!(number.contains(NUMBER), "{number}");
    // Nothing is missing, so nothing can be added.
    assert!(!view.has("[data-action^=choose-]"));
}

#[wasm_bindgen_test]
async fn the_only_method_is_neither_preferred_nor_removable_and_another_can_be_added() {
    let widget = shown(&BackEnd::fresh(), settings(Status::On)).await;
    let view = widget.view();
    assert!(!view.has("[data-action=prefer]") && !view.has("[data-action=remove]"));
    assert!(!view.has("[data-factor] .badge"));
    assert!(view.has("[data-action=choose-sms]") && !view.has("[data-action=choose-app]"));
}

#[wasm_bindgen_test]
async fn a_device_from_school_cannot_be_replaced_by_oneself() {
    let mut with_token = full_settings();
    with_token.factors[1] = factor("token-1", Method::Hardware, false);
    let widget = shown(&BackEnd::fresh(), with_token).await;
    let buttons = widget.view().texts_of("[data-factor=hardware] button");
    let expected = ["settings_prefer", "settings_remove"].map(|key| words("nl", key));
    assert_eq!(buttons, expected);
}

#[wasm_bindgen_test]
async fn remembered_devices_are_known_by_their_hooks_and_can_be_forgotten() {
    let back_end = BackEnd::fresh();
    let mut one_left = full_settings();
    one_left.devices.pop();
    back_end
        .will("POST /settings/devices/revoke", answer(&one_left))
        .will(
            "POST /settings/devices/revoke-all",
            answer(&settings(Status::On)),
        );
    let widget = shown(&back_end, full_settings()).await;
    let view = widget.view();
    assert_eq!(view.texts_of("[data-device]").len(), 2);
    assert!(view.has("[data-device=device-1][data-this-device]"));
    assert!(!view.has("[data-device=device-2][data-this-device]"));
    let name = words("nl", "devices_name")
        .replace("{name}", "Firefox")
        .replace("{system}", "Windows");
    assert_eq!(view.texts_of("[data-device=device-2] strong"), [name]);

    let other: web_sys::HtmlElement =
        view.find("[data-device=device-2] [data-action=revoke-device]");
    other.click();
    until("one left", || !widget.has("[data-device=device-2]")).await;
    assert_eq!(
        body(&back_end, "POST /settings/devices/revoke"),
        json!({"device": "device-2"})
    );
    widget.comes_to("overview").await;
    view.click("revoke-all");
    until("none left", || !widget.has("[data-device]")).await;
    assert_eq!(
        widget.heard.of("changed"),
        [json!({"what": "devices"}), json!({"what": "devices"})]
    );
}

#[wasm_bindgen_test]
async fn the_password_then_the_consequence_then_it_is_done() {
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /settings/password", answer(&asking(None)))
        .will("POST /settings/erase", answer(&settings(Status::Off)));
    let widget = shown(&back_end, asking(Some(Proof::Password))).await;
    let view = widget.view();

    view.click("erase");
    widget.comes_to("password").await;
    assert_eq!(view.focused(), Some(view.field("password").into()));
    assert_eq!(back_end.times("POST /settings/erase"), 0);
    view.types("password", PASSWORD);
    view.click("continue");
    widget.comes_to("confirm").await;
    assert_eq!(
        body(&back_end, "POST /settings/password"),
        json!({"password": PASSWORD})
    );
    assert_eq!(view.heading(), words("nl", "erase_title"));
    assert_eq!(view.focused().unwrap().tag_name(), "H2");
    assert_eq!(view.texts_of("p.warning"), [words("nl", "erase_lead")]);
    assert_eq!(back_end.times("POST /settings/erase"), 0);

    view.click("confirm");
    becomes(&widget, "off").await;
    assert_eq!(widget.heard.of("changed"), [json!({"what": "off"})]);
    assert_eq!(
        view.texts_of("[role=status] p"),
        [words("nl", "settings_erased")]
    );
    assert!(!format!("{:?}", widget.heard.all()).contains(PASSWORD.trim()));
}

#[wasm_bindgen_test]
async fn a_wrong_password_leaves_an_empty_field_and_the_wish() {
    let back_end = BackEnd::fresh();
    let wrong = Problem::PasswordWrong { attempts_left: 1 };
    back_end.will("POST /settings/password", problem(wrong));
    let widget = shown(&back_end, asking(Some(Proof::Password))).await;
    let view = widget.view();
    view.click("switch-off");
    widget.comes_to("password").await;
    view.types("password", "wrong");
    view.click("continue");
    let alert = widget.alert("password_wrong").await;
    let one = words("nl", "error_attempts_one");
    assert!(alert.text_content().unwrap().contains(&one));
    assert_eq!(view.field("password").value(), "");
    assert_eq!(view.focused(), Some(view.field("password").into()));

    view.click("cancel");
    widget.comes_to("overview").await;
    assert!(!view.has("[role=alert]"));
    assert_eq!(view.focused().unwrap().tag_name(), "H2");
}

#[wasm_bindgen_test]
async fn what_is_removed_is_called_by_its_name() {
    for (factor, title) in [("app", "remove_app_title"), ("sms", "remove_sms_title")] {
        let widget = shown(&BackEnd::fresh(), full_settings()).await;
        let remove = format!("[data-factor={factor}] [data-action=remove]");
        let remove: web_sys::HtmlElement = widget.view().find(&remove);
        remove.click();
        widget.comes_to("confirm").await;
        assert_eq!(widget.view().heading(), words("nl", title));
    }
}

#[wasm_bindgen_test]
async fn a_school_that_requires_it_offers_no_way_out() {
    let required = Settings {
        required: true,
        ..full_settings()
    };
    let widget = shown(&BackEnd::fresh(), required).await;
    assert!(!widget.has("[data-action=switch-off]") && !widget.has("[data-action=erase]"));
    let why = words("nl", "settings_required").replace("{school}", "Voorbeeldcollege");
    let said = widget.view().texts_of("section p.hint");
    assert!(said.contains(&why), "{said:?}");
}

#[wasm_bindgen_test]
async fn switched_off_for_a_while_is_switched_on_with_one_button() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /settings/switch-on", answer(&full_settings()));
    let widget = shown(&back_end, settings(Status::Suspended)).await;
    let view = widget.view();
    assert!(!view.has("[data-action=switch-off]") && view.has("[data-action=erase]"));
    view.click("switch-on");
    becomes(&widget, "on").await;
    assert_eq!(widget.heard.of("changed"), [json!({"what": "on"})]);
}

#[wasm_bindgen_test]
async fn a_portal_that_must_ask_the_password_is_told_and_its_token_leads_on() {
    let back_end = BackEnd::fresh();
    let widget = shown(&back_end, asking(Some(Proof::Portal))).await;
    let view = widget.view();
    view.click("switch-off");
    widget.comes_to("password").await;
    assert!(!view.has("[data-field=password]"));
    view.click("continue");
    assert_eq!(widget.heard.of("reauthenticate").len(), 1);

    let anew = session(None, Some(asking(None)), None);
    back_end.will("POST /session", answer(&anew));
    widget.mounted.as_ref().unwrap().token_given();

    widget.comes_to("confirm").await;
    assert_eq!(view.heading(), words("nl", "switch_off_title"));
}

/// Switching off, and a code is asked first.
async fn asked_for_a_code(back_end: &BackEnd) -> Widget {
    back_end.will("POST /challenge/prove", answer(&challenge(Method::App)));
    let widget = shown(back_end, asking(Some(Proof::Code))).await;
    widget.view().click("switch-off");
    until("the challenge", || widget.has("[data-view=challenge]")).await;
    widget.comes_to("code").await;
    widget
}

#[wasm_bindgen_test]
async fn a_code_is_asked_inside_and_the_page_hears_of_no_sign_in() {
    let back_end = BackEnd::fresh();
    let proved = Challenge {
        assertion: None,
        ..passed("")
    };
    back_end
        .will("POST /challenge/verify", answer(&proved))
        .will("GET /settings", answer(&asking(None)));
    let widget = asked_for_a_code(&back_end).await;
    let view = widget.view();
    // No device is remembered for this.
    assert!(!view.has("[data-field=remember]"));
    assert_eq!(view.focused(), Some(view.field("code").into()));
    view.types("code", CODE_AT_NOW);
    view.click("verify");
    widget.comes_to("confirm").await;
    assert!(!view.has("[data-view=challenge]"));
    assert!(widget.heard.of("verified").is_empty());
    assert_eq!(back_end.times("POST /session"), 1);
}

#[wasm_bindgen_test]
async fn whoever_leaves_the_code_is_back_where_it_began() {
    let back_end = BackEnd::fresh();
    back_end.will("GET /settings", answer(&asking(Some(Proof::Code))));
    let widget = asked_for_a_code(&back_end).await;
    widget.view().click("cancel");
    widget.comes_to("overview").await;
    assert!(!widget.has("[data-view=challenge]"));
    assert_eq!(back_end.times("POST /settings/switch-off"), 0);
}

#[wasm_bindgen_test]
async fn a_code_that_cannot_be_asked_can_be_left_all_the_same() {
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /challenge/prove", problem(Problem::NotEnrolled))
        .will("GET /settings", answer(&settings(Status::Off)));
    let widget = shown(&back_end, asking(Some(Proof::Code))).await;
    widget.view().click("erase");
    widget.alert("not_enrolled").await;
    widget.view().click("cancel");
    becomes(&widget, "off").await;
}

#[wasm_bindgen_test]
async fn a_new_token_while_the_code_is_asked_asks_it_again_in_the_new_session() {
    let back_end = BackEnd::fresh();
    let widget = asked_for_a_code(&back_end).await;
    let anew = session(None, Some(full_settings()), None);
    back_end
        .will("POST /session", answer(&anew))
        .will("POST /challenge/prove", answer(&challenge(Method::App)));
    widget.mounted.as_ref().unwrap().token_given();
    until("asked again", || {
        back_end.times("POST /challenge/prove") == 2
    })
    .await;
    widget.comes_to("code").await;
    assert!(!widget.has("[role=alert]"));
}

#[wasm_bindgen_test]
async fn another_phone_is_set_up_inside_once_nothing_is_missing() {
    let back_end = BackEnd::fresh();
    back_end
        .will("GET /settings", answer(&full_settings()))
        .will("POST /enrolment/method", answer(&changing(at_scan())))
        .will("POST /enrolment/confirm", answer(&changing(at_done())))
        .will("GET /settings", answer(&full_settings()));
    let widget = shown(&back_end, full_settings()).await;
    let view = widget.view();
    view.click("change-app");
    widget.comes_to("scan").await;
    assert_eq!(
        body(&back_end, "POST /enrolment/method"),
        json!({"method": "app"})
    );
    let said = words("nl", "step_of")
        .replace("{n}", "1")
        .replace("{total}", "1");
    assert_eq!(view.texts_of(".progress p"), [said]);
    // The method was chosen in the settings: nothing comes before it.
    assert!(!view.has("[data-action=back]") && view.has("[data-action=cancel]"));
    view.types("code", CODE_AT_NOW);
    view.click("confirm");
    widget.comes_to("done").await;
    assert_eq!(view.heading(), words("nl", "done_title_changed"));
    let lead = words("nl", "done_lead_added_app");
    assert_eq!(view.texts_of("p.lead"), [lead]);
    view.click("finish");
    widget.comes_to("overview").await;
    let card: Element = view.find("[data-view=settings]");
    assert_eq!(card.get_attribute("data-status").as_deref(), Some("on"));
}
