//! The second step at sign-in, on the screen.

use crate::{
    back_end::{BackEnd, Reply, answer, problem},
    fixture::{CODE_AT_NOW, challenge, passed, secrets_in},
    page::words,
    widget::{Widget, session},
};
use serde_json::{Value, json};
use tweestap_api::{Challenge, Method, Problem, RememberChoice, RememberDuration};
use wasm_bindgen_test::wasm_bindgen_test;

async fn asked(back_end: &BackEnd, challenge: Challenge) -> Widget {
    assert_eq!(secrets_in(&challenge), 0);
    let opening = answer(&session(None, None, Some(challenge)));
    let widget = Widget::show(back_end, "challenge", opening);
    widget.comes_to("code").await;
    widget
}

fn remembering_three_days(method: Method) -> Challenge {
    Challenge {
        remember: RememberChoice {
            duration: RememberDuration::ThreeDays,
            ..RememberChoice::default()
        },
        ..challenge(method)
    }
}

async fn sends(challenge: Challenge, tick: bool) -> Value {
    let back_end = BackEnd::fresh();
    back_end.will("POST /challenge/verify", answer(&passed("assertion")));
    let widget = asked(&back_end, challenge).await;
    widget.view().types("code", "050 471");
    if tick {
        widget.view().field("remember").click();
    }
    widget.view().click("verify");
    widget.comes_to("passed").await;
    serde_json::from_str(&back_end.only("POST /challenge/verify").body).unwrap()
}

#[wasm_bindgen_test]
async fn the_field_is_ready_to_type_in() {
    let widget = asked(&BackEnd::fresh(), challenge(Method::App)).await;
    let view = widget.view();
    assert_eq!(view.heading(), words("nl", "challenge_title"));
    assert_eq!(view.focused(), Some(view.field("code").into()));
    let autocomplete = view.field("code").get_attribute("autocomplete");
    assert_eq!(autocomplete.as_deref(), Some("one-time-code"));
}

#[wasm_bindgen_test]
async fn a_ticked_device_is_remembered_and_an_unticked_one_is_not() {
    for tick in [true, false] {
        let body = sends(remembering_three_days(Method::App), tick).await;
        let expected = json!({"challenge": "challenge-1", "code": CODE_AT_NOW, "remember": tick});
        assert_eq!(body, expected);
    }
}

#[wasm_bindgen_test]
async fn whoever_is_always_asked_has_nothing_to_tick() {
    let widget = asked(&BackEnd::fresh(), challenge(Method::App)).await;
    assert!(!widget.has("[data-field=remember]"));
    let body = sends(challenge(Method::App), false).await;
    assert_eq!(body["remember"], false);
}

#[wasm_bindgen_test]
async fn how_long_is_said_with_its_end() {
    let widget = asked(&BackEnd::fresh(), remembering_three_days(Method::App)).await;
    let said = widget.view().texts_of("label.option").join(" ");
    assert!(said.contains(&words("nl", "three_days")), "{said}");
    // NOW is a Friday, 18 March 2005; three days later is a Monday.
    assert!(said.contains("maandag"), "{said}");
}

#[wasm_bindgen_test]
async fn a_wrong_code_empties_the_field_and_names_only_the_past() {
    let back_end = BackEnd::fresh();
    let late = Problem::CodeMismatch {
        attempts_left: 1,
        seconds_ago: Some(180),
    };
    back_end.will("POST /challenge/verify", problem(late));
    let widget = asked(&back_end, challenge(Method::App)).await;
    let view = widget.view();
    view.types("code", "111111");
    view.click("verify");
    let alert = widget.alert("code_mismatch").await;
    let text = alert.text_content().unwrap();
    assert!(
        text.contains(&words("nl", "about").replace("{n}", "3 minuten")),
        "{text}"
    );
    assert!(text.contains(&words("nl", "error_attempts_one")), "{text}");
    assert_eq!(view.field("code").value(), "");
    assert_eq!(view.focused(), Some(view.field("code").into()));
}

#[wasm_bindgen_test]
async fn a_message_can_be_asked_for_again() {
    let back_end = BackEnd::fresh();
    back_end.will("POST /challenge/resend", answer(&challenge(Method::Sms)));
    let by_message = Challenge {
        masked_number: Some("+31 6 •••• ••78".to_owned()),
        ..challenge(Method::Sms)
    };
    let widget = asked(&back_end, by_message).await;
    assert!(widget.view().texts_of("p.lead")[0].contains("+31 6 •••• ••78"));
    widget.view().click("resend");
    crate::page::until("confirmed", || widget.has("[role=status] .notice.good")).await;
    let body: Value = serde_json::from_str(&back_end.only("POST /challenge/resend").body).unwrap();
    assert_eq!(body, json!({"challenge": "challenge-1"}));
}

#[wasm_bindgen_test]
async fn a_challenge_that_ended_is_replaced_by_a_new_one() {
    let back_end = BackEnd::fresh();
    let anew = Challenge {
        id: Some("challenge-2".to_owned()),
        ..challenge(Method::App)
    };
    back_end
        .will(
            "POST /challenge/verify",
            problem(Problem::ChallengeNotFound),
        )
        .will("POST /challenge", answer(&anew))
        .will("POST /challenge/verify", Reply::Broken);
    let widget = asked(&back_end, challenge(Method::App)).await;
    widget.view().types("code", "111111");
    widget.view().click("verify");
    widget.alert("challenge_not_found").await;
    assert_eq!(widget.view().field("code").value(), "");

    widget.view().types("code", "222222");
    widget.view().click("verify");
    widget.alert("offline").await;
    let asked = back_end.asked();
    assert!(
        asked.last().unwrap().body.contains("challenge-2"),
        "{asked:?}"
    );
}
