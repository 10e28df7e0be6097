//! Stories of the enrolment machine, and every walk through it. One file, though long: both play on the same
//! few lines of situations and requests.

use std::collections::HashSet;

use super::*;

const OFFERED: [Method; 2] = [Method::App, Method::Sms];
const MINE: &str = "mine";
const STALE: &str = "stale";

fn pending(method: Method, stage: Stage) -> Situation {
    let with_password = stage == Stage::Password;
    Situation::Pending(Pending {
        id: MINE.into(),
        method,
        stage,
        with_password,
        proved: !with_password,
    })
}

fn at(stage: Stage) -> Situation {
    pending(
        if matches!(stage, Stage::Phone | Stage::Confirm) {
            Method::Sms
        } else {
            Method::App
        },
        stage,
    )
}

fn ask(situation: &Situation, request: Request<'_>) -> Result<Change, Problem> {
    decide(Access::Password, &OFFERED, situation, request)
}

/// The world after a change; a right proof is taken for granted where one is needed.
fn after(situation: &Situation, change: &Change) -> Situation {
    match (situation, change) {
        (
            _,
            Change::Begin {
                method,
                stage,
                with_password,
            },
        ) => Situation::Pending(Pending {
            id: MINE.into(),
            method: *method,
            stage: *stage,
            with_password: *with_password,
            proved: *stage != Stage::Password,
        }),
        (_, Change::Discard) => Situation::Nothing,
        (Situation::Pending(pending), Change::Move { stage, proved }) => {
            Situation::Pending(Pending {
                stage: *stage,
                proved: *proved,
                ..pending.clone()
            })
        }
        (Situation::Pending(pending), Change::Confirm) => Situation::Pending(Pending {
            stage: Stage::RecoveryCodes,
            ..pending.clone()
        }),
        (Situation::Pending(pending), Change::SwitchOn) => {
            Situation::Active(vec![pending.id.clone()])
        }
        _ => situation.clone(),
    }
}

fn requests(id: &'static str) -> Vec<Request<'static>> {
    vec![
        Request::Read,
        Request::Choose(Method::App),
        Request::Choose(Method::Sms),
        Request::GivePassword,
        Request::GivePhone(id),
        Request::Resend(id),
        Request::Confirm(id),
        Request::Acknowledge(id),
        Request::Back(id),
        Request::Cancel,
    ]
}

#[test]
fn someone_who_just_signed_in_goes_straight_to_the_code() {
    let begun = decide(
        Access::Open,
        &OFFERED,
        &Situation::Nothing,
        Request::Choose(Method::App),
    );
    assert_eq!(
        begun,
        Ok(Change::Begin {
            method: Method::App,
            stage: Stage::Scan,
            with_password: false
        })
    );
    let begun = decide(
        Access::Open,
        &OFFERED,
        &Situation::Nothing,
        Request::Choose(Method::Sms),
    );
    assert_eq!(
        begun,
        Ok(Change::Begin {
            method: Method::Sms,
            stage: Stage::Phone,
            with_password: false
        })
    );
}

#[test]
fn someone_who_signed_in_long_ago_gives_the_password_first_and_can_do_nothing_else() {
    let begun = ask(&Situation::Nothing, Request::Choose(Method::App)).unwrap();
    assert_eq!(
        begun,
        Change::Begin {
            method: Method::App,
            stage: Stage::Password,
            with_password: true
        }
    );
    let waiting = after(&Situation::Nothing, &begun);
    for request in [
        Request::GivePhone(MINE),
        Request::Resend(MINE),
        Request::Confirm(MINE),
        Request::Acknowledge(MINE),
    ] {
        assert_eq!(
            ask(&waiting, request),
            Err(Problem::WrongStep),
            "{request:?}"
        );
    }
    assert_eq!(ask(&waiting, Request::Read), Ok(Change::Stay));
    let settled = Change::Move {
        stage: Stage::Scan,
        proved: true,
    };
    assert_eq!(ask(&waiting, Request::GivePassword), Ok(settled.clone()));
    assert_eq!(
        decide(Access::Open, &OFFERED, &waiting, Request::Read),
        Ok(settled)
    );
}

#[test]
fn choosing_the_same_method_again_never_makes_a_new_secret() {
    for access in [Access::Password, Access::Open] {
        for (method, stages) in [
            (Method::App, [Stage::Method, Stage::Password, Stage::Scan]),
            (Method::Sms, [Stage::Method, Stage::Phone, Stage::Confirm]),
        ] {
            for stage in stages {
                let change = decide(
                    access,
                    &OFFERED,
                    &pending(method, stage),
                    Request::Choose(method),
                )
                .unwrap();
                assert!(
                    matches!(change, Change::Stay | Change::Move { .. }),
                    "{stage:?}: {change:?}"
                );
            }
        }
    }
}

#[test]
fn the_other_method_replaces_what_is_pending_and_needs_the_password_again_unless_it_was_just_given()
{
    for stage in [Stage::Method, Stage::Password, Stage::Scan] {
        let situation = pending(Method::App, stage);
        let later = ask(&situation, Request::Choose(Method::Sms));
        assert!(matches!(
            later,
            Ok(Change::Begin {
                method: Method::Sms,
                stage: Stage::Password,
                ..
            })
        ));
        let fresh = decide(
            Access::Open,
            &OFFERED,
            &situation,
            Request::Choose(Method::Sms),
        );
        assert!(matches!(
            fresh,
            Ok(Change::Begin {
                method: Method::Sms,
                stage: Stage::Phone,
                ..
            })
        ));
    }
}

#[test]
fn a_method_the_school_does_not_offer_is_refused() {
    let refused = decide(
        Access::Open,
        &[Method::App],
        &Situation::Nothing,
        Request::Choose(Method::Sms),
    );
    assert_eq!(refused, Err(Problem::MethodNotOffered));
    let refused = decide(
        Access::Open,
        &[Method::App],
        &at(Stage::Scan),
        Request::Choose(Method::Sms),
    );
    assert_eq!(refused, Err(Problem::MethodNotOffered));
}

#[test]
fn back_goes_one_step_until_the_codes_are_there() {
    let target = |stage| match ask(&at(stage), Request::Back(MINE)) {
        Ok(Change::Move { stage, .. }) => Some(stage),
        _ => None,
    };
    assert_eq!(target(Stage::Password), Some(Stage::Method));
    assert_eq!(target(Stage::Scan), Some(Stage::Method));
    assert_eq!(target(Stage::Phone), Some(Stage::Method));
    assert_eq!(target(Stage::Confirm), Some(Stage::Phone));
    assert_eq!(
        ask(&at(Stage::RecoveryCodes), Request::Back(MINE)),
        Err(Problem::WrongStep)
    );
    assert_eq!(
        ask(&at(Stage::Method), Request::Back(MINE)),
        Err(Problem::WrongStep)
    );
}

#[test]
fn going_back_past_the_password_does_not_get_around_it() {
    let waiting = at(Stage::Password);
    let back = ask(&waiting, Request::Back(MINE)).unwrap();
    let at_method = after(&waiting, &back);
    let again = ask(&at_method, Request::Choose(Method::App)).unwrap();
    assert_eq!(
        again,
        Change::Move {
            stage: Stage::Password,
            proved: false
        }
    );
}

#[test]
fn a_call_about_another_enrolment_changes_nothing_at_any_step() {
    for situation in Stage::ALL
        .map(at)
        .into_iter()
        .chain([Situation::Nothing, Situation::Active(vec![MINE.into()])])
    {
        for request in requests(STALE)
            .into_iter()
            .filter(|request| format!("{request:?}").contains(STALE))
        {
            assert_eq!(
                ask(&situation, request),
                Err(Problem::EnrolmentNotFound),
                "{situation:?} {request:?}"
            );
        }
    }
}

#[test]
fn rt_40_beside_an_active_factor_nothing_begins_before_everything_was_shown() {
    let active = Situation::Active(vec!["app".into(), "sms".into()]);
    for id in ["app", "sms", STALE] {
        for request in requests(id) {
            let answer = decide(Access::Refused, &OFFERED, &active, request);
            assert!(
                matches!(answer, Ok(Change::Stay) | Err(_)),
                "{request:?}: {answer:?}"
            );
        }
    }
    for method in OFFERED {
        let refused = decide(Access::Refused, &OFFERED, &active, Request::Choose(method));
        assert_eq!(refused, Err(Problem::ReauthenticationRequired));
        // A change that is under way is no way around it: the other method has a secret of its own.
        for stage in [Stage::Method, Stage::Password, Stage::Scan] {
            let other = pending(
                if method == Method::App {
                    Method::Sms
                } else {
                    Method::App
                },
                stage,
            );
            let refused = decide(Access::Refused, &OFFERED, &other, Request::Choose(method));
            assert_eq!(refused, Err(Problem::ReauthenticationRequired), "{stage:?}");
        }
        let begun = decide(Access::Open, &OFFERED, &active, Request::Choose(method));
        assert!(matches!(
            begun,
            Ok(Change::Begin {
                with_password: false,
                ..
            })
        ));
    }
    assert!(actions(Access::Refused, &active, Reauthentication::Password).is_empty());
    assert_eq!(
        actions(Access::Open, &active, Reauthentication::Password),
        [Action::ChooseMethod]
    );
    for id in ["app", "sms"] {
        assert_eq!(ask(&active, Request::Acknowledge(id)), Ok(Change::Stay));
    }
}

#[test]
fn the_actions_are_exactly_what_is_accepted() {
    let action_of = |request| match request {
        Request::Read => None,
        Request::Choose(_) => Some(Action::ChooseMethod),
        Request::GivePassword => Some(Action::GivePassword),
        Request::GivePhone(_) => Some(Action::GivePhone),
        Request::Resend(_) => Some(Action::Resend),
        Request::Confirm(_) => Some(Action::Confirm),
        Request::Acknowledge(_) => Some(Action::Acknowledge),
        Request::Back(_) => Some(Action::Back),
        Request::Cancel => Some(Action::Cancel),
    };
    for stage in Stage::ALL {
        let situation = at(stage);
        let actions = actions(Access::Password, &situation, Reauthentication::Password);
        for request in requests(MINE) {
            let Some(action) = action_of(request) else {
                continue;
            };
            // Comparing with a spent code changes nothing: it is not offered.
            let answer = ask(&situation, request);
            let accepted = answer.is_ok() && answer != Ok(Change::AlreadyConfirmed);
            assert_eq!(accepted, actions.contains(&action), "{stage:?} {request:?}");
        }
    }
    let at_portal = actions(
        Access::Password,
        &at(Stage::Password),
        Reauthentication::Portal,
    );
    assert!(!at_portal.contains(&Action::GivePassword));
}

/// What a walk has been through since its enrolment began.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
struct Past {
    password_was_needed: bool,
    password_was_given: bool,
    code_was_right: bool,
    acknowledged: bool,
}

#[test]
fn every_walk_reaches_done_only_through_password_code_and_acknowledged_codes() {
    const LENGTH: usize = 16;
    let mut places = HashSet::from([(Situation::Nothing, Past::default())]);
    let mut reached_done = false;
    for _ in 0..LENGTH {
        let mut next = places.clone();
        for (situation, past) in &places {
            for access in [Access::Password, Access::Open] {
                for request in requests(MINE).into_iter().chain(requests(STALE)) {
                    let Ok(change) = decide(access, &OFFERED, situation, request) else {
                        continue;
                    };
                    let then = after(situation, &change);
                    let mut past = past.clone();
                    match &change {
                        Change::Begin { stage, .. } => {
                            past = Past {
                                password_was_needed: *stage == Stage::Password,
                                ..Past::default()
                            };
                        }
                        Change::Discard => past = Past::default(),
                        Change::Confirm => past.code_was_right = true,
                        Change::SwitchOn => past.acknowledged = true,
                        Change::Move { .. }
                            if matches!(request, Request::GivePassword)
                                || access == Access::Open =>
                        {
                            past.password_was_given = true;
                        }
                        _ => {}
                    }
                    check(&then, &past);
                    reached_done |= matches!(then, Situation::Active(_));
                    next.insert((then, past));
                }
            }
        }
        places = next;
    }
    assert!(reached_done);
    assert!(places.len() > 30, "{}", places.len());
}

fn check(situation: &Situation, past: &Past) {
    let password = past.password_was_given || !past.password_was_needed;
    match situation {
        Situation::Active(_) => assert!(password && past.code_was_right && past.acknowledged),
        Situation::Pending(Pending {
            stage: Stage::RecoveryCodes,
            ..
        }) => {
            assert!(password && past.code_was_right && !past.acknowledged);
        }
        Situation::Pending(Pending {
            stage: Stage::Scan | Stage::Phone | Stage::Confirm,
            ..
        }) => assert!(password),
        _ => {}
    }
}
