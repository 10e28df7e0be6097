//! Schools in a group: whoever decides sees for which of them.

use super::*;

fn asked_for(effects: &[Effect]) -> Scope {
    match effects {
        [Effect::Call(Call::Preview(scope, _))] => *scope,
        other => panic!("nothing is asked: {other:?}"),
    }
}

#[test]
fn linked_schools_decide_together_unless_somebody_says_otherwise() {
    let mut state = given(in_group(RoleRule::May));
    assert_eq!(asked_for(&step(&mut state, Event::Look)), Scope::Group);

    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::For(Scope::School));
    assert_eq!(asked_for(&step(&mut state, Event::Look)), Scope::School);
}

#[test]
fn a_school_in_no_group_has_only_itself() {
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::For(Scope::Group));
    assert_eq!(state.scope, Scope::School);
}

/// One school that must, of a group where others may: its own rules cannot end, those of the group can.
#[test]
fn what_the_operator_requires_of_one_school_binds_that_school() {
    let mut of_group = in_group(RoleRule::Must);
    of_group.bounds.required = true;
    let mut state = given(of_group);
    for (scope, may) in [(Scope::Group, true), (Scope::School, false)] {
        step(&mut state, Event::For(scope));
        assert_eq!(state.may_deactivate(), may, "{scope:?}");
        assert_eq!(state.bounds().unwrap().required, !may, "{scope:?}");
    }
}

#[test]
fn each_is_saved_with_its_own_version() {
    for (scope, version) in [(Scope::School, 3), (Scope::Group, 8)] {
        let mut state = given(in_group(RoleRule::May));
        step(&mut state, Event::For(scope));
        step(&mut state, Event::Activate);
        answer(&mut state, Answer::Preview(Box::new(preview())));
        let saved = saving(&step(&mut state, Event::Confirm));
        assert_eq!((saved.0, saved.2), (scope, version));
    }
}

#[test]
fn looking_at_the_other_one_loses_nothing_of_either() {
    let mut state = given(in_group(RoleRule::May));
    edit(&mut state, must(Role::Teacher));
    step(&mut state, Event::For(Scope::School));
    edit(&mut state, must(Role::Pupil));
    step(&mut state, Event::For(Scope::Group));
    let group = &state.draft().unwrap().policy;
    assert_eq!(rule_of(group, Role::Teacher), RoleRule::Must);
    assert_eq!(rule_of(group, Role::Pupil), RoleRule::May);

    // Nor does saving the one.
    step(&mut state, Event::Look);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    step(&mut state, Event::Confirm);
    answer(&mut state, Answer::File(Box::new(in_group(RoleRule::May))));
    step(&mut state, Event::For(Scope::School));
    assert_eq!(
        rule_of(&state.draft().unwrap().policy, Role::Pupil),
        RoleRule::Must
    );
}

/// A colleague has saved the school's rules since; this manager has them on the screen as they were.
#[test]
fn saving_for_the_group_takes_back_nothing_that_a_colleague_saved_for_the_school() {
    let since = |rule| PolicyFile {
        school: policy(rule),
        version: 4,
        ..in_group(RoleRule::May)
    };
    for filled_in in [true, false] {
        let mut state = given(in_group(RoleRule::May));
        if filled_in {
            step(&mut state, Event::For(Scope::School));
            edit(&mut state, must(Role::Pupil));
            step(&mut state, Event::For(Scope::Group));
        }
        step(&mut state, Event::Look);
        answer(&mut state, Answer::Preview(Box::new(preview())));
        step(&mut state, Event::Confirm);
        answer(&mut state, Answer::File(Box::new(since(RoleRule::Must))));

        step(&mut state, Event::For(Scope::School));
        step(&mut state, Event::Look);
        answer(&mut state, Answer::Preview(Box::new(preview())));
        let (_, saved, version) = saving(&step(&mut state, Event::Confirm));
        match filled_in {
            // Refused by the server, for it is made from the third.
            true => assert_eq!(version, 3),
            false => assert_eq!((saved, version), (policy(RoleRule::Must), 4)),
        }
    }
}

#[test]
fn another_scope_while_it_is_looked_at_is_looked_at_itself() {
    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::Look);
    step(&mut state, Event::For(Scope::School));
    let effects = answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(asked_for(&effects), Scope::School);
}

#[test]
fn a_group_that_is_no_more_is_said_and_the_school_is_left() {
    let mut state = given(in_group(RoleRule::May));
    step(&mut state, Event::Look);
    let effects = fail(&mut state, Problem::NoGroup);
    assert!(effects.contains(&Effect::Call(Call::Read)));
    answer(&mut state, Answer::File(Box::new(file(RoleRule::May))));
    assert_eq!(code_of(&state), "no_group");
    assert_eq!(state.scope, Scope::School);
    assert!(state.draft().is_some());
}

/// The group asks it of everybody; the school could only ask for the same.
#[test]
fn what_the_group_asks_is_taken_back_for_the_group() {
    let mut state = given(PolicyFile {
        school: policy(RoleRule::May),
        ..in_group(RoleRule::Must)
    });
    assert!(state.may_deactivate());
    step(&mut state, Event::For(Scope::School));
    assert!(!state.may_deactivate());
}

#[test]
fn what_was_pressed_for_one_is_not_looked_at_for_the_other() {
    let mut state = given(in_group(RoleRule::Must));
    step(&mut state, Event::Deactivate);
    step(&mut state, Event::For(Scope::School));
    let effects = answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(effects, []);
    assert_eq!(
        (state.screen(), state.purpose),
        (Screen::Rules, Purpose::Form)
    );
}

#[test]
fn it_is_not_said_to_be_compulsory_for_nobody_where_it_still_is() {
    for (in_force, text) in [
        (RoleRule::May, Text::RulesDeactivated),
        (RoleRule::Must, Text::RulesSaved),
    ] {
        let mut state = given(in_group(RoleRule::Must));
        step(&mut state, Event::Deactivate);
        answer(&mut state, Answer::Preview(Box::new(preview())));
        step(&mut state, Event::Confirm);
        let mut saved = in_group(RoleRule::May);
        saved.in_force = policy(in_force);
        answer(&mut state, Answer::File(Box::new(saved)));
        assert_eq!(state.notice, Some(Notice::good(text)), "{in_force:?}");
    }
}

#[test]
fn what_is_filled_in_for_the_group_stays_where_a_colleague_changed_the_schools() {
    let theirs = PolicyFile {
        school: policy(RoleRule::Must),
        version: 4,
        ..in_group(RoleRule::May)
    };
    for lost in [false, true] {
        let mut state = given(in_group(RoleRule::May));
        edit(&mut state, must(Role::Teacher));
        step(&mut state, Event::For(Scope::School));
        edit(&mut state, must(Role::Pupil));
        step(&mut state, Event::Look);
        answer(&mut state, Answer::Preview(Box::new(preview())));
        step(&mut state, Event::Confirm);
        if lost {
            step(&mut state, Event::Failed(Failure::Offline));
            step(&mut state, Event::Returned);
        } else {
            fail(&mut state, Problem::PolicyChanged);
        }
        answer(&mut state, Answer::File(Box::new(theirs.clone())));
        assert_eq!(code_of(&state), "policy_changed");
        let draft = state.draft().unwrap();
        assert_eq!((&draft.policy, draft.version), (&theirs.school, 4));
        step(&mut state, Event::For(Scope::Group));
        let draft = state.draft().unwrap();
        assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::Must);
        assert_eq!(draft.version, 8);
    }
}
