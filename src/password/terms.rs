//! What the password machine is told, what it wants done, and where it can be. Data only.

use super::rules::Checks;
use crate::failure::Failure;
use tweestap_api::{PasswordRules, Secret};

/// What brings somebody here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nobody is signed in, and the password is forgotten.
    Forgotten,
    /// The mail's link was followed; what stands behind its `#t=`.
    Link(Secret),
    /// Somebody is signed in and knows the password.
    Change,
}

/// Which screen is up. Has no fields, so that a form is never rebuilt while someone types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    #[default]
    Opening,
    Forgotten,
    Sent,
    NewPassword,
    LinkInvalid,
    Change,
    /// The challenge view stands here until it is over.
    Proving,
    Saved,
    NotOffered,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    Opening,
    Asking,
    Saving,
}

/// What the back end says at the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    pub rules: PasswordRules,
    /// Empty where nobody is signed in.
    pub account: String,
}

/// Who forgot a password; kept so that it can be mended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    pub username: String,
    pub email: Secret,
}

/// A new password, typed twice, with the one of now where that is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    pub current: Secret,
    /// As it was typed, which is what is sent: a portal may keep passwords that are not composed.
    pub typed: Secret,
    /// The same and its repetition as they are looked at (NFKC): a letter with its accent is one or two, as the keyboard
    /// likes.
    pub new: Secret,
    pub repeat: Secret,
}

#[derive(Clone, Debug)]
pub enum Event {
    /// Something else stands in the fields.
    Typing(Checks),
    Forgot(Asked),
    Save(Given),
    /// Once more, or a new link.
    Again,
    /// Away, with nothing changed.
    Leave,
    Finish,
    /// The view inside is finished or cancelled.
    Over,
    Retry,
    TokenGiven,
    /// The page's address has another fragment: what stands behind its `#t=`, if it has one.
    Moved(Behind),
    Answered(Box<Opened>),
    Done,
    Failed(Failure),
    Slow,
    BackOnline(Box<Opened>),
    /// The search for the connection ended in something else.
    NotBack(Failure),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Call(Call),
    Step(Screen),
    /// For the page: the password is another one.
    Changed,
    /// For the page: the person is done here.
    Finished,
    /// For the page: nothing was changed.
    Cancelled,
    Reauthenticate,
    Error(&'static str),
    FocusHeading,
    FocusField,
    Focus(Field),
    EmptyField,
    /// Into the fields, where they were typed before.
    Fill(Given),
    /// The token is used, or is good for nothing: the page's address has it no longer.
    Forget(Address),
    Reconnect(Call),
}

/// What stands behind the page's address.
#[derive(Clone, Debug, PartialEq)]
pub enum Behind {
    Nothing,
    /// Of a mail's link.
    Token(Secret),
    /// Somewhere on the page, which is the page's own business.
    Other,
}

/// What stays behind the `#`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Address {
    Nothing,
    /// A link without a token, so that a reload says the same.
    Invalid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Username,
    Email,
    Current,
    New,
    Repeat,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// A session, with the rules in it.
    Open,
    Rules,
    Forgot(Asked),
    Reset {
        token: Secret,
        password: Secret,
    },
    Change {
        current: Secret,
        password: Secret,
    },
}
