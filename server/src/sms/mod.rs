//! Text messages: who takes them, what they say, when another may be sent. A gateway knows nothing of codes.

pub mod adapter;
pub mod budget;
pub mod failover;
pub mod gsm7;
mod outbox;
mod sending;
pub mod templates;
pub mod text;

pub use outbox::{Kind, Outbox, Sent};
pub use sending::{Purpose, Sending, code_hash, number_index, resend_at, send_code};

use std::future::Future;
use std::pin::Pin;

use tweestap_api::Secret;

use budget::Allowance;

/// One message to one number.
pub struct Message {
    /// E.164.
    pub to: String,
    pub text: Secret,
    /// The school's id: it may have a sender of its own.
    pub school: String,
    /// Names the message towards the gateway; the same at every attempt.
    pub reference: String,
    /// Seconds after which it is worth nothing and need not be delivered.
    pub validity: i64,
}

/// No gateway said that it took the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSent {
    /// Nothing went out.
    Certainly,
    /// One did not say; the message may arrive.
    Perhaps,
}

/// Whoever carries messages out.
pub trait Gateway: Send + Sync {
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: i64,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;

    /// How much may be sent.
    fn allowance(&self) -> Allowance {
        Allowance::default()
    }
}
