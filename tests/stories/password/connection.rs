//! Bad Wi-Fi: what was typed stays, and whoever's answer was lost is not told something wrong.

use super::*;
use tweestap_widget::{Text, notice::Notice, password::rules::Checks};

fn breaks(state: &mut State) -> Vec<Effect> {
    let effects = step(state, Event::Failed(Failure::Offline));
    assert_eq!(state.doing, None);
    assert_eq!(is_told(state), "offline");
    effects
}

fn back(state: &mut State) -> Vec<Effect> {
    step(state, Event::BackOnline(opened(the_rules())))
}

#[test]
fn at_the_beginning_it_opens_by_itself() {
    for (way, screen, call) in [
        (Way::Forgotten, Screen::Forgotten, Call::Rules),
        (Way::Link(secret(TOKEN)), Screen::NewPassword, Call::Rules),
        (Way::Change, Screen::Change, Call::Open),
    ] {
        let mut state = State::opening(way);
        let effects = breaks(&mut state);
        assert_eq!(
            effects,
            [Effect::Error("offline"), Effect::Reconnect(call.clone())]
        );
        assert_eq!(back(&mut state), [Effect::Step(screen)]);
        assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
        // Or by hand.
        let mut state = State::opening(state.way);
        breaks(&mut state);
        assert_eq!(step(&mut state, Event::Retry), [Effect::Call(call)]);
    }
}

#[test]
fn at_a_form_place_and_words_stay_and_one_search_is_enough() {
    let mut state = by_link();
    save(&mut state);
    let effects = breaks(&mut state);
    assert_eq!(
        effects,
        [Effect::Error("offline"), Effect::Reconnect(Call::Rules)]
    );
    save(&mut state);
    assert_eq!(breaks(&mut state), [Effect::Error("offline")]);
    assert_eq!(back(&mut state), []);
    assert_eq!(state.screen(), Screen::NewPassword);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
    assert_eq!(state.way, Way::Link(secret(TOKEN)));
}

#[test]
fn a_link_that_may_have_been_used_by_the_lost_call_says_so() {
    let mut state = by_link();
    save(&mut state);
    breaks(&mut state);
    back(&mut state);
    save(&mut state);
    fail(&mut state, Problem::ResetLinkInvalid);
    assert_eq!(state.screen(), Screen::LinkInvalid);
    let notice = state.notice.clone().unwrap();
    assert_eq!(notice.text, Text::ErrorMaybeSaved);
    // A link of another mail has nothing to do with it.
    step(&mut state, Event::Moved(Behind::Token(secret("newer"))));
    save(&mut state);
    fail(&mut state, Problem::ResetLinkInvalid);
    assert_eq!(state.notice, None);
}

#[test]
fn a_change_that_may_have_arrived_is_not_called_a_wrong_password() {
    for failure in [
        refused(Problem::PasswordWrong { attempts_left: 4 }),
        Failure::SignedOut,
    ] {
        let mut state = given(Way::Change);
        save(&mut state);
        breaks(&mut state);
        back(&mut state);
        save(&mut state);
        step(&mut state, Event::Failed(failure));
        let notice = state.notice.clone().unwrap();
        assert_eq!(notice.text, Text::ErrorMaybeSaved);
        // Whatever else is wrong is said as it is.
        save(&mut state);
        fail(&mut state, Problem::PasswordTooCommon);
        assert_eq!(is_told(&state), "password_too_common");
    }
}

#[test]
fn asking_for_a_link_once_more_is_no_harm() {
    let mut state = given(Way::Forgotten);
    let asked = Asked {
        username: "sam".to_owned(),
        email: secret("sam@school"),
    };
    step(&mut state, Event::Forgot(asked.clone()));
    breaks(&mut state);
    back(&mut state);
    assert_eq!(state.asked, asked);
    let effects = step(&mut state, Event::Forgot(asked.clone()));
    assert_eq!(effects, [Effect::Call(Call::Forgot(asked))]);
}

#[test]
fn a_search_that_ends_in_something_else_says_it() {
    let mut state = State::opening(Way::Change);
    breaks(&mut state);
    let effects = step(&mut state, Event::NotBack(Failure::SignedOut));
    assert_eq!(
        effects,
        [Effect::Error("signed_out"), Effect::Reauthenticate]
    );
}

#[test]
fn a_slow_answer_is_said_to_be_slow_only_while_it_is_waited_for() {
    let mut state = by_link();
    step(&mut state, Event::Slow);
    assert!(!state.slow);
    save(&mut state);
    step(&mut state, Event::Slow);
    assert!(state.slow);
    assert_eq!(state.doing, Some(Doing::Saving));
    step(&mut state, Event::Done);
    assert!(!state.slow);
}

/// The portal that keeps the passwords was asked, and did not answer or could not be written down.
#[test]
fn a_portal_that_says_nothing_may_have_taken_the_password() {
    for problem in [Problem::Busy { retry_after: 5 }, Problem::Internal] {
        let mut state = by_link();
        step(&mut state, Event::Typing(Checks::default()));
        save(&mut state);
        fail(&mut state, problem.clone());
        assert_eq!(is_told(&state), problem.code());
        let text = |state: &State| state.notice.clone().unwrap().text;
        assert_eq!(text(&state), Text::ErrorMaybeSaved);
        assert_eq!(state.screen(), Screen::NewPassword);
        // "Not the one of before", it says of the one that it took.
        save(&mut state);
        fail(&mut state, Problem::PasswordRefused);
        assert_eq!(text(&state), Text::ErrorMaybeSaved);
        // Of another one it says what it means.
        step(&mut state, Event::Typing(Checks::default()));
        save(&mut state);
        fail(&mut state, Problem::PasswordRefused);
        assert_eq!(text(&state), Text::ErrorPasswordRefused);

        let mut state = given(Way::Change);
        save(&mut state);
        fail(&mut state, problem);
        assert_ne!(
            text(&state),
            Text::ErrorMaybeSaved,
            "the server itself knows"
        );
    }
    let mut state = by_link();
    save(&mut state);
    fail(&mut state, Problem::PasswordRefused);
    assert_eq!(state.notice.unwrap().text, Text::ErrorPasswordRefused);
}

#[test]
fn what_was_typed_is_sent_and_what_it_is_looked_at_as_is_not() {
    let mut state = by_link();
    let given = Given {
        typed: secret("vier gele muizen op 3\u{b2}"),
        ..typed("vier gele muizen op 32", "vier gele muizen op 32")
    };
    assert_eq!(
        step(&mut state, Event::Save(given)),
        [Effect::Call(Call::Reset {
            token: secret(TOKEN),
            password: secret("vier gele muizen op 3\u{b2}"),
        })]
    );
}
