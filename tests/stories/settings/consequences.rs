//! Switching off, erasing, removing a method: said in words first, and done only by the button that says it.

use super::*;

fn at_the_consequence(wanted: &Wanted) -> State {
    let mut state = given(full_settings());
    let effects = want(&mut state, wanted.clone());
    assert_eq!(
        effects,
        [Effect::Step(Screen::Consequence), Effect::FocusHeading]
    );
    state
}

#[test]
fn reading_the_consequence_does_nothing() {
    for wanted in with_a_consequence() {
        let state = at_the_consequence(&wanted);
        assert_eq!(state.doing, None);
        assert_eq!(state.settings, Some(full_settings()));
    }
}

#[test]
fn the_button_does_it_and_it_is_said() {
    for (wanted, after, what, text) in [
        (
            Wanted::SwitchOff,
            settings(Status::Suspended),
            "suspended",
            Text::SettingsSwitchedOff,
        ),
        (
            Wanted::Erase,
            settings(Status::Off),
            "off",
            Text::SettingsErased,
        ),
        (
            Wanted::Remove(sms()),
            settings(Status::On),
            "methods",
            Text::SettingsRemoved,
        ),
    ] {
        let mut state = at_the_consequence(&wanted);
        assert_eq!(step(&mut state, Event::Confirm), [does(&wanted)]);

        let effects = answer(&mut state, after.clone());

        assert_eq!(
            effects,
            [
                Effect::Changed(what),
                Effect::Step(Screen::Overview),
                Effect::FocusHeading
            ]
        );
        assert_eq!(state.settings, Some(after));
        assert_eq!(state.notice, Some(Notice::good(text)));
        assert_eq!(state.wanted, None);
    }
}

#[test]
fn a_double_click_does_it_once() {
    for wanted in with_a_consequence() {
        let mut state = at_the_consequence(&wanted);
        step(&mut state, Event::Confirm);
        let before = state.clone();
        for again in [Event::Confirm, Event::Cancel, Event::TokenGiven] {
            assert_eq!(step(&mut state, again), []);
            assert_eq!(state, before);
        }
    }
}

#[test]
fn whoever_cancels_loses_nothing() {
    for wanted in with_a_consequence() {
        let mut state = at_the_consequence(&wanted);
        step(&mut state, Event::Cancel);
        assert_eq!(state.settings, Some(full_settings()));
        assert_eq!(step(&mut state, Event::Confirm), []);
    }
}

#[test]
fn a_failure_that_passes_leaves_the_consequence_to_be_tried_again() {
    for wanted in with_a_consequence() {
        let mut state = at_the_consequence(&wanted);
        step(&mut state, Event::Confirm);
        fail(&mut state, Problem::Busy { retry_after: 1 });
        assert_eq!(state.screen(), Screen::Consequence);
        assert_eq!(step(&mut state, Event::Confirm), [does(&wanted)]);
    }
}
