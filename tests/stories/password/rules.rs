//! The list that is ticked off, and what is refused before anybody is asked.

use super::*;
use tweestap_widget::password::rules::{Checks, Rule, checked, fault, listed};

fn compatible() -> PasswordRules {
    PasswordRules {
        minimum: 8,
        classes: true,
        ..the_rules()
    }
}

#[test]
fn the_list_is_the_schools() {
    use Rule::{Classes, Common, Length, Name, Same};
    assert_eq!(listed(&the_rules()), [Length, Common, Name, Same]);
    assert_eq!(listed(&compatible()), [Length, Classes, Common, Name, Same]);
}

#[test]
fn characters_are_counted_and_not_bytes() {
    let long = |text: &str| checked(&secret(text), &secret(""), &the_rules()).length;
    assert!(!long("vijftien teken"));
    assert!(long("vijftien tekens"));
    assert!(long("éééééééééééééé😀"));
    assert!(!long(&"é".repeat(14)));
    assert!(long(&"x".repeat(256)) && !long(&"x".repeat(257)));
}

#[test]
fn three_of_four_kinds_are_enough() {
    for (text, enough) in [
        ("abcdefgh", false),
        ("abcdefG", false),
        ("abcdef12", false),
        ("abcdeF12", true),
        ("abcde!12", true),
        ("ABCDE!12", true),
        ("المدرسة 12", false),
    ] {
        let checks = checked(&secret(text), &secret(""), &compatible());
        assert_eq!(checks.classes, enough, "{text}");
    }
}

#[test]
fn twice_nothing_is_not_twice_the_same() {
    let same = |new, repeat| checked(&secret(new), &secret(repeat), &the_rules()).same;
    assert!(!same("", "") && !same("a", "b") && same("a", "a"));
}

#[test]
fn what_only_the_back_end_knows_is_never_ticked_off() {
    let all = Checks {
        length: true,
        classes: true,
        same: true,
    };
    assert_eq!(all.of(Rule::Common), None);
    assert_eq!(all.of(Rule::Name), None);
    assert!(all.all(&compatible()));
    let checks = Checks {
        classes: false,
        ..all
    };
    assert!(checks.all(&the_rules()) && !checks.all(&compatible()));
}

#[test]
fn nobody_has_to_be_asked_what_can_be_counted() {
    let refused = |text: &str, rules: &PasswordRules| {
        let problem = fault(&secret(text), rules);
        problem.map_or("", |problem| problem.code())
    };
    assert_eq!(refused("kort", &the_rules()), "password_too_short");
    let long = "x".repeat(257);
    assert_eq!(refused(&long, &the_rules()), "password_too_long");
    let plain = "allemaalkleineletters";
    assert_eq!(refused(plain, &the_rules()), "");
    assert_eq!(refused(plain, &compatible()), "password_needs_classes");
    assert_eq!(refused("Abcdef12", &compatible()), "");
}

#[test]
fn a_refusal_marks_its_line_until_something_else_is_typed() {
    let mut state = by_link();
    save(&mut state);
    fail(&mut state, Problem::PasswordTooCommon);
    assert_eq!(state.refused, Some(Rule::Common));
    step(&mut state, Event::Typing(Checks::default()));
    assert_eq!(state.refused, None);
    assert_eq!(
        is_told(&state),
        "password_too_common",
        "what happened stays"
    );
}

#[test]
fn two_that_differ_are_not_sent() {
    let mut state = by_link();
    let effects = step(&mut state, Event::Save(typed(NEW, "vier gele muizen")));
    assert_eq!(
        effects,
        [
            Effect::Error("repeat_differs"),
            Effect::Focus(Field::Repeat)
        ]
    );
    assert_eq!(state.refused, Some(Rule::Same));
    let effects = step(&mut state, Event::Save(typed("kort", "kort")));
    assert_eq!(
        effects,
        [
            Effect::Error("password_too_short"),
            Effect::Focus(Field::New)
        ]
    );
    let notice = state.notice.clone().unwrap();
    assert_eq!(notice.amount, 15);
    let effects = step(&mut state, Event::Save(typed("", "")));
    assert_eq!(
        effects,
        [
            Effect::Error("new_password_missing"),
            Effect::Focus(Field::New)
        ]
    );
}
