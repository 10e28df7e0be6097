//! Enrolment's screens: what is there, what a click sends, where the focus goes.

use crate::{
    back_end::{BackEnd, answer},
    fixture::*,
    page::{until, words},
    widget::{TOKEN, Widget},
};
use serde_json::{Value, json};
use tweestap_api::{Enrolment, Method};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

fn body(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[wasm_bindgen_test]
async fn the_methods_are_offered_the_recommended_one_first() {
    let widget = Widget::enrolment(&BackEnd::fresh(), at_method()).await;
    let view = widget.view();
    assert_eq!(view.heading(), words("nl", "method_title"));
    assert!(view.has("[data-view=enrolment]"));
    let choices = view.texts_of("[data-action^=choose-]");
    assert_eq!(choices.len(), 2);
    assert!(choices[0].contains(&words("nl", "method_app")));
    assert!(choices[0].contains(&words("nl", "recommended")));
    assert!(!choices[1].contains(&words("nl", "recommended")));
    // The page's own focus is left alone at the opening.
    assert!(view.focused().is_none());
}

#[wasm_bindgen_test]
async fn only_what_the_school_offers_can_be_chosen() {
    let only_the_app = Enrolment {
        offered: vec![Method::App],
        ..at_method()
    };
    let widget = Widget::enrolment(&BackEnd::fresh(), only_the_app).await;
    assert!(widget.has("[data-action=choose-app]"));
    assert!(!widget.has("[data-action=choose-sms]"));
}

#[wasm_bindgen_test]
async fn somebody_walks_from_the_methods_to_the_end() {
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /enrolment/method", answer(&at_scan()))
        .will("POST /enrolment/confirm", answer(&at_recovery_codes()))
        .will("POST /enrolment/acknowledge", answer(&at_done()))
        .will("PUT /settings/remember", answer(&json!({})));
    let widget = Widget::enrolment(&back_end, at_method()).await;
    let view = widget.view();

    view.click("choose-app");
    widget.comes_to("scan").await;
    let asked = back_end.only("POST /enrolment/method");
    assert_eq!(body(&asked.body), json!({"method": "app"}));
    assert_eq!(asked.bearer, format!("Bearer {TOKEN}"));
    assert_eq!(view.focused().unwrap().tag_name(), "H2");

    view.types("code", " 081-804 ");
    view.click("confirm");
    widget.comes_to("recovery-codes").await;
    let asked = back_end.only("POST /enrolment/confirm");
    assert_eq!(
        body(&asked.body),
        json!({"enrolment": ID, "code": "081804"})
    );
    assert_eq!(
        view.texts_of("[data-recovery-code]"),
        vec![RECOVERY_CODE; 6]
    );

    view.click("acknowledge");
    widget.comes_to("done").await;
    let asked = back_end.only("POST /enrolment/acknowledge");
    assert_eq!(body(&asked.body), json!({"enrolment": ID}));
    assert_eq!(view.heading(), words("nl", "done_title"));

    view.find::<web_sys::HtmlElement>("[data-field=duration][value='3d']")
        .click();
    view.click("finish");
    until("finished", || widget.heard.of("changed").len() == 1).await;
    let asked = back_end.only("PUT /settings/remember");
    assert_eq!(
        body(&asked.body),
        json!({"duration": "3d", "this_device": true})
    );

    let left = widget.root.inner_html();
    assert!(
        !left.contains(KEY) && !left.contains(RECOVERY_CODE),
        "{left}"
    );
}

#[wasm_bindgen_test]
async fn the_app_gets_a_picture_a_link_and_a_key() {
    let widget = Widget::enrolment(&BackEnd::fresh(), at_scan()).await;
    let view = widget.view();
    let uri = at_scan().app.unwrap().uri;

    let dark = view
        .find::<Element>("[data-qr] path:last-child")
        .get_attribute("d")
        .unwrap();
    assert!(dark.matches('M').count() > 200, "{dark}");
    let sides = view
        .find::<Element>("[data-qr]")
        .get_attribute("viewBox")
        .unwrap();
    let sides: Vec<u32> = sides.split(' ').map(|side| side.parse().unwrap()).collect();
    // A QR symbol's side is 17 modules and four more a version; then four of quiet on either side.
    assert_eq!((sides[0], sides[1], sides[2]), (0, 0, sides[3]));
    assert_eq!((sides[2] - 8 - 17) % 4, 0);
    let named = view
        .find::<Element>("[data-qr]")
        .get_attribute("aria-label");
    assert_eq!(named, Some(words("nl", "scan_qr_label")));

    let link = view
        .find::<Element>("[data-action=open-app]")
        .get_attribute("href");
    assert_eq!(link.as_deref(), Some(uri.expose()));

    let key = view.texts_of("[data-key]").join("");
    assert_eq!(key.replace(' ', ""), KEY);
    assert!(key.split(' ').all(|group| group.len() == 4), "{key}");
}

#[wasm_bindgen_test]
async fn another_enrolment_at_the_same_step_shows_its_own_key() {
    // Begun anew in another tab: a scan of the old picture could never be right.
    let back_end = BackEnd::fresh();
    let mut anew = at_scan();
    anew.id = Some("enrolment-2".to_owned());
    let app = anew.app.as_mut().unwrap();
    app.key = secret("MZXW6YTBOJUWU23MNU4TQNZWGM3DKMRT");
    app.uri = secret("otpauth://totp/x?secret=MZXW6YTBOJUWU23MNU4TQNZWGM3DKMRT");
    back_end
        .will(
            "POST /enrolment/confirm",
            crate::back_end::problem(tweestap_api::Problem::EnrolmentNotFound),
        )
        .will("GET /enrolment", answer(&anew));
    let widget = Widget::enrolment(&back_end, at_scan()).await;
    widget.view().types("code", "081804");

    widget.view().click("confirm");
    widget.alert("enrolment_not_found").await;

    let key = widget
        .view()
        .texts_of("[data-key]")
        .join("")
        .replace(' ', "");
    assert_eq!(key, "MZXW6YTBOJUWU23MNU4TQNZWGM3DKMRT");
}

#[wasm_bindgen_test]
async fn a_password_is_sent_as_typed_and_can_be_read_while_typing() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /enrolment/password", answer(&at_scan()));
    let widget = Widget::enrolment(&back_end, at_password()).await;
    let view = widget.view();
    assert_eq!(view.field("password").type_(), "password");
    view.types("password", PASSWORD);

    view.click("show-password");
    until("readable", || view.field("password").type_() == "text").await;
    assert_eq!(view.field("password").value(), PASSWORD);

    view.click("continue");
    widget.comes_to("scan").await;
    let asked = back_end.only("POST /enrolment/password");
    assert_eq!(body(&asked.body), json!({"password": PASSWORD}));
}

#[wasm_bindgen_test]
async fn a_number_gets_a_code_and_can_be_changed() {
    let back_end = BackEnd::fresh();
    let mut known = at_phone();
    known.sms = at_confirm().sms;
    back_end
        .will("POST /enrolment/phone", answer(&at_confirm()))
        .will("POST /enrolment/back", answer(&known));
    let widget = Widget::enrolment(&back_end, at_phone()).await;
    let view = widget.view();

    view.types("phone", "06 12 34 56 78");
    view.click("send-code");
    widget.comes_to("confirm").await;
    let asked = back_end.only("POST /enrolment/phone");
    assert_eq!(
        body(&asked.body),
        json!({"enrolment": ID, "number": "06 12 34 56 78"})
    );
    assert!(view.texts_of("p.lead")[0].contains("+31 6 12345678"));
    assert!(!view.has("[data-qr]"));

    view.click("change-number");
    widget.comes_to("phone").await;
    assert_eq!(view.field("phone").value(), "+31 6 12345678");
}

#[wasm_bindgen_test]
async fn the_steps_are_counted_in_words() {
    let widget = Widget::enrolment(&BackEnd::fresh(), at_scan()).await;
    let said = widget.view().texts_of(".progress p").join("");
    let expected = words("nl", "step_of")
        .replace("{n}", "2")
        .replace("{total}", "3");
    assert_eq!(said, expected);
}
