//! What the enrolment machine is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{Enrolment, Method, RememberDuration, Secret};

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Method,
    Password,
    /// The portal must ask for the password.
    Portal,
    Phone,
    Scan,
    Confirm,
    RecoveryCodes,
    Done,
    /// The portal asks for a second step itself.
    NotNeeded,
}

/// What is under way. Never what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Reading,
    Beginning,
    Checking,
    Sending,
    Resending,
    Acknowledging,
    GoingBack,
    Cancelling,
    Finishing,
}

#[derive(Clone, Debug)]
pub enum Event {
    ChooseMethod(Method),
    SubmitPassword(Secret),
    SubmitNumber(Secret),
    /// As typed.
    SubmitCode(Secret),
    Resend,
    Back,
    Cancel,
    /// Not now; the school leaves time for it.
    Later,
    Acknowledge,
    Finish(RememberDuration),
    Retry,
    /// The portal has signed the person in again.
    TokenGiven,
    Answered(Box<Enrolment>),
    Failed(Failure),
    Saved,
    Slow,
    /// After a broken connection.
    BackOnline(Box<Enrolment>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Emit(Emit),
    FocusHeading,
    /// The typed value stays, selected.
    FocusField,
    EmptyField,
    /// Ask for the current enrolment until there is an answer.
    Reconnect,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    /// With a new portal token.
    Reopen,
    Read,
    Begin(Method),
    Password(Secret),
    Number {
        enrolment: String,
        number: Secret,
    },
    Resend {
        enrolment: String,
    },
    Confirm {
        enrolment: String,
        code: Secret,
    },
    Acknowledge {
        enrolment: String,
    },
    Back {
        enrolment: String,
    },
    Cancel,
    Remember {
        duration: RememberDuration,
        this_device: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Emit {
    Step(Screen),
    Enrolled(Method),
    Cancelled,
    /// Left for later, and what was begun is kept.
    Later,
    Finished,
    Reauthenticate,
    Error(&'static str),
}
