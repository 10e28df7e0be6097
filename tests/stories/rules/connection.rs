//! Bad Wi-Fi at each place: nothing that was chosen is lost, and nothing is saved twice.

use super::*;

pub(super) fn breaks(state: &mut State) {
    let effects = step(state, Event::Failed(Failure::Offline));
    assert!(
        effects.contains(&Effect::Lost(Failure::Offline)),
        "{effects:?}"
    );
    assert_eq!(code_of(state), "offline");
    assert_eq!(state.doing, None);
}

pub(super) fn is_back(state: &mut State, file: PolicyFile) -> Vec<Effect> {
    assert_eq!(step(state, Event::Returned), [Effect::Call(Call::Read)]);
    answer(state, Answer::File(Box::new(file)))
}

pub(super) fn back() -> Option<Notice> {
    Some(Notice::good(Text::ErrorBackOnline))
}

/// Confirmed, and the answer to it was lost; with what was sent.
pub(super) fn lost(mut state: State) -> (State, Policy) {
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    (state, policy)
}

/// The file of a school whose saving had arrived.
pub(super) fn arrived(policy: Policy) -> PolicyFile {
    PolicyFile {
        school: policy,
        version: 4,
        ..file(RoleRule::May)
    }
}

#[test]
fn at_the_form_what_was_chosen_stays() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, must(Role::Teacher));
    let drawn = state.drawn;
    step(&mut state, Event::Look);
    breaks(&mut state);
    assert_eq!(is_back(&mut state, file(RoleRule::May)), []);
    assert_eq!(state.notice, back());
    assert_eq!(state.drawn, drawn, "the form is not drawn anew");
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::Must);
}

#[test]
fn before_the_first_answer_it_is_opened_as_soon_as_it_can_be() {
    let mut state = opening();
    breaks(&mut state);
    is_back(&mut state, file(RoleRule::May));
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(state.notice, back());
}

#[test]
fn a_saving_that_had_not_arrived_is_made_again_by_hand() {
    let (mut state, _) = lost(at_preview(preview()));
    assert_eq!(is_back(&mut state, file(RoleRule::May)), []);
    assert_eq!(state.screen(), Screen::Preview);
    saving(&step(&mut state, Event::Confirm));
}

#[test]
fn a_saving_that_had_arrived_is_said_to_be_saved() {
    let (mut state, policy) = lost(at_preview(preview()));
    let effects = is_back(&mut state, arrived(policy));
    assert_eq!(effects[0], Effect::Changed);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
}

#[test]
fn what_somebody_else_saved_meanwhile_is_shown() {
    let (mut state, _) = lost(at_preview(preview()));
    let theirs = PolicyFile {
        version: 4,
        ..file(RoleRule::Must)
    };
    is_back(&mut state, theirs);
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(code_of(&state), "policy_changed");
    assert_eq!(state.draft().unwrap().policy, policy(RoleRule::Must));
}

#[test]
fn the_way_back_asks_nothing_where_nothing_was_lost() {
    let mut state = given(file(RoleRule::May));
    assert_eq!(step(&mut state, Event::Returned), []);
    step(&mut state, Event::Look);
    assert_eq!(state.doing, Some(Doing::Previewing));
    assert_eq!(step(&mut state, Event::Returned), []);
}

#[test]
fn a_late_answer_changes_nothing() {
    let mut state = given(file(RoleRule::May));
    let before = state.clone();
    answer(&mut state, Answer::Preview(Box::new(preview())));
    answer(&mut state, Answer::File(Box::new(file(RoleRule::Must))));
    step(&mut state, Event::Failed(Failure::Offline));
    assert_eq!(state, before);
}

#[test]
fn after_signing_in_again_nothing_says_that_somebody_is_signed_out() {
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    step(&mut state, Event::Failed(Failure::SignedOut));
    assert_eq!(code_of(&state), "signed_out");
    is_back(&mut state, file(RoleRule::May));
    assert_eq!(state.notice, None);
    assert_eq!(state.screen(), Screen::Preview);
}

#[test]
fn whoever_saves_once_more_is_not_told_that_somebody_else_did() {
    let (mut state, policy) = lost(at_preview(preview()));
    // Before the way is known to be clear. It had arrived.
    assert_eq!(step(&mut state, Event::Confirm), [Effect::Call(Call::Read)]);
    answer(&mut state, Answer::File(Box::new(arrived(policy))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));

    // It had not, and is saved now.
    let (mut state, _) = lost(at_preview(preview()));
    step(&mut state, Event::Confirm);
    saving(&answer(
        &mut state,
        Answer::File(Box::new(file(RoleRule::May))),
    ));

    // Still no way: nothing is saved by itself later on.
    let (mut state, _) = lost(at_preview(preview()));
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    assert_eq!(is_back(&mut state, file(RoleRule::May)), []);
}

#[test]
fn after_the_portals_password_too_what_was_sent_is_looked_up_first() {
    let mut state = at_preview(PolicyPreview {
        loosens: true,
        ..preview()
    });
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::Proof(Some(Proof::Portal)));
    step(&mut state, Event::Returned);
    saving(&answer(&mut state, Answer::Proof(None)));
    breaks(&mut state);
    assert_eq!(state.screen(), Screen::Portal);
    let effects = is_back(&mut state, file(RoleRule::May));
    assert_eq!(effects, [Effect::Call(Call::Proof)], "it had not arrived");
}

#[test]
fn whoever_went_back_to_the_form_is_told_that_it_had_arrived() {
    let (mut state, policy) = lost(at_preview(preview()));
    step(&mut state, Event::Back);
    is_back(&mut state, arrived(policy));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
}

#[test]
fn a_button_pressed_while_the_rules_are_read_afresh_is_not_lost() {
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Shown);
    assert_eq!(state.doing, Some(Doing::Refreshing));
    edit(&mut state, must(Role::Teacher));
    assert_eq!(step(&mut state, Event::Look), []);
    let effects = answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert!(
        matches!(effects[..], [Effect::Call(Call::Preview(..))]),
        "{effects:?}"
    );

    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Shown);
    step(&mut state, Event::Activate);
    breaks(&mut state);
    assert_eq!(is_back(&mut state, file(RoleRule::May)), []);
    step(&mut state, Event::Shown);
    let effects = answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert_eq!(effects, [], "forgotten");
}
