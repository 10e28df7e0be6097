//! At sign-in, when the first way does not work: the other ways, each with its name, and the ways back in.

use crate::{
    back_end::{BackEnd, answer, problem},
    fixture::*,
    page::{until, words},
    widget::{Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{Challenge, ChallengeStep, Enrolment, Method, Problem, Settings, Way};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

async fn shown(back_end: &BackEnd, challenge: Challenge, step: &str) -> Widget {
    let opening = answer(&session(None, None, Some(challenge)));
    let widget = Widget::show(back_end, "challenge", opening);
    widget.comes_to(step).await;
    widget
}

fn app_and_others() -> Challenge {
    challenge_with(Method::App, &[Way::Sms, Way::RecoveryCode])
}

fn typing_a_recovery_code() -> Challenge {
    Challenge {
        ways: vec![Way::App, Way::Sms],
        ..challenge_at(ChallengeStep::RecoveryCode)
    }
}

fn body(back_end: &BackEnd, what: &str) -> Value {
    serde_json::from_str(&back_end.only(what).body).unwrap()
}

#[wasm_bindgen_test]
async fn each_other_way_is_in_sight_under_its_own_name() {
    let ways = [Way::Sms, Way::Hardware, Way::RecoveryCode];
    let widget = shown(
        &BackEnd::fresh(),
        challenge_with(Method::App, &ways),
        "code",
    )
    .await;
    let view = widget.view();
    assert_eq!(view.texts_of(".other h3"), [words("nl", "ways_title")]);
    let names = ["way_sms", "way_hardware", "way_recovery_code"];
    let names = names.map(|name| words("nl", name));
    assert_eq!(view.texts_of(".other button"), names);
}

#[wasm_bindgen_test]
async fn where_there_is_no_other_way_none_is_spoken_of() {
    let widget = shown(&BackEnd::fresh(), challenge(Method::App), "code").await;
    assert!(!widget.has(".other"));
}

#[wasm_bindgen_test]
async fn another_way_shows_its_own_empty_field() {
    let back_end = BackEnd::fresh();
    let by_message = challenge_with(Method::Sms, &[Way::App]);
    back_end.will("POST /challenge/choose", answer(&by_message));
    let widget = shown(&back_end, app_and_others(), "code").await;
    let view = widget.view();
    view.types("code", "111");

    view.click("choose-sms");
    until("the other way", || widget.has("[data-action=choose-app]")).await;
    widget.comes_to("code").await;

    assert_eq!(
        body(&back_end, "POST /challenge/choose"),
        json!({"challenge": "challenge-1", "way": "sms"})
    );
    assert_eq!(view.field("code").value(), "");
    assert_eq!(view.focused(), Some(view.field("code").into()));
    assert!(view.texts_of("p.lead")[0].contains(NUMBER));
}

#[wasm_bindgen_test]
async fn a_message_that_did_not_go_out_is_said_beside_the_other_ways() {
    let not_sent = Challenge {
        not_sent: Some(Problem::SmsUnavailable),
        resend_at: None,
        ..challenge_with(Method::Sms, &[Way::App])
    };
    let widget = shown(&BackEnd::fresh(), not_sent, "code").await;
    let alert = widget.alert("sms_unavailable").await;
    let said = alert.text_content().unwrap();
    assert_eq!(said, words("nl", "error_sms_unavailable_now"));
    assert!(widget.has("[data-action=choose-app]"));
    // Nothing is claimed to be on its way.
    let lead = words("nl", "challenge_lead_sms_to").replace("{number}", NUMBER);
    assert_eq!(widget.view().texts_of("p.lead"), [lead]);
}

#[wasm_bindgen_test]
async fn a_device_from_school_asks_for_its_eight_digits() {
    let token = Challenge {
        digits: Some(8),
        ..challenge(Method::Hardware)
    };
    let widget = shown(&BackEnd::fresh(), token, "code").await;
    let view = widget.view();
    assert_eq!(
        view.texts_of("label[for=field]"),
        [words("nl", "code_label_eight")]
    );
    assert_eq!(
        view.texts_of("p.lead"),
        [words("nl", "challenge_lead_hardware")]
    );
    view.types("code", "123456");
    view.click("verify");
    widget.alert("code_malformed").await;
    assert_eq!(view.field("code").value(), "123456");
}

#[wasm_bindgen_test]
async fn a_recovery_code_is_typed_in_any_form_and_what_is_wise_is_said() {
    let back_end = BackEnd::fresh();
    back_end
        .will("POST /challenge/choose", answer(&typing_a_recovery_code()))
        .will("POST /challenge/recover", answer(&recovered(4)))
        .will("POST /challenge/continue", answer(&passed("assertion")));
    let widget = shown(&back_end, app_and_others(), "code").await;
    let view = widget.view();

    view.click("use-recovery-code");
    widget.comes_to("recovery-code").await;
    assert_eq!(view.focused(), Some(view.field("recovery-code").into()));
    view.types("recovery-code", "cana ryca nary");
    view.click("verify");
    widget.comes_to("recovered").await;
    assert_eq!(
        body(&back_end, "POST /challenge/recover"),
        json!({"challenge": "challenge-1", "code": "cana ryca nary"})
    );
    assert_eq!(view.focused().unwrap().tag_name(), "H2");
    let left = words("nl", "recovered_left").replace("{n}", "4");
    assert_eq!(view.texts_of("p.lead"), [left]);
    // There are enough of them.
    assert!(!view.has("[data-action=regenerate]"));

    view.click("continue");
    widget.comes_to("passed").await;
    assert_eq!(
        widget.heard.of("verified"),
        [json!({"assertion": "assertion"})]
    );
}

#[wasm_bindgen_test]
async fn what_is_no_recovery_code_is_sent_nowhere_and_a_wrong_one_leaves_an_empty_field() {
    let back_end = BackEnd::fresh();
    let wrong = Problem::RecoveryCodeWrong { attempts_left: 2 };
    back_end.will("POST /challenge/recover", problem(wrong));
    let widget = shown(&back_end, typing_a_recovery_code(), "recovery-code").await;
    let view = widget.view();

    view.types("recovery-code", "CANA-RYCA");
    view.click("verify");
    widget.alert("recovery_code_malformed").await;
    assert_eq!(view.field("recovery-code").value(), "CANA-RYCA");
    assert_eq!(back_end.times("POST /challenge/recover"), 0);

    view.types("recovery-code", RECOVERY_CODE);
    view.click("verify");
    let alert = widget.alert("recovery_code_wrong").await;
    let left = words("nl", "error_attempts_left").replace("{n}", "2");
    assert!(alert.text_content().unwrap().contains(&left));
    let field = view.field("recovery-code");
    assert_eq!(field.value(), "");
    let invalid = field.get_attribute("aria-invalid");
    assert_eq!(invalid.as_deref(), Some("true"));
    assert_eq!(view.focused(), Some(field.into()));
}

#[wasm_bindgen_test]
async fn back_leads_to_ones_own_method() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /challenge/choose", answer(&app_and_others()));
    let widget = shown(&back_end, typing_a_recovery_code(), "recovery-code").await;
    assert!(!widget.has("[data-action=cancel]"));
    widget.view().click("back");
    widget.comes_to("code").await;
    let asked = body(&back_end, "POST /challenge/choose");
    assert_eq!(asked["way"], "app");
}

#[wasm_bindgen_test]
async fn whoever_has_few_codes_left_makes_new_ones_here_and_goes_on() {
    let back_end = BackEnd::fresh();
    back_end
        .will("GET /settings", answer(&full_settings()))
        .will("POST /settings/codes", answer(&new_codes()))
        .will("POST /settings/codes/acknowledge", answer(&full_settings()))
        .will("POST /challenge", answer(&recovered(6)))
        .will("POST /challenge/continue", answer(&passed("assertion")));
    let widget = shown(&back_end, recovered(1), "recovered").await;
    let view = widget.view();
    assert_eq!(view.texts_of("p.lead"), [words("nl", "recovered_left_one")]);
    let first: Element = view.find(".button.primary");
    let first = first.get_attribute("data-action");
    assert_eq!(first.as_deref(), Some("regenerate"));

    view.click("regenerate");
    widget.comes_to("recovery-codes").await;
    assert_eq!(view.texts_of("[data-recovery-code]").len(), 6);
    view.click("acknowledge");
    widget.comes_to("recovered").await;
    assert!(!view.has("[data-action=regenerate]"));
    assert!(!widget.root.inner_html().contains(RECOVERY_CODE));
    view.click("continue");
    widget.comes_to("passed").await;
    // One session served for all of it.
    assert_eq!(back_end.times("POST /session"), 1);
}

#[wasm_bindgen_test]
async fn a_portal_that_must_ask_the_password_first_leads_back_to_the_new_codes() {
    let back_end = BackEnd::fresh();
    let portal = Settings {
        proof: Some(tweestap_api::Proof::Portal),
        ..full_settings()
    };
    back_end
        .will("GET /settings", answer(&portal))
        .will("GET /settings", answer(&full_settings()))
        .will("POST /settings/codes", answer(&new_codes()));
    let widget = shown(&back_end, recovered(1), "recovered").await;
    widget.view().click("regenerate");
    widget.comes_to("password").await;
    let anew = session(None, None, Some(recovered(1)));
    back_end.will("POST /session", answer(&anew));

    widget.mounted.as_ref().unwrap().token_given();

    widget.comes_to("recovery-codes").await;
}

#[wasm_bindgen_test]
async fn after_the_last_code_the_second_step_is_set_up_and_the_person_is_in() {
    let back_end = BackEnd::fresh();
    let required = |enrolment| Enrolment {
        required: true,
        ..enrolment
    };
    back_end
        .will("GET /enrolment", answer(&required(at_method())))
        .will("POST /enrolment/method", answer(&required(at_scan())))
        .will(
            "POST /enrolment/confirm",
            answer(&required(at_recovery_codes())),
        )
        .will("POST /enrolment/acknowledge", answer(&required(at_done())))
        .will("POST /challenge", answer(&passed("assertion")));
    let last = Challenge {
        codes_left: Some(0),
        ..challenge_at(ChallengeStep::Enrol)
    };
    let widget = shown(&back_end, last, "enrol").await;
    let view = widget.view();
    assert_eq!(view.texts_of("p.lead"), [words("nl", "enrol_used")]);

    view.click("set-up");
    widget.comes_to("method").await;
    // Nothing else is open.
    assert!(!view.has("[data-action=cancel]"));
    view.click("choose-app");
    widget.comes_to("scan").await;
    view.types("code", CODE_AT_NOW);
    view.click("confirm");
    widget.comes_to("recovery-codes").await;
    view.click("acknowledge");
    widget.comes_to("done").await;
    view.click("finish");
    widget.comes_to("passed").await;

    assert_eq!(
        widget.heard.of("verified"),
        [json!({"assertion": "assertion"})]
    );
}

#[wasm_bindgen_test]
async fn a_school_that_requires_it_says_so_by_name() {
    let first = challenge_at(ChallengeStep::Enrol);
    let widget = shown(&BackEnd::fresh(), first, "enrol").await;
    let why = words("nl", "enrol_required").replace("{school}", "Voorbeeldcollege");
    assert_eq!(widget.view().texts_of("p.lead"), [why]);
}
