//! Nothing sensitive is asked of the back end before the proof is there, and the wish is kept meanwhile.

use super::*;

/// Somebody wants this, and this is asked first. What is set up again is looked up first: the page may
/// have stood open for long.
fn wanting(wanted: &Wanted, proof: Option<Proof>) -> (State, Vec<Effect>) {
    let mut state = given(asking(proof));
    let mut effects = want(&mut state, wanted.clone());
    if matches!(wanted, Wanted::SetUp(_)) {
        assert_eq!(effects, [read()]);
        effects = answer(&mut state, asking(proof));
    }
    (state, effects)
}

fn is_asked_for_the_password(effects: &[Effect]) {
    assert_eq!(
        effects,
        [Effect::Step(Screen::Password), Effect::FocusField]
    );
}

#[test]
fn with_nothing_missing_every_wish_is_on_its_way_at_once() {
    for wanted in everything() {
        let (state, effects) = wanting(&wanted, None);
        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn the_password_is_asked_and_then_the_wish_is_on_its_way() {
    for wanted in everything() {
        let (mut state, effects) = wanting(&wanted, Some(Proof::Password));
        is_asked_for_the_password(&effects);

        let effects = step(&mut state, password());
        assert_eq!(effects, [Effect::Call(Call::Password(secret(PASSWORD)))]);
        assert_eq!(secrets_in(&state), 0);

        let effects = answer(&mut state, asking(None));
        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn after_the_password_a_code_may_be_asked_too() {
    for wanted in everything() {
        let (mut state, _) = wanting(&wanted, Some(Proof::Password));
        step(&mut state, password());
        assert_eq!(answer(&mut state, asking(Some(Proof::Code))), []);
        assert_eq!(state.screen(), Screen::Proving);
        assert_eq!(state.wanted.as_ref(), Some(&wanted));

        assert_eq!(step(&mut state, Event::Over), [read()]);
        let effects = answer(&mut state, asking(None));

        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn a_portal_that_checks_the_password_is_waited_for_and_its_token_leads_on() {
    for wanted in everything() {
        let (mut state, effects) = wanting(&wanted, Some(Proof::Portal));
        assert_eq!(
            effects,
            [Effect::Step(Screen::Portal), Effect::FocusHeading]
        );
        // There is nothing to type here.
        assert_eq!(step(&mut state, password()), []);

        assert_eq!(
            step(&mut state, Event::TokenGiven),
            [Effect::Call(Call::Open)]
        );
        let effects = answer(&mut state, asking(None));

        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn a_code_is_asked_inside_and_then_the_wish_is_on_its_way() {
    for wanted in everything() {
        let (mut state, effects) = wanting(&wanted, Some(Proof::Code));
        assert_eq!(effects, []);
        assert_eq!(state.screen(), Screen::Proving);

        assert_eq!(step(&mut state, Event::Over), [read()]);
        let effects = answer(&mut state, asking(None));

        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn whoever_leaves_the_code_is_back_at_the_overview_and_nothing_has_happened() {
    for wanted in everything() {
        let (mut state, _) = wanting(&wanted, Some(Proof::Code));
        step(&mut state, Event::Over);

        let effects = answer(&mut state, asking(Some(Proof::Code)));

        assert_eq!(
            effects,
            [Effect::Step(Screen::Overview), Effect::FocusHeading]
        );
        assert_eq!((state.wanted, state.doing), (None, None));
    }
}

#[test]
fn a_password_that_ran_out_while_the_code_was_typed_is_asked_again() {
    let (mut state, _) = wanting(&Wanted::SwitchOff, Some(Proof::Code));
    step(&mut state, Event::Over);
    let effects = answer(&mut state, asking(Some(Proof::Password)));
    is_asked_for_the_password(&effects);
    assert_eq!(state.wanted, Some(Wanted::SwitchOff));
}

#[test]
fn the_first_method_is_set_up_without_a_proof_of_its_own() {
    for status in [Status::Off, Status::Pending] {
        let mut state = given(Settings {
            proof: Some(Proof::Password),
            ..settings(status)
        });
        assert_eq!(want(&mut state, Wanted::SetUp(None)), []);
        assert_eq!(state.screen(), Screen::SettingUp);
    }
}

#[test]
fn a_wrong_password_is_said_and_the_field_emptied() {
    let (mut state, _) = wanting(&Wanted::Erase, Some(Proof::Password));
    step(&mut state, password());

    let effects = fail(&mut state, Problem::PasswordWrong { attempts_left: 2 });

    assert_eq!(
        effects,
        [Effect::Error("password_wrong"), Effect::EmptyField]
    );
    assert_eq!(state.screen(), Screen::Password);
    assert_eq!(state.wanted, Some(Wanted::Erase));
    assert_eq!(state.notice.clone().unwrap().attempts_left, Some(2));
    // The next one may be right.
    step(&mut state, password());
    answer(&mut state, asking(None));
    assert_eq!(state.screen(), Screen::Consequence);
    assert_eq!(state.notice, None);
}

#[test]
fn no_password_at_all_is_asked_for_without_asking_the_back_end() {
    let (mut state, _) = wanting(&Wanted::Erase, Some(Proof::Password));
    let effects = step(&mut state, Event::SubmitPassword(secret("")));
    assert_eq!(
        effects,
        [Effect::FocusField, Effect::Error("password_missing")]
    );
    assert_eq!(state.notice.unwrap().text, Text::ErrorPasswordMissing);
}

#[test]
fn spaces_belong_to_a_password() {
    let (mut state, _) = wanting(&Wanted::Erase, Some(Proof::Password));
    let effects = step(&mut state, Event::SubmitPassword(secret("  ")));
    assert_eq!(effects, [Effect::Call(Call::Password(secret("  ")))]);
}

#[test]
fn too_many_wrong_passwords_are_a_pause() {
    let (mut state, _) = wanting(&Wanted::Erase, Some(Proof::Password));
    step(&mut state, password());
    let effects = fail(&mut state, Problem::TooManyAttempts { retry_after: 900 });
    assert_eq!(
        effects,
        [Effect::Error("too_many_attempts"), Effect::FocusField]
    );
    assert_eq!(state.screen(), Screen::Password);
}

#[test]
fn every_place_on_the_way_can_be_left() {
    for proof in [Some(Proof::Password), Some(Proof::Portal), None] {
        for wanted in with_a_consequence() {
            let (mut state, _) = wanting(&wanted, proof);
            let effects = step(&mut state, Event::Cancel);
            assert_eq!(
                effects,
                [Effect::Step(Screen::Overview), Effect::FocusHeading],
                "{wanted:?} {proof:?}"
            );
            assert_eq!((state.wanted.clone(), state.notice.clone()), (None, None));
            // Left is left: another proof does not take it up again.
            step(&mut state, Event::TokenGiven);
            assert_eq!(answer(&mut state, asking(None)), []);
            assert_eq!(state.screen(), Screen::Overview);
        }
    }
}

#[test]
fn a_proof_that_ran_out_on_the_way_is_asked_again_and_the_wish_is_kept() {
    for wanted in at_once() {
        let (mut state, _) = wanting(&wanted, None);
        let effects = fail(&mut state, Problem::ReauthenticationRequired);
        assert_eq!(effects, [read()]);
        is_asked_for_the_password(&answer(&mut state, asking(Some(Proof::Password))));

        step(&mut state, password());
        let effects = answer(&mut state, asking(None));
        is_on_its_way(&state, &wanted, &effects);
    }
    for wanted in with_a_consequence() {
        let (mut state, _) = wanting(&wanted, None);
        assert_eq!(step(&mut state, Event::Confirm), [does(&wanted)]);
        assert_eq!(
            fail(&mut state, Problem::ReauthenticationRequired),
            [read()]
        );
        is_asked_for_the_password(&answer(&mut state, asking(Some(Proof::Password))));
        step(&mut state, password());
        let effects = answer(&mut state, asking(None));
        // The consequence is read once more; nothing is erased by itself.
        is_on_its_way(&state, &wanted, &effects);
    }
}

#[test]
fn a_back_end_that_asks_for_no_proof_and_refuses_all_the_same_is_not_asked_for_ever() {
    let (mut state, _) = wanting(&Wanted::SwitchOn, None);
    fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(answer(&mut state, asking(None)), [does(&Wanted::SwitchOn)]);
    let effects = fail(&mut state, Problem::ReauthenticationRequired);
    assert_eq!(effects, [Effect::Error("reauthentication_required")]);
    assert_eq!(state.doing, None);
    assert_eq!(state.screen(), Screen::Overview);
}

#[test]
fn what_cannot_be_done_after_the_code_is_said_on_the_overview() {
    let (mut state, _) = wanting(&Wanted::NewCodes, Some(Proof::Code));
    step(&mut state, Event::Over);
    answer(&mut state, asking(None));
    assert_eq!(
        fail(&mut state, Problem::Busy { retry_after: 1 }),
        [Effect::Error("busy")]
    );
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(state.notice.unwrap().text, Text::ErrorBusy);
}

#[test]
fn a_code_inside_is_over_once() {
    let (mut state, _) = wanting(&Wanted::NewCodes, Some(Proof::Code));
    step(&mut state, Event::Over);
    let before = state.clone();
    assert_eq!(step(&mut state, Event::Over), []);
    assert_eq!(state, before);
}
