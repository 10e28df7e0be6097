//! "Does this not work?": the other ways, each in sight, and a message that did not go out.

use super::*;
use tweestap_widget::{
    Text,
    challenge::flow::own_way,
    notice::{Help, Notice},
};

const WAYS: [Way; 2] = [Way::Sms, Way::RecoveryCode];

/// The app is asked, and everything else is on offer.
fn with_other_ways() -> State {
    given(challenge_with(Method::App, &WAYS))
}

/// The message should have gone out and did not.
fn not_sent(problem: Problem, ways: &[Way]) -> Challenge {
    Challenge {
        not_sent: Some(problem),
        ..challenge_with(Method::Sms, ways)
    }
}

#[test]
fn another_way_is_asked_of_the_back_end_and_shown_with_an_empty_field() {
    let mut state = with_other_ways();
    assert_eq!(
        step(&mut state, Event::Choose(Way::Sms)),
        [choose(Way::Sms)]
    );
    // Until then, the person stays where they are.
    assert_eq!(state.screen(), Screen::Code);
    assert_eq!(state.method(), Some(Method::App));

    let effects = answer(
        &mut state,
        challenge_with(Method::Sms, &[Way::App, Way::RecoveryCode]),
    );

    assert_eq!(effects, [Effect::Step(Screen::Code), Effect::FocusField]);
    assert_eq!(state.method(), Some(Method::Sms));
    assert_eq!(state.notice, None);
}

#[test]
fn every_way_has_its_screen() {
    for (way, challenge, screen) in [
        (Way::App, challenge(Method::App), Screen::Code),
        (Way::Sms, challenge(Method::Sms), Screen::Code),
        (Way::Hardware, challenge(Method::Hardware), Screen::Code),
        (
            Way::RecoveryCode,
            challenge_at(ChallengeStep::RecoveryCode),
            Screen::RecoveryCode,
        ),
        (
            Way::ResetCode,
            challenge_at(ChallengeStep::ResetCode),
            Screen::ResetCode,
        ),
    ] {
        let mut state = with_other_ways();
        assert_eq!(step(&mut state, Event::Choose(way)), [choose(way)]);
        answer(&mut state, challenge);
        assert_eq!(state.screen(), screen, "{way:?}");
    }
}

#[test]
fn the_same_way_once_more_only_empties_the_field() {
    let mut state = with_other_ways();
    step(&mut state, Event::Choose(Way::App));
    let effects = answer(&mut state, challenge_with(Method::App, &WAYS));
    assert_eq!(effects, [Effect::EmptyField]);
}

#[test]
fn a_way_that_is_no_longer_open_says_so_and_shows_what_is_asked_now() {
    let mut state = with_other_ways();
    step(&mut state, Event::Choose(Way::Sms));
    let effects = step(&mut state, Event::Failed(refused(Problem::WayNotOffered)));
    assert_eq!(effects, [Effect::Error("way_not_offered"), begin()]);
    answer(
        &mut state,
        challenge_with(Method::App, &[Way::RecoveryCode]),
    );
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorWayNotOffered);
    assert_eq!(state.challenge.unwrap().ways, [Way::RecoveryCode]);
}

#[test]
fn a_way_chosen_in_another_tab_is_shown_here_too() {
    let mut state = with_other_ways();
    let effects = fail(&mut state, refused(Problem::WayNotOffered));
    assert_eq!(effects, [Effect::Error("way_not_offered"), begin()]);

    let effects = answer(&mut state, challenge_at(ChallengeStep::RecoveryCode));

    assert_eq!(
        effects,
        [Effect::Step(Screen::RecoveryCode), Effect::FocusField]
    );
}

#[test]
fn a_back_end_that_offers_no_way_at_all_is_not_asked_for_ever() {
    let mut state = with_other_ways();
    fail(&mut state, refused(Problem::WayNotOffered));
    let effects = step(&mut state, Event::Failed(refused(Problem::WayNotOffered)));
    assert_eq!(
        effects,
        [Effect::Error("way_not_offered"), Effect::FocusField]
    );
    assert_eq!(state.doing, None);
}

#[test]
fn a_broken_connection_on_the_way_keeps_the_place_and_what_was_typed() {
    let mut state = with_other_ways();
    step(&mut state, Event::Choose(Way::Sms));
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(state.method(), Some(Method::App));

    let still = Box::new(challenge_with(Method::App, &WAYS));
    assert_eq!(step(&mut state, Event::BackOnline(still)), []);

    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn another_way_forgets_the_wrong_codes_of_the_one_before() {
    let mut state = with_other_ways();
    fail(&mut state, refused(MISMATCH));
    step(&mut state, Event::Choose(Way::Sms));
    answer(&mut state, challenge(Method::Sms));
    assert_eq!((state.wrong_codes, state.notice), (0, None));
}

#[test]
fn a_message_that_did_not_go_out_is_said_and_the_other_ways_are_open() {
    let ways = [Way::App, Way::RecoveryCode];
    for (problem, text) in [
        (Problem::SmsUnavailable, Text::ErrorSmsUnavailableNow),
        (
            Problem::TooManyMessages { retry_after: 600 },
            Text::ErrorTooManyMessagesNow,
        ),
    ] {
        let mut state = State::opening();
        let effects = answer(&mut state, not_sent(problem.clone(), &ways));
        assert_eq!(
            effects,
            [
                Effect::Step(Screen::Code),
                Effect::FocusField,
                Effect::Error(problem.code())
            ]
        );
        let notice = state.notice.clone().unwrap();
        assert_eq!((notice.text, notice.help), (text, Help::None));
        assert_eq!(
            step(&mut state, Event::Choose(Way::App)),
            [choose(Way::App)]
        );
    }
}

#[test]
fn where_there_is_no_other_method_the_school_helps() {
    let state = given(not_sent(Problem::SmsUnavailable, &[Way::RecoveryCode]));
    assert_eq!(state.notice.unwrap().help, Help::AskSchool);
}

#[test]
fn an_earlier_message_still_counts_when_a_new_one_did_not_go_out() {
    let mut state = given(not_sent(Problem::SmsUnavailable, &[]));
    let effects = step(&mut state, submit());
    assert!(matches!(effects[..], [Effect::Call(Call::Verify { .. })]));
}

#[test]
fn why_nothing_was_sent_is_said_once() {
    let mut state = given(not_sent(Problem::SmsUnavailable, &[Way::App]));
    step(&mut state, Event::Choose(Way::App));
    answer(&mut state, challenge_with(Method::App, &[Way::Sms]));
    assert_eq!(state.notice, None);
}

#[test]
fn back_leads_from_a_way_back_in_to_ones_own_method() {
    let ways = [Way::App, Way::Sms];
    for at in [ChallengeStep::RecoveryCode, ChallengeStep::ResetCode] {
        let mut state = given(Challenge {
            ways: ways.to_vec(),
            ..challenge_at(at)
        });
        assert_eq!(step(&mut state, Event::Back), [choose(Way::App)]);
        answer(&mut state, challenge_with(Method::App, &WAYS));
        assert_eq!(state.screen(), Screen::Code);
    }
}

#[test]
fn without_a_method_of_ones_own_there_is_nothing_to_go_back_to() {
    let mut state = given(Challenge {
        ways: vec![Way::RecoveryCode],
        ..challenge_at(ChallengeStep::ResetCode)
    });
    assert_eq!(own_way(&state), None);
    let before = state.clone();
    assert_eq!(step(&mut state, Event::Back), []);
    assert_eq!(state, before);
}

#[test]
fn somebody_who_is_locked_out_is_told_of_the_way_back_in() {
    let mut state = with_other_ways();

    let effects = fail(&mut state, refused(Problem::Locked));

    assert_eq!(effects, [Effect::Error("locked"), Effect::FocusField]);
    let notice = state.notice.clone().unwrap();
    assert_eq!(
        (notice.text, notice.help),
        (Text::ErrorLocked, Help::AskSchool)
    );
    assert_eq!(
        step(&mut state, Event::Choose(Way::RecoveryCode)),
        [choose(Way::RecoveryCode)]
    );
}
