//! Bad Wi-Fi at each place: nothing that was chosen is lost, and nothing is saved twice.

use super::*;

fn breaks(state: &mut State) {
    let effects = step(state, Event::Failed(Failure::Offline));
    assert!(
        effects.contains(&Effect::Lost(Failure::Offline)),
        "{effects:?}"
    );
    assert_eq!(code_of(state), "offline");
    assert_eq!(state.doing, None);
}

fn is_back(state: &mut State, file: PolicyFile) -> Vec<Effect> {
    assert_eq!(step(state, Event::Returned), [Effect::Call(Call::Read)]);
    answer(state, Answer::File(Box::new(file)))
}

fn back() -> Option<Notice> {
    Some(Notice::good(Text::ErrorBackOnline))
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
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    assert_eq!(is_back(&mut state, file(RoleRule::May)), []);
    assert_eq!(state.screen(), Screen::Preview);
    saving(&step(&mut state, Event::Confirm));
}

#[test]
fn a_saving_that_had_arrived_is_said_to_be_saved() {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..file(RoleRule::May)
    };
    let effects = is_back(&mut state, saved);
    assert_eq!(effects[0], Effect::Changed);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
}

#[test]
fn what_somebody_else_saved_meanwhile_is_shown() {
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    breaks(&mut state);
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
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    // Before the way is known to be clear. It had arrived.
    assert_eq!(step(&mut state, Event::Confirm), [Effect::Call(Call::Read)]);
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..file(RoleRule::May)
    };
    answer(&mut state, Answer::File(Box::new(saved)));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));

    // It had not, and is saved now.
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    step(&mut state, Event::Confirm);
    saving(&answer(
        &mut state,
        Answer::File(Box::new(file(RoleRule::May))),
    ));

    // Still no way: nothing is saved by itself later on.
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    breaks(&mut state);
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
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..file(RoleRule::May)
    };
    is_back(&mut state, saved);
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

#[test]
fn a_button_pressed_while_what_was_lost_is_looked_up_is_not_lost() {
    let pressed = || {
        let mut state = at_preview(preview());
        let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
        breaks(&mut state);
        step(&mut state, Event::Back);
        step(&mut state, Event::Shown);
        assert_eq!(step(&mut state, Event::Look), []);
        (state, policy)
    };
    let (mut state, _) = pressed();
    let effects = answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert!(
        matches!(effects[..], [Effect::Call(Call::Preview(..))]),
        "{effects:?}"
    );

    // What it was pressed for is done: that is said, and nothing more is asked.
    let (mut state, policy) = pressed();
    let effects = answer(&mut state, Answer::File(Box::new(arrived(policy))));
    assert_eq!(effects, [Effect::Changed]);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
    step(&mut state, Event::Shown);
    let now = state.file.clone().unwrap();
    assert_eq!(answer(&mut state, Answer::File(Box::new(now))), []);
}

/// The saving was lost, and went back to the form: somebody who chooses something else now.
fn chose_something_else_since() -> (State, Policy) {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    edit(&mut state, must(Role::Pupil));
    (state, policy)
}

fn arrived(policy: Policy) -> PolicyFile {
    PolicyFile {
        school: policy,
        version: 4,
        ..file(RoleRule::May)
    }
}

/// The earlier one is saved, the newer one stands in the form and can be.
fn both_are_there(state: &mut State) {
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    step(state, Event::Look);
    answer(state, Answer::Preview(Box::new(preview())));
    let (_, policy, version) = saving(&step(state, Event::Confirm));
    assert_eq!(rule_of(&policy, Role::Teacher), RoleRule::Must);
    assert_eq!(rule_of(&policy, Role::Pupil), RoleRule::Must);
    assert_eq!(version, 4, "it is made from the earlier one");
}

#[test]
fn what_was_chosen_after_a_lost_saving_stays_where_that_had_arrived() {
    let (mut state, policy) = chose_something_else_since();
    let effects = is_back(&mut state, arrived(policy));
    assert_eq!(effects[0], Effect::Changed);
    both_are_there(&mut state);
}

#[test]
fn what_was_confirmed_after_a_lost_saving_stays_where_that_had_arrived() {
    let (mut state, policy) = chose_something_else_since();
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(step(&mut state, Event::Confirm), [Effect::Call(Call::Read)]);
    answer(&mut state, Answer::File(Box::new(arrived(policy))));
    both_are_there(&mut state);
}

#[test]
fn whoever_takes_a_lost_saving_back_is_not_told_that_it_is_done() {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    edit(&mut state, Edit::Rule(Role::Teacher, RoleRule::May));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(arrived(policy))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}

#[test]
fn for_everybody_is_not_said_to_be_done_where_only_the_form_before_it_is() {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::Activate);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(state.screen(), Screen::Activate);
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(arrived(policy.clone()))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(state.draft().unwrap().policy, policy);
}

#[test]
fn what_is_confirmed_for_the_group_is_not_said_to_be_done_where_only_the_schools_is() {
    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::For(Scope::School));
    edit(&mut state, must(Role::Teacher));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::For(Scope::Group));
    edit(&mut state, must(Role::Pupil));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    step(&mut state, Event::Confirm);
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..in_group(RoleRule::May)
    };
    answer(&mut state, Answer::File(Box::new(saved)));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    let (scope, policy, version) = saving(&step(&mut state, Event::Confirm));
    assert_eq!((scope, version), (Scope::Group, 8));
    assert_eq!(rule_of(&policy, Role::Pupil), RoleRule::Must);
}

#[test]
fn whoever_only_looked_at_the_groups_rules_meanwhile_has_chosen_nothing_else() {
    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::For(Scope::School));
    edit(&mut state, must(Role::Teacher));
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::For(Scope::Group));
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..in_group(RoleRule::May)
    };
    is_back(&mut state, saved);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
}

fn at_activate(state: &mut State) {
    step(state, Event::Activate);
    answer(state, Answer::Preview(Box::new(preview())));
    assert_eq!(state.screen(), Screen::Activate);
}

#[test]
fn what_the_form_had_sent_is_not_said_to_be_for_everybody() {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    at_activate(&mut state);
    // Nothing is confirmed here.
    is_back(&mut state, arrived(policy.clone()));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(state.draft().unwrap().policy, policy);
}

#[test]
fn a_lost_saving_that_is_taken_back_in_the_form_is_not_ticked_again() {
    let mut state = at_preview(preview());
    let (_, policy, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    edit(&mut state, Edit::Rule(Role::Teacher, RoleRule::May));
    is_back(&mut state, arrived(policy));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}

#[test]
fn what_was_lost_is_looked_up_too_by_whoever_comes_back_from_another_section() {
    let mut state = given(file(RoleRule::May));
    at_activate(&mut state);
    saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    let effects = step(&mut state, Event::Shown);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Rules), Effect::Call(Call::Read)]
    );
    let effects = answer(
        &mut state,
        Answer::File(Box::new(arrived(policy(RoleRule::Must)))),
    );
    assert_eq!(effects, [Effect::Changed]);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesActivated)));

    // It had not arrived, and is looked up once.
    let mut state = given(file(RoleRule::May));
    at_activate(&mut state);
    step(&mut state, Event::Confirm);
    breaks(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::Shown);
    answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert_eq!(state.notice, back());
    step(&mut state, Event::Shown);
    assert_eq!(state.doing, Some(Doing::Refreshing));
}

#[test]
fn for_everybody_that_had_arrived_is_said_and_what_stood_in_the_form_beside_it_stays() {
    for again in [false, true] {
        let mut state = given(file(RoleRule::May));
        edit(&mut state, Edit::Sms(false));
        at_activate(&mut state);
        let (_, sent, _) = saving(&step(&mut state, Event::Confirm));
        breaks(&mut state);
        if again {
            step(&mut state, Event::Confirm);
            answer(&mut state, Answer::File(Box::new(arrived(sent))));
        } else {
            is_back(&mut state, arrived(sent));
        }
        assert_eq!(state.notice, Some(Notice::good(Text::RulesActivated)));
        has_no_sms_and_everybody_must(&state);
    }
}

/// A form that was chosen after it was lost counts whole, also for whom.
#[test]
fn what_was_chosen_for_whom_after_a_lost_activation_is_what_stands_there() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, Edit::Sms(false));
    at_activate(&mut state);
    let (_, sent, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    edit(&mut state, must(Role::Pupil));
    is_back(&mut state, arrived(sent));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Pupil), RoleRule::Must);
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}

#[test]
fn the_form_as_it_was_is_what_stands_there_where_it_is_confirmed_after_a_lost_activation() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, Edit::Sms(false));
    at_activate(&mut state);
    let (_, sent, _) = saving(&step(&mut state, Event::Confirm));
    breaks(&mut state);
    step(&mut state, Event::Back);
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(arrived(sent))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}
