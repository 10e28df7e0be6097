//! The first answer, and the portal's part in it.

use crate::fixture::*;
use tweestap_api::{Method, Problem};
use tweestap_widget::{
    Text,
    enrolment::flow::{Call, Doing, Effect, Emit, Event, Screen, State, step},
    failure::Failure,
};

#[test]
fn the_first_answer_shows_its_step_and_leaves_the_focus_to_the_page() {
    for (enrolment, screen) in [
        (at_method(), Screen::Method),
        (at_password(), Screen::Password),
        (at_portal(), Screen::Portal),
        (at_phone(), Screen::Phone),
        (at_scan(), Screen::Scan),
        (at_confirm(), Screen::Confirm),
        (at_recovery_codes(), Screen::RecoveryCodes),
        (at_done(), Screen::Done),
        (at_not_needed(), Screen::NotNeeded),
    ] {
        let mut state = State::opening();
        assert_eq!(state.screen(), Screen::Opening);

        let effects = step(&mut state, Event::Answered(Box::new(enrolment.clone())));

        assert_eq!(effects, [Effect::Emit(Emit::Step(screen))]);
        assert_eq!(state.screen(), screen);
        assert_eq!(state.doing, None);
        assert_eq!(state.enrolment, Some(enrolment));
    }
}

#[test]
fn an_opening_that_failed_is_tried_again_once_for_each_request() {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Failed(Failure::Unreadable));
    assert_eq!(
        effects,
        [Effect::Emit(Emit::Error("unreadable")), Effect::FocusField]
    );
    assert_eq!(state.screen(), Screen::Opening);
    assert_eq!(state.notice.as_ref().unwrap().text, Text::ErrorUnreadable);

    assert_eq!(step(&mut state, Event::Retry), [Effect::Call(Call::Open)]);
    assert_eq!(state.notice, None);
    assert_eq!(step(&mut state, Event::Retry), []);
}

#[test]
fn try_again_is_for_the_opening_only() {
    for enrolment in everywhere() {
        let mut state = given(enrolment);
        assert_eq!(step(&mut state, Event::Retry), []);
    }
}

#[test]
fn a_portal_that_hands_out_no_token_is_asked_to_sign_the_person_in() {
    let mut state = State::opening();
    let effects = step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Error("signed_out")),
            Effect::Emit(Emit::Reauthenticate)
        ]
    );

    let effects = step(&mut state, Event::TokenGiven);
    assert_eq!(effects, [Effect::Call(Call::Reopen)]);
    assert_eq!(state.doing, Some(Doing::Opening));
}

#[test]
fn somebody_signed_out_half_way_goes_on_where_they_were() {
    let mut state = given(at_scan());
    step(&mut state, Event::SubmitCode(secret(CODE_AT_NOW)));
    step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(state.screen(), Screen::Scan);
    assert_eq!(state.notice.as_ref().unwrap().text, Text::ErrorSignedOut);

    step(&mut state, Event::TokenGiven);
    let effects = step(&mut state, Event::Answered(Box::new(at_scan())));

    assert_eq!(effects, []);
    assert_eq!(state.screen(), Screen::Scan);
    assert_eq!(state.notice, None);
}

#[test]
fn a_new_token_takes_the_person_past_the_portals_password() {
    let mut state = given(at_portal());
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Reopen)]
    );
    let effects = step(&mut state, Event::Answered(Box::new(at_scan())));
    assert_eq!(
        effects,
        [Effect::Emit(Emit::Step(Screen::Scan)), Effect::FocusHeading]
    );
}

#[test]
fn the_widget_does_not_take_the_portals_password_itself() {
    let mut state = given(at_portal());
    let before = state.clone();
    assert_eq!(
        step(&mut state, Event::SubmitPassword(secret(PASSWORD))),
        []
    );
    assert_eq!(state, before);
}

#[test]
fn a_sign_in_that_has_grown_old_asks_the_server_who_checks_the_password() {
    let mut state = given(at_method());
    step(&mut state, Event::ChooseMethod(Method::App));
    let problem = refused(Problem::ReauthenticationRequired);

    let effects = step(&mut state, Event::Failed(problem));

    assert_eq!(
        effects,
        [
            Effect::Emit(Emit::Error("reauthentication_required")),
            Effect::Call(Call::Read)
        ]
    );
    step(&mut state, Event::Answered(Box::new(at_password())));
    assert_eq!(state.screen(), Screen::Password);
}
