//! The machine that decides about the second step: whether to ask at sign-in, in which ways it may be
//! answered, and what a success states. Pure: what is known about the account, the device and the time are
//! arguments.

mod opening;
mod ways;

#[cfg(test)]
mod tests;

pub use opening::{Given, Opening, Recovered, Remembered, Settled, Standing, level, opening};
pub use ways::{Back, others};

use tweestap_api::{Method, Problem, Way};

/// Seconds a challenge is open.
pub const LIFETIME: i64 = 10 * 60;
/// Wrong codes after which a challenge ends; those of the account go on counting.
pub const ATTEMPTS: i64 = 5;
/// Seconds in which a code given in this very session settles it: an answer may have been lost, or two steps
/// were set up inside the challenge.
pub const GIVEN_HOLDS: i64 = 5 * 60;
/// Seconds in which a reload after a recovery code comes back to where it was.
pub const RECOVERED_HOLDS: i64 = 30 * 60;

/// What a challenge is for. Each kind is open at most once for an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignIn,
    /// A code asked again before something sensitive; never ends in an assertion.
    Prove,
}

impl Purpose {
    /// The name it is stored under.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Prove => "prove",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::SignIn, Self::Prove]
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }
}

/// A stored challenge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    pub id: String,
    pub purpose: Purpose,
    /// The only way in which it may be answered, until another one is chosen.
    pub way: Way,
    /// The factor that is asked; empty for a way back in.
    pub factor: String,
    /// Charged so far.
    pub attempts: i64,
    /// Unix seconds.
    pub expires_at: i64,
}

impl Open {
    pub const fn is_open(&self, now: i64) -> bool {
        now < self.expires_at && self.attempts < ATTEMPTS
    }
}

/// The challenge `id`, if it may be answered now. Somebody else's, an ended and an unknown one look alike.
pub fn may_answer(now: i64, open: Option<Open>, id: &str) -> Result<Open, Problem> {
    open.filter(|open| open.id == id && open.is_open(now))
        .ok_or(Problem::ChallengeNotFound)
}

/// Authentication methods of a success (RFC 8176); `portal`: what the portal stated. A remembered device claims
/// no fresh code, and a recovery code has no name of its own there.
pub fn amr(settled: &Settled, portal: &[String]) -> Vec<String> {
    let names: &[&str] = match settled {
        Settled::Portal { .. } => return portal.to_vec(),
        Settled::NoFactor | Settled::RememberedDevice(_) => &["pwd"],
        Settled::Code(Given {
            method: Method::App | Method::Hardware,
            ..
        }) => &["pwd", "otp", "mfa"],
        Settled::Code(Given {
            method: Method::Sms,
            ..
        }) => &["pwd", "sms", "mfa"],
        Settled::Recovery { .. } => &["pwd", "mfa"],
    };
    names.iter().map(|name| (*name).to_owned()).collect()
}
