//! The manager's desk on the screen: what is asked last is what is shown, nothing typed is lost, nothing done twice.

use crate::{
    back_end::{BackEnd, Reply, answer, held, problem},
    bodies::{desk, file_of, people},
    fixture::{NOW, challenge, passed},
    page::{Clock, turns, until, words},
    widget::Widget,
};
use serde_json::{Value, json};
use tweestap_api::{Method, Problem};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, HtmlElement, KeyboardEvent, KeyboardEventInit};

const RESET: &str = "POST /admin/people/sam/reset";
const REASON: &str = "Telefoon kwijt";

async fn at_the_list(back_end: &BackEnd) -> Widget {
    let widget = desk(back_end, answer(&people(&["sam", "kim"])));
    widget.comes_to("people").await;
    until("the list", || widget.has("[data-person]")).await;
    widget
}

/// On the way to resetting somebody, the reason typed.
async fn at_a_reset(back_end: &BackEnd) -> Widget {
    let widget = at_the_list(back_end).await;
    back_end.will("GET /admin/people/sam", answer(&file_of("sam")));
    let open = "[data-person=sam] [data-action=open-person]";
    widget.view().find::<HtmlElement>(open).click();
    widget.comes_to("person").await;
    widget.view().click("reset");
    widget.comes_to("reset").await;
    widget.view().types("reason", REASON);
    widget
}

fn shown(widget: &Widget) -> Vec<String> {
    widget.view().texts_of("[data-person] button")
}

/// As a person does it: key by key, and Enter where nobody waits for the pause.
fn looks_for(widget: &Widget, name: &str) {
    let field = widget.view().field("search");
    field.set_value(name);
    field.dispatch_event(&Event::new("input").unwrap()).unwrap();
    let enter = KeyboardEventInit::new();
    enter.set_key("Enter");
    let enter = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &enter).unwrap();
    field.dispatch_event(&enter).unwrap();
}

#[wasm_bindgen_test]
async fn a_late_answer_about_another_name_is_not_shown() {
    let back_end = BackEnd::fresh();
    let widget = at_the_list(&back_end).await;
    back_end
        .will("GET /admin/people?query=s", held(answer(&people(&["old"]))))
        .will("GET /admin/people?query=kim", answer(&people(&["kim"])));
    looks_for(&widget, "s");
    until("on its way", || back_end.is_holding()).await;
    looks_for(&widget, "kim");
    until("the newer one", || shown(&widget) == ["Name of kim"]).await;

    back_end.release();
    turns().await;

    assert_eq!(shown(&widget), ["Name of kim"]);
    assert!(!widget.has("[aria-busy]"));
}

#[wasm_bindgen_test]
async fn a_late_refusal_is_not_told_about_what_was_asked_since() {
    let back_end = BackEnd::fresh();
    let widget = at_the_list(&back_end).await;
    back_end
        .will("GET /admin/people?query=s", held(Reply::Broken))
        .will("GET /admin/people?query=kim", answer(&people(&["kim"])));
    looks_for(&widget, "s");
    until("on its way", || back_end.is_holding()).await;
    looks_for(&widget, "kim");
    until("the newer one", || shown(&widget) == ["Name of kim"]).await;

    back_end.release();
    turns().await;

    assert!(!widget.has("[data-error]"));
    assert!(widget.heard.of("error").is_empty());
}

#[wasm_bindgen_test]
async fn a_list_that_makes_no_sense_can_be_asked_for_again() {
    let back_end = BackEnd::fresh();
    let nonsense = json!({ "people": [{ "id": 7 }] });
    let widget = desk(&back_end, answer(&nonsense));
    widget.alert("unreadable").await;
    back_end.will("GET /admin/people", answer(&people(&["sam"])));
    presses_again(&widget).await;
    until("the list", || shown(&widget) == ["Name of sam"]).await;
    assert!(!widget.has("[data-error]"));
}

/// The button that has the focus goes away: without it a keyboard would begin at the top of the page.
pub async fn presses_again(widget: &Widget) {
    let again = "[data-action=retry]";
    until("again", || widget.has(again)).await;
    let button: HtmlElement = widget.view().find(again);
    button.focus().unwrap();
    button.click();
    until("its going", || !widget.has(again)).await;
    turns().await;
    let focused = widget.view().focused();
    assert_eq!(focused.expect("a focus").tag_name(), "H2");
}

#[wasm_bindgen_test]
async fn whoever_asks_again_is_at_the_heading_in_each_section() {
    let back_end = BackEnd::fresh();
    let widget = at_the_list(&back_end).await;
    for section in ["tokens", "audit"] {
        let nonsense = json!({ "next": 7 });
        back_end.will(&format!("GET /admin/{section}"), answer(&nonsense));
    }
    let tokens = json!({ "tokens": [], "server_time": NOW });
    let entries = json!({ "entries": [], "server_time": NOW });
    for (open, path, then) in [
        ("open-tokens", "GET /admin/tokens", tokens),
        ("open-trail", "GET /admin/audit", entries),
    ] {
        widget.view().click(open);
        widget.alert("unreadable").await;
        back_end.will(path, answer(&then));
        presses_again(&widget).await;
        until("no error", || !widget.has("[data-error]")).await;
    }
}

#[wasm_bindgen_test]
async fn a_search_without_a_connection_is_made_again_by_itself() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = desk(&back_end, Reply::Broken);
    widget.alert("offline").await;
    back_end
        .will("GET /admin", answer(&json!({})))
        .will("GET /admin/people", answer(&people(&["sam"])));
    clock
        .runs_until("the list", || shown(&widget) == ["Name of sam"])
        .await;
    assert!(!widget.has("[data-error]"));
}

#[wasm_bindgen_test]
async fn a_double_click_resets_once() {
    let back_end = BackEnd::fresh();
    let widget = at_a_reset(&back_end).await;
    let done = answer(&file_of("sam"));
    widget
        .is_busy_with(RESET, done, |view| view.click("confirm"))
        .await;

    widget.view().click("confirm");
    widget.view().click("cancel");
    turns().await;

    assert_eq!(back_end.times(RESET), 1);
    back_end.release();
    widget.comes_to("person").await;
    assert_eq!(back_end.times(RESET), 1);
    assert_eq!(widget.heard.of("changed"), [json!({ "what": "off" })]);
}

#[wasm_bindgen_test]
async fn what_takes_long_is_said_while_it_takes_long() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = at_a_reset(&back_end).await;
    let said = || widget.view().texts_of(".slow[role=status]").join("");
    let done = answer(&file_of("sam"));
    widget
        .is_busy_with(RESET, done, |view| view.click("confirm"))
        .await;
    assert_eq!(said(), "");

    clock
        .runs_until("said", || said() == words("nl", "slow"))
        .await;

    back_end.release();
    widget.comes_to("person").await;
    assert_eq!(said(), "");
}

#[wasm_bindgen_test]
async fn a_reason_stays_through_a_refusal_and_a_lost_connection() {
    let clock = Clock::stop();
    let back_end = BackEnd::fresh();
    let widget = at_a_reset(&back_end).await;
    let field = widget.view().field("reason");
    let holds = || {
        let now = widget.view().field("reason");
        assert!(now.value() == REASON && now == field);
    };
    back_end.will(RESET, problem(Problem::Internal));
    widget.view().click("confirm");
    widget.alert("internal").await;
    holds();

    back_end
        .will(RESET, Reply::Broken)
        .will("GET /admin", answer(&json!({})))
        .will("GET /admin/people/sam", answer(&file_of("sam")));
    widget.view().click("confirm");
    widget.alert("offline").await;
    holds();
    clock
        .runs_until("back online", || widget.has("[role=status] .notice.good"))
        .await;
    holds();

    back_end.will(RESET, answer(&file_of("sam")));
    widget.view().click("confirm");
    widget.comes_to("person").await;
    let last = back_end.asked().pop().unwrap();
    let body: Value = serde_json::from_str(&last.body).unwrap();
    assert_eq!(body, json!({ "reason": REASON }));
}

#[wasm_bindgen_test]
async fn while_a_code_is_asked_the_form_waits_and_is_sent_once_afterwards() {
    let back_end = BackEnd::fresh();
    let widget = at_a_reset(&back_end).await;
    let field = widget.view().field("reason");
    back_end
        .will(RESET, problem(Problem::ReauthenticationRequired))
        .will("POST /challenge/prove", answer(&challenge(Method::App)));
    widget.view().click("confirm");
    widget.comes_to("code").await;
    assert!(widget.view().field("reason") == field, "not taken away");

    back_end
        .will("POST /challenge/verify", answer(&passed("")))
        .will(RESET, answer(&file_of("sam")));
    widget.view().types("code", "050471");
    widget.view().click("verify");
    widget.comes_to("person").await;

    assert_eq!(back_end.times(RESET), 2);
    let bodies = back_end.asked().into_iter();
    let bodies: Vec<String> = bodies
        .filter(|asked| asked.what == RESET)
        .map(|asked| asked.body)
        .collect();
    assert_eq!(bodies[0], bodies[1]);
    assert!(!widget.has("[data-view=challenge]"));
}

#[wasm_bindgen_test]
async fn whoever_gives_no_code_finds_the_form_as_it_was() {
    let back_end = BackEnd::fresh();
    let widget = at_a_reset(&back_end).await;
    let field = widget.view().field("reason");
    back_end
        .will(RESET, problem(Problem::ReauthenticationRequired))
        .will("POST /challenge/prove", answer(&challenge(Method::App)))
        .will(RESET, problem(Problem::ReauthenticationRequired));
    widget.view().click("confirm");
    widget.comes_to("code").await;
    widget.view().click("cancel");
    widget.alert("reauthentication_required").await;
    assert!(widget.view().field("reason") == field);
    assert_eq!(widget.view().field("reason").value(), REASON);
    assert_eq!(
        back_end.times("POST /challenge/prove"),
        1,
        "not asked for ever"
    );
}
