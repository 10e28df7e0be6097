//! The gateways in their order, and what happens when one fails. One message is given away within eight
//! seconds, or the person is told that it was not.
//!
//! - A gateway that cannot be reached or says no: the next one, at once. The last one is asked once more, when
//!   it could not be reached or says when (429 and 503).
//! - A gateway that may have taken it (no answer in time, a broken or unreadable one) is never asked again:
//!   the next one gets the message, and after a second such gateway nobody does. So a person gets at most one
//!   message too many, with the same code.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use super::adapter::{Adapter, Outcome};
use super::budget::Allowance;
use super::{Gateway, Message, NotSent};

/// How long things may take; tests turn it down.
#[derive(Clone, Copy, Debug)]
pub struct Tuning {
    /// One connection.
    pub connect: Duration,
    /// One request, while there is another gateway to go to.
    pub each: Duration,
    /// Everything together.
    pub whole: Duration,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            each: Duration::from_secs(4),
            whole: Duration::from_secs(8),
        }
    }
}

/// Less time than this is not worth a request.
const TOO_LITTLE: Duration = Duration::from_millis(100);

/// Gateways, the first one preferred.
pub struct Gateways {
    list: Vec<Adapter>,
    tuning: Tuning,
    allowance: Allowance,
}

impl Gateways {
    pub fn new(list: Vec<Adapter>, tuning: Tuning, allowance: Allowance) -> Self {
        Self {
            list,
            tuning,
            allowance,
        }
    }

    /// Each by itself, for `sms test`.
    pub fn each(&self) -> impl Iterator<Item = &Adapter> {
        self.list.iter()
    }

    async fn carry(&self, message: &Message, now: i64) -> Result<(), NotSent> {
        let mut carrying = Carrying {
            ends: Instant::now() + self.tuning.whole,
            retried: false,
            perhaps: false,
        };
        for (place, adapter) in self.list.iter().enumerate() {
            let last = place + 1 == self.list.len();
            let each = if last {
                self.tuning.whole
            } else {
                self.tuning.each
            };
            while carrying.left() > TOO_LITTLE {
                let limit = each.min(carrying.left());
                let outcome = adapter.send(message, now, limit).await;
                told(adapter, message, &outcome);
                match carrying.next(&outcome, last) {
                    Next::Done => return Ok(()),
                    Next::Again(wait) => tokio::time::sleep(wait).await,
                    Next::Other => break,
                    Next::Stop => return Err(NotSent::Perhaps),
                }
            }
        }
        Err(if carrying.perhaps {
            NotSent::Perhaps
        } else {
            NotSent::Certainly
        })
    }
}

impl Gateway for Gateways {
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: i64,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        Box::pin(self.carry(message, now))
    }

    fn allowance(&self) -> Allowance {
        self.allowance
    }
}

/// One message on its way.
struct Carrying {
    ends: Instant,
    retried: bool,
    /// A gateway may have taken it.
    perhaps: bool,
}

enum Next {
    Done,
    Again(Duration),
    Other,
    Stop,
}

impl Carrying {
    fn left(&self) -> Duration {
        self.ends.saturating_duration_since(Instant::now())
    }

    fn next(&mut self, outcome: &Outcome, last: bool) -> Next {
        let wait = match outcome {
            Outcome::Taken(_) => return Next::Done,
            Outcome::Unclear(_) if self.perhaps => return Next::Stop,
            Outcome::Unclear(_) => {
                self.perhaps = true;
                return Next::Other;
            }
            Outcome::Unreached(_) => Some(Duration::ZERO),
            Outcome::Refused(refusal) => refusal.retry,
        };
        match wait {
            Some(wait) if last && !self.retried && wait + TOO_LITTLE < self.left() => {
                self.retried = true;
                Next::Again(wait)
            }
            _ => Next::Other,
        }
    }
}

/// One line for whoever looks after the server; the number and the text stay out of it.
fn told(adapter: &Adapter, message: &Message, outcome: &Outcome) {
    let (gateway, school) = (adapter.name(), message.school.as_str());
    match outcome {
        Outcome::Taken(_) => tracing::info!(gateway, school, "text message taken"),
        Outcome::Unreached(why) => {
            tracing::warn!(gateway, school, why, "text message not sent: no connection");
        }
        Outcome::Refused(refusal) => tracing::warn!(
            gateway,
            school,
            status = refusal.status,
            said = refusal.said,
            "text message refused"
        ),
        Outcome::Unclear(why) => {
            tracing::warn!(gateway, school, why, "text message perhaps sent");
        }
    }
}
