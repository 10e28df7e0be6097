//! What an answer means: whether the gateway took the message, refused it, or left that open.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use serde_json::Value;

use super::spec::Spec;

/// Bytes of an answer that are read.
pub const LONGEST: usize = 64 * 1024;
/// Seconds that a gateway may ask us to wait; more, and it is asked no more.
const LONGEST_WAIT: u64 = 5;
/// What a gateway that names no wait gets.
const USUAL_WAIT: u64 = 1;

/// What became of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway took the message; its own name for it, when it gives one.
    Taken(Option<String>),
    /// No connection: nothing was sent.
    Unreached(&'static str),
    /// It answered no: nothing will be sent.
    Refused(Refusal),
    /// The request went out and no readable answer came: it may have been taken.
    Unclear(&'static str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub status: u16,
    /// Redacted.
    pub said: String,
    /// When it may be asked once more.
    pub retry: Option<Duration>,
}

/// An answer that came in time. `body` is `None` when it was cut off or too long.
pub struct Reply<'a> {
    pub status: u16,
    pub headers: &'a HeaderMap,
    pub body: Option<&'a [u8]>,
}

/// `redact` makes a gateway's sentence fit for a log.
pub fn judge(spec: &Spec, reply: &Reply<'_>, redact: impl Fn(&str) -> String) -> Outcome {
    let answer: Option<Value> = reply
        .body
        .and_then(|body| serde_json::from_slice(body).ok());
    let refused = |retry| {
        let said = answer
            .as_ref()
            .zip(spec.error_path.as_ref())
            .and_then(|(answer, path)| path.text(answer));
        Outcome::Refused(Refusal {
            status: reply.status,
            said: redact(said.as_deref().unwrap_or_default()),
            retry,
        })
    };
    match reply.status {
        status if spec.ok_status.contains(&status) => {}
        status if spec.retry_on.contains(&status) => return refused(wait(reply.headers)),
        // The machine in between does not know what the gateway behind it did.
        408 | 502 | 504 => return Outcome::Unclear("a gateway in between had no answer"),
        300..=399 => {
            return Outcome::Refused(Refusal {
                status: reply.status,
                said: "it leads elsewhere, which is not followed".to_owned(),
                retry: None,
            });
        }
        _ => return refused(None),
    }
    if spec.ok_path.is_none() && spec.reject.is_none() {
        return Outcome::Taken(None);
    }
    let Some(answer) = &answer else {
        return Outcome::Unclear("its answer could not be read");
    };
    if let Some(reject) = &spec.reject {
        match reject.path.text(answer) {
            Some(word) if word == reject.not => {}
            Some(_) => return refused(None),
            None => return Outcome::Unclear("its answer does not say whether it was taken"),
        }
    }
    match spec.ok_path.as_ref().map(|path| path.text(answer)) {
        None => Outcome::Taken(None),
        Some(Some(id)) => Outcome::Taken(Some(redact(&id))),
        Some(None) => Outcome::Unclear("its answer names no message"),
    }
}

/// A date instead of seconds counts as too long.
fn wait(headers: &HeaderMap) -> Option<Duration> {
    let seconds = match headers.get(RETRY_AFTER) {
        None => USUAL_WAIT,
        Some(value) => value.to_str().ok()?.trim().parse().ok()?,
    };
    (seconds <= LONGEST_WAIT).then(|| Duration::from_secs(seconds))
}
