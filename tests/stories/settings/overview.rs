//! The overview: one saved choice at a time, devices forgotten, setting up inside it, and late answers.

use super::*;
use tweestap_api::RememberDuration;

const WEEK: Event = Event::Save(RememberDuration::OneWeek);

fn shown(status: Status) -> State {
    let mut state = State::opening();
    let effects = answer(&mut state, settings(status));
    assert_eq!(effects, [Effect::Step(Screen::Overview)]);
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(state.doing, None);
    state
}

fn setting_up() -> State {
    let mut state = shown(Status::Off);
    assert_eq!(want(&mut state, Wanted::SetUp(None)), []);
    state
}

#[test]
fn the_first_answer_shows_the_overview() {
    let mut state = State::opening();
    assert_eq!(state.screen(), Screen::Opening);
    assert!(state.doing.is_some());
    step(&mut state, Event::Answered(Box::new(settings(Status::On))));
    assert_eq!(state.settings, Some(settings(Status::On)));
}

#[test]
fn a_choice_is_saved_confirmed_and_told_to_the_page() {
    let mut state = shown(Status::On);
    assert_eq!(
        step(&mut state, WEEK),
        [Effect::Call(Call::Save(RememberDuration::OneWeek))]
    );
    assert!(state.doing.is_some());
    let mut saved = settings(Status::On);
    saved.remember.duration = RememberDuration::OneWeek;

    let effects = step(&mut state, Event::Answered(Box::new(saved.clone())));

    assert_eq!(effects, [Effect::Changed("remember")]);
    assert_eq!(state.settings, Some(saved));
    assert_eq!(state.notice, Some(Notice::good(Text::SettingsSaved)));
    assert_eq!(state.doing, None);
}

#[test]
fn a_choice_that_is_refused_leaves_what_the_server_has() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    let effects = step(
        &mut state,
        Event::Failed(refused(Problem::DurationNotOffered)),
    );
    assert_eq!(effects, [Effect::Error("duration_not_offered")]);
    assert_eq!(state.settings, Some(settings(Status::On)));
    assert_eq!(state.notice.unwrap().text, Text::ErrorDuration);
    assert_eq!(state.doing, None);
}

#[test]
fn setting_up_stands_inside_and_the_overview_is_read_again_when_it_is_over() {
    let mut state = shown(Status::Off);
    assert_eq!(want(&mut state, Wanted::SetUp(None)), []);
    assert_eq!(state.screen(), Screen::SettingUp);

    let effects = step(&mut state, Event::Over);
    assert_eq!(
        effects,
        [
            Effect::Call(Call::Read),
            Effect::Step(Screen::Overview),
            Effect::FocusHeading
        ]
    );
    assert_eq!(state.screen(), Screen::Overview);
    assert!(state.doing.is_some());

    step(&mut state, Event::Answered(Box::new(settings(Status::On))));
    assert_eq!(state.settings, Some(settings(Status::On)));
    assert_eq!(state.doing, None);
}

#[test]
fn setting_up_that_is_over_is_over_once() {
    let mut state = setting_up();
    step(&mut state, Event::Over);
    let before = state.clone();
    assert_eq!(step(&mut state, Event::Over), []);
    assert_eq!(state, before);
}

#[test]
fn while_setting_up_the_overview_behind_does_nothing() {
    let state = setting_up();
    for event in [
        WEEK,
        Event::Want(Wanted::SetUp(None)),
        Event::Retry,
        // The enrolment inside opens its own session with it.
        Event::TokenGiven,
        Event::Answered(Box::new(settings(Status::On))),
        Event::Answered(Box::new(settings(Status::On))),
        Event::Failed(Failure::Offline),
        Event::Slow,
    ] {
        let mut after = state.clone();
        assert_eq!(step(&mut after, event.clone()), [], "{event:?}");
        assert_eq!(after, state, "{event:?}");
    }
}

#[test]
fn while_something_is_under_way_a_second_click_changes_nothing() {
    let mut saving = shown(Status::On);
    step(&mut saving, WEEK);
    for state in [State::opening(), saving] {
        for event in [
            WEEK,
            Event::Want(Wanted::SetUp(None)),
            Event::Over,
            Event::Retry,
            Event::TokenGiven,
        ] {
            let mut clicked = state.clone();
            assert_eq!(step(&mut clicked, event.clone()), [], "{event:?}");
            assert_eq!(clicked, state, "{event:?}");
        }
    }
}

#[test]
fn a_late_answer_changes_nothing() {
    let state = shown(Status::Off);
    for late in [
        Event::Answered(Box::new(settings(Status::On))),
        Event::Answered(Box::new(settings(Status::On))),
        Event::BackOnline(Box::new(settings(Status::On))),
        Event::Failed(Failure::SignedOut),
        Event::Slow,
    ] {
        let mut after = state.clone();
        assert_eq!(step(&mut after, late.clone()), [], "{late:?}");
        assert_eq!(after, state, "{late:?}");
    }
}

#[test]
fn a_broken_connection_keeps_the_overview_and_reconnects() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(effects, [Effect::Error("offline"), Effect::Reconnect]);
    assert_eq!(state.screen(), Screen::Overview);

    // The choice had arrived, only the answer had not.
    let fresh = Settings {
        codes_left: 5,
        ..settings(Status::On)
    };
    let effects = step(&mut state, Event::BackOnline(Box::new(fresh.clone())));
    assert_eq!(effects, []);
    assert_eq!(state.settings, Some(fresh));
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
    assert!(!state.offline);
}

#[test]
fn a_refusal_that_came_through_since_is_not_talked_over() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, WEEK);
    step(
        &mut state,
        Event::Failed(refused(Problem::DurationNotOffered)),
    );

    step(
        &mut state,
        Event::BackOnline(Box::new(settings(Status::On))),
    );

    assert_eq!(state.notice.unwrap().text, Text::ErrorDuration);
}

#[test]
fn one_search_for_the_connection_is_enough() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, WEEK);
    let effects = step(&mut state, Event::Failed(Failure::Offline));
    assert!(
        !effects.contains(&Effect::Reconnect),
        "a second search: {effects:?}"
    );
}

#[test]
fn an_opening_that_failed_is_tried_again() {
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Unreadable));
    assert_eq!(state.screen(), Screen::Opening);
    assert_eq!(step(&mut state, Event::Retry), [Effect::Call(Call::Open)]);
    assert_eq!(step(&mut state, Event::Retry), []);
}

#[test]
fn an_opening_without_a_connection_shows_the_overview_once_it_is_back() {
    let mut state = State::opening();
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = step(
        &mut state,
        Event::BackOnline(Box::new(settings(Status::On))),
    );
    assert_eq!(effects, [Effect::Step(Screen::Overview)]);
    assert_eq!(state.screen(), Screen::Overview);
}

#[test]
fn somebody_signed_out_is_sent_to_the_portal_and_goes_on_with_its_token() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    let effects = step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Open)]
    );
}

#[test]
fn what_takes_long_is_said_and_then_no_longer() {
    let mut state = shown(Status::On);
    step(&mut state, WEEK);
    step(&mut state, Event::Slow);
    assert!(state.slow);
    step(&mut state, Event::Answered(Box::new(settings(Status::On))));
    assert!(!state.slow);
}
