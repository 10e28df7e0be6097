//! The overview is drawn anew with every reading. What a person has chosen there and where they are stays.

use crate::{
    back_end::{BackEnd, answer, problem},
    fixture::full_settings,
    page::until,
    widget::{Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{Problem, RememberDuration, Settings};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

async fn shown(back_end: &BackEnd) -> Widget {
    let opening = answer(&session(None, Some(full_settings()), None));
    let widget = Widget::show(back_end, "settings", opening);
    widget.comes_to("overview").await;
    widget
}

/// As before, and some seconds have passed at the server.
fn later() -> Settings {
    let mut later = full_settings();
    later.server_time += 5;
    later
}

/// Chooses a week and saves it by keyboard; it is refused, and the settings are read anew.
async fn is_refused_a_week(back_end: &BackEnd, now: &Settings) -> Widget {
    back_end
        .will("PUT /settings/remember", problem(Problem::NotEnrolled))
        .will("GET /settings", answer(now));
    let widget = shown(back_end).await;
    let view = widget.view();
    view.find::<HtmlElement>("[data-field=duration][value='1w']")
        .click();
    let save = view.find::<HtmlElement>("[data-action=save-remember]");
    save.focus().unwrap();
    save.click();
    // The old button is gone only when everything has been drawn anew.
    until("drawn anew", || !save.is_connected()).await;
    until("the focus", || view.focused().is_some()).await;
    widget
}

fn has_the_focus(widget: &Widget, selector: &str) -> bool {
    let focused = widget.view().focused();
    focused.is_some_and(|focused| focused.matches(selector).unwrap())
}

#[wasm_bindgen_test]
async fn a_choice_that_is_not_saved_yet_outlives_a_new_reading() {
    let back_end = BackEnd::fresh();
    let widget = is_refused_a_week(&back_end, &later()).await;
    assert!(widget.has("[data-field=duration][value='1w']:checked"));
    assert!(has_the_focus(&widget, "[data-action=save-remember]"));

    // And it is what the button saves.
    back_end.will("PUT /settings/remember", answer(&later()));
    widget.view().click("save-remember");
    until("saved", || widget.has("[role=status] .notice.good")).await;
    let bodies = back_end.asked().into_iter();
    let bodies = bodies.filter(|asked| asked.what == "PUT /settings/remember");
    let bodies: Vec<Value> = bodies
        .map(|asked| serde_json::from_str(&asked.body).unwrap())
        .collect();
    assert_eq!(
        bodies,
        vec![json!({"duration": "1w", "this_device": false}); 2]
    );
}

#[wasm_bindgen_test]
async fn a_choice_that_is_offered_no_more_gives_way_to_what_is_saved() {
    let mut now = later();
    now.remember
        .offered
        .retain(|offered| *offered != RememberDuration::OneWeek);
    let saved = now.remember.duration.code();
    let widget = is_refused_a_week(&BackEnd::fresh(), &now).await;
    assert!(widget.has(&format!("[data-field=duration][value='{saved}']:checked")));
}

#[wasm_bindgen_test]
async fn the_focus_stays_in_its_row_and_goes_to_the_heading_with_it() {
    let mut without = later();
    without.devices.remove(0);
    let back_end = BackEnd::fresh();
    back_end
        .will(
            "POST /settings/devices/revoke",
            problem(Problem::FactorNotFound),
        )
        .will("GET /settings", answer(&later()))
        .will("POST /settings/devices/revoke", answer(&without));
    let widget = shown(&back_end).await;
    let row = "[data-device=device-1] [data-action=revoke-device]";
    for after in [row, "h2"] {
        let button = widget.view().find::<HtmlElement>(row);
        button.focus().unwrap();
        button.click();
        until("drawn anew", || !button.is_connected()).await;
        until(after, || has_the_focus(&widget, after)).await;
    }
}
