//! What is chosen in the form is what is asked about, and no more is sent than a look until that was seen.

use super::*;

/// What is asked about.
#[track_caller]
fn looked_at(state: &mut State) -> Policy {
    match step(state, Event::Look).as_slice() {
        [Effect::Call(Call::Preview(Scope::School, policy))] => policy.clone(),
        other => panic!("nothing is asked: {other:?}"),
    }
}

#[test]
fn the_form_begins_with_what_is_saved() {
    let mut state = given(file(RoleRule::May));
    assert_eq!(looked_at(&mut state), policy(RoleRule::May));
}

#[test]
fn every_field_is_in_what_is_asked_about() {
    let mut state = given(file(RoleRule::May));
    for one in [
        must(Role::Teacher),
        Edit::FromDay(Some(NOW + 86_400)),
        Edit::Grace(7),
        Edit::Sms(false),
        Edit::Remember(RememberDuration::TwelveHours),
        Edit::Recovery(Recovery::ResetCode),
    ] {
        edit(&mut state, one);
    }

    let asked = looked_at(&mut state);

    assert_eq!(rule_of(&asked, Role::Teacher), RoleRule::Must);
    assert_eq!(rule_of(&asked, Role::Pupil), RoleRule::May);
    assert_eq!(asked.roles.len(), Role::ALL.len());
    assert_eq!(asked.starts_at, Some(NOW + 86_400));
    assert_eq!(asked.grace_days, 7);
    assert_eq!(asked.methods, [Method::App]);
    assert_eq!(asked.longest_remember, RememberDuration::TwelveHours);
    assert_eq!(asked.recovery, Recovery::ResetCode);
}

#[test]
fn what_was_chosen_can_be_taken_back() {
    let mut state = given(file(RoleRule::May));
    for one in [
        must(Role::Teacher),
        Edit::Rule(Role::Teacher, RoleRule::May),
        Edit::FromDay(Some(NOW)),
        Edit::AtOnce,
        Edit::Sms(false),
        Edit::Sms(true),
        Edit::Sms(true),
    ] {
        edit(&mut state, one);
    }
    assert_eq!(looked_at(&mut state), policy(RoleRule::May));
}

#[test]
fn a_day_that_is_meant_and_missing_is_asked_for_and_nothing_is_sent() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, must(Role::Pupil));
    edit(&mut state, Edit::FromDay(None));

    let effects = step(&mut state, Event::Look);

    assert_eq!(effects, [Effect::FocusDay, Effect::Error("day_missing")]);
    assert_eq!(code_of(&state), "day_missing");
    assert_eq!(state.doing, None);
    edit(&mut state, Edit::FromDay(Some(NOW)));
    assert_eq!(looked_at(&mut state).starts_at, Some(NOW));
}

#[test]
fn a_day_is_not_missing_where_nothing_is_compulsory() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, Edit::FromDay(None));
    assert_eq!(looked_at(&mut state).starts_at, None);
}

#[test]
fn a_second_press_asks_nothing_more() {
    let mut state = given(file(RoleRule::May));
    looked_at(&mut state);
    assert_eq!(step(&mut state, Event::Look), []);
    assert_eq!(step(&mut state, Event::Activate), []);
    assert_eq!(step(&mut state, Event::Confirm), []);
}

/// The form may never show something else than what is kept: it is not drawn anew for an answer.
#[test]
fn what_is_chosen_while_it_is_looked_at_is_looked_at_too() {
    let mut state = given(file(RoleRule::May));
    looked_at(&mut state);
    edit(&mut state, must(Role::Parent));

    let effects = answer(&mut state, Answer::Preview(Box::new(preview())));

    let [Effect::Call(Call::Preview(_, asked))] = effects.as_slice() else {
        panic!("asked again: {effects:?}");
    };
    assert_eq!(rule_of(asked, Role::Parent), RoleRule::Must);
    assert_eq!(state.screen(), Screen::Rules);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    assert_eq!(state.screen(), Screen::Preview);
}

#[test]
fn opening_can_be_tried_again() {
    let mut state = opening();
    step(&mut state, Event::Failed(refused(Problem::Internal)));
    assert_eq!(state.screen(), Screen::Opening);
    let effects = step(&mut state, Event::Retry);
    assert_eq!(effects, [Effect::Call(Call::Read)]);
    assert_eq!(step(&mut state, Event::Retry), []);
}

#[test]
fn what_takes_long_is_said_until_the_answer_comes() {
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Slow);
    assert!(!state.slow, "nothing is under way");
    looked_at(&mut state);
    step(&mut state, Event::Slow);
    assert!(state.slow);
    answer(&mut state, Answer::Preview(Box::new(preview())));
    assert!(!state.slow);
}

#[test]
fn another_section_and_back_and_the_form_is_as_it_was_left() {
    let mut state = given(file(RoleRule::May));
    edit(&mut state, must(Role::Teacher));
    let effects = step(&mut state, Event::Shown);
    assert_eq!(effects, [Effect::Step(Screen::Rules)]);
    let draft = state.draft().unwrap();
    assert_eq!(rule_of(&draft.policy, Role::Teacher), RoleRule::Must);

    let mut state = at_preview(preview());
    assert_eq!(
        step(&mut state, Event::Shown),
        [Effect::Step(Screen::Preview)]
    );
    saving(&step(&mut state, Event::Confirm));
}

#[test]
fn a_form_that_nobody_has_filled_in_is_read_again_when_it_is_in_sight_again() {
    let mut state = given(file(RoleRule::May));
    let effects = step(&mut state, Event::Shown);
    assert_eq!(
        effects,
        [Effect::Step(Screen::Rules), Effect::Call(Call::Read)]
    );
    answer(&mut state, Answer::File(Box::new(file(RoleRule::Must))));
    assert_eq!(looked_at(&mut state), policy(RoleRule::Must));

    // What is chosen while that is on its way counts for more; the version says from when it is.
    let mut state = given(file(RoleRule::May));
    step(&mut state, Event::Shown);
    edit(&mut state, must(Role::Teacher));
    let newer = PolicyFile {
        version: 9,
        ..file(RoleRule::May)
    };
    answer(&mut state, Answer::File(Box::new(newer)));
    assert_eq!(
        rule_of(&looked_at(&mut state), Role::Teacher),
        RoleRule::Must
    );
    answer(&mut state, Answer::Preview(Box::new(preview())));
    let (_, _, version) = saving(&step(&mut state, Event::Confirm));
    assert_eq!(version, 3);
}

#[test]
fn a_day_beyond_what_can_be_saved_is_said_at_the_day() {
    let last = NOW + Policy::LONGEST_AHEAD;
    for (day, refused) in [(last, false), (last + 1, true)] {
        let mut state = given(file(RoleRule::May));
        edit(&mut state, must(Role::Teacher));
        edit(&mut state, Edit::FromDay(Some(day)));
        let effects = step(&mut state, Event::Look);
        let said = [Effect::FocusDay, Effect::Error("day_too_far")];
        assert_eq!(effects == said, refused, "{day}");
        assert_eq!(state.doing.is_none(), refused, "{day}");
    }
    // It counts for nobody.
    let mut state = given(file(RoleRule::May));
    edit(&mut state, Edit::FromDay(Some(last + 1)));
    looked_at(&mut state);
}
