use tweestap_api::{Level, Method, Problem, Way};

use super::*;

const DEVICE: Remembered = Remembered {
    since: 10,
    until: 20,
};
const GIVEN: Given = Given {
    method: Method::Sms,
    at: 15,
};

/// Every combination of what can be known about a person.
fn every_standing() -> Vec<Standing> {
    let recovered = |went_on| Recovered { at: 12, went_on };
    let mut all = Vec::new();
    for bits in 0..128_u8 {
        let bit = |place: u8| bits & (1 << place) != 0;
        for came_back in [None, Some(recovered(false)), Some(recovered(true))] {
            // There is time left, or there is none.
            if bit(1) && bit(6) {
                continue;
            }
            all.push(Standing {
                asks: bit(0),
                lacks: bit(1),
                postpones: bit(6),
                must_enrol: bit(2),
                verified: bit(3),
                portal: None,
                given: bit(4).then_some(GIVEN),
                recovered: came_back,
                remembered: bit(5).then_some(DEVICE),
            });
        }
    }
    all
}

#[test]
fn single_sign_on_settles_everything_at_once_and_a_code_given_here_says_more() {
    for standing in every_standing() {
        let standing = Standing {
            portal: Some(11),
            ..standing
        };
        assert_eq!(level(&standing), Level::Full, "{standing:?}");
        let settled = match standing.given.filter(|_| standing.asks) {
            Some(given) => Settled::Code(given),
            None => Settled::Portal { at: 11 },
        };
        assert_eq!(opening(&standing), Opening::Pass(settled), "{standing:?}");
    }
}

#[test]
fn a_code_is_asked_whenever_a_method_is_in_force_and_nothing_settles_it() {
    let asks = Standing {
        asks: true,
        ..Standing::default()
    };
    assert_eq!(opening(&asks), Opening::Ask);
    let device = Standing {
        remembered: Some(DEVICE),
        ..asks
    };
    assert_eq!(
        opening(&device),
        Opening::Pass(Settled::RememberedDevice(DEVICE))
    );
    let given = Standing {
        given: Some(GIVEN),
        ..asks
    };
    assert_eq!(opening(&given), Opening::Pass(Settled::Code(GIVEN)));
    assert_eq!(
        opening(&Standing::default()),
        Opening::Pass(Settled::NoFactor)
    );
    for standing in every_standing().iter().filter(|standing| standing.asks) {
        let by_device = standing.remembered.is_some() && !standing.is_to_enrol();
        let settled = standing.given.is_some() || by_device || standing.recovered.is_some();
        assert_eq!(opening(standing) == Opening::Ask, !settled, "{standing:?}");
        assert_ne!(opening(standing), Opening::Pass(Settled::NoFactor));
    }
}

#[test]
fn whoever_must_set_up_two_steps_passes_in_no_way_before_it_is_done() {
    for standing in every_standing() {
        let must = standing.lacks || (standing.must_enrol && standing.recovered.is_some());
        let opening = opening(&standing);
        if must {
            assert!(
                matches!(opening, Opening::Ask | Opening::Enrol),
                "{standing:?}"
            );
            assert_ne!(level(&standing), Level::Full, "{standing:?}");
        }
        let proved = !standing.asks || standing.given.is_some() || standing.recovered.is_some();
        let may = standing.postpones && standing.recovered.is_none();
        assert_eq!(
            opening == Opening::Enrol,
            (must || may) && proved,
            "{standing:?}"
        );
    }
}

#[test]
fn a_recovery_code_passes_only_after_the_person_went_on() {
    for standing in every_standing() {
        if let Opening::Pass(Settled::Recovery { .. }) = opening(&standing) {
            assert!(standing.asks && standing.recovered.is_some_and(|one| one.went_on));
            assert!(!standing.must_enrol);
        }
    }
}

/// RT-24: no combination of methods and policies lowers what is asked.
#[test]
fn rt_24_the_level_never_rises_by_adding_a_method_or_a_rule_of_the_school() {
    const fn rank(level: Level) -> u8 {
        match level {
            Level::BeforeSecondFactor => 0,
            Level::EnrolmentRequired => 1,
            Level::Full => 2,
        }
    }
    // What a person has (three methods), whether it is switched off for a while, and the school's rule.
    let standing = |methods: u8, suspended: bool, required: bool, verified: bool| Standing {
        asks: methods != 0 && (!suspended || required),
        lacks: required && methods == 0,
        verified,
        ..Standing::default()
    };
    for methods in 0..8_u8 {
        for verified in [false, true] {
            for suspended in [false, true] {
                let free = level(&standing(methods, suspended, false, verified));
                let ruled = level(&standing(methods, suspended, true, verified));
                assert!(rank(ruled) <= rank(free), "{methods} {suspended}");
                for more in 0..8_u8 {
                    let with = level(&standing(methods | more, suspended, false, verified));
                    assert!(rank(with) <= rank(free), "{methods}+{more}");
                }
            }
            let on = level(&standing(methods, false, false, verified));
            assert_eq!(on == Level::Full, methods == 0 || verified);
        }
    }
}

fn open() -> Open {
    Open {
        id: "a".into(),
        purpose: Purpose::SignIn,
        way: Way::App,
        factor: "f".into(),
        attempts: 4,
        expires_at: 100,
    }
}

#[test]
fn a_challenge_is_answered_only_by_its_own_name_before_its_end_and_its_last_attempt() {
    let may = |now, open, id| may_answer(now, open, id).map(|open| open.id);
    assert_eq!(may(99, Some(open()), "a"), Ok("a".to_owned()));
    let gone = Err(Problem::ChallengeNotFound);
    assert_eq!(may(100, Some(open()), "a"), gone);
    assert_eq!(may(99, Some(open()), "b"), gone);
    assert_eq!(may(99, None, "a"), gone);
    let spent = Open {
        attempts: ATTEMPTS,
        ..open()
    };
    assert_eq!(may(99, Some(spent), "a"), gone);
}

#[test]
fn rt_46_other_ways_are_the_own_methods_first_and_never_the_one_that_is_asked() {
    let codes = Back {
        codes_left: 3,
        reset_code: false,
        support: false,
    };
    let both = || [Method::Sms, Method::App].into_iter();
    assert_eq!(
        others(both(), codes, Way::Sms),
        [Way::App, Way::RecoveryCode]
    );
    assert_eq!(
        others(both(), codes, Way::RecoveryCode),
        [Way::Sms, Way::App]
    );
    let reset = Back {
        codes_left: 1,
        reset_code: true,
        support: false,
    };
    assert_eq!(others(both(), reset, Way::App), [Way::Sms, Way::ResetCode]);
    let used = Back {
        codes_left: 0,
        reset_code: false,
        support: false,
    };
    assert_eq!(others(both(), used, Way::Sms), [Way::App]);
    assert!(others([Method::App].into_iter(), used, Way::App).is_empty());
    let support = Back {
        support: true,
        ..used
    };
    assert_eq!(
        others([Method::App].into_iter(), support, Way::App),
        [Way::RecoveryCode]
    );
}

#[test]
fn nothing_but_a_code_is_stated_as_a_second_factor() {
    let amr = |settled| amr(&settled, &["face".to_owned(), "mfa".to_owned()]);
    let code = |method| amr(Settled::Code(Given { method, at: 1 }));
    assert_eq!(code(Method::App), ["pwd", "otp", "mfa"]);
    assert_eq!(code(Method::Hardware), ["pwd", "otp", "mfa"]);
    assert_eq!(code(Method::Sms), ["pwd", "sms", "mfa"]);
    assert_eq!(amr(Settled::Recovery { at: 1 }), ["pwd", "mfa"]);
    assert_eq!(amr(Settled::RememberedDevice(DEVICE)), ["pwd"]);
    assert_eq!(amr(Settled::NoFactor), ["pwd"]);
    assert_eq!(amr(Settled::Portal { at: 1 }), ["face", "mfa"]);
}
