//! A back end of one's own for the walks: what the contract says of enrolment, and no more. Written
//! apart from the reference server, so that the two can disagree.

use crate::fixture::{self, CODE_AT_NOW, PASSWORD};
use tweestap_api::{Enrolment, EnrolmentStep, Method, Problem, Reauthentication};
use tweestap_widget::enrolment::flow::{Call, Event};

#[derive(Clone, Debug)]
pub struct BackEnd {
    pub step: EnrolmentStep,
    /// Which enrolment this is; each new one has another id.
    turn: u8,
    method: Option<Method>,
    pub asks: Option<Reauthentication>,
    knows_the_person: bool,
    /// The second step is on already, and its recovery codes stay.
    changes: bool,
}

impl BackEnd {
    pub fn new(asks: Option<Reauthentication>) -> Self {
        Self {
            step: EnrolmentStep::Method,
            turn: 0,
            method: None,
            asks,
            knows_the_person: asks.is_none(),
            changes: false,
        }
    }

    /// Another method beside the one in force, chosen in the settings.
    pub fn changing(method: Method) -> Self {
        let mut back_end = Self {
            changes: true,
            ..Self::new(None)
        };
        back_end.method = Some(method);
        back_end.step = back_end.after_password();
        back_end
    }

    pub fn is_on(&self) -> bool {
        self.step == EnrolmentStep::Done
    }

    fn id(&self) -> Option<String> {
        self.method.map(|_| format!("enrolment-{}", self.turn))
    }

    pub fn now(&self) -> Enrolment {
        let like = match self.step {
            EnrolmentStep::Method => fixture::at_method(),
            EnrolmentStep::Password if self.asks == Some(Reauthentication::Portal) => {
                fixture::at_portal()
            }
            EnrolmentStep::Password => fixture::at_password(),
            EnrolmentStep::Phone => fixture::at_phone(),
            EnrolmentStep::Scan => fixture::at_scan(),
            EnrolmentStep::Confirm => fixture::at_confirm(),
            EnrolmentStep::RecoveryCodes => fixture::at_recovery_codes(),
            EnrolmentStep::Done => fixture::at_done(),
            EnrolmentStep::NotNeeded => fixture::at_not_needed(),
        };
        Enrolment {
            id: self.id(),
            method: self.method,
            change: self.changes,
            with_codes: !self.changes,
            ..like
        }
    }

    fn after_confirm(&self) -> EnrolmentStep {
        match self.changes {
            true => EnrolmentStep::Done,
            false => EnrolmentStep::RecoveryCodes,
        }
    }

    pub fn handle(&mut self, call: &Call) -> Result<Event, Problem> {
        match call {
            Call::Open | Call::Read => {}
            // A new portal token: the person has just signed in.
            Call::Reopen => {
                self.knows_the_person = true;
                if self.step == EnrolmentStep::Password {
                    self.step = self.after_password();
                }
            }
            Call::Begin(method) => self.begin(*method)?,
            Call::Password(password) => {
                self.at(EnrolmentStep::Password)?;
                if password.expose() != PASSWORD {
                    return Err(Problem::PasswordWrong { attempts_left: 4 });
                }
                self.knows_the_person = true;
                self.step = self.after_password();
            }
            Call::Number { enrolment, .. } => {
                self.about(enrolment)?;
                self.at(EnrolmentStep::Phone)?;
                self.step = EnrolmentStep::Confirm;
            }
            Call::Resend { enrolment } => {
                self.about(enrolment)?;
                self.at(EnrolmentStep::Confirm)?;
            }
            Call::Confirm { enrolment, code } => self.confirm(enrolment, code.expose())?,
            Call::Acknowledge { enrolment } => {
                self.about(enrolment)?;
                self.at(EnrolmentStep::RecoveryCodes)?;
                self.step = EnrolmentStep::Done;
            }
            Call::Back { enrolment } => {
                self.about(enrolment)?;
                self.step = match self.step {
                    EnrolmentStep::Confirm => EnrolmentStep::Phone,
                    EnrolmentStep::Password | EnrolmentStep::Phone | EnrolmentStep::Scan => {
                        EnrolmentStep::Method
                    }
                    _ => return Err(Problem::WrongStep),
                };
            }
            Call::Cancel => self.cancel(),
            Call::Remember { .. } if self.is_on() => return Ok(Event::Saved),
            Call::Remember { .. } => return Err(Problem::NotEnrolled),
        }
        Ok(Event::Answered(Box::new(self.now())))
    }

    fn begin(&mut self, method: Method) -> Result<(), Problem> {
        if self.is_on() {
            return Err(Problem::AlreadyEnrolled);
        }
        if self.method != Some(method) {
            self.turn += 1;
        }
        self.method = Some(method);
        self.step = match self.knows_the_person {
            true => self.after_password(),
            false => EnrolmentStep::Password,
        };
        Ok(())
    }

    fn after_password(&self) -> EnrolmentStep {
        match self.method {
            Some(Method::Sms) => EnrolmentStep::Phone,
            _ => EnrolmentStep::Scan,
        }
    }

    fn confirm(&mut self, enrolment: &str, code: &str) -> Result<(), Problem> {
        self.about(enrolment)?;
        match self.step {
            EnrolmentStep::Scan | EnrolmentStep::Confirm if code == CODE_AT_NOW => {
                self.step = self.after_confirm();
                Ok(())
            }
            EnrolmentStep::Scan | EnrolmentStep::Confirm => Err(Problem::CodeMismatch {
                attempts_left: 4,
                seconds_ago: None,
            }),
            EnrolmentStep::RecoveryCodes => Err(Problem::CodeAlreadyUsed),
            _ => Err(Problem::WrongStep),
        }
    }

    /// What is on stays on.
    pub fn cancel(&mut self) {
        if !self.is_on() {
            self.step = EnrolmentStep::Method;
            self.method = None;
        }
    }

    fn about(&self, enrolment: &str) -> Result<(), Problem> {
        match self.id().as_deref() == Some(enrolment) {
            true => Ok(()),
            false => Err(Problem::EnrolmentNotFound),
        }
    }

    fn at(&self, step: EnrolmentStep) -> Result<(), Problem> {
        match self.step == step {
            true => Ok(()),
            false => Err(Problem::WrongStep),
        }
    }

    /// Somebody goes on in another tab of the same browser.
    pub fn go_on_elsewhere(&mut self) {
        self.step = match self.step {
            EnrolmentStep::Scan | EnrolmentStep::Confirm => self.after_confirm(),
            EnrolmentStep::RecoveryCodes => EnrolmentStep::Done,
            step => step,
        };
    }
}
