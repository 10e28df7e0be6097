//! What the challenge machine is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{Challenge, Secret, Way};

/// What the challenge is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    SignIn,
    /// Inside the settings, before something sensitive.
    Prove,
}

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Code,
    RecoveryCode,
    ResetCode,
    Recovered,
    /// Two steps must be set up first.
    Enrol,
    /// The enrolment view stands here until it is over.
    SettingUp,
    /// New recovery codes stand here until they are kept.
    NewCodes,
    Passed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Choosing,
    Resending,
    Verifying,
    GoingOn,
}

/// Another view in the place of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside {
    Enrolment,
    Codes,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// As typed, and whether to remember this device.
    Submit(Secret, bool),
    /// A recovery code or the reset code, as typed.
    Recover(Secret),
    Choose(Way),
    Resend,
    /// Back to the person's own method.
    Back,
    Continue,
    /// Shows another view here.
    Show(Inside),
    /// The view inside is finished or cancelled.
    Over,
    /// Setting up is left for later.
    Later,
    Cancel,
    Retry,
    TokenGiven,
    Answered(Box<Challenge>),
    Failed(Failure),
    Slow,
    BackOnline(Box<Challenge>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step(Screen),
    /// For the page's server; nothing to hand over when a code was only asked again.
    Verified(Option<Secret>),
    Cancelled,
    Reauthenticate,
    Error(&'static str),
    FocusHeading,
    FocusField,
    EmptyField,
    Reconnect(Purpose),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    /// With a new portal token, inside the settings.
    Reopen,
    /// The open challenge, or a new one.
    Begin(Purpose),
    Choose {
        challenge: String,
        way: Way,
    },
    Resend(String),
    Verify {
        challenge: String,
        code: Secret,
        remember: bool,
    },
    Recover {
        challenge: String,
        code: Secret,
    },
    Continue,
}
