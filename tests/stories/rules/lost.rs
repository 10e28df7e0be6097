//! A saving whose answer was lost, and what somebody chooses, confirms or takes back before it is known what became of it.

use super::{
    connection::{arrived, back, breaks, is_back, lost},
    *,
};

fn looks(state: &mut State) {
    step(state, Event::Look);
    answer(state, Answer::Preview(Box::new(preview())));
}

/// A saving for the school alone, lost, and then the group's rules in sight; with the file if it had arrived.
fn lost_for_the_school() -> (State, PolicyFile) {
    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::For(Scope::School));
    edit(&mut state, must(Role::Teacher));
    looks(&mut state);
    let (mut state, policy) = lost(state);
    step(&mut state, Event::Back);
    step(&mut state, Event::For(Scope::Group));
    let saved = PolicyFile {
        school: policy,
        version: 4,
        ..in_group(RoleRule::May)
    };
    (state, saved)
}

#[test]
fn a_button_pressed_while_what_was_lost_is_looked_up_is_not_lost() {
    let pressed = || {
        let (mut state, policy) = lost(at_preview(preview()));
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
    let (mut state, policy) = lost(at_preview(preview()));
    step(&mut state, Event::Back);
    edit(&mut state, must(Role::Pupil));
    (state, policy)
}

/// The earlier one is saved, the newer one stands in the form and can be.
fn both_are_there(state: &mut State) {
    assert_eq!(state.screen(), Screen::Rules);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    looks(state);
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
    looks(&mut state);
    assert_eq!(step(&mut state, Event::Confirm), [Effect::Call(Call::Read)]);
    answer(&mut state, Answer::File(Box::new(arrived(policy))));
    both_are_there(&mut state);
}

#[test]
fn whoever_takes_a_lost_saving_back_is_not_told_that_it_is_done() {
    let (mut state, policy) = lost(at_preview(preview()));
    step(&mut state, Event::Back);
    edit(&mut state, Edit::Rule(Role::Teacher, RoleRule::May));
    looks(&mut state);
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(arrived(policy))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}

#[test]
fn for_everybody_is_not_said_to_be_done_where_only_the_form_before_it_is() {
    let (mut state, policy) = lost(at_preview(preview()));
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
    let (mut state, saved) = lost_for_the_school();
    edit(&mut state, must(Role::Pupil));
    looks(&mut state);
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(saved)));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    looks(&mut state);
    let (scope, policy, version) = saving(&step(&mut state, Event::Confirm));
    assert_eq!((scope, version), (Scope::Group, 8));
    assert_eq!(rule_of(&policy, Role::Pupil), RoleRule::Must);
}

#[test]
fn whoever_only_looked_at_the_groups_rules_meanwhile_has_chosen_nothing_else() {
    let (mut state, saved) = lost_for_the_school();
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
    let (mut state, policy) = lost(at_preview(preview()));
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
    let (mut state, policy) = lost(at_preview(preview()));
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
        let (mut state, sent) = lost(state);
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
    let (mut state, sent) = lost(state);
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
    let (mut state, sent) = lost(state);
    step(&mut state, Event::Back);
    looks(&mut state);
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(arrived(sent))));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSavedBefore)));
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::May);
    assert_eq!(draft.version, 4);
}
