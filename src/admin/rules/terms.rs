//! What the machine of the rules is told, what it wants done, and where it can be. Data only.

use crate::failure::Failure;
use tweestap_api::{
    Policy, PolicyFile, PolicyPreview, Proof, Recovery, RememberDuration, Role, RoleRule, Scope,
    Secret,
};

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    /// The form.
    Rules,
    /// What the form would do, and the button that does it.
    Preview,
    /// The same for "compulsory for everybody".
    Activate,
    /// The same for "compulsory for nobody".
    Deactivate,
    /// Before less is asked than now.
    Password,
    /// The portal must ask for the password.
    Portal,
}

/// What is on its way to be saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// What stands in the form.
    #[default]
    Form,
    Activate,
    Deactivate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Reading,
    /// What others have saved since the section was in sight.
    Refreshing,
    /// After no connection, what was filled in is kept.
    Returning,
    Previewing,
    /// Which proof is missing.
    Looking,
    Checking,
    Saving,
}

/// One thing in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Rule(Role, RoleRule),
    AtOnce,
    /// Unix seconds; `None` as long as no day is filled in.
    FromDay(Option<i64>),
    Grace(u8),
    Sms(bool),
    Remember(RememberDuration),
    Recovery(Recovery),
}

#[derive(Clone, Debug)]
pub enum Event {
    /// The section is in sight.
    Shown,
    For(Scope),
    Edit(Edit),
    /// What would it do?
    Look,
    Activate,
    Deactivate,
    Confirm,
    SubmitPassword(Secret),
    Back,
    Retry,
    /// There is a connection again, or the portal has signed the person in again.
    Returned,
    Answered(Answer),
    Failed(Failure),
    Slow,
}

#[derive(Clone, Debug)]
pub enum Answer {
    File(Box<PolicyFile>),
    Preview(Box<PolicyPreview>),
    /// What must still be given before less is asked.
    Proof(Option<Proof>),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step(Screen),
    /// For the page: other rules.
    Changed,
    /// The desk tells the page, and finds the way back.
    Lost(Failure),
    Error(&'static str),
    FocusHeading,
    FocusField,
    EmptyField,
    /// The date that is missing.
    FocusDay,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Read,
    Preview(Scope, Policy),
    Proof,
    Password(Secret),
    /// With the version that it was made from.
    Save(Scope, Policy, i64),
}
