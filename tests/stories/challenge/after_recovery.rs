//! In again, or nearly: going on, new codes, setting up again, and what the school requires first.

use super::*;
use tweestap_widget::challenge::flow::Doing;

fn verified() -> Effect {
    Effect::Verified(Some(secret("assertion")))
}

#[test]
fn a_reload_comes_back_to_what_is_wise_now() {
    let mut state = State::opening();
    assert_eq!(
        answer(&mut state, recovered(2)),
        [Effect::Step(Screen::Recovered)]
    );
}

#[test]
fn whoever_goes_on_gives_the_page_its_assertion() {
    let mut state = given(recovered(4));
    assert_eq!(
        step(&mut state, Event::Continue),
        [Effect::Call(Call::Continue)]
    );
    assert_eq!(state.doing, Some(Doing::GoingOn));
    assert_eq!(answer(&mut state, passed("assertion")), [verified()]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn new_codes_or_a_new_method_stand_in_the_place_of_the_challenge() {
    for (inside, screen) in [
        (Inside::Codes, Screen::NewCodes),
        (Inside::Enrolment, Screen::SettingUp),
    ] {
        let mut state = given(recovered(1));
        assert_eq!(step(&mut state, Event::Show(inside)), []);
        assert_eq!(state.screen(), screen);

        // Kept or cancelled: what is wise now is asked anew.
        assert_eq!(
            step(&mut state, Event::Over),
            [begin(), Effect::FocusHeading]
        );
        let effects = answer(&mut state, recovered(6));
        // Another number of codes is left, so what is wise is said anew.
        assert_eq!(
            effects,
            [Effect::Step(Screen::Recovered), Effect::FocusHeading]
        );
        assert_eq!(
            step(&mut state, Event::Continue),
            [Effect::Call(Call::Continue)]
        );
    }
}

#[test]
fn whoever_sets_up_again_after_the_last_code_passes() {
    let mut state = given(challenge_at(ChallengeStep::Enrol));
    step(&mut state, Event::Show(Inside::Enrolment));
    assert_eq!(state.screen(), Screen::SettingUp);
    step(&mut state, Event::Over);

    assert_eq!(answer(&mut state, passed("assertion")), [verified()]);

    assert_eq!(state.screen(), Screen::Passed);
}

#[test]
fn whoever_leaves_the_set_up_is_asked_for_it_again() {
    let mut state = given(challenge_at(ChallengeStep::Enrol));
    step(&mut state, Event::Show(Inside::Enrolment));
    step(&mut state, Event::Over);
    answer(&mut state, challenge_at(ChallengeStep::Enrol));
    assert_eq!(state.screen(), Screen::Enrol);
}

#[test]
fn after_the_last_code_there_is_nothing_but_setting_up() {
    let state = given(challenge_at(ChallengeStep::Enrol));
    for event in [
        Event::Continue,
        Event::Show(Inside::Codes),
        Event::Choose(Way::App),
        Event::Back,
        Event::Cancel,
        submit(),
        Event::Recover(secret(RECOVERY_CODE)),
    ] {
        let mut after = state.clone();
        assert_eq!(step(&mut after, event.clone()), [], "{event:?}");
        assert_eq!(after, state, "{event:?}");
    }
}

#[test]
fn a_back_end_that_requires_setting_up_first_is_taken_at_its_word() {
    let mut state = given(recovered(3));
    step(&mut state, Event::Continue);
    let effects = step(
        &mut state,
        Event::Failed(refused(Problem::EnrolmentRequired)),
    );
    assert_eq!(effects, [Effect::Error("enrolment_required"), begin()]);

    answer(&mut state, challenge_at(ChallengeStep::Enrol));

    assert_eq!(state.screen(), Screen::Enrol);
    // The screen itself says why.
    assert_eq!(state.notice, None);
}

#[test]
fn a_recovery_that_ran_out_begins_again_at_the_code_and_it_is_said() {
    let mut state = given(recovered(3));
    step(&mut state, Event::Continue);
    step(
        &mut state,
        Event::Failed(refused(Problem::ChallengeNotFound)),
    );
    let effects = answer(&mut state, challenge(Method::App));
    assert_eq!(effects, [Effect::Step(Screen::Code), Effect::FocusField]);
    assert_eq!(state.notice.unwrap().code, "challenge_not_found");
}

#[test]
fn the_view_inside_is_over_once() {
    let mut state = given(recovered(3));
    step(&mut state, Event::Show(Inside::Codes));
    step(&mut state, Event::Over);
    let before = state.clone();
    assert_eq!(step(&mut state, Event::Over), []);
    assert_eq!(state, before);
}

#[test]
fn behind_the_view_inside_nothing_moves() {
    let mut state = given(recovered(3));
    step(&mut state, Event::Continue);
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, Event::Show(Inside::Codes));
    for event in [
        Event::Continue,
        Event::Choose(Way::App),
        submit(),
        // It opens its own session with it.
        Event::TokenGiven,
        Event::Retry,
        Event::Slow,
        Event::Answered(Box::new(passed("assertion"))),
        // A search that was under way: what it found is looked up again afterwards.
        Event::BackOnline(Box::new(passed("assertion"))),
        Event::NotBack(refused(Problem::ChallengeNotFound)),
    ] {
        let mut after = state.clone();
        assert_eq!(step(&mut after, event.clone()), [], "{event:?}");
        assert_eq!(after.screen(), Screen::NewCodes, "{event:?}");
        assert_eq!(after.doing, None, "{event:?}");
    }
}
