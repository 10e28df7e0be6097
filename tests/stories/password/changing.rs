//! A password that is known: the one of now beside it, and a code first where two steps are on.

use super::*;
use tweestap_widget::password::rules::Checks;

fn change() -> Effect {
    Effect::Call(Call::Change {
        current: secret(PASSWORD),
        password: secret(NEW),
    })
}

/// A code is asked for.
fn at_proof() -> State {
    let mut state = given(Way::Change);
    save(&mut state);
    assert_eq!(fail(&mut state, Problem::ReauthenticationRequired), []);
    assert_eq!(state.screen(), Screen::Proving);
    state
}

#[test]
fn without_two_steps_it_is_one_call() {
    let mut state = given(Way::Change);
    assert_eq!(state.screen(), Screen::Change);
    assert_eq!(save(&mut state), [change()]);
    assert_eq!(
        step(&mut state, Event::Done),
        [
            Effect::Changed,
            Effect::Step(Screen::Saved),
            Effect::FocusHeading
        ]
    );
    holds_no_secret(&state);
}

#[test]
fn a_code_that_was_given_leads_on_and_nothing_is_typed_again() {
    let mut state = at_proof();
    assert_eq!(
        step(&mut state, Event::Over),
        [
            Effect::Step(Screen::Change),
            Effect::FocusHeading,
            Effect::Fill(typed(NEW, NEW)),
            change()
        ]
    );
    assert_eq!(
        state.checks,
        Checks {
            length: true,
            classes: false,
            same: true
        }
    );
    step(&mut state, Event::Done);
    assert_eq!(state.screen(), Screen::Saved);
    holds_no_secret(&state);
}

#[test]
fn whoever_gives_no_code_is_back_at_the_form_and_is_told_why() {
    let mut state = at_proof();
    step(&mut state, Event::Over);
    fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(state.screen(), Screen::Change);
    assert_eq!(is_told(&state), "reauthentication_required");
    assert_eq!(state.given, None);
    // Another try asks once more.
    save(&mut state);
    fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(state.screen(), Screen::Proving);
}

#[test]
fn while_a_code_is_asked_a_new_token_is_the_other_views() {
    let mut state = at_proof();
    assert_eq!(step(&mut state, Event::TokenGiven), []);
}

#[test]
fn a_wrong_password_empties_its_own_field_only() {
    let mut state = given(Way::Change);
    save(&mut state);
    let effects = fail(&mut state, Problem::PasswordWrong { attempts_left: 4 });
    assert_eq!(
        effects,
        [Effect::Error("password_wrong"), Effect::EmptyField]
    );
    assert_eq!(state.screen(), Screen::Change);
    assert_eq!(state.given, None);
}

#[test]
fn the_password_of_now_is_asked_for_first() {
    let mut state = given(Way::Change);
    let given = Given {
        current: Secret::default(),
        ..typed(NEW, NEW)
    };
    assert_eq!(
        step(&mut state, Event::Save(given)),
        [
            Effect::Error("password_missing"),
            Effect::Focus(Field::Current)
        ]
    );
}

#[test]
fn where_the_portal_keeps_it_that_is_said_also_when_it_is_found_out_late() {
    let rules = PasswordRules {
        change: false,
        ..the_rules()
    };
    let mut state = State::opening(Way::Change);
    step(&mut state, Event::Answered(opened(rules)));
    assert_eq!(state.screen(), Screen::NotOffered);
    let mut state = given(Way::Change);
    save(&mut state);
    fail(&mut state, Problem::PasswordNotOffered);
    assert_eq!(state.screen(), Screen::NotOffered);
    assert_eq!(step(&mut state, Event::Leave), [Effect::Cancelled]);
}

#[test]
fn a_session_that_is_over_is_opened_again_with_the_portals_token() {
    let mut state = given(Way::Change);
    save(&mut state);
    let effects = step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Open)]
    );
    let effects = step(&mut state, Event::Answered(opened(the_rules())));
    assert_eq!(effects, [], "the form stays as it is");
    assert_eq!((state.screen(), state.doing), (Screen::Change, None));
}
