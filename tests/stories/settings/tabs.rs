//! A second tab was quicker: what is no longer there is said, and how it stands now is read.

use super::*;

#[test]
fn what_is_gone_is_said_and_read_again() {
    for (wanted, problem, text) in [
        (
            Wanted::Prefer(sms()),
            Problem::FactorNotFound,
            Text::ErrorGone,
        ),
        (
            Wanted::Remove(sms()),
            Problem::FactorNotFound,
            Text::ErrorGone,
        ),
        (
            Wanted::Remove(sms()),
            Problem::LastFactor,
            Text::ErrorLastFactor,
        ),
        (
            Wanted::SwitchOff,
            Problem::RequiredBySchool,
            Text::ErrorRequiredBySchool,
        ),
        (
            Wanted::Erase,
            Problem::RequiredBySchool,
            Text::ErrorRequiredBySchool,
        ),
        (
            Wanted::SwitchOn,
            Problem::NotEnrolled,
            Text::ErrorNotEnrolled,
        ),
    ] {
        let mut state = given(full_settings());
        want(&mut state, wanted.clone());
        step(&mut state, Event::Confirm);

        let effects = fail(&mut state, problem.clone());

        assert_eq!(effects.first(), Some(&Effect::Error(problem.code())));
        assert_eq!(effects.last(), Some(&read()));
        assert_eq!(state.screen(), Screen::Overview);
        assert_eq!(state.wanted, None);
        let now = settings(Status::On);
        answer(&mut state, now.clone());
        assert_eq!(state.settings, Some(now));
        // It is still said beside how it stands now.
        assert_eq!(state.notice.unwrap().text, text, "{wanted:?}");
    }
}

#[test]
fn what_another_tab_erased_while_the_proof_was_asked_is_not_gone_on_with() {
    for wanted in everything() {
        if wanted == set_up() {
            continue;
        }
        let mut state = given(asking(Some(Proof::Code)));
        want(&mut state, wanted.clone());
        step(&mut state, Event::Over);

        let effects = answer(&mut state, settings(Status::Off));

        assert_eq!(
            effects,
            [
                Effect::Error("not_enrolled"),
                Effect::Step(Screen::Overview),
                Effect::FocusHeading
            ],
            "{wanted:?}"
        );
        assert_eq!((state.wanted.clone(), state.doing), (None, None));
        assert_eq!(state.notice.unwrap().text, Text::ErrorNotEnrolled);
    }
}

#[test]
fn a_device_that_was_forgotten_already_is_gone_from_the_list() {
    let mut state = given(full_settings());
    step(&mut state, Event::Revoke("device-2".to_owned()));
    let effects = fail(&mut state, Problem::DeviceNotFound);
    assert_eq!(effects, [Effect::Error("device_not_found"), read()]);
    answer(&mut state, settings(Status::On));
    assert_eq!(state.notice.unwrap().text, Text::ErrorDeviceGone);
}

#[test]
fn a_reading_that_is_refused_as_well_is_not_repeated() {
    let mut state = given(full_settings());
    step(&mut state, Event::RevokeAll);
    fail(&mut state, Problem::NotEnrolled);
    let effects = fail(&mut state, Problem::NotEnrolled);
    assert_eq!(effects, [Effect::Error("not_enrolled")]);
    assert_eq!(state.doing, None);
}
