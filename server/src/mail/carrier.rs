//! Whoever takes letters from the queue: a mail server, or the demonstration's outbox. A carrier knows
//! nothing of accounts and events.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use lettre::Address;
use tweestap_api::Secret;

use super::letter::Letter;
use crate::config::School;

/// One letter to one person.
pub struct Parcel<'a> {
    /// Stable over every attempt, so that a mail program shows a letter that came twice once.
    pub id: &'a str,
    pub school: &'a School,
    pub to: &'a Address,
    pub letter: &'a Letter,
    /// When it happened, Unix seconds.
    pub at: i64,
    /// Unix seconds.
    pub now: i64,
}

/// Where it went wrong, in words that hold no address; what the server said may hold one.
#[derive(Debug)]
pub struct Trouble {
    pub step: &'static str,
    /// The server's reply code (RFC 5321 section 4.2).
    pub code: Option<u16>,
    pub cause: &'static str,
    pub said: Secret,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{}: the server answered {code}", self.step),
            None => write!(f, "{}: {}", self.step, self.cause),
        }
    }
}

/// Nobody took it.
#[derive(Debug)]
pub enum NotCarried {
    /// This letter cannot go now.
    Later(Trouble),
    /// No letter can go now: the server is away, is not whom we trust, or wants nothing from us.
    Unreachable(Trouble),
    /// This letter can never go.
    Never(Trouble),
}

impl NotCarried {
    pub fn trouble(&self) -> &Trouble {
        match self {
            Self::Later(trouble) | Self::Unreachable(trouble) | Self::Never(trouble) => trouble,
        }
    }
}

pub trait Carrier: Send + Sync {
    fn carry<'a>(
        &'a self,
        parcel: Parcel<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>>;
}
