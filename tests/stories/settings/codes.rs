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
