//! New recovery codes inside the challenge, after a recovery code: nothing else is shown, and they end it.

use super::*;

fn only_codes(settings: Settings) -> (State, Vec<Effect>) {
    let mut state = State::new_codes();
    let effects = answer(&mut state, settings);
    (state, effects)
}

#[test]
fn new_codes_are_made_at_once_and_end_it() {
    let (mut state, effects) = only_codes(asking(None));
    assert_eq!(effects, [does(&Wanted::NewCodes)]);
    assert_eq!(state.screen(), Screen::Opening);
    answer(&mut state, new_codes());
    assert_eq!(state.screen(), Screen::Codes);
    step(&mut state, Event::Kept);
    let effects = answer(&mut state, full_settings());
    assert_eq!(effects, [Effect::Changed("recovery-codes"), Effect::Over]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn the_password_may_be_asked_and_all_of_it_can_be_left() {
    let (mut state, effects) = only_codes(asking(Some(Proof::Password)));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Password), Effect::FocusField]
    );
    assert_eq!(step(&mut state.clone(), Event::Cancel), [Effect::Over]);
    step(&mut state, password());
    answer(&mut state, asking(None));
    answer(&mut state, new_codes());
    assert_eq!(step(&mut state, Event::Cancel), [Effect::Over]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn what_failed_can_be_tried_again() {
    let (mut state, _) = only_codes(asking(None));
    fail(&mut state, Problem::Internal);
    assert_eq!(state.screen(), Screen::Opening);
    assert_eq!(step(&mut state, Event::Retry), [read()]);
    assert_eq!(answer(&mut state, asking(None)), [does(&Wanted::NewCodes)]);
}

#[test]
fn what_cannot_even_be_opened_can_be_left() {
    for failure in [
        refused(Problem::SecondFactorRequired),
        Failure::Unreadable,
        Failure::Offline,
    ] {
        let mut state = State::new_codes();
        step(&mut state, Event::Failed(failure));
        assert_eq!(step(&mut state, Event::Cancel), [Effect::Over]);
    }
}

#[test]
fn an_overview_that_cannot_be_opened_is_nothing_to_leave() {
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Unreadable));
    assert_eq!(step(&mut state, Event::Cancel), []);
}

#[test]
fn a_connection_that_is_back_goes_on_by_itself() {
    let (mut state, _) = only_codes(asking(None));
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = back_online(&mut state, asking(None));
    assert_eq!(effects, [does(&Wanted::NewCodes)]);
}

#[test]
fn a_new_token_opens_the_session_and_reads_again() {
    let (mut state, _) = only_codes(asking(Some(Proof::Portal)));
    assert_eq!(state.screen(), Screen::Portal);
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Reopen)]
    );
}

#[test]
fn a_school_with_a_reset_code_ends_it() {
    let (mut state, _) = only_codes(asking(None));
    let effects = fail(&mut state, Problem::CodesNotFound);
    assert_eq!(effects, [Effect::Error("codes_not_found"), Effect::Over]);
    assert_eq!(state.doing, None);
}
