//! The phone is gone: a recovery code, or the school's reset code.

use super::*;
use tweestap_widget::{Text, challenge::flow::Doing, notice::Help};

const WRONG: Problem = Problem::RecoveryCodeWrong { attempts_left: 4 };

/// The two screens on which such a code is typed.
fn typing() -> [State; 2] {
    [ChallengeStep::RecoveryCode, ChallengeStep::ResetCode].map(|at| {
        given(Challenge {
            ways: vec![Way::App],
            ..challenge_at(at)
        })
    })
}

fn types(state: &mut State, typed: &str) -> Vec<Effect> {
    step(state, Event::Recover(secret(typed)))
}

#[test]
fn the_code_goes_to_the_back_end_as_it_was_typed() {
    for typed in [
        RECOVERY_CODE,
        "cana ryca nary",
        "canarycanary",
        " CANA–RYCA–NARY\n",
    ] {
        for mut state in typing() {
            let effects = types(&mut state, typed);
            let call = Call::Recover {
                challenge: id(),
                code: secret(typed),
            };
            assert_eq!(effects, [Effect::Call(call)], "{typed:?}");
            assert_eq!(state.doing, Some(Doing::Verifying));
            assert_eq!(secrets_in(&state), 0);
        }
    }
}

#[test]
fn what_cannot_be_such_a_code_costs_nothing() {
    for typed in ["", "   ", "CANA-RYCA", "050471", "CANA-RYCA-NARY-CANA"] {
        for mut state in typing() {
            let effects = types(&mut state, typed);
            assert_eq!(
                effects,
                [Effect::FocusField, Effect::Error("recovery_code_malformed")],
                "{typed:?}"
            );
            let said = state.notice.clone().unwrap();
            assert_eq!(said.text, Text::ErrorRecoveryCodeMalformed);
            assert!(said.is_about_field());
            assert_eq!(said.attempts_left, None);
            assert_eq!(state.doing, None);
        }
    }
}

#[test]
fn a_wrong_one_empties_the_field_and_says_how_often_it_may_be_tried() {
    for mut state in typing() {
        types(&mut state, RECOVERY_CODE);
        let effects = step(&mut state, Event::Failed(refused(WRONG)));
        assert_eq!(
            effects,
            [Effect::Error("recovery_code_wrong"), Effect::EmptyField]
        );
        let said = state.notice.clone().unwrap();
        assert_eq!(said.text, Text::ErrorRecoveryCodeWrong);
        assert_eq!(said.attempts_left, Some(4));
        assert!(said.is_about_field());
        // The clock of a phone has nothing to do with it.
        assert_eq!((said.help, state.wrong_codes), (Help::None, 0));
    }
}

#[test]
fn a_pause_keeps_what_was_typed_and_says_whom_to_ask() {
    for mut state in typing() {
        types(&mut state, RECOVERY_CODE);
        let pause = refused(Problem::TooManyAttempts { retry_after: 900 });
        let effects = step(&mut state, Event::Failed(pause));
        assert_eq!(
            effects,
            [Effect::Error("too_many_attempts"), Effect::FocusField]
        );
        let said = state.notice.clone().unwrap();
        assert_eq!((said.amount, said.help), (900, Help::AskSchool));
    }
}

#[test]
fn a_code_of_the_app_is_not_looked_at_here_nor_this_one_there() {
    for mut state in typing() {
        assert_eq!(step(&mut state, submit()), []);
        assert_eq!(step(&mut state, Event::Resend), []);
    }
    let mut state = asked(Method::App);
    assert_eq!(types(&mut state, RECOVERY_CODE), []);
}

#[test]
fn a_code_that_had_arrived_when_the_connection_broke_was_not_lost() {
    for mut state in typing() {
        types(&mut state, RECOVERY_CODE);
        step(&mut state, Event::Failed(Failure::Offline));

        let effects = step(&mut state, Event::BackOnline(Box::new(recovered(3))));

        assert_eq!(
            effects,
            [Effect::Step(Screen::Recovered), Effect::FocusHeading]
        );
        assert_eq!(secrets_in(&state), 0);
    }
}

#[test]
fn a_right_one_shows_what_is_wise_now() {
    let [mut state, _] = typing();
    types(&mut state, RECOVERY_CODE);
    let effects = answer(&mut state, recovered(5));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Recovered), Effect::FocusHeading]
    );
    assert_eq!(state.challenge.clone().unwrap().codes_left, Some(5));
    assert_eq!(state.notice, None);
}

#[test]
fn the_reset_code_leads_to_setting_up_again() {
    let [_, mut state] = typing();
    types(&mut state, RECOVERY_CODE);
    let effects = answer(&mut state, challenge_at(ChallengeStep::Enrol));
    assert_eq!(effects, [Effect::Step(Screen::Enrol), Effect::FocusHeading]);
}
