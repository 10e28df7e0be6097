//! The mail's link: good once, and out of the address as soon as it is used or good for nothing.

use super::*;

#[test]
fn a_new_password_is_sent_with_the_token_and_both_are_gone_afterwards() {
    let mut state = by_link();
    assert_eq!(state.screen(), Screen::NewPassword);
    let effects = save(&mut state);
    assert_eq!(
        effects,
        [Effect::Call(Call::Reset {
            token: secret(TOKEN),
            password: secret(NEW),
        })]
    );
    assert_eq!(save(&mut state), [], "a second click sends nothing");
    assert_eq!(
        step(&mut state, Event::Done),
        [
            Effect::Changed,
            Effect::Forget(Address::Nothing),
            Effect::Step(Screen::Saved),
            Effect::FocusHeading
        ]
    );
    holds_no_secret(&state);
    assert_eq!(step(&mut state, Event::Finish), [Effect::Finished]);
    assert_eq!(step(&mut state, Event::Leave), [], "it is changed");
}

#[test]
fn a_link_that_is_good_for_nothing_leads_to_a_new_one_and_a_reload_says_the_same() {
    let mut state = by_link();
    save(&mut state);
    let effects = fail(&mut state, Problem::ResetLinkInvalid);
    assert_eq!(
        effects,
        [
            Effect::Error("reset_link_invalid"),
            Effect::Forget(Address::Invalid),
            Effect::Step(Screen::LinkInvalid),
            Effect::FocusHeading
        ]
    );
    assert_eq!(state.notice, None, "the screen says it");
    holds_no_secret(&state);

    let mut reloaded = given(Way::Link(Secret::default()));
    assert_eq!(reloaded.screen(), Screen::LinkInvalid);
    for state in [&mut state, &mut reloaded] {
        let effects = step(state, Event::Again);
        assert_eq!(
            effects,
            [
                Effect::Forget(Address::Nothing),
                Effect::Step(Screen::Forgotten),
                Effect::FocusField
            ]
        );
    }
}

#[test]
fn a_newer_link_takes_the_place_of_one_that_is_good_for_nothing() {
    let mut state = given(Way::Link(Secret::default()));
    step(&mut state, Event::Moved(Behind::Token(secret(TOKEN))));
    assert_eq!(state.screen(), Screen::NewPassword);
}

#[test]
fn a_newer_link_leaves_what_was_typed_and_counts_from_then_on() {
    let mut state = by_link();
    assert_eq!(
        step(&mut state, Event::Moved(Behind::Token(secret("newer")))),
        []
    );
    let effects = save(&mut state);
    let token = secret("newer");
    let password = secret(NEW);
    assert_eq!(effects, [Effect::Call(Call::Reset { token, password })]);
    // Not while one of them is on its way.
    assert_eq!(
        step(&mut state, Event::Moved(Behind::Token(secret(TOKEN)))),
        []
    );
    assert_eq!(state.way, Way::Link(secret("newer")));
}

#[test]
fn a_password_that_will_not_do_leaves_the_link() {
    for (problem, code) in [
        (Problem::PasswordTooCommon, "password_too_common"),
        (Problem::PasswordHasName, "password_has_name"),
        (Problem::PasswordRefused, "password_refused"),
    ] {
        let mut state = by_link();
        save(&mut state);
        let effects = fail(&mut state, problem);
        assert_eq!(effects, [Effect::Error(code), Effect::Focus(Field::New)]);
        assert_eq!(is_told(&state), code);
        assert_eq!(state.way, Way::Link(secret(TOKEN)));
        assert_eq!(state.given, None);
        assert_eq!(state.doing, None);
        assert!(matches!(save(&mut state)[..], [Effect::Call(_)]));
    }
}
