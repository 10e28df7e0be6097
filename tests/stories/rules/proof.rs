//! Less than now is asked only of somebody who has just given the password.

use super::*;

/// What is asked less is about to be saved, and this proof is missing.
fn missing(proof: Option<Proof>) -> (State, Vec<Effect>) {
    let mut state = at_preview(loosening());
    assert_eq!(
        step(&mut state, Event::Confirm),
        [Effect::Call(Call::Proof)]
    );
    let effects = answer(&mut state, Answer::Proof(proof));
    (state, effects)
}

fn password() -> Event {
    Event::SubmitPassword(secret(PASSWORD))
}

#[test]
fn with_nothing_missing_or_only_the_code_it_is_saved() {
    // The desk asks for the code itself.
    for proof in [None, Some(Proof::Code)] {
        let (_, effects) = missing(proof);
        saving(&effects);
    }
}

#[test]
fn the_password_is_asked_and_then_it_is_saved() {
    let (mut state, effects) = missing(Some(Proof::Password));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Password), Effect::FocusField]
    );

    let effects = step(&mut state, password());
    assert_eq!(effects, [Effect::Call(Call::Password(secret(PASSWORD)))]);
    assert_eq!(secrets_in(&state), 0);

    saving(&answer(&mut state, Answer::Proof(None)));
    answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert_eq!(state.screen(), Screen::Rules);
}

#[test]
fn an_empty_password_is_not_sent() {
    let (mut state, _) = missing(Some(Proof::Password));
    let effects = step(&mut state, Event::SubmitPassword(secret("")));
    assert_eq!(
        effects,
        [Effect::FocusField, Effect::Error("password_missing")]
    );
    assert_eq!(code_of(&state), "password_missing");
}

#[test]
fn a_wrong_password_can_be_typed_again() {
    let (mut state, _) = missing(Some(Proof::Password));
    step(&mut state, password());
    let effects = fail(&mut state, Problem::PasswordWrong { attempts_left: 3 });
    assert_eq!(effects[0], Effect::EmptyField);
    assert_eq!(state.screen(), Screen::Password);
    assert_eq!(state.notice.as_ref().unwrap().attempts_left, Some(3));
}

#[test]
fn a_portal_that_checks_the_password_is_waited_for_and_its_token_leads_on() {
    let (mut state, effects) = missing(Some(Proof::Portal));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Portal), Effect::FocusHeading]
    );
    assert_eq!(step(&mut state, password()), [], "there is nothing to type");

    assert_eq!(
        step(&mut state, Event::Returned),
        [Effect::Call(Call::Proof)]
    );
    saving(&answer(&mut state, Answer::Proof(None)));
}

#[test]
fn whoever_leaves_the_password_is_where_it_was_shown() {
    let (mut state, _) = missing(Some(Proof::Password));
    step(&mut state, Event::Back);
    assert_eq!(state.screen(), Screen::Preview);
    step(&mut state, Event::Back);
    assert_eq!(state.screen(), Screen::Rules);
}

#[test]
fn a_password_that_ran_out_on_the_way_is_asked_once_more_and_no_oftener() {
    let mut state = at_preview(preview());
    saving(&step(&mut state, Event::Confirm));

    let effects = fail(&mut state, Problem::ReauthenticationRequired);

    assert_eq!(effects, [Effect::Call(Call::Proof)]);
    saving(&answer(&mut state, Answer::Proof(None)));
    fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(
        state.doing, None,
        "a back end that never has enough is not asked for ever"
    );
    assert_eq!(code_of(&state), "reauthentication_required");
    // The manager may always ask once more.
    saving(&step(&mut state, Event::Confirm));
    let effects = fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(effects, [Effect::Call(Call::Proof)]);
}
