//! What needs no consequence in words: another method first, switching on again, forgetting devices.

use super::*;

#[test]
fn what_is_different_is_said_and_told_to_the_page() {
    for (wanted, what, text) in [
        (Wanted::Prefer(sms()), "methods", Text::SettingsSaved),
        (Wanted::SwitchOn, "on", Text::SettingsSwitchedOn),
    ] {
        let mut state = given(full_settings());
        assert_eq!(want(&mut state, wanted.clone()), [does(&wanted)]);
        let effects = answer(&mut state, full_settings());
        assert_eq!(effects, [Effect::Changed(what)]);
        assert_eq!(state.notice, Some(Notice::good(text)));
        assert_eq!((state.wanted, state.doing), (None, None));
    }
}

#[test]
fn a_device_is_forgotten_and_so_are_all() {
    let one = || Event::Revoke("device-2".to_owned());
    for (event, call, text) in [
        (
            one(),
            Call::Revoke("device-2".to_owned()),
            Text::SettingsRevoked,
        ),
        (Event::RevokeAll, Call::RevokeAll, Text::SettingsRevokedAll),
    ] {
        // No proof is needed to be asked for a code more often.
        let mut state = given(asking(Some(Proof::Password)));
        assert_eq!(step(&mut state, event), [Effect::Call(call)]);
        let effects = answer(&mut state, settings(Status::On));
        assert_eq!(effects, [Effect::Changed("devices")]);
        assert_eq!(state.notice, Some(Notice::good(text)));
        assert_eq!(state.screen(), Screen::Overview);
    }
}

#[test]
fn a_double_click_asks_once() {
    for event in [
        Event::Want(Wanted::SwitchOn),
        Event::Want(set_up()),
        Event::Revoke("device-1".to_owned()),
        Event::RevokeAll,
    ] {
        let mut state = given(full_settings());
        let first = step(&mut state, event.clone());
        assert!(matches!(first[..], [Effect::Call(_)]), "{first:?}");
        let before = state.clone();
        for again in [event.clone(), Event::RevokeAll, Event::Cancel] {
            assert_eq!(step(&mut state, again), []);
            assert_eq!(state, before);
        }
    }
}

#[test]
fn a_wish_that_failed_is_not_taken_up_again_after_something_else() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::SwitchOn);
    fail(&mut state, Problem::Internal);
    step(&mut state, Event::RevokeAll);
    step(&mut state, Event::Failed(Failure::SignedOut));

    step(&mut state, Event::TokenGiven);
    let effects = answer(&mut state, full_settings());

    assert_eq!(effects, []);
    assert_eq!(state.doing, None);
}

#[test]
fn a_wish_that_met_a_sign_out_goes_on_with_the_portals_token() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::SwitchOn);
    let effects = step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
    step(&mut state, Event::TokenGiven);
    assert_eq!(
        answer(&mut state, full_settings()),
        [does(&Wanted::SwitchOn)]
    );
}
