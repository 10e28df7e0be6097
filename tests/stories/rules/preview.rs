//! What was shown is what is saved; and what can be refused then.

use super::*;

#[test]
fn what_was_shown_is_saved_with_the_version_it_was_made_from() {
    let mut state = at_preview(preview());

    let (scope, policy, version) = saving(&step(&mut state, Event::Confirm));

    assert_eq!((scope, version), (Scope::School, 3));
    assert_eq!(rule_of(&policy, Role::Teacher), RoleRule::Must);
    assert_eq!(rule_of(&policy, Role::Pupil), RoleRule::May);
    assert_eq!(step(&mut state, Event::Confirm), [], "a double click");
}

#[test]
fn saved_it_is_said_at_the_form_and_to_the_page() {
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);
    let saved = PolicyFile {
        version: 4,
        ..file(RoleRule::Must)
    };

    let effects = answer(&mut state, Answer::File(Box::new(saved)));

    let arrived = [
        Effect::Changed,
        Effect::Step(Screen::Rules),
        Effect::FocusHeading,
    ];
    assert_eq!(effects, arrived);
    assert_eq!(state.notice, Some(Notice::good(Text::RulesSaved)));
    let effects = step(&mut state, Event::Look);
    assert_eq!(
        effects,
        [Effect::Call(Call::Preview(
            Scope::School,
            policy(RoleRule::Must)
        ))]
    );
}

#[test]
fn going_back_keeps_what_was_chosen() {
    let mut state = at_preview(preview());
    let effects = step(&mut state, Event::Back);
    assert_eq!(effects, [Effect::Step(Screen::Rules), Effect::FocusHeading]);
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::Must);
}

#[test]
fn somebody_elses_change_is_shown_before_anything_is_saved_over_it() {
    let mut state = at_preview(preview());
    step(&mut state, Event::Confirm);

    let effects = fail(&mut state, Problem::PolicyChanged);

    assert!(effects.contains(&Effect::Call(Call::Read)), "{effects:?}");
    assert_eq!(state.screen(), Screen::Rules);
    let theirs = PolicyFile {
        version: 4,
        ..file(RoleRule::Must)
    };
    answer(&mut state, Answer::File(Box::new(theirs)));
    assert_eq!(code_of(&state), "policy_changed");
    assert_eq!(state.draft().unwrap().policy, policy(RoleRule::Must));
}

#[test]
fn who_would_lock_himself_out_is_told_and_nothing_that_was_chosen_is_lost() {
    for problem in [Problem::WouldLockYouOut, Problem::PolicyInvalid] {
        let mut state = at_preview(preview());
        step(&mut state, Event::Confirm);

        fail(&mut state, problem.clone());

        assert_eq!(state.screen(), Screen::Rules);
        assert_eq!(code_of(&state), problem.code());
        let draft = state.draft().unwrap();
        assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::Must);
    }
}

#[test]
fn compulsory_for_everybody_is_shown_first_and_begins_at_once() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, Edit::Grace(9));
    edit(&mut state, Edit::Sms(false));

    let effects = step(&mut state, Event::Activate);

    let asked = policy(RoleRule::Must);
    assert_eq!(
        effects,
        [Effect::Call(Call::Preview(Scope::School, asked.clone()))]
    );
    let effects = answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(
        effects,
        [Effect::Step(Screen::Activate), Effect::FocusHeading]
    );
    let (_, saved, _) = saving(&step(&mut state, Event::Confirm));
    assert_eq!(saved, asked, "and nothing of the form that was not shown");
    let saved = PolicyFile {
        version: 4,
        ..file(RoleRule::Must)
    };
    answer(&mut state, Answer::File(Box::new(saved)));
    assert_eq!(state.notice, Some(Notice::good(Text::RulesActivated)));
    has_no_sms_and_everybody_must(&state);
}

#[test]
fn whoever_leaves_it_has_switched_nothing_on() {
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Activate);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    step(&mut state, Event::Back);
    assert_eq!(
        (state.screen(), state.purpose),
        (Screen::Rules, Purpose::Form)
    );
    assert_eq!(state.draft().unwrap().policy, policy(RoleRule::May));
}

#[test]
fn it_is_offered_where_nobody_must_and_nowhere_else() {
    let mut free = given(file(RoleRule::May));
    assert!(free.is_free() && !free.may_deactivate());
    assert_eq!(step(&mut free, Event::Deactivate), []);

    let mut asked = given(file(RoleRule::Must));
    assert!(!asked.is_free() && asked.may_deactivate());
    assert_eq!(step(&mut asked, Event::Activate), []);

    // The operator's word stands above the school's.
    let mut fixed = file(RoleRule::Must);
    fixed.bounds.required = true;
    assert!(!given(fixed).may_deactivate());
}

#[test]
fn compulsory_for_nobody_leaves_no_day_and_no_grace_behind() {
    let mut before = file(RoleRule::Must);
    before.school.starts_at = Some(NOW - 86_400);
    before.school.grace_days = 9;
    let mut state = given(before);

    let effects = step(&mut state, Event::Deactivate);

    assert_eq!(
        effects,
        [Effect::Call(Call::Preview(
            Scope::School,
            policy(RoleRule::May)
        ))]
    );
    answer(&mut state, Answer::Preview(Box::new(loosening())));
    assert_eq!(state.screen(), Screen::Deactivate);
    assert_eq!(
        step(&mut state, Event::Confirm),
        [Effect::Call(Call::Proof)]
    );
}

#[test]
fn a_look_that_fails_leaves_nothing_on_its_way() {
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Activate);
    fail(&mut state, Problem::Internal);
    assert_eq!(
        (state.screen(), state.purpose),
        (Screen::Rules, Purpose::Form)
    );
    let effects = step(&mut state, Event::Look);
    let asked = Effect::Call(Call::Preview(Scope::School, policy(RoleRule::May)));
    assert_eq!(effects, [asked]);
}

#[test]
fn a_day_that_is_taken_away_meanwhile_is_asked_for() {
    for day in [None, Some(NOW + 86_400)] {
        let mut state = given(file(RoleRule::May));
        edit(&mut state, must(Role::Teacher));
        edit(&mut state, Edit::FromDay(day.or(Some(NOW + 172_800))));
        if day.is_none() {
            edit(&mut state, Edit::AtOnce);
        }
        step(&mut state, Event::Look);
        edit(&mut state, Edit::FromDay(None));
        let effects = answer(&mut state, Answer::Preview(Box::new(preview())));
        assert_eq!(
            effects,
            [Effect::FocusDay, Effect::Error("day_missing")],
            "{day:?}"
        );
        assert_eq!(state.screen(), Screen::Rules);
    }
}
