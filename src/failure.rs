//! What a call can end in, besides an answer.

use tweestap_api::Problem;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer: no connection, a time-out, a gateway without its server.
    Offline,
    /// An answer that is not of the contract.
    Unreadable,
    /// The portal hands out no token: the person must sign in there again.
    SignedOut,
    Refused(Problem),
}

impl Failure {
    /// The stable code, also for the `data-error` hook and the `tweestap:error` event.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offline => "offline",
            Self::Unreadable => "unreadable",
            Self::SignedOut => "signed_out",
            Self::Refused(problem) => problem.code(),
        }
    }
}
