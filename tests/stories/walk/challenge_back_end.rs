//! A back end of one's own for the walks: what the contract says of the challenge, and no more. Written
//! apart from the reference server, so that the two can disagree.

use crate::fixture::{self, CODE_AT_NOW, RECOVERY_CODE, secret};
use tweestap_api::{Challenge, ChallengeStep, Problem, Way};
use tweestap_widget::challenge::flow::{Call, Purpose};

#[derive(Clone, Debug)]
pub struct BackEnd {
    purpose: Purpose,
    /// Everything that can be asked; the first is asked first.
    ways: Vec<Way>,
    way: Way,
    /// Which challenge is open; a code is right for this one only.
    turn: u8,
    codes_left: u32,
    must_enrol: bool,
    is_recovered: bool,
    pub has_passed: bool,
}

impl BackEnd {
    pub fn new(purpose: Purpose, ways: &[Way], codes_left: u32) -> Self {
        Self {
            purpose,
            ways: ways.to_vec(),
            way: ways[0],
            turn: 0,
            codes_left,
            must_enrol: false,
            is_recovered: false,
            has_passed: false,
        }
    }

    pub fn now(&self) -> Challenge {
        if self.has_passed {
            let assertion = Some(secret("assertion"));
            let at_sign_in = self.purpose == Purpose::SignIn;
            return Challenge {
                assertion: assertion.filter(|_| at_sign_in),
                ..fixture::passed("")
            };
        }
        if self.must_enrol || self.is_recovered {
            let step = match self.must_enrol {
                true => ChallengeStep::Enrol,
                false => ChallengeStep::Recovered,
            };
            return Challenge {
                id: None,
                codes_left: Some(self.codes_left),
                ..fixture::challenge_at(step)
            };
        }
        let like = match (self.way.method(), self.way) {
            (Some(method), _) => fixture::challenge(method),
            (None, Way::ResetCode) => fixture::challenge_at(ChallengeStep::ResetCode),
            _ => fixture::challenge_at(ChallengeStep::RecoveryCode),
        };
        let others = self.ways.iter().copied();
        Challenge {
            id: Some(self.turn.to_string()),
            ways: others.filter(|way| *way != self.way).collect(),
            ..like
        }
    }

    pub fn handle(&mut self, call: &Call) -> Result<Challenge, Problem> {
        match call {
            Call::Open | Call::Reopen | Call::Begin(_) => {}
            Call::Resend(id) => {
                self.about(id)?;
                self.by(|way| way == Way::Sms)?;
            }
            Call::Choose { challenge, way } => {
                self.about(challenge)?;
                if !self.ways.contains(way) || *way == self.way {
                    return Err(Problem::WayNotOffered);
                }
                self.way = *way;
            }
            Call::Verify {
                challenge, code, ..
            } => {
                self.about(challenge)?;
                self.by(|way| way.method().is_some())?;
                if code.expose() != CODE_AT_NOW {
                    return Err(Problem::CodeMismatch {
                        attempts_left: 4,
                        seconds_ago: None,
                    });
                }
                self.has_passed = true;
            }
            Call::Recover { challenge, code } => {
                self.about(challenge)?;
                self.by(|way| way.method().is_none())?;
                if code.expose() != RECOVERY_CODE {
                    return Err(Problem::RecoveryCodeWrong { attempts_left: 4 });
                }
                self.recover();
            }
            Call::Continue if self.must_enrol => return Err(Problem::EnrolmentRequired),
            Call::Continue if self.is_recovered => self.has_passed = true,
            Call::Continue => return Err(Problem::ChallengeNotFound),
        }
        Ok(self.now())
    }

    fn recover(&mut self) {
        self.codes_left = self.codes_left.saturating_sub(1);
        match self.purpose {
            Purpose::Prove => self.has_passed = true,
            Purpose::SignIn => {
                self.must_enrol = self.codes_left == 0;
                self.is_recovered = !self.must_enrol;
            }
        }
    }

    /// The view inside has done its work.
    pub fn set_up(&mut self) {
        self.has_passed |= self.must_enrol || self.is_recovered;
    }

    /// The challenge, or what was recovered, is no longer there.
    pub fn expire(&mut self) {
        if self.turn < 1 && !self.has_passed {
            self.turn += 1;
            self.is_recovered = false;
            self.way = self.ways[0];
        }
    }

    fn about(&self, challenge: &str) -> Result<(), Problem> {
        let is_open = !self.has_passed && !self.must_enrol && !self.is_recovered;
        match is_open && self.turn.to_string() == challenge {
            true => Ok(()),
            false => Err(Problem::ChallengeNotFound),
        }
    }

    fn by(&self, so: impl Fn(Way) -> bool) -> Result<(), Problem> {
        match so(self.way) {
            true => Ok(()),
            false => Err(Problem::WayNotOffered),
        }
    }
}
