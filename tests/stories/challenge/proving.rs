//! A code asked again inside the settings: it may be left, and it proves nothing to the page.

use super::*;

fn opening() -> State {
    State::asked_for(Purpose::Prove)
}

fn proving() -> State {
    let mut state = opening();
    let effects = answer(
        &mut state,
        challenge_with(Method::App, &[Way::RecoveryCode]),
    );
    assert_eq!(effects, [Effect::Step(Screen::Code), Effect::FocusField]);
    state
}

#[test]
fn a_right_code_ends_it_without_an_assertion() {
    let mut state = proving();
    step(&mut state, submit());
    let done = Challenge {
        assertion: None,
        ..passed("assertion")
    };
    assert_eq!(answer(&mut state, done), [Effect::Verified(None)]);
}

#[test]
fn the_page_gets_no_assertion_even_if_a_back_end_sends_one() {
    let mut state = proving();
    step(&mut state, submit());
    assert_eq!(
        answer(&mut state, passed("assertion")),
        [Effect::Verified(None)]
    );
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn it_can_be_left_from_every_screen_and_when_it_did_not_open() {
    let mut failed = opening();
    step(&mut failed, Event::Failed(refused(Problem::NotEnrolled)));
    let mut others: Vec<State> = [
        challenge(Method::Sms),
        challenge_at(ChallengeStep::RecoveryCode),
        challenge_at(ChallengeStep::ResetCode),
        recovered(2),
    ]
    .into_iter()
    .map(|challenge| {
        let mut state = opening();
        answer(&mut state, challenge);
        state
    })
    .collect();
    others.push(failed);
    for mut state in others {
        assert!(state.may_cancel());
        assert_eq!(step(&mut state, Event::Cancel), [Effect::Cancelled]);
    }
}

#[test]
fn once_it_is_passed_there_is_nothing_to_leave() {
    let mut state = proving();
    step(&mut state, submit());
    answer(&mut state, passed("assertion"));
    assert_eq!(step(&mut state, Event::Cancel), []);
}

#[test]
fn a_sign_in_cannot_be_cancelled() {
    let mut state = asked(Method::App);
    assert!(!state.may_cancel());
    assert_eq!(step(&mut state, Event::Cancel), []);
}

#[test]
fn a_way_back_in_counts_as_a_code() {
    let mut state = proving();
    assert_eq!(
        step(&mut state, Event::Choose(Way::RecoveryCode)),
        [choose(Way::RecoveryCode)]
    );
    answer(&mut state, challenge_at(ChallengeStep::RecoveryCode));
    step(&mut state, Event::Recover(secret(RECOVERY_CODE)));
    assert_eq!(
        answer(&mut state, passed("assertion")),
        [Effect::Verified(None)]
    );
}

#[test]
fn everything_it_opens_is_a_proof_and_never_a_sign_in() {
    let prove = Effect::Call(Call::Begin(Purpose::Prove));
    let mut state = opening();
    step(&mut state, Event::Failed(Failure::Unreadable));
    assert_eq!(step(&mut state, Event::Retry), std::slice::from_ref(&prove));

    let mut state = proving();
    let effects = fail(&mut state, refused(Problem::ChallengeNotFound));
    assert_eq!(effects, [Effect::Error("challenge_not_found"), prove]);

    let mut state = proving();
    let effects = fail(&mut state, Failure::Offline);
    assert!(effects.contains(&Effect::Reconnect(Purpose::Prove)));

    // The session that a new token opens is the settings' own.
    let mut state = proving();
    fail(&mut state, Failure::SignedOut);
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Reopen)]
    );
}
