//! What is done with one token is looked through first, and said afterwards on its page and in the list.

use super::*;

fn link(code: &str, next: &str, reason: &str) -> Event {
    Event::Link(Linking {
        code: secret(code),
        next_code: secret(next),
        reason: reason.to_owned(),
    })
}

/// Ready to be given to Anna.
fn linking() -> State {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    step(&mut state, Event::Pick(anna()));
    state
}

#[test]
fn it_is_given_with_its_code_and_a_reason() {
    let mut state = linking();

    let effects = step(&mut state, link("123 456", "", " Gsm  stuk "));

    let call = Call::Link {
        token: "free".to_owned(),
        person: "person-1".to_owned(),
        code: secret("123456"),
        next_code: None,
        reason: "Gsm stuk".to_owned(),
    };
    assert_eq!(effects, [Effect::Call(call)]);
    assert_eq!(
        step(&mut state, link("123456", "", "Gsm stuk")),
        [],
        "a double click"
    );
    let effects = step(
        &mut state,
        Event::Done(Box::new(token("free", TokenState::Linked))),
    );
    let arrived = [
        Effect::Changed,
        Effect::Step(Screen::Token),
        Effect::FocusHeading,
    ];
    assert_eq!(effects, arrived);
    assert_eq!(state.notice, Some(Notice::good(Text::TokenLinkedNow)));
    assert_eq!(state.found.as_ref().unwrap()[0].state, TokenState::Linked);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn what_is_missing_is_asked_for_in_the_order_of_the_screen() {
    let mut state = at("free");
    step(&mut state, Event::OpenLink);
    let mut says = |event: Event, code: &'static str, field: &'static str| {
        let effects = step(&mut state, event);
        assert_eq!(effects, [Effect::Focus(field), Effect::Error(code)]);
        assert_eq!(code_of(&state), code);
        assert_eq!(state.doing, None);
        step(&mut state, Event::Pick(anna()));
    };
    says(link("123456", "", "Gsm stuk"), "person_missing", "person");
    says(link("", "", "Gsm stuk"), "code_missing", "code");
    says(link("12345", "", "Gsm stuk"), "code_too_short", "code");
    says(link("123456", "", "   "), "reason_missing", "reason");
}

#[test]
fn a_token_that_counts_is_given_with_two_codes_of_its_own_length() {
    let mut state = linking();
    let counts = state.token.as_mut().unwrap();
    (counts.by_counter, counts.digits) = (true, 8);

    step(&mut state, link("12345678", "", "Gsm stuk"));
    assert_eq!(code_of(&state), "code_missing");
    let marked = |state: &State| ["code", "next-code"].map(|name| state.is_wrong("code_", name));
    assert_eq!(marked(&state), [false, true], "the second alone");
    step(&mut state, link("12345678", "123456", "Gsm stuk"));
    assert_eq!(code_of(&state), "code_malformed");
    assert_eq!(marked(&state), [false, true]);
    step(&mut state, link("1234", "123456", "Gsm stuk"));
    assert_eq!(marked(&state), [true, false]);
    let effects = step(&mut state, link("12345678", "8765 4321", "Gsm stuk"));
    let [Effect::Call(Call::Link { next_code, .. })] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    assert_eq!(next_code, &Some(secret("87654321")));
    assert_eq!(marked(&state), [false, false]);
    fail(&mut state, Problem::CodeMalformed);
    assert_eq!(marked(&state), [true, true], "it is not said which");
}

#[test]
fn a_wrong_code_keeps_the_person_who_was_chosen() {
    let mut state = linking();
    step(&mut state, link("123456", "", "Gsm stuk"));
    let mismatch = Problem::CodeMismatch {
        attempts_left: 4,
        seconds_ago: None,
    };
    let effects = fail(&mut state, mismatch);
    assert_eq!(effects[0], Effect::Focus("code"));
    assert_eq!(
        (state.screen, state.person.as_ref()),
        (Screen::Link, Some(&anna()))
    );
    let said = state.notice.as_ref().unwrap();
    assert_eq!((said.code, said.attempts_left), ("code_mismatch", Some(4)));
}

#[test]
fn somebody_who_may_not_have_it_is_chosen_anew() {
    for problem in [
        Problem::RoleTooHigh,
        Problem::NotYourself,
        Problem::PersonNotFound,
    ] {
        let mut state = linking();
        step(&mut state, link("123456", "", "Gsm stuk"));
        let effects = fail(&mut state, problem.clone());
        assert_eq!(effects[0], Effect::Focus("person"));
        assert_eq!(
            (state.person.as_ref(), code_of(&state)),
            (None, problem.code())
        );
    }
}

#[test]
fn whoever_was_quicker_is_shown() {
    let mut state = linking();
    step(&mut state, link("123456", "", "Gsm stuk"));

    let effects = fail(&mut state, Problem::TokenTaken);

    let [
        Effect::Call(Call::Find { turn, query, .. }),
        Effect::Lost(_),
    ] = effects.as_slice()
    else {
        panic!("looked up: {effects:?}");
    };
    assert_eq!(query, "SN-free");
    let effects = step(&mut state, Event::Found(*turn, page(&[with_noor()], None)));
    assert_eq!(state.screen, Screen::Token);
    assert_eq!(code_of(&state), "token_taken");
    assert_eq!(state.token, Some(with_noor()));
    assert!(!effects.contains(&Effect::Changed), "it was somebody else");
}

/// A colleague has given it to somebody else.
fn with_noor() -> HardwareToken {
    HardwareToken {
        person: Some(Named {
            id: "person-2".to_owned(),
            name: "Noor".to_owned(),
        }),
        ..token("free", TokenState::Linked)
    }
}

/// Sent, and no answer came; then the way is clear again, and the token stands like this.
fn unanswered(then: HardwareToken) -> (State, Vec<Effect>) {
    let mut state = linking();
    step(&mut state, link("123456", "", "Gsm stuk"));
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = step(&mut state, Event::Returned);
    let Effect::Call(Call::Find { turn, .. }) = effects[0] else {
        panic!("looked up: {effects:?}");
    };
    let effects = step(&mut state, Event::Found(turn, page(&[then], None)));
    (state, effects)
}

#[test]
fn a_colleagues_giving_is_not_told_as_ones_own() {
    let (state, effects) = unanswered(token("free", TokenState::Linked));
    assert_eq!(
        state.notice,
        Some(Notice::good(Text::TokenLinkedNow)),
        "to whom it was meant for"
    );
    assert!(effects.contains(&Effect::Changed));
    let (state, effects) = unanswered(with_noor());
    assert_eq!(
        (state.screen, code_of(&state)),
        (Screen::Token, "token_taken")
    );
    assert!(!effects.contains(&Effect::Changed));
}

#[test]
fn ones_own_giving_that_had_arrived_is_not_told_as_a_colleagues() {
    let mut state = linking();
    step(&mut state, link("123456", "", "Gsm stuk"));
    step(&mut state, Event::Failed(Failure::Offline));
    step(&mut state, link("123456", "", "Gsm stuk"));
    let effects = fail(&mut state, Problem::TokenTaken);
    let Effect::Call(Call::Find { turn, .. }) = effects[0] else {
        panic!("looked up: {effects:?}");
    };
    let mine = page(&[token("free", TokenState::Linked)], None);
    step(&mut state, Event::Found(turn, mine));
    assert_eq!(state.notice, Some(Notice::good(Text::TokenLinkedNow)));
}

#[test]
fn whom_nobody_is_looking_for_any_more_comes_too_late() {
    for found in [true, false] {
        let mut state = at("free");
        step(&mut state, Event::OpenLink);
        let effects = step(&mut state, Event::TypedPerson("An".to_owned()));
        let [Effect::WaitPerson(turn)] = effects[..] else {
            panic!("{effects:?}");
        };
        step(&mut state, Event::PausedPerson(turn));
        step(&mut state, Event::Pick(anna()));
        let late = match found {
            true => Event::FoundPeople(turn, people(&["An"])),
            false => Event::NotFoundPeople(turn, Failure::Offline),
        };
        let before = state.clone();
        step(&mut state, late);
        assert_eq!(state, before);
        step(&mut state, Event::Unpick);
        assert_eq!((&state.person, &state.people), (&None, &None));
    }
}

#[test]
fn a_token_that_is_gone_is_gone_from_the_list_too() {
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink("Kwijt".to_owned()));
    let effects = fail(&mut state, Problem::TokenNotFound);
    let [Effect::Call(Call::Find { turn, .. }), ..] = effects.as_slice() else {
        panic!("{effects:?}");
    };
    let effects = step(&mut state, Event::Found(*turn, page(&[], None)));
    turn_of(&effects[2..]);
    assert_eq!(
        (state.screen, code_of(&state)),
        (Screen::List, "token_not_found")
    );
    assert_eq!(ids(&state), ["free", "back"]);
}

#[test]
fn it_is_set_right_with_two_codes() {
    let mut state = at("linked");
    step(&mut state, Event::OpenResync);
    step(&mut state, Event::Resync(secret("123456"), secret("")));
    assert_eq!(code_of(&state), "code_missing");
    let effects = step(
        &mut state,
        Event::Resync(secret("123456"), secret("654321")),
    );
    assert!(matches!(
        effects.as_slice(),
        [Effect::Call(Call::Resync { .. })]
    ));
    step(
        &mut state,
        Event::Done(Box::new(token("linked", TokenState::Linked))),
    );
    assert_eq!(state.notice, Some(Notice::good(Text::TokenResyncedNow)));
}

#[test]
fn it_is_taken_back_with_a_reason_and_rests_for_a_day() {
    let mut state = at("linked");
    step(&mut state, Event::OpenUnlink);
    step(&mut state, Event::Unlink(String::new()));
    assert_eq!(code_of(&state), "reason_missing");
    let effects = step(&mut state, Event::Unlink("Kwijt".to_owned()));
    let call = Call::Unlink {
        token: "linked".to_owned(),
        reason: "Kwijt".to_owned(),
    };
    assert_eq!(effects, [Effect::Call(call)]);
    step(
        &mut state,
        Event::Done(Box::new(token("linked", TokenState::Quarantined))),
    );
    assert_eq!(state.notice, Some(Notice::good(Text::TokenUnlinkedNow)));
    for open in [
        Event::OpenLink,
        Event::OpenResync,
        Event::OpenUnlink,
        Event::OpenRemove,
    ] {
        assert_eq!(
            step(&mut state, open),
            [],
            "nothing can be done with it until then"
        );
    }
}

#[test]
fn one_that_is_removed_is_in_no_list() {
    let mut state = at("free");
    step(&mut state, Event::OpenRemove);
    step(&mut state, Event::Remove("Stuk".to_owned()));
    let effects = step(&mut state, Event::Removed);
    let arrived = [
        Effect::Changed,
        Effect::Step(Screen::List),
        Effect::FocusHeading,
    ];
    assert_eq!(effects[..3], arrived);
    turn_of(&effects[3..]);
    assert_eq!(ids(&state), ["linked", "back"]);
    assert_eq!(state.notice, Some(Notice::good(Text::TokenRemovedNow)));
}

#[test]
fn each_thing_is_offered_where_it_can_be_done() {
    for (id, may) in [
        ("free", [true, false, false, true]),
        ("linked", [false, true, true, false]),
        ("back", [false; 4]),
    ] {
        let opens = [
            Event::OpenLink,
            Event::OpenResync,
            Event::OpenUnlink,
            Event::OpenRemove,
        ];
        for (open, may) in opens.into_iter().zip(may) {
            let mut state = at(id);
            step(&mut state, open.clone());
            assert_eq!(state.screen != Screen::Token, may, "{id}: {open:?}");
        }
    }
}

#[test]
fn whoever_leaves_takes_nothing_along() {
    let mut state = linking();
    step(&mut state, link("1", "", ""));
    step(&mut state, Event::Back);
    assert_eq!(
        (state.screen, &state.notice, &state.person),
        (Screen::Token, &None, &None)
    );
}
