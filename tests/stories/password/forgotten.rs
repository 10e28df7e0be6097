//! Asking for a link: the same words whatever is known, and nothing typed twice.

use super::*;

fn asked() -> Asked {
    Asked {
        username: "leerling".to_owned(),
        email: secret("leerling@voorbeeldcollege.example"),
    }
}

fn at_sent() -> State {
    let mut state = given(Way::Forgotten);
    step(&mut state, Event::Forgot(asked()));
    step(&mut state, Event::Done);
    state
}

#[test]
fn somebody_asks_and_is_told_to_look_in_the_mail() {
    let mut state = given(Way::Forgotten);
    assert_eq!(state.screen(), Screen::Forgotten);
    let effects = step(&mut state, Event::Forgot(asked()));
    assert_eq!(effects, [Effect::Call(Call::Forgot(asked()))]);
    assert_eq!(
        step(&mut state, Event::Done),
        [Effect::Step(Screen::Sent), Effect::FocusHeading]
    );
    assert_eq!(state.screen(), Screen::Sent);
}

#[test]
fn a_second_click_sends_nothing() {
    let mut state = given(Way::Forgotten);
    step(&mut state, Event::Forgot(asked()));
    assert_eq!(step(&mut state, Event::Forgot(asked())), []);
}

#[test]
fn what_was_typed_is_there_again_for_another_try() {
    let mut state = at_sent();
    let effects = step(&mut state, Event::Again);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Forgotten), Effect::FocusField]
    );
    assert_eq!(state.asked, asked());
}

#[test]
fn what_is_missing_is_said_without_asking_anybody() {
    for (username, email, code, field) in [
        (" ", "a@b", "username_missing", Field::Username),
        ("sam", " ", "email_missing", Field::Email),
        ("sam", "sam", "email_malformed", Field::Email),
        ("sam", "@school", "email_malformed", Field::Email),
        ("sam", "sam@", "email_malformed", Field::Email),
    ] {
        let mut state = given(Way::Forgotten);
        let typed = Asked {
            username: username.to_owned(),
            email: secret(email),
        };
        let effects = step(&mut state, Event::Forgot(typed));
        assert_eq!(
            effects,
            [Effect::Error(code), Effect::Focus(field)],
            "{username} {email}"
        );
        assert_eq!(state.doing, None);
    }
}

#[test]
fn a_school_that_offers_it_elsewhere_says_so_at_once() {
    for way in [Way::Forgotten, Way::Link(secret(TOKEN))] {
        let mut state = State::opening(way);
        let rules = PasswordRules {
            forgotten: false,
            ..the_rules()
        };
        let effects = step(&mut state, Event::Answered(opened(rules)));
        assert_eq!(effects, [Effect::Step(Screen::NotOffered)]);
    }
    for problem in [Problem::NotFound, Problem::PasswordNotOffered] {
        let mut state = State::opening(Way::Forgotten);
        fail(&mut state, problem);
        assert_eq!(state.screen(), Screen::NotOffered);
    }
}

#[test]
fn a_link_that_is_opened_beside_the_form_takes_its_place() {
    for mut state in [given(Way::Forgotten), at_sent()] {
        let effects = step(&mut state, Event::Moved(Behind::Token(secret(TOKEN))));
        assert_eq!(
            effects,
            [Effect::Step(Screen::NewPassword), Effect::FocusHeading]
        );
        assert_eq!(state.way, Way::Link(secret(TOKEN)));
        // And back again.
        step(&mut state, Event::Moved(Behind::Nothing));
        assert_eq!(state.screen(), Screen::Forgotten);
    }
}

#[test]
fn another_fragment_of_the_page_moves_nobody() {
    for behind in [Behind::Nothing, Behind::Other] {
        let mut state = at_sent();
        assert_eq!(step(&mut state, Event::Moved(behind)), []);
        assert_eq!(state.screen(), Screen::Sent);
    }
    // The page's skip link, say.
    let mut state = by_link();
    assert_eq!(step(&mut state, Event::Moved(Behind::Other)), []);
    assert_eq!(state.screen(), Screen::NewPassword);
    assert_eq!(state.way, Way::Link(secret(TOKEN)));
    let mut state = given(Way::Change);
    assert_eq!(
        step(&mut state, Event::Moved(Behind::Token(secret(TOKEN)))),
        []
    );
    assert_eq!(state.screen(), Screen::Change);
}

#[test]
fn whoever_leaves_has_changed_nothing() {
    for mut state in [given(Way::Forgotten), at_sent()] {
        assert_eq!(step(&mut state, Event::Leave), [Effect::Cancelled]);
    }
}

#[test]
fn whoever_leaves_a_link_unused_leaves_it_to_nobody_at_this_computer() {
    assert_eq!(
        step(&mut by_link(), Event::Leave),
        [Effect::Forget(Address::Nothing), Effect::Cancelled]
    );
}
