//! Passwords on the screen: nothing typed is lost, nothing is sent twice, and nothing is left afterwards.

use crate::{
    back_end::{BackEnd, Reply, answer, problem},
    bodies::{own_password, rules},
    fixture::{PASSWORD, secret},
    page::{Clock, texts, turns, until, window, words},
    widget::Widget,
};
use serde_json::{Value, json};
use tweestap_api::{Done, PasswordRules, Problem};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

const NEW: &str = "canary muizen op de kade";
const LINK: &str = "canary-link";
const CHANGE: &str = "POST /settings/password/change";
const RESET: &str = "POST /password/reset";
const RULES: &str = "GET /schools/voorbeeldcollege/password";

/// Somebody who is signed in and knows the password.
async fn known(back_end: &BackEnd) -> Widget {
    let widget = Widget::show(back_end, "password", answer(&own_password(rules())));
    widget.comes_to("change").await;
    widget
}

fn signed_out(back_end: &BackEnd) -> Widget {
    let at = [("school", "voorbeeldcollege")];
    Widget::show_with(back_end, "password", &at, Reply::Broken)
}

/// Somebody who followed the link of a mail.
async fn by_link(back_end: &BackEnd) -> Widget {
    back_end.will(RULES, answer(&rules()));
    address_is(&format!("#t={LINK}"));
    let widget = signed_out(back_end);
    widget.comes_to("new-password").await;
    widget
}

fn address_is(fragment: &str) {
    let page = window().location().pathname().unwrap();
    let history = window().history().unwrap();
    history
        .replace_state_with_url(&JsValue::NULL, "", Some(&(page + fragment)))
        .unwrap();
}

fn fragment() -> String {
    window().location().hash().unwrap()
}

fn types_twice(widget: &Widget) {
    widget.view().types("new-password", NEW);
    widget.view().types("repeat-password", NEW);
}

fn types_all(widget: &Widget) {
    widget.view().types("password", PASSWORD);
    types_twice(widget);
}

fn fields(widget: &Widget) -> Vec<HtmlInputElement> {
    ["password", "new-password", "repeat-password"]
        .map(|name| widget.view().field(name))
        .into()
}

/// The very elements, with everything in them: made anew, they would be empty.
fn still_hold_everything(widget: &Widget, before: &[HtmlInputElement]) {
    assert!(fields(widget) == before);
    let held: Vec<String> = before.iter().map(HtmlInputElement::value).collect();
    assert_eq!(held, [PASSWORD, NEW, NEW]);
}

fn body(back_end: &BackEnd, what: &str) -> Value {
    serde_json::from_str(&back_end.only(what).body).unwrap()
}

#[wasm_bindgen_test]
async fn what_was_typed_stays_through_a_refusal_and_another_language() {
    let back_end = BackEnd::fresh();
    let widget = known(&back_end).await;
    types_all(&widget);
    let before = fields(&widget);
    back_end.will(CHANGE, problem(Problem::PasswordTooCommon));

    widget.view().click("save-password");
    widget.alert("password_too_common").await;

    still_hold_everything(&widget, &before);
    assert!(widget.has("[data-rule=common].refused[data-met=no]"));
    let spoken = widget.mounted.as_ref().unwrap();
    spoken.speak(texts("en"), "en".to_owned());
    until("English", || {
        widget.view().heading() == words("en", "change_title")
    })
    .await;
    still_hold_everything(&widget, &before);
}

/// A refusal of the second of two calls would be taken for one of the first.
#[wasm_bindgen_test]
async fn a_link_is_followed_once_however_often_it_is_clicked() {
    let back_end = BackEnd::fresh();
    let widget = by_link(&back_end).await;
    types_twice(&widget);
    widget
        .is_busy_with(RESET, answer(&Done {}), |view| view.click("save-password"))
        .await;

    widget.view().click("save-password");
    widget.view().click("back");
    turns().await;

    assert_eq!(back_end.times(RESET), 1);
    assert!(widget.heard.of("cancelled").is_empty());
    back_end.release();
    widget.comes_to("saved").await;
    assert_eq!(
        body(&back_end, RESET),
        json!({ "token": LINK, "password": NEW })
    );
    address_is("");
}

/// A portal keeps a password as it is typed at its own sign-in: what is sent is that, whatever it is compared as.
#[wasm_bindgen_test]
async fn a_password_is_sent_as_it_was_typed_and_compared_as_it_is_read() {
    let back_end = BackEnd::fresh();
    let widget = by_link(&back_end).await;
    let typed = "vier gele muizen op 3\u{b2}";
    widget.view().types("new-password", typed);
    widget
        .view()
        .types("repeat-password", "vier gele muizen op 32");
    back_end.will(RESET, answer(&Done {}));
    widget.view().click("save-password");
    widget.comes_to("saved").await;
    assert_eq!(
        body(&back_end, RESET),
        json!({ "token": LINK, "password": typed })
    );
    address_is("");
}

#[wasm_bindgen_test]
async fn afterwards_no_password_and_no_link_is_left() {
    let back_end = BackEnd::fresh();
    let mut widget = by_link(&back_end).await;
    types_twice(&widget);
    assert_eq!(fragment(), format!("#t={LINK}"), "until it is used");
    back_end.will(RESET, answer(&Done {}));

    widget.view().click("save-password");
    widget.comes_to("saved").await;

    assert_eq!(fragment(), "");
    assert!(!widget.has("input"));
    assert!(!widget.root.inner_html().contains("canary"));
    drop(widget.mounted.take());
    assert_eq!(widget.root.child_nodes().length(), 0);
}

/// What was typed for one link is not in the form of who forgot it, and not there when they come back.
#[wasm_bindgen_test]
async fn whoever_leaves_the_form_takes_nothing_along() {
    let back_end = BackEnd::fresh();
    let widget = by_link(&back_end).await;
    types_twice(&widget);
    back_end.will(RESET, problem(Problem::ResetLinkInvalid));
    widget.view().click("save-password");
    widget.comes_to("link-invalid").await;
    assert_eq!(fragment(), "#t=", "a reload says the same");
    assert!(!widget.has("input"));

    widget.view().click("again");
    widget.comes_to("forgotten").await;
    assert_eq!(fragment(), "");
    assert_eq!(widget.view().field("username").value(), "");

    window()
        .location()
        .set_hash(&format!("t={LINK}-2"))
        .unwrap();
    widget.comes_to("new-password").await;
    assert_eq!(widget.view().field("new-password").value(), "");
    back_end.will(RESET, answer(&Done {}));
    types_twice(&widget);
    widget.view().click("save-password");
    widget.comes_to("saved").await;
    let sent = back_end.asked();
    let last: Value = serde_json::from_str(&sent.last().unwrap().body).unwrap();
    assert_eq!(last["token"], format!("{LINK}-2"));
    address_is("");
}

#[wasm_bindgen_test]
async fn what_takes_long_is_said_while_it_takes_long() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = known(&back_end).await;
    types_all(&widget);
    let said = || widget.view().texts_of(".slow[role=status]").join("");
    widget
        .is_busy_with(CHANGE, answer(&Done {}), |view| view.click("save-password"))
        .await;
    assert_eq!(said(), "");

    clock
        .runs_until("said", || said() == words("nl", "slow"))
        .await;

    back_end.release();
    widget.comes_to("saved").await;
    assert_eq!(said(), "");
}

#[wasm_bindgen_test]
async fn rules_that_make_no_sense_can_be_asked_for_again() {
    let back_end = BackEnd::fresh();
    back_end
        .will(RULES, answer(&json!({ "school": "Voorbeeldcollege" })))
        .will(RULES, answer(&rules()));
    address_is("");
    let widget = signed_out(&back_end);
    widget.alert("unreadable").await;
    widget.view().click("retry");
    widget.comes_to("forgotten").await;
    assert!(!widget.has("[data-error]"));
}

/// It may have arrived, but nobody says so.
#[wasm_bindgen_test]
async fn an_answer_that_cannot_be_read_saves_nothing_and_loses_nothing() {
    let back_end = BackEnd::fresh();
    let widget = known(&back_end).await;
    types_all(&widget);
    let before = fields(&widget);
    back_end.will(CHANGE, Reply::Answer(200, "<html>".to_owned()));

    widget.view().click("save-password");
    widget.alert("unreadable").await;

    still_hold_everything(&widget, &before);
    assert!(widget.heard.of("changed").is_empty());
}

#[wasm_bindgen_test]
async fn a_lost_connection_keeps_what_was_typed_and_the_link_with_it() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = by_link(&back_end).await;
    types_twice(&widget);
    back_end
        .will(RESET, Reply::Broken)
        .will(RULES, answer(&rules()))
        .will(RESET, answer(&Done {}));

    widget.view().click("save-password");
    widget.alert("offline").await;
    clock
        .runs_until("back online", || widget.has("[role=status] .notice.good"))
        .await;
    assert_eq!(widget.view().field("repeat-password").value(), NEW);
    widget.view().click("save-password");
    widget.comes_to("saved").await;

    let sent = back_end.asked().into_iter();
    let sent: Vec<String> = sent
        .filter(|asked| asked.what == RESET)
        .map(|asked| asked.body)
        .collect();
    assert_eq!(sent[0], sent[1]);
    address_is("");
}

/// The portal's sign-in was over: it hands out another token, and the change goes on as that person, by today's rules.
#[wasm_bindgen_test]
async fn a_change_goes_on_in_the_next_session() {
    let back_end = BackEnd::fresh();
    let widget = known(&back_end).await;
    types_all(&widget);
    let before = fields(&widget);
    back_end.will(CHANGE, Reply::Answer(401, "{}".to_owned()));
    widget.view().click("save-password");
    widget.alert("signed_out").await;
    assert_eq!(widget.heard.of("reauthenticate").len(), 1);

    let stricter = PasswordRules {
        minimum: 40,
        ..rules()
    };
    let mut again = own_password(stricter);
    again.access_token = secret("second-token");
    back_end.will("POST /session", answer(&again));
    widget.mounted.as_ref().unwrap().token_given();
    until("opened again", || !widget.has("[data-error]")).await;
    turns().await;
    still_hold_everything(&widget, &before);
    widget.view().click("save-password");
    widget.alert("password_too_short").await;
    assert_eq!(back_end.times(CHANGE), 1, "nobody has to be asked");

    let longer = [NEW, NEW].concat();
    widget.view().types("new-password", &longer);
    widget.view().types("repeat-password", &longer);
    back_end.will(CHANGE, answer(&Done {}));
    widget.view().click("save-password");
    widget.comes_to("saved").await;
    let last = back_end.asked().pop().unwrap();
    assert_eq!(last.bearer, "Bearer second-token");
    assert_eq!(widget.heard.of("changed"), [json!({ "what": "password" })]);
}

/// So that a password manager puts it with the right account.
#[wasm_bindgen_test]
async fn whose_password_it_is_stands_where_only_password_managers_look() {
    let widget = known(&BackEnd::fresh()).await;
    let account: HtmlInputElement = widget.view().find("input[autocomplete=username]");
    assert_eq!(account.value(), "Sam de Vries");
    assert_eq!(
        account.get_attribute("aria-hidden").as_deref(),
        Some("true")
    );
    assert_eq!(account.tab_index(), -1);
}
