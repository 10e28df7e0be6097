//! What must be given before something sensitive: the password, and a code where one would be asked at sign-in.
//! Pure. A remembered device is no argument here: it never stands for a proof.

use tweestap_api::Proof;

/// Seconds a proof counts as just given.
pub const HOLDS: i64 = 5 * 60;
/// Seconds that the portal's clock may be ahead of ours.
const LEEWAY: i64 = 30;

/// What a session has shown so far. Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// To the portal or to this back end, whichever was later.
    pub password_at: i64,
    /// A code is asked for at sign-in: a factor is active, and not switched off for a while.
    pub asks_code: bool,
    /// A code given in this session, one that the portal vouches for, or a recovery code: the latest.
    pub code_at: Option<i64>,
    /// A recovery code was given in this session, however long ago.
    pub recovered: bool,
    /// This back end checks the password itself.
    pub is_local: bool,
}

/// A proof of the future is none: the clock was moved back, and would stretch it by hours.
pub fn holds(given: i64, now: i64) -> bool {
    given <= now.saturating_add(LEEWAY) && now < given.saturating_add(HOLDS)
}

/// The password first; the code only when that is settled.
pub fn missing(shown: &Shown, now: i64) -> Option<Proof> {
    if !holds(shown.password_at, now) {
        return Some(if shown.is_local {
            Proof::Password
        } else {
            Proof::Portal
        });
    }
    let code = !shown.asks_code || shown.code_at.is_some_and(|at| holds(at, now));
    (!code).then_some(Proof::Code)
}

/// How enrolment may begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// At once.
    Open,
    /// With the password as its first step.
    Password,
    /// Not before what is missing was given.
    Refused,
}

/// What is in force of somebody who begins to enrol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Has {
    Nothing,
    /// A method that is allowed no more: another one must be set up.
    NothingThatCounts,
    Method,
}

/// Enrolling with nothing in force has the password as a step of its own. A method beside or instead of one in
/// force is as sensitive as taking that one away; but whoever came in by a recovery code lost it, and may go on. Whoever
/// must have another one has nowhere else to give the password, and gives the code at the challenge.
pub fn enrolment(shown: &Shown, has: Has, now: i64) -> Access {
    let shown = Shown {
        asks_code: shown.asks_code && !shown.recovered,
        ..*shown
    };
    let without_password = Shown {
        password_at: now,
        ..shown
    };
    let password_is_a_step = match has {
        Has::Nothing => true,
        Has::NothingThatCounts => missing(&without_password, now).is_none(),
        Has::Method => shown.recovered,
    };
    match missing(&shown, now) {
        None => Access::Open,
        Some(Proof::Password | Proof::Portal) if password_is_a_step => Access::Password,
        Some(_) => Access::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    fn shown(password: i64, code: Option<i64>) -> Shown {
        Shown {
            password_at: NOW - password,
            asks_code: true,
            code_at: code.map(|ago| NOW - ago),
            ..Shown::default()
        }
    }

    #[test]
    fn both_are_asked_in_their_order_and_each_holds_five_minutes() {
        for (password, code, expected) in [
            (0, Some(0), None),
            (299, Some(299), None),
            (300, Some(0), Some(Proof::Portal)),
            (300, None, Some(Proof::Portal)),
            (299, Some(300), Some(Proof::Code)),
            (0, None, Some(Proof::Code)),
        ] {
            assert_eq!(
                missing(&shown(password, code), NOW),
                expected,
                "{password} {code:?}"
            );
        }
        let local = Shown {
            is_local: true,
            ..shown(300, None)
        };
        assert_eq!(missing(&local, NOW), Some(Proof::Password));
    }

    #[test]
    fn without_a_factor_that_is_asked_the_password_is_enough() {
        let off = Shown {
            asks_code: false,
            ..shown(0, None)
        };
        assert_eq!(missing(&off, NOW), None);
        let late = Shown {
            password_at: NOW - 301,
            ..off
        };
        assert_eq!(missing(&late, NOW), Some(Proof::Portal));
    }

    #[test]
    fn a_clock_that_is_moved_by_hours_stretches_no_proof_in_either_direction() {
        for hours in [-48, -3, -1, 1, 3, 48] {
            let moved = NOW + hours * 3_600;
            assert_eq!(
                missing(&shown(0, Some(0)), moved),
                Some(Proof::Portal),
                "{hours}"
            );
            let only_password = Shown {
                password_at: moved,
                ..shown(0, Some(0))
            };
            assert_eq!(missing(&only_password, moved), Some(Proof::Code), "{hours}");
        }
        assert_eq!(
            missing(&shown(i64::MIN / 2, Some(0)), NOW),
            Some(Proof::Portal)
        );
        assert_eq!(missing(&shown(-30, Some(-30)), NOW), None, "leeway");
    }

    #[test]
    fn enrolment_is_open_to_whoever_has_shown_everything_or_came_in_by_a_recovery_code() {
        let recovered = |password| Shown {
            recovered: true,
            ..shown(password, None)
        };
        for (shown, has, expected) in [
            (shown(0, Some(0)), Has::Method, Access::Open),
            (shown(0, None), Has::Method, Access::Refused),
            (shown(300, Some(0)), Has::Method, Access::Refused),
            (recovered(0), Has::Method, Access::Open),
            (recovered(300), Has::Method, Access::Password),
            (
                Shown {
                    asks_code: false,
                    ..shown(0, None)
                },
                Has::Nothing,
                Access::Open,
            ),
            (
                Shown {
                    asks_code: false,
                    ..shown(300, None)
                },
                Has::Nothing,
                Access::Password,
            ),
            // Switched off for a while: nothing is asked at sign-in, the factors are there all the same.
            (
                Shown {
                    asks_code: false,
                    ..shown(300, None)
                },
                Has::Method,
                Access::Refused,
            ),
            // A code of a method that counts no more, and the password as a step.
            (shown(0, Some(0)), Has::NothingThatCounts, Access::Open),
            (
                shown(300, Some(0)),
                Has::NothingThatCounts,
                Access::Password,
            ),
            (shown(0, Some(300)), Has::NothingThatCounts, Access::Refused),
            (
                shown(300, Some(300)),
                Has::NothingThatCounts,
                Access::Refused,
            ),
            (shown(300, None), Has::NothingThatCounts, Access::Refused),
            (recovered(300), Has::NothingThatCounts, Access::Password),
        ] {
            assert_eq!(enrolment(&shown, has, NOW), expected, "{shown:?}");
        }
    }
}
