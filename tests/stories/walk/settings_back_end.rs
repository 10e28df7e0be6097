//! A back end of one's own for the walks: what the contract says of the settings, and no more. Nothing
//! sensitive happens here without its proof, whatever the widget does.

use crate::fixture::{self, PASSWORD, RECOVERY_CODE, secret};
use tweestap_api::{Problem, Proof, RememberDuration, Settings, Status};
use tweestap_widget::settings::flow::{Call, Wanted};

#[derive(Clone, Debug, PartialEq)]
pub struct BackEnd {
    status: Status,
    /// What is asked, in this order; each is given once, until it runs out.
    asks: Vec<Proof>,
    given: usize,
    saved: RememberDuration,
    has_devices: bool,
    has_two: bool,
    codes_pending: bool,
    pub codes_kept: bool,
}

impl BackEnd {
    pub fn new(asks: &[Proof]) -> Self {
        Self {
            status: Status::On,
            asks: asks.to_vec(),
            given: 0,
            saved: RememberDuration::AlwaysAsk,
            has_devices: true,
            has_two: true,
            codes_pending: false,
            codes_kept: false,
        }
    }

    pub fn missing(&self) -> Option<Proof> {
        let asks = self.status != Status::Off;
        self.asks.get(self.given).copied().filter(|_| asks)
    }

    pub fn now(&self) -> Settings {
        let mut now = match self.status {
            Status::On => fixture::asking(self.missing()),
            status => Settings {
                proof: self.missing(),
                ..fixture::settings(status)
            },
        };
        if self.status == Status::Off {
            now.codes_left = 0;
        }
        now.remember.duration = self.saved;
        now.codes_pending = self.codes_pending;
        if !self.has_devices {
            now.devices.clear();
        }
        if !self.has_two {
            now.factors.truncate(1);
        }
        now
    }

    pub fn handle(&mut self, call: &Call) -> Result<Settings, Problem> {
        match call {
            Call::Read => {}
            // A new portal token: the person has just signed in.
            Call::Open | Call::Reopen => self.is_given(Proof::Portal),
            Call::Password(password) if password.expose() == PASSWORD => {
                self.is_given(Proof::Password);
            }
            Call::Password(_) => return Err(Problem::PasswordWrong { attempts_left: 4 }),
            Call::Save(duration) => self.saved = *duration,
            Call::Revoke(_) if !self.has_devices => return Err(Problem::DeviceNotFound),
            Call::Revoke(_) | Call::RevokeAll => self.has_devices = false,
            Call::Acknowledge => {
                self.is_proved()?;
                if !self.codes_pending {
                    return Err(Problem::CodesNotFound);
                }
                self.codes_pending = false;
                self.codes_kept = true;
            }
            Call::Do(wanted) => return self.act(wanted),
        }
        Ok(self.now())
    }

    fn act(&mut self, wanted: &Wanted) -> Result<Settings, Problem> {
        self.is_proved()?;
        if self.status == Status::Off {
            return Err(Problem::NotEnrolled);
        }
        match wanted {
            Wanted::Remove(_) if !self.has_two => return Err(Problem::FactorNotFound),
            Wanted::Remove(_) => self.has_two = false,
            Wanted::SwitchOff => self.status = Status::Suspended,
            Wanted::SwitchOn => self.status = Status::On,
            Wanted::Erase => {
                self.status = Status::Off;
                self.codes_pending = false;
            }
            Wanted::NewCodes => {
                self.codes_pending = true;
                let codes = Some(vec![secret(RECOVERY_CODE); 6]);
                return Ok(Settings {
                    recovery_codes: codes,
                    ..self.now()
                });
            }
            Wanted::ResetCode => {
                let code = Some(vec![secret(RECOVERY_CODE)]);
                return Ok(Settings {
                    recovery_codes: code,
                    ..self.now()
                });
            }
            Wanted::Prefer(_) | Wanted::SetUp(_) => {}
        }
        Ok(self.now())
    }

    /// A code was given in the view inside.
    pub fn code_given(&mut self) {
        self.is_given(Proof::Code);
    }

    fn is_given(&mut self, proof: Proof) {
        if self.missing() == Some(proof) {
            self.given += 1;
        }
    }

    fn is_proved(&self) -> Result<(), Problem> {
        match self.missing() {
            None => Ok(()),
            Some(_) => Err(Problem::ReauthenticationRequired),
        }
    }

    /// Five minutes go by.
    pub fn proof_runs_out(&mut self) {
        self.given = 0;
    }

    /// Another tab erases everything.
    pub fn erased_elsewhere(&mut self) {
        self.status = Status::Off;
        self.codes_pending = false;
    }
}
