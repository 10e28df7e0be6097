//! What the settings machine is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{Method, RememberDuration, Secret, Settings};

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Overview,
    /// The enrolment view stands here until it is over.
    SettingUp,
    Password,
    /// The portal must ask for the password.
    Portal,
    /// The challenge view stands here until it is over.
    Proving,
    /// What will happen, in words, and the button that does it.
    Consequence,
    /// Recovery codes, or the reset code.
    Codes,
}

/// Something sensitive a person wants; kept while the proof is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Set up a method: the first one, another one, or a new one in the place of its like.
    SetUp(Option<Method>),
    /// Ask for this method first.
    Prefer(String),
    Remove(String),
    SwitchOff,
    SwitchOn,
    Erase,
    NewCodes,
    /// See the reset code again.
    ResetCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Reading,
    Checking,
    /// What is wanted.
    Acting,
    Acknowledging,
    Saving,
    Revoking,
    RevokingAll,
}

#[derive(Clone, Debug)]
pub enum Event {
    Want(Wanted),
    SubmitPassword(Secret),
    /// The consequence was read.
    Confirm,
    /// The codes are kept, or the reset code was seen.
    Kept,
    Cancel,
    /// The view inside is finished or cancelled.
    Over,
    Save(RememberDuration),
    Revoke(String),
    RevokeAll,
    Retry,
    TokenGiven,
    Answered(Box<Settings>),
    Failed(Failure),
    Slow,
    BackOnline(Box<Settings>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step(Screen),
    /// For the page: what is different now.
    Changed(&'static str),
    /// Inside another view: its turn again.
    Over,
    Reauthenticate,
    Error(&'static str),
    FocusHeading,
    FocusField,
    EmptyField,
    Reconnect,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Open,
    /// With a new portal token, inside another view.
    Reopen,
    Read,
    Password(Secret),
    /// Never [`Wanted::SetUp`], which is a view of its own.
    Do(Wanted),
    Acknowledge,
    Save(RememberDuration),
    Revoke(String),
    RevokeAll,
}
