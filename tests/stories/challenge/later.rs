//! At sign-in the second step is set up first; while there is time, the person gets in without it.

use super::*;

fn setting_up() -> State {
    let mut state = given(challenge_at(ChallengeStep::Enrol));
    step(&mut state, Event::Show(Inside::Enrolment));
    assert_eq!(state.screen(), Screen::SettingUp);
    state
}

#[test]
fn left_for_later_the_sign_in_goes_on() {
    let mut state = setting_up();

    let effects = step(&mut state, Event::Later);

    assert_eq!(
        effects,
        [Effect::Call(Call::Continue), Effect::FocusHeading]
    );
    assert_eq!(step(&mut state, Event::Later), [], "a double click");
    let effects = step(&mut state, Event::Answered(Box::new(passed("assertion"))));
    assert_eq!(effects, [Effect::Verified(Some(secret("assertion")))]);
}

#[test]
fn when_the_time_has_run_out_meanwhile_it_is_set_up_first() {
    let mut state = setting_up();
    step(&mut state, Event::Later);

    step(
        &mut state,
        Event::Failed(refused(Problem::EnrolmentRequired)),
    );
    step(
        &mut state,
        Event::Answered(Box::new(challenge_at(ChallengeStep::Enrol))),
    );

    assert_eq!(state.screen(), Screen::Enrol);
    assert_eq!(state.doing, None);
}

/// Where it is known from the start, nobody need begin in order to put it off.
#[test]
fn it_can_be_left_for_later_before_it_is_begun() {
    let mut state = given(Challenge {
        later_until: Some(NOW + 86_400),
        ..challenge_at(ChallengeStep::Enrol)
    });
    assert_eq!(
        step(&mut state, Event::Later),
        [Effect::Call(Call::Continue)]
    );
    let effects = step(&mut state, Event::Answered(Box::new(passed("assertion"))));
    assert_eq!(effects, [Effect::Verified(Some(secret("assertion")))]);
}

#[test]
fn where_there_is_no_time_nobody_can_say_later() {
    let mut state = given(challenge_at(ChallengeStep::Enrol));
    assert_eq!(step(&mut state, Event::Later), []);
    let mut state = given(recovered(1));
    step(&mut state, Event::Show(Inside::Codes));
    assert_eq!(step(&mut state, Event::Later), []);
}
