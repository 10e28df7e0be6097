//! The settings, on the screen, with enrolment standing inside them.

use crate::{
    back_end::{BackEnd, answer},
    fixture::{at_method, settings},
    page::{until, words},
    widget::{Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{RememberDuration, Status};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

async fn shown(back_end: &BackEnd, status: Status) -> Widget {
    let opening = answer(&session(None, Some(settings(status)), None));
    let widget = Widget::show(back_end, "settings", opening);
    widget.comes_to("overview").await;
    widget
}

#[wasm_bindgen_test]
async fn the_state_is_there_for_eyes_and_for_tests() {
    for (status, hook) in [
        (Status::Off, "off"),
        (Status::Pending, "pending"),
        (Status::On, "on"),
        (Status::Suspended, "suspended"),
        (Status::Locked, "locked"),
    ] {
        let widget = shown(&BackEnd::fresh(), status).await;
        let card = widget.view().find::<Element>("[data-view=settings]");
        assert_eq!(card.get_attribute("data-status").as_deref(), Some(hook));
        assert_eq!(card.get_attribute("data-codes-left").as_deref(), Some("6"));
        let said = widget.view().texts_of("p.status").join("");
        assert_eq!(said, words("nl", &format!("settings_{hook}")));
    }
}

#[wasm_bindgen_test]
async fn a_choice_is_saved_and_confirmed() {
    let back_end = BackEnd::fresh();
    let mut saved = settings(Status::On);
    saved.remember.duration = RememberDuration::OneWeek;
    back_end.will("PUT /settings/remember", answer(&saved));
    let widget = shown(&back_end, Status::On).await;

    widget
        .view()
        .find::<HtmlElement>("[data-field=duration][value='1w']")
        .click();
    widget.view().click("save-remember");
    until("confirmed", || widget.has("[role=status] .notice.good")).await;

    let body: Value = serde_json::from_str(&back_end.only("PUT /settings/remember").body).unwrap();
    assert_eq!(body, json!({"duration": "1w", "this_device": false}));
    assert_eq!(widget.heard.of("changed"), [json!({"what": "remember"})]);
}

#[wasm_bindgen_test]
async fn setting_up_stands_inside_and_gives_way_to_the_overview() {
    let back_end = BackEnd::fresh();
    back_end
        .will("GET /enrolment", answer(&at_method()))
        .will("GET /settings", answer(&settings(Status::Pending)));
    let widget = shown(&back_end, Status::Off).await;

    widget.view().click("set-up");
    until("enrolment", || {
        widget.has("[data-view=enrolment][data-step=method]")
    })
    .await;
    // The settings' own session serves: no portal token is used up.
    assert_eq!(back_end.times("POST /session"), 1);

    widget.view().click("cancel");
    until("the overview", || {
        widget.has("[data-view=settings][data-status=pending]")
    })
    .await;
    assert!(!widget.has("[data-view=enrolment]"));
    assert_eq!(widget.heard.of("cancelled").len(), 1);
}
