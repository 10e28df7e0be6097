//! One-time codes of any kind that is in use here: time-based (RFC 6238) of an app or a hardware token, or
//! counter-based (RFC 4226) of a hardware token. Pure; spending a step or counter is the store's
//! compare-and-swap.

use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};
use totp_rs::{Algorithm, Builder, Totp};

use crate::error::Error;

/// Steps in the past that are named, never accepted.
const DIAGNOSED: i64 = 10;
/// Counters ahead of the last one in which a code is looked for: a token's button is pressed in pockets.
const LOOK_AHEAD: i64 = 10;
/// The same when a token is handed out or set right, where two codes in a row are asked.
const RESYNC: i64 = 100;
/// Steps either side of where a clock should be in which a token that is handed out is looked for (S-B-84).
const FIRST_SEEN: i64 = 2;
/// The same where two codes in a row are asked of it. Ten steps are what a cheap clock loses in its five years, and by
/// chance two codes match there once in fifty thousand million times; who needs more has a broken token.
const RUN_AWAY: i64 = 10;

/// How codes are made. An app's are [`Kind::APP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// 6 or 8.
    pub digits: u8,
    /// Seconds of a time step; 0: by counter.
    pub period: i64,
    /// SHA-256 instead of SHA-1.
    pub sha256: bool,
}

/// What a code is worth now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Reading {
    /// It belongs to this step (or counter), which is not spent yet.
    Good { step: i64 },
    /// It was right this many seconds ago and was not used.
    Past { seconds: u32 },
    /// Wrong, of the future, or spent: no difference is made.
    Wrong,
}

/// Exactly so many ASCII digits, leading zeros kept.
pub fn is_well_formed(code: &str, digits: usize) -> bool {
    code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit())
}

impl Kind {
    /// What authenticator apps agree on.
    pub const APP: Self = Self {
        digits: 6,
        period: 30,
        sha256: false,
    };

    /// As the database has it.
    pub fn from_stored(digits: i64, period: i64, algorithm: &str) -> Result<Self, Error> {
        const BROKEN: Error = Error::Internal("a factor has unknown parameters");
        let digits = u8::try_from(digits).map_err(|_| BROKEN)?;
        match (digits, period, algorithm) {
            (6 | 8, 0 | 30 | 60, "sha1" | "sha256") => Ok(Self {
                digits,
                period,
                sha256: algorithm == "sha256",
            }),
            _ => Err(BROKEN),
        }
    }

    /// The name it is stored under.
    pub const fn algorithm(self) -> &'static str {
        if self.sha256 { "sha256" } else { "sha1" }
    }

    /// How far ahead (or behind) a token's clock is whose step this was, in steps.
    pub const fn drift_of(self, step: i64, now: i64) -> i64 {
        match self.period {
            0 => 0,
            period => step - now / period,
        }
    }

    /// The time as a token's clock tells it.
    pub const fn as_told_by(self, now: i64, drift: i64) -> i64 {
        now + drift * self.period
    }

    /// Reads a well-formed code. `now`: as the token's clock tells it. `last`: the last step (or counter) spent.
    pub fn read(self, secret: &[u8], code: &str, now: i64, last: i64) -> Result<Reading, Error> {
        let totp = self.plain(secret)?;
        Ok(if self.period == 0 {
            self.read_counter(&totp, code, last)
        } else {
            self.read_time(&totp, code, now, last)
        })
    }

    /// One step of tolerance either side; only the past is named.
    fn read_time(self, totp: &Totp, code: &str, now: i64, last: i64) -> Reading {
        let current = now / self.period;
        // Every candidate is computed and compared, whichever matches: the time taken says nothing.
        let mut good = 0_i64;
        for step in current - 1..=current + 1 {
            let fresh = Choice::from(u8::from(step > last));
            good.conditional_assign(&step, self.matches(totp, code, step) & fresh);
        }
        let mut past = 0_i64;
        for back in (2..=DIAGNOSED).rev() {
            let fresh = Choice::from(u8::from(current - back > last));
            past.conditional_assign(&back, self.matches(totp, code, current - back) & fresh);
        }
        match (good, past) {
            (0, 0) => Reading::Wrong,
            (0, back) => Reading::Past {
                seconds: u32::try_from(back * self.period).unwrap_or(0),
            },
            (step, _) => Reading::Good { step },
        }
    }

    fn read_counter(self, totp: &Totp, code: &str, last: i64) -> Reading {
        let mut good = -1_i64;
        for counter in (last + 1..=last + LOOK_AHEAD).rev() {
            good.conditional_assign(&counter, self.matches(totp, code, counter));
        }
        match good {
            -1 => Reading::Wrong,
            step => Reading::Good { step },
        }
    }

    /// The step of a time-based token that is handed out: its clock may be off by a little more than at sign-in.
    pub fn first_seen(
        self,
        secret: &[u8],
        code: &str,
        now: i64,
        last: i64,
    ) -> Result<Option<i64>, Error> {
        let (totp, current) = (self.plain(secret)?, now / self.period.max(1));
        // The nearest one, should two of them show the same.
        let near = (0..=FIRST_SEEN).flat_map(|away| [current - away, current + away]);
        Ok(near
            .filter(|step| *step > last)
            .find(|step| self.matches(&totp, code, *step).into()))
    }

    /// Where a token is, from two codes in a row: the later step (or counter) of the two. `now`: as its clock tells it.
    pub fn of_two(
        self,
        secret: &[u8],
        [first, second]: [&str; 2],
        now: i64,
        last: i64,
    ) -> Result<Option<i64>, Error> {
        let totp = self.plain(secret)?;
        let mut places = match self.period {
            0 => last + 1..last + 1 + RESYNC,
            // The second code is the one that is shown now.
            period => now / period - RUN_AWAY - 1..now / period + RUN_AWAY,
        };
        let found = places.find(|at| {
            *at > last
                && bool::from(self.matches(&totp, first, *at) & self.matches(&totp, second, at + 1))
        });
        Ok(found.map(|at| at + 1))
    }

    /// Whether this is the very code of a step.
    pub fn is_of_step(self, secret: &[u8], code: &str, step: i64) -> Result<bool, Error> {
        Ok(self.matches(&self.plain(secret)?, code, step).into())
    }

    fn matches(self, totp: &Totp, code: &str, step: i64) -> Choice {
        // Steps before 1970 have no code.
        let Ok(time) = u64::try_from(step * self.period.max(1)) else {
            return Choice::from(0);
        };
        totp.generate(time)
            .to_string()
            .as_bytes()
            .ct_eq(code.as_bytes())
    }

    fn plain(self, secret: &[u8]) -> Result<Totp, Error> {
        const BROKEN: Error = Error::Internal("a stored secret is unusable");
        Builder::new()
            .with_secret(secret)
            .with_digits(self.digits)
            .with_algorithm(if self.sha256 {
                Algorithm::SHA256
            } else {
                Algorithm::SHA1
            })
            // By counter: a second is a count.
            .with_step_duration(u64::try_from(self.period.max(1)).map_err(|_| BROKEN)?)
            .build()
            .map_err(|_| BROKEN)
    }
}

#[cfg(test)]
mod tests;
