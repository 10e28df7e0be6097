//! What happens when the challenge opens, and how far a session has come.

use tweestap_api::{Level, Method};

/// A device that is remembered for this very account, unexpired and of the current epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Unix seconds at which the code was given for it.
    pub since: i64,
    pub until: i64,
}

/// A code that was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    pub method: Method,
    /// Unix seconds.
    pub at: i64,
}

/// This session came in by a recovery code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recovered {
    /// Unix seconds.
    pub at: i64,
    /// The person has read what is left and went on.
    pub went_on: bool,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// A method is in force: set up, and not switched off for a while (which counts only where the school
    /// does not require two steps).
    pub asks: bool,
    /// Two steps are required, nothing that counts is set up, and there is no time left.
    pub lacks: bool,
    /// The same with time left, and nobody has said "later" in this session.
    pub postpones: bool,
    /// The last way back in was used.
    pub must_enrol: bool,
    /// The second factor was given in this session, or the portal vouches for it.
    pub verified: bool,
    /// When the person signed in at the portal, where that stands for a second step (Unix seconds).
    pub portal: Option<i64>,
    /// A code was given in this very session within [`super::GIVEN_HOLDS`].
    pub given: Option<Given>,
    pub recovered: Option<Recovered>,
    pub remembered: Option<Remembered>,
}

/// Why the second step is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// Nothing to ask.
    NoFactor,
    RememberedDevice(Remembered),
    Code(Given),
    /// By the portal, which asked for a second step itself.
    Portal {
        /// Unix seconds.
        at: i64,
    },
    Recovery {
        /// Unix seconds.
        at: i64,
    },
}

/// What happens when someone signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    Pass(Settled),
    /// Two steps must be set up first, or may be left for later.
    Enrol,
    /// Says what is left, and goes on when told to.
    Recovered,
    Ask,
}

/// Asks whenever a method is in force, except where that was settled already. A remembered device never
/// stands in the way of setting up, nor for the code of a method that counts no more: enrolment beside it wants one.
pub fn opening(standing: &Standing) -> Opening {
    if standing.is_to_enrol() {
        return match standing.asks && standing.given.is_none() && standing.recovered.is_none() {
            true => Opening::Ask,
            false => Opening::Enrol,
        };
    }
    // A code given here says more than the portal's word.
    match (standing.given.filter(|_| standing.asks), standing.portal) {
        (Some(given), _) => return Opening::Pass(Settled::Code(given)),
        (None, Some(at)) => return Opening::Pass(Settled::Portal { at }),
        (None, None) if !standing.asks => return Opening::Pass(Settled::NoFactor),
        (None, None) => {}
    }
    match (standing.recovered, standing.remembered) {
        (Some(Recovered { at, went_on: true }), _) => Opening::Pass(Settled::Recovery { at }),
        (Some(Recovered { went_on: false, .. }), _) => Opening::Recovered,
        (None, Some(device)) => Opening::Pass(Settled::RememberedDevice(device)),
        (None, None) => Opening::Ask,
    }
}

/// How far a session has come. A method that was switched on in another session closes this one too, unless
/// the code was given here or the portal vouches for it. Single sign-on is the second step of a school that accepts
/// it, also of one that requires two.
pub fn level(standing: &Standing) -> Level {
    if standing.portal.is_some() {
        Level::Full
    } else if standing.asks && !standing.verified {
        Level::BeforeSecondFactor
    } else if standing.must_set_up() {
        Level::EnrolmentRequired
    } else {
        Level::Full
    }
}

impl Standing {
    /// After the last way back in, whoever has a way in of their own (a code, and not a recovery code) may leave it for
    /// later.
    pub const fn must_set_up(&self) -> bool {
        self.portal.is_none() && (self.lacks || (self.must_enrol && self.recovered.is_some()))
    }

    /// Whoever comes in by a way back in reads first what is left, and is asked at the next sign-in.
    pub const fn is_to_enrol(&self) -> bool {
        self.must_set_up() || (self.postpones && self.portal.is_none() && self.recovered.is_none())
    }
}
