//! The rules of a school on the screen: no code is asked for by itself, and the focus has a place wherever they come from.

use crate::{
    admin::presses_again,
    back_end::{BackEnd, answer, held, problem},
    bodies::{about, desk, people},
    fixture::{NOW, challenge, passed},
    page::{turns, until},
    widget::{Widget, session},
};
use serde_json::json;
use tweestap_api::{
    Method, Policy, PolicyBounds, PolicyFile, PolicyPreview, Problem, Recovery, RememberDuration,
    Role, RolePolicy, RoleRule,
};
use wasm_bindgen_test::wasm_bindgen_test;

const READ: &str = "GET /admin/policy";
const SAVE: &str = "PUT /admin/policy";
const LOOK: &str = "POST /admin/policy/preview";
const PROVE: &str = "POST /challenge/prove";

fn file() -> PolicyFile {
    let rule = RoleRule::May;
    let policy = Policy {
        roles: Role::ALL.map(|role| RolePolicy { role, rule }).into(),
        methods: vec![Method::App],
        longest_remember: RememberDuration::AlwaysAsk,
        recovery: Recovery::Codes,
        starts_at: None,
        grace_days: 0,
    };
    PolicyFile {
        school: policy.clone(),
        group: None,
        in_force: policy,
        bounds: PolicyBounds {
            methods: vec![Method::App],
            longest_remember: RememberDuration::AlwaysAsk,
            recovery: Recovery::Codes,
            required: false,
        },
        version: 3,
        server_time: NOW,
    }
}

fn preview() -> PolicyPreview {
    PolicyPreview {
        schools: vec!["Voorbeeldcollege".to_owned()],
        people: 100,
        must: 100,
        ready: 60,
        later: 0,
        at_next_sign_in: 40,
        stuck: 0,
        who: vec![],
        includes_you: false,
        loosens: false,
        server_time: NOW,
    }
}

async fn at_the_people(back_end: &BackEnd) -> Widget {
    let widget = desk(back_end, answer(&people(&["sam"])));
    widget.comes_to("people").await;
    widget
}

#[wasm_bindgen_test]
async fn whoever_gives_no_code_finds_what_is_to_be_saved_as_it_was() {
    let back_end = BackEnd::fresh();
    let widget = at_the_people(&back_end).await;
    back_end
        .will(READ, answer(&file()))
        .will(LOOK, answer(&preview()))
        .will(SAVE, problem(Problem::ReauthenticationRequired))
        .will(PROVE, answer(&challenge(Method::App)))
        .will(SAVE, problem(Problem::ReauthenticationRequired));
    widget.view().click("open-rules");
    widget.comes_to("rules").await;
    widget.view().click("preview");
    widget.comes_to("preview").await;
    widget.view().click("confirm");
    widget.comes_to("code").await;
    widget.view().click("cancel");
    widget.alert("reauthentication_required").await;
    widget.comes_to("preview").await;
    turns().await;
    assert!(!widget.has("[data-view=challenge]"));
    for (what, times) in [(PROVE, 1), (SAVE, 2), ("GET /settings", 0)] {
        assert_eq!(back_end.times(what), times, "{what}");
    }
}

/// While the rules are on their way, and when they are there.
async fn stays_at_the_heading(back_end: &BackEnd, widget: &Widget) {
    let is_there = || {
        let focused = widget.view().focused();
        assert_eq!(focused.expect("a focus").tag_name(), "H2");
    };
    until("on their way", || back_end.is_holding()).await;
    turns().await;
    is_there();
    back_end.release();
    until("the form", || widget.has("[data-field=rule-teacher]")).await;
    turns().await;
    is_there();
}

#[wasm_bindgen_test]
async fn after_a_code_and_after_asking_again_the_focus_is_on_the_rules() {
    let back_end = BackEnd::fresh();
    let widget = at_the_people(&back_end).await;
    back_end
        .will(READ, problem(Problem::ReauthenticationRequired))
        .will(PROVE, answer(&challenge(Method::App)))
        .will("POST /challenge/verify", answer(&passed("")))
        .will(READ, held(answer(&file())));
    widget.view().click("open-rules");
    widget.comes_to("code").await;
    widget.view().types("code", "050471");
    widget.view().click("verify");
    stays_at_the_heading(&back_end, &widget).await;

    let widget = at_the_people(&back_end).await;
    back_end.will(READ, answer(&json!({ "version": "none" })));
    widget.view().click("open-rules");
    widget.alert("unreadable").await;
    back_end.will(READ, held(answer(&file())));
    presses_again(&widget).await;
    stays_at_the_heading(&back_end, &widget).await;
}

#[wasm_bindgen_test]
async fn another_manager_finds_nothing_of_the_one_before() {
    let back_end = BackEnd::fresh();
    let widget = at_the_people(&back_end).await;
    back_end.will(READ, answer(&file()));
    widget.view().click("open-rules");
    until("the form", || widget.has("[data-field=rule-teacher]")).await;
    widget.view().field("rule-teacher").click();
    let is_chosen = || widget.view().field("rule-teacher").checked();
    assert!(is_chosen());
    widget.view().field("rule-teacher").focus().unwrap();

    for (id, reads) in [("you", 1), ("other", 2)] {
        back_end
            .will("POST /session", answer(&session(None, None, None)))
            .will("GET /admin", answer(&about(id)))
            .will("GET /admin/people", answer(&people(&["kim"])))
            .will(READ, answer(&file()));
        let before = back_end.times("GET /admin");
        widget.mounted.as_ref().unwrap().token_given();
        until("who it is", || back_end.times("GET /admin") > before).await;
        turns().await;
        until("the form", || widget.has("[data-field=rule-teacher]")).await;
        assert_eq!(back_end.times(READ), reads, "{id}");
        assert_eq!(is_chosen(), id == "you", "{id}");
        assert!(widget.view().focused().is_some(), "{id}");
    }
}
