//! Text messages: who takes them, what they say, when another may be sent. A gateway knows nothing of codes.

pub mod gsm7;
mod outbox;
mod sending;
pub mod text;

pub use outbox::{Kind, Outbox, Sent};
pub use sending::{Purpose, Sending, code_hash, number_index, resend_at, send_code};

use std::future::Future;
use std::pin::Pin;

use tweestap_api::Secret;

/// One message to one number.
pub struct Message {
    /// E.164.
    pub to: String,
    pub text: Secret,
}

/// The gateway did not take the message; nothing was sent.
#[derive(Debug)]
pub struct NotSent;

/// Whoever carries messages out.
pub trait Gateway: Send + Sync {
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: i64,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>>;
}
