//! The machine that decides about the second step at sign-in: whether to ask, and what a success states.
//! Pure: what is known about the account, the device and the time are arguments.

use tweestap_api::{Method, Problem};

/// Seconds a challenge is open.
pub const LIFETIME: i64 = 10 * 60;
/// Wrong codes after which a challenge ends; those of the account go on counting.
pub const ATTEMPTS: i64 = 5;

/// What happens when someone signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Nothing to ask.
    Pass {
        remembered: Option<Remembered>,
    },
    Ask(Method),
}

/// A device that is remembered for this very account, unexpired and of the current epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Unix seconds at which the code was given for it.
    pub since: i64,
    pub until: i64,
}

/// Asks whenever a factor is active, except on a remembered device.
pub fn opening(active: Option<Method>, remembered: Option<Remembered>) -> Opening {
    match (active, remembered) {
        (None, _) => Opening::Pass { remembered: None },
        (Some(_), Some(device)) => Opening::Pass {
            remembered: Some(device),
        },
        (Some(method), None) => Opening::Ask(method),
    }
}

/// A stored challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub id: String,
    /// Charged so far.
    pub attempts: i64,
    pub expires_at: i64,
}

impl Open {
    pub const fn is_open(&self, now: i64) -> bool {
        now < self.expires_at && self.attempts < ATTEMPTS
    }
}

/// Whether a code for `id` may be looked at. Somebody else's, an ended and an unknown one look alike.
pub fn may_verify(now: i64, open: Option<&Open>, id: &str) -> Result<(), Problem> {
    match open {
        Some(open) if open.id == id && open.is_open(now) => Ok(()),
        _ => Err(Problem::ChallengeNotFound),
    }
}

/// Authentication methods of a success (RFC 8176). A remembered device claims no fresh code.
pub fn amr(method: Option<Method>) -> Vec<String> {
    let names: &[&str] = match method {
        None => &["pwd"],
        Some(Method::App | Method::Hardware) => &["pwd", "otp", "mfa"],
        Some(Method::Sms) => &["pwd", "sms", "mfa"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEVICE: Remembered = Remembered {
        since: 10,
        until: 20,
    };

    #[test]
    fn a_code_is_asked_whenever_a_factor_is_active_and_the_device_is_not_remembered() {
        for method in [Method::App, Method::Sms] {
            assert_eq!(opening(Some(method), None), Opening::Ask(method));
            assert_eq!(
                opening(Some(method), Some(DEVICE)),
                Opening::Pass {
                    remembered: Some(DEVICE)
                }
            );
        }
        assert_eq!(opening(None, None), Opening::Pass { remembered: None });
        assert_eq!(
            opening(None, Some(DEVICE)),
            Opening::Pass { remembered: None }
        );
    }

    #[test]
    fn a_challenge_is_verified_only_by_its_own_name_before_its_end_and_its_last_attempt() {
        let open = Open {
            id: "a".into(),
            attempts: 4,
            expires_at: 100,
        };
        assert_eq!(may_verify(99, Some(&open), "a"), Ok(()));
        assert_eq!(
            may_verify(100, Some(&open), "a"),
            Err(Problem::ChallengeNotFound)
        );
        assert_eq!(
            may_verify(99, Some(&open), "b"),
            Err(Problem::ChallengeNotFound)
        );
        assert_eq!(may_verify(99, None, "a"), Err(Problem::ChallengeNotFound));
        let spent = Open {
            attempts: ATTEMPTS,
            ..open
        };
        assert_eq!(
            may_verify(99, Some(&spent), "a"),
            Err(Problem::ChallengeNotFound)
        );
    }

    #[test]
    fn every_bounded_walk_passes_only_through_a_right_code_a_remembered_device_or_nothing_to_ask() {
        #[derive(Clone, Copy)]
        enum Event {
            Right,
            Wrong,
            Wait,
            OtherId,
        }
        let events = [Event::Right, Event::Wrong, Event::Wait, Event::OtherId];
        let mut walks = 0;
        // All 4^7 walks: more wrong codes than a challenge allows, and time running out in between.
        for number in 0..4_usize.pow(7) {
            let mut open = Open {
                id: "a".into(),
                attempts: 0,
                expires_at: LIFETIME,
            };
            let (mut now, mut passed, mut wrong) = (0, false, 0);
            for place in 0..7 {
                let event = events[number / 4_usize.pow(place) % 4];
                let id = if matches!(event, Event::OtherId) {
                    "b"
                } else {
                    "a"
                };
                if matches!(event, Event::Wait) {
                    now += LIFETIME / 2;
                    continue;
                }
                if may_verify(now, Some(&open), id).is_err() {
                    continue;
                }
                open.attempts += 1;
                assert!(now < LIFETIME && wrong < ATTEMPTS && id == "a");
                if matches!(event, Event::Right) {
                    passed = true;
                    break;
                }
                wrong += 1;
            }
            let right_in_time =
                (0..7).any(|place| matches!(events[number / 4_usize.pow(place) % 4], Event::Right));
            assert!(!passed || right_in_time);
            walks += 1;
        }
        assert_eq!(walks, 16_384);
    }
}
