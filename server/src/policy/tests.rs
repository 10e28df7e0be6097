use tweestap_api::RoleRule::{May, Must};

use super::grace::DAY;
use super::*;

const NOW: i64 = 1_000 * DAY;

/// Must for these roles, from `starts_at` on, with `grace_days`.
fn asking(roles: &[Role], starts_at: Option<i64>, grace_days: u8) -> Policy {
    let rule = |role| if roles.contains(&role) { Must } else { May };
    Policy {
        roles: Role::ALL
            .map(|role| RolePolicy {
                role,
                rule: rule(role),
            })
            .to_vec(),
        methods: vec![Method::Sms, Method::App],
        longest_remember: RememberDuration::OneWeek,
        recovery: Recovery::ResetCode,
        starts_at,
        grace_days,
    }
}

fn nothing() -> Policy {
    asking(&[], None, 0)
}

fn demand(starts_at: i64, days: i64) -> Demand {
    Demand {
        starts_at,
        grace: days * DAY,
    }
}

#[test]
fn s_b_83_the_strictest_of_all_layers_holds_in_every_order() {
    let strict = Policy {
        methods: vec![Method::App],
        longest_remember: RememberDuration::TwelveHours,
        recovery: Recovery::Codes,
        ..asking(&[Role::Teacher], Some(NOW), 3)
    };
    let late = asking(&[Role::Teacher, Role::Pupil], Some(NOW + 9), 7);
    let layers = [nothing(), strict, late];
    for order in [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
    ] {
        let [operators, group, school] = order.map(|place: usize| layers[place].clone());
        let rules = Rules::of(operators, [group, school]);
        assert_eq!(
            rules.demand(Some(Role::Teacher)),
            Some(demand(NOW, 3)),
            "{order:?}"
        );
        assert_eq!(
            rules.demand(Some(Role::Pupil)),
            Some(demand(NOW + 9, 7)),
            "{order:?}"
        );
        assert_eq!(rules.demand(Some(Role::Parent)), None, "{order:?}");
        let whole = rules.whole();
        assert_eq!(whole.methods, [Method::App]);
        assert_eq!(whole.longest_remember, RememberDuration::TwelveHours);
        assert_eq!(whole.recovery, Recovery::Codes);
        assert_eq!((whole.starts_at, whole.grace_days), (Some(NOW), 3));
    }
    let free = Rules::of(nothing(), [nothing()]);
    assert_eq!(free.whole(), nothing());
    assert_eq!(free.by_demand(), []);
}

#[test]
fn each_role_has_the_start_of_those_who_ask_it_of_that_role() {
    let group = asking(&[Role::Teacher], None, 0);
    let school = asking(&[Role::Pupil], Some(NOW + DAY), 14);
    let rules = Rules::of(nothing(), [group, school]);
    assert_eq!(rules.demand(Some(Role::Teacher)), Some(demand(0, 0)));
    assert_eq!(rules.demand(Some(Role::Pupil)), Some(demand(NOW + DAY, 14)));
    // Whoever has no role may be either.
    assert_eq!(rules.demand(None), Some(demand(0, 0)));
    assert_eq!(
        rules.by_demand(),
        [
            (demand(NOW + DAY, 14), vec![Some(Role::Pupil)]),
            (demand(0, 0), vec![Some(Role::Teacher), None]),
        ]
    );
}

#[test]
fn whoever_has_no_role_is_asked_what_anybody_but_a_manager_is_asked() {
    for role in Role::ALL {
        let rules = Rules::of(nothing(), [asking(&[role], None, 0)]);
        assert_eq!(
            rules.demand(None).is_some(),
            role != Role::Manager,
            "{role:?}"
        );
    }
}

#[test]
fn s_b_83_grace_never_ends_later_than_it_did_whatever_changes() {
    let kept = |since, until| Some(Kept { since, until });
    for (what, demand, kept, now, until) in [
        ("the first sign-in", demand(0, 7), None, NOW, NOW + 7 * DAY),
        (
            "before the start",
            demand(NOW + 9, 7),
            None,
            NOW,
            NOW + 9 + 7 * DAY,
        ),
        (
            "later on",
            demand(0, 7),
            kept(NOW - DAY, NOW + 6 * DAY),
            NOW,
            NOW + 6 * DAY,
        ),
        (
            "milder",
            demand(0, 14),
            kept(NOW - DAY, NOW + DAY),
            NOW,
            NOW + DAY,
        ),
        (
            "a later start",
            demand(NOW + 99 * DAY, 14),
            kept(NOW - DAY, NOW + DAY),
            NOW,
            NOW + DAY,
        ),
        (
            "stricter",
            demand(0, 2),
            kept(NOW - DAY, NOW + 6 * DAY),
            NOW,
            NOW + DAY,
        ),
        (
            "none left",
            demand(0, 0),
            kept(NOW - DAY, NOW + 6 * DAY),
            NOW,
            NOW - DAY,
        ),
        (
            "over",
            demand(0, 14),
            kept(NOW - 99 * DAY, NOW - 85 * DAY),
            NOW,
            NOW - 85 * DAY,
        ),
        (
            "a clock moved back",
            demand(0, 7),
            kept(NOW + DAY, NOW + 8 * DAY),
            NOW,
            NOW + 7 * DAY,
        ),
        ("the end of time", demand(i64::MAX, 14), None, NOW, i64::MAX),
    ] {
        assert_eq!(demand.until(kept, now), until, "{what}");
    }
}

#[test]
fn later_may_be_said_to_the_second_and_before_the_start() {
    let rules = Rules::of(nothing(), [asking(&[Role::Pupil], Some(NOW), 7)]);
    let pupil = |kept, now| rules.in_force(Some(Role::Pupil), kept, now);
    let kept = Some(Kept {
        since: NOW - DAY,
        until: NOW + 7 * DAY,
    });
    for (now, required, later) in [
        (NOW - 1, false, true),
        (NOW, true, true),
        (NOW + 7 * DAY - 1, true, true),
        (NOW + 7 * DAY, true, false),
    ] {
        let in_force = pupil(kept, now);
        assert_eq!(in_force.required, required, "{now}");
        assert_eq!(
            in_force.later_until,
            later.then_some(NOW + 7 * DAY),
            "{now}"
        );
    }
    let teacher = rules.in_force(Some(Role::Teacher), kept, NOW);
    assert_eq!(
        (teacher.demand, teacher.required, teacher.later_until),
        (None, false, None)
    );
}

#[test]
fn a_token_counts_always_and_a_text_message_only_where_every_layer_has_it() {
    let app_only = Policy {
        methods: vec![Method::App],
        ..nothing()
    };
    let in_force = Rules::of(nothing(), [app_only]).in_force(None, None, NOW);
    assert!(in_force.allows(Method::App) && in_force.allows(Method::Hardware));
    assert!(!in_force.allows(Method::Sms));
    let both = Rules::of(nothing(), [nothing()]).in_force(None, None, NOW);
    assert!(both.allows(Method::Sms));
    // The operator's order: the recommended one first.
    assert_eq!(both.methods, [Method::Sms, Method::App]);
}

#[test]
fn asking_less_is_told_from_asking_more() {
    let teachers = || asking(&[Role::Teacher], Some(NOW + DAY), 7);
    let with = |change: fn(&mut Policy)| {
        let mut policy = teachers();
        change(&mut policy);
        policy
    };
    for (what, before, after, expected) in [
        ("the same", teachers(), teachers(), false),
        ("a first policy", nothing(), teachers(), false),
        ("nobody", teachers(), nothing(), true),
        (
            "others",
            teachers(),
            asking(&[Role::Pupil], Some(NOW + DAY), 7),
            true,
        ),
        (
            "more",
            teachers(),
            asking(&Role::ALL, Some(NOW + DAY), 7),
            false,
        ),
        (
            "later",
            teachers(),
            with(|one| one.starts_at = Some(NOW + DAY + 1)),
            true,
        ),
        (
            "sooner",
            teachers(),
            with(|one| one.starts_at = Some(NOW)),
            false,
        ),
        (
            "at once",
            teachers(),
            with(|one| one.starts_at = None),
            false,
        ),
        (
            "begun",
            with(|one| one.starts_at = None),
            with(|one| one.starts_at = Some(NOW)),
            false,
        ),
        (
            "not begun",
            with(|one| one.starts_at = None),
            teachers(),
            true,
        ),
        (
            "more days",
            teachers(),
            with(|one| one.grace_days = 8),
            true,
        ),
        (
            "fewer days",
            teachers(),
            with(|one| one.grace_days = 6),
            false,
        ),
        (
            "remembered for longer",
            with(|one| one.longest_remember = RememberDuration::ThreeDays),
            teachers(),
            true,
        ),
        (
            "a method more",
            with(|one| one.methods = vec![Method::App]),
            teachers(),
            true,
        ),
        (
            "a method less",
            teachers(),
            with(|one| one.methods = vec![Method::App]),
            false,
        ),
        (
            "a code to read again",
            with(|one| one.recovery = Recovery::Codes),
            teachers(),
            true,
        ),
    ] {
        assert_eq!(loosens(&before, &after, NOW), expected, "{what}");
    }
}

#[test]
fn what_several_schools_may_have_is_what_one_of_them_may_and_what_no_longer_fits_is_cut_off() {
    let narrow = Policy {
        methods: vec![Method::App],
        longest_remember: RememberDuration::AlwaysAsk,
        recovery: Recovery::Codes,
        ..asking(&Role::ALL, None, 0)
    };
    let wide = widest([narrow.clone(), nothing()]).unwrap();
    assert_eq!(wide.methods, [Method::App, Method::Sms]);
    assert_eq!(
        (&wide.roles, wide.recovery),
        (&nothing().roles, Recovery::ResetCode)
    );
    assert_eq!(wide.longest_remember, RememberDuration::OneWeek);
    let wish = asking(&[Role::Pupil], Some(NOW), 14);
    assert!(fits(&wish, &wide, NOW) && !fits(&wish, &narrow, NOW));
    assert_eq!(clamped(wish.clone(), &wide), wish);
    assert_eq!(clamped(wish, &narrow), narrow);
    assert!(fits(&narrow, &narrow, NOW));
}

#[test]
fn a_forbidden_method_answers_only_for_whoever_has_none_that_counts() {
    use Method::{App, Hardware, Sms};
    let only_app = Policy {
        methods: vec![App],
        ..asking(&[Role::Pupil], None, 0)
    };
    let rules = Rules::of(nothing(), [only_app]);
    let asked = rules.in_force(Some(Role::Pupil), None, NOW);
    let free = rules.in_force(Some(Role::Teacher), None, NOW);
    for (has, answering, lacks) in [
        (&[][..], &[][..], true),
        (&[Sms], &[Sms], true),
        (&[App], &[App], false),
        (&[Sms, App], &[App], false),
        (&[Sms, Hardware], &[Hardware], false),
        (&[Hardware, Sms, App], &[Hardware, App], false),
    ] {
        for (in_force, asks) in [(&asked, true), (&free, false)] {
            let found = has
                .iter()
                .copied()
                .filter(|one| in_force.answers(*one, has));
            assert_eq!(found.collect::<Vec<_>>(), answering, "{has:?}");
            assert_eq!(in_force.lacks(has), lacks && asks, "{has:?}");
        }
    }
    for (method, has, may) in [
        (App, &[App, Sms][..], false),
        (Sms, &[App, Sms], true),
        (App, &[App, Hardware], true),
        (Hardware, &[Hardware, Sms], false),
        (Sms, &[Sms], true),
    ] {
        assert_eq!(asked.may_lose(method, has), may, "{method:?} of {has:?}");
        assert!(free.may_lose(method, has), "{method:?} of {has:?}");
    }
}
