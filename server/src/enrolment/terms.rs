//! The words of the enrolment machine: where one stands, what can be asked, what changes.

use tweestap_api::{EnrolmentStep, Method};

/// Where a pending enrolment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    Method,
    Password,
    Phone,
    Scan,
    Confirm,
    RecoveryCodes,
}

impl Stage {
    pub const ALL: [Self; 6] = [
        Self::Method,
        Self::Password,
        Self::Phone,
        Self::Scan,
        Self::Confirm,
        Self::RecoveryCodes,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Password => "password",
            Self::Phone => "phone",
            Self::Scan => "scan",
            Self::Confirm => "confirm",
            Self::RecoveryCodes => "recovery-codes",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    pub const fn step(self) -> EnrolmentStep {
        match self {
            Self::Method => EnrolmentStep::Method,
            Self::Password => EnrolmentStep::Password,
            Self::Phone => EnrolmentStep::Phone,
            Self::Scan => EnrolmentStep::Scan,
            Self::Confirm => EnrolmentStep::Confirm,
            Self::RecoveryCodes => EnrolmentStep::RecoveryCodes,
        }
    }

    /// Where a method begins once the password is settled.
    pub(super) const fn first(method: Method) -> Self {
        match method {
            // A hardware token is never set up here: no school can offer it.
            Method::App | Method::Hardware => Self::Scan,
            Method::Sms => Self::Phone,
        }
    }
}

/// A begun enrolment. An expired one does not exist for this machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pending {
    pub id: String,
    pub method: Method,
    pub stage: Stage,
    /// The password step is part of it.
    pub with_password: bool,
    /// The password step is settled, or was not needed.
    pub proved: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Situation {
    /// Nothing is set up, and need not be: the portal asks for a second step itself.
    NotNeeded,
    Nothing,
    Pending(Pending),
    /// Two-step verification is on, through the enrolments of these ids; none is under way.
    Active(Vec<String>),
}

/// What a call asks. The text is the enrolment's id that the call carries.
#[derive(Clone, Copy, Debug)]
pub enum Request<'a> {
    Read,
    Choose(Method),
    GivePassword,
    GivePhone(&'a str),
    Resend(&'a str),
    Confirm(&'a str),
    Acknowledge(&'a str),
    Back(&'a str),
    Cancel,
}

/// What has to be stored. A change that needs a proof is made only after the proof was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Stay,
    /// A new enrolment, with a new secret, instead of whatever was pending.
    Begin {
        method: Method,
        stage: Stage,
        with_password: bool,
    },
    Move {
        stage: Stage,
        proved: bool,
    },
    /// Proof: a right code. Recovery codes are made with it, or it is on at once where the old ones go on.
    Confirm,
    /// The code was confirmed before: only the very same code is told so.
    AlreadyConfirmed,
    /// The recovery codes are kept: two-step verification is on.
    SwitchOn,
    Discard,
}
