//! Impatience, late answers, bad Wi-Fi, and a portal that has signed the person out.

use super::*;
use tweestap_widget::{
    Text,
    notice::{Help, Notice},
};

#[test]
fn another_message_after_a_broken_connection_is_confirmed_too() {
    let mut state = asked(Method::Sms);
    fail(&mut state, Failure::Offline);
    step(&mut state, Event::Resend);
    step(
        &mut state,
        Event::Answered(Box::new(challenge(Method::Sms))),
    );
    assert_eq!(state.notice, Some(Notice::good(Text::ConfirmResent)));
}

#[test]
fn a_refusal_that_came_through_since_is_not_talked_over() {
    let mut state = asked(Method::Sms);
    fail(&mut state, Failure::Offline);
    step(&mut state, Event::Resend);
    step(&mut state, Event::Failed(refused(Problem::SmsUnavailable)));

    step(
        &mut state,
        Event::BackOnline(Box::new(challenge(Method::Sms))),
    );

    let notice = state.notice.unwrap();
    assert_eq!(notice.code, "sms_unavailable");
    // There is no app to choose here.
    assert_eq!(notice.text, Text::ErrorSmsUnavailableNow);
    assert_eq!(notice.help, Help::AskSchool);
}

#[test]
fn while_something_is_under_way_a_second_click_changes_nothing() {
    let mut verifying = asked(Method::Sms);
    step(&mut verifying, submit());
    let mut resending = asked(Method::Sms);
    step(&mut resending, Event::Resend);
    for state in [State::opening(), verifying, resending] {
        for event in [
            submit(),
            Event::Submit(secret(""), true),
            Event::Resend,
            Event::Recover(secret(RECOVERY_CODE)),
            Event::Choose(Way::RecoveryCode),
            Event::Back,
            Event::Continue,
            Event::Show(Inside::Enrolment),
            Event::Over,
            Event::Cancel,
            Event::Retry,
            Event::TokenGiven,
        ] {
            let mut clicked = state.clone();
            assert_eq!(step(&mut clicked, event.clone()), [], "{event:?}");
            assert_eq!(clicked, state, "{event:?}");
        }
    }
}

#[test]
fn a_late_answer_changes_nothing() {
    let state = asked(Method::App);
    for late in [
        Event::Answered(Box::new(passed("assertion"))),
        Event::BackOnline(Box::new(passed("assertion"))),
        Event::Failed(Failure::Offline),
        Event::Slow,
    ] {
        let mut after = state.clone();
        assert_eq!(step(&mut after, late), []);
        assert_eq!(after, state);
    }
}

#[test]
fn a_broken_connection_keeps_what_was_typed() {
    let mut state = asked(Method::App);
    let effects = fail(&mut state, Failure::Offline);
    assert_eq!(
        effects,
        [Effect::Error("offline"), Effect::Reconnect(Purpose::SignIn)]
    );
    assert!(state.offline);

    let effects = step(
        &mut state,
        Event::BackOnline(Box::new(challenge(Method::App))),
    );

    assert_eq!(effects, []);
    assert!(!state.offline);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn a_code_that_had_arrived_lets_the_person_in_once_back_online() {
    let mut state = asked(Method::App);
    fail(&mut state, Failure::Offline);
    let effects = step(&mut state, Event::BackOnline(Box::new(passed("assertion"))));
    assert_eq!(effects, [Effect::Verified(Some(secret("assertion")))]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn one_search_for_the_connection_is_enough() {
    let mut state = asked(Method::App);
    fail(&mut state, Failure::Offline);
    let effects = fail(&mut state, Failure::Offline);
    assert!(
        !effects.contains(&Effect::Reconnect(Purpose::SignIn)),
        "a second search: {effects:?}"
    );
}

#[test]
fn somebody_signed_out_is_sent_to_the_portal_and_goes_on_with_its_token() {
    let mut state = asked(Method::App);
    let effects = fail(&mut state, Failure::SignedOut);
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Open)]
    );
}

#[test]
fn an_opening_that_failed_is_tried_again() {
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Unreadable));
    assert_eq!(state.screen(), Screen::Opening);
    assert_eq!(step(&mut state, Event::Retry), [Effect::Call(Call::Open)]);
}

#[test]
fn what_takes_long_is_said_and_then_no_longer() {
    let mut state = asked(Method::App);
    step(&mut state, submit());
    step(&mut state, Event::Slow);
    assert!(state.slow);
    step(&mut state, Event::Failed(refused(MISMATCH)));
    assert!(!state.slow);
}
