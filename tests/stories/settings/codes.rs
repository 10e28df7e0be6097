//! New recovery codes until they are kept, and the reset code once more.

use super::*;

fn at_new_codes() -> State {
    let mut state = given(full_settings());
    want(&mut state, Wanted::NewCodes);
    let effects = answer(&mut state, new_codes());
    assert_eq!(effects, [Effect::Step(Screen::Codes), Effect::FocusHeading]);
    assert_eq!(secrets_in(&state), 6);
    state
}

fn at_reset_code() -> State {
    let mut state = given(full_settings());
    want(&mut state, Wanted::ResetCode);
    let effects = answer(&mut state, reset_code());
    assert_eq!(effects, [Effect::Step(Screen::Codes), Effect::FocusHeading]);
    assert_eq!(secrets_in(&state), 1);
    state
}

fn kept() -> Notice {
    Notice::good(Text::SettingsCodesKept)
}

#[test]
fn codes_that_are_kept_work_and_leave_the_screen_and_the_state() {
    let mut state = at_new_codes();
    assert_eq!(
        step(&mut state, Event::Kept),
        [Effect::Call(Call::Acknowledge)]
    );
    let effects = answer(&mut state, full_settings());
    assert_eq!(
        effects,
        [
            Effect::Changed("recovery-codes"),
            Effect::Step(Screen::Overview),
            Effect::FocusHeading
        ]
    );
    assert_eq!(state.notice, Some(kept()));
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn codes_that_are_not_kept_leave_the_state_too_and_wait_at_the_back_end() {
    let mut state = at_new_codes();
    step(&mut state, Event::Cancel);
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(secrets_in(&state), 0);
    assert!(state.settings.unwrap().codes_pending);
}

#[test]
fn an_acknowledgement_that_failed_keeps_the_codes_on_the_screen() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    fail(&mut state, Problem::Internal);
    assert_eq!(state.screen(), Screen::Codes);
    assert_eq!(secrets_in(&state), 6);
    assert_eq!(
        step(&mut state, Event::Kept),
        [Effect::Call(Call::Acknowledge)]
    );
}

#[test]
fn a_broken_connection_keeps_the_codes_on_the_screen() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    step(&mut state, Event::Failed(Failure::Offline));
    let waiting = Settings {
        codes_pending: true,
        ..full_settings()
    };
    assert_eq!(back_online(&mut state, waiting), []);
    assert_eq!(state.screen(), Screen::Codes);
    assert_eq!(secrets_in(&state), 6);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn an_acknowledgement_whose_answer_was_lost_is_done_all_the_same() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = back_online(&mut state, full_settings());
    assert!(effects.contains(&Effect::Changed("recovery-codes")));
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(state.notice, Some(kept()));
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn codes_that_another_tab_erased_are_not_called_kept_either() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    step(&mut state, Event::Failed(Failure::Offline));
    let erased = Settings {
        codes_left: 0,
        ..settings(Status::Off)
    };
    assert_eq!(back_online(&mut state, erased), []);
    assert_eq!(state.notice, Some(Notice::good(Text::ErrorBackOnline)));
}

#[test]
fn codes_that_are_gone_meanwhile_are_not_called_kept() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    let effects = fail(&mut state, Problem::CodesNotFound);
    assert!(effects.contains(&read()));
    assert_eq!(state.notice.clone().unwrap().text, Text::ErrorGone);
    assert_eq!(secrets_in(&state), 0);
    answer(&mut state, full_settings());
    assert_eq!(state.notice.unwrap().text, Text::ErrorGone);
}

#[test]
fn somebody_who_writes_slowly_proves_it_again_and_sees_the_same_codes() {
    let mut state = at_new_codes();
    step(&mut state, Event::Kept);
    assert_eq!(
        fail(&mut state, Problem::ReauthenticationRequired),
        [read()]
    );
    answer(&mut state, asking(Some(Proof::Password)));
    assert_eq!(state.screen(), Screen::Password);
    assert_eq!(secrets_in(&state), 0);

    step(&mut state, password());
    answer(&mut state, asking(None));
    answer(&mut state, new_codes());

    assert_eq!(state.screen(), Screen::Codes);
    assert_eq!(
        step(&mut state, Event::Kept),
        [Effect::Call(Call::Acknowledge)]
    );
}

#[test]
fn the_reset_code_is_shown_and_then_gone() {
    let mut state = at_reset_code();
    let effects = step(&mut state, Event::Kept);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Overview), Effect::FocusHeading]
    );
    assert_eq!(secrets_in(&state), 0);
    assert_eq!((state.doing, state.notice), (None, None));
}

#[test]
fn a_school_without_a_reset_code_says_so() {
    let mut state = given(full_settings());
    want(&mut state, Wanted::ResetCode);
    fail(&mut state, Problem::CodesNotFound);
    assert_eq!(state.screen(), Screen::Overview);
    assert_eq!(state.notice.unwrap().text, Text::ErrorGone);
}

/// After a recovery code at sign-in: new codes and nothing else.
fn only_codes(settings: Settings) -> (State, Vec<Effect>) {
    let mut state = State::new_codes();
    let effects = answer(&mut state, settings);
    (state, effects)
}

#[test]
fn inside_the_challenge_new_codes_are_made_at_once_and_end_it() {
    let (mut state, effects) = only_codes(asking(None));
    assert_eq!(effects, [does(&Wanted::NewCodes)]);
    assert_eq!(state.screen(), Screen::Opening);
    answer(&mut state, new_codes());
    assert_eq!(state.screen(), Screen::Codes);
    step(&mut state, Event::Kept);
    let effects = answer(&mut state, full_settings());
    assert_eq!(effects, [Effect::Changed("recovery-codes"), Effect::Over]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn inside_the_challenge_the_password_may_be_asked_and_all_of_it_can_be_left() {
    let (mut state, effects) = only_codes(asking(Some(Proof::Password)));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Password), Effect::FocusField]
    );
    assert_eq!(step(&mut state.clone(), Event::Cancel), [Effect::Over]);
    step(&mut state, password());
    answer(&mut state, asking(None));
    answer(&mut state, new_codes());
    assert_eq!(step(&mut state, Event::Cancel), [Effect::Over]);
    assert_eq!(secrets_in(&state), 0);
}

#[test]
fn inside_the_challenge_what_failed_can_be_tried_again() {
    let (mut state, _) = only_codes(asking(None));
    fail(&mut state, Problem::Internal);
    assert_eq!(state.screen(), Screen::Opening);
    assert_eq!(step(&mut state, Event::Retry), [read()]);
    assert_eq!(answer(&mut state, asking(None)), [does(&Wanted::NewCodes)]);
}

#[test]
fn inside_the_challenge_a_connection_that_is_back_goes_on_by_itself() {
    let (mut state, _) = only_codes(asking(None));
    step(&mut state, Event::Failed(Failure::Offline));
    let effects = back_online(&mut state, asking(None));
    assert_eq!(effects, [does(&Wanted::NewCodes)]);
}

#[test]
fn inside_the_challenge_a_new_token_opens_the_session_and_reads_again() {
    let (mut state, _) = only_codes(asking(Some(Proof::Portal)));
    assert_eq!(state.screen(), Screen::Portal);
    assert_eq!(
        step(&mut state, Event::TokenGiven),
        [Effect::Call(Call::Reopen)]
    );
}

#[test]
fn inside_the_challenge_a_school_with_a_reset_code_ends_it() {
    let (mut state, _) = only_codes(asking(None));
    let effects = fail(&mut state, Problem::CodesNotFound);
    assert_eq!(effects, [Effect::Error("codes_not_found"), Effect::Over]);
    assert_eq!(state.doing, None);
}
