//! The time in which setting up may be left for later. It begins once, at the first sign-in at which something is asked,
//! and its end only ever moves nearer.

use tweestap_api::Policy;

pub const DAY: i64 = 86_400;

/// Two steps must be set up: from when, and with how much time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Unix seconds; 0: since ever.
    pub starts_at: i64,
    /// Seconds.
    pub grace: i64,
}

/// What is stored of somebody's grace. Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The first sign-in at which something was asked.
    pub since: i64,
    pub until: i64,
}

impl Demand {
    pub fn of(policy: &Policy) -> Self {
        Self {
            starts_at: policy.starts_at.unwrap_or(0).max(0),
            grace: i64::from(policy.grace_days.min(Policy::LONGEST_GRACE)) * DAY,
        }
    }

    pub fn stricter(self, other: Self) -> Self {
        Self {
            starts_at: self.starts_at.min(other.starts_at),
            grace: self.grace.min(other.grace),
        }
    }

    pub fn days(self) -> u8 {
        u8::try_from(self.grace / DAY).unwrap_or(Policy::LONGEST_GRACE)
    }

    /// When the time is up. A policy that became stricter reaches grace that has begun; one that became milder does not,
    /// and neither does a clock that was moved back.
    pub fn until(self, kept: Option<Kept>, now: i64) -> i64 {
        let begun = |at: i64| at.max(self.starts_at).saturating_add(self.grace);
        match kept {
            None => begun(now),
            Some(kept) => kept.until.min(begun(kept.since.min(now))),
        }
    }
}
