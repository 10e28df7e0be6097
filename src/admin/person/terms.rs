//! What the machine of a person's page is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{CheckedHow, Person, PersonFile, SupportCode};

/// Which screen is up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Person,
    /// What will happen, why, and the button that does it.
    Asking(Act),
    /// The code, once.
    Made,
}

/// What can be done about somebody's second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    SupportCode,
    Reset,
    SwitchOff,
    SwitchOn,
    Unlock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Reading,
    Acting,
    /// What became of an act whose answer never came.
    Returning,
}

#[derive(Clone, Debug)]
pub enum Event {
    Want(Act),
    /// How it was made certain who this is.
    Checked(CheckedHow),
    /// The reason, as typed.
    Confirm(String),
    Cancel,
    /// The code has been read out.
    ReadOut,
    /// Back to the list.
    Leave,
    Answered(Box<PersonFile>),
    Made(Box<SupportCode>),
    Failed(Failure),
    Retry,
    /// There is a way to the back end again.
    Back,
    Slow,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step(Screen),
    /// For the page: what is different now.
    Changed(&'static str),
    Lost(Failure),
    /// Something that only this view refuses.
    Error(&'static str),
    Left(Option<Box<Person>>),
    FocusHeading,
    FocusReason,
    FocusChecked,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Read,
    /// Never [`Act::SupportCode`], which has a proof with it.
    Do(Act, String),
    Make(CheckedHow, String),
}
