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

/// A code that was asked for, and not given.
fn no_code_given(state: &mut State) {
    let refused = refused(Problem::ReauthenticationRequired);
    let effects = fail(state, Problem::ReauthenticationRequired);
    assert_eq!(effects, [Effect::Lost(refused)], "nothing by itself");
    assert_eq!(state.doing, None);
    assert_eq!(state.screen(), Screen::Preview);
    assert_eq!(code_of(state), "reauthentication_required");
}

/// What it would do is looked at anew, and that asks for the code if it is still missing.
fn confirmed_again(state: &mut State, now: PolicyPreview) -> Vec<Effect> {
    let effects = step(state, Event::Confirm);
    let [Effect::Call(Call::Preview(Scope::School, policy))] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!(rule_of(policy, Role::Teacher), RoleRule::Must);
    answer(state, Answer::Preview(Box::new(now)))
}

#[test]
fn whoever_gives_no_code_is_asked_for_nothing_until_it_is_confirmed_again() {
    let mut state = at_preview(preview());
    saving(&step(&mut state, Event::Confirm));
    no_code_given(&mut state);
    // Nor for the password, as nothing less is asked.
    saving(&confirmed_again(&mut state, preview()));
    no_code_given(&mut state);
    step(&mut state, Event::Confirm);
    let effects = fail(&mut state, Problem::ReauthenticationRequired);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Call(_)))
    );
    assert_eq!(state.screen(), Screen::Preview);
    saving(&confirmed_again(&mut state, preview()));

    // Another form begins anew.
    no_code_given(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::Look);
    let effects = answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Preview), Effect::FocusHeading]
    );
}

#[test]
fn a_password_that_ran_out_on_the_way_is_asked_when_it_is_confirmed_again() {
    // It asks less than now by now; or did so all along.
    for first in [preview(), loosening()] {
        let mut state = at_preview(first);
        if step(&mut state, Event::Confirm) == [Effect::Call(Call::Proof)] {
            answer(&mut state, Answer::Proof(None));
        }
        no_code_given(&mut state);
        assert_eq!(
            confirmed_again(&mut state, loosening()),
            [Effect::Call(Call::Proof)]
        );
        let effects = answer(&mut state, Answer::Proof(Some(Proof::Password)));
        assert_eq!(
            effects,
            [Effect::Step(Screen::Password), Effect::FocusField]
        );
    }
}
