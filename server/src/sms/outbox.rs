//! The demonstration's gateway and mail server in one: keeps messages in memory for its "demo phone". Nothing leaves the machine,
//! and nothing is written to disk: the texts hold codes.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use super::{Gateway, Message, NotSent};
use crate::mail::carrier::{Carrier, NotCarried, Parcel};

/// The oldest goes when another comes.
const KEPT: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Sms,
    Mail,
}

/// A message that would have been sent.
#[derive(Clone, serde::Serialize)]
pub struct Sent {
    pub kind: Kind,
    /// E.164, or an address.
    pub to: String,
    /// Of a mail: its subject, an empty line, its plain text.
    pub text: String,
    /// RFC 3339, UTC.
    pub at: String,
}

#[derive(Default)]
pub struct Outbox(Mutex<VecDeque<Sent>>);

impl Outbox {
    /// Newest first.
    pub fn messages(&self) -> Vec<Sent> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
            .cloned()
            .collect()
    }

    pub fn clear(&self) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

impl Carrier for Outbox {
    fn carry<'a>(
        &'a self,
        parcel: Parcel<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotCarried>> + Send + 'a>> {
        let sent = Sent {
            kind: Kind::Mail,
            to: parcel.to.to_string(),
            text: format!("{}\n\n{}", parcel.letter.subject, parcel.letter.text),
            at: crate::time::rfc3339(parcel.at),
        };
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // A text message of a later moment may be here already.
        let place = messages.iter().position(|other| other.at <= sent.at);
        let place = place.unwrap_or(messages.len());
        messages.insert(place, sent);
        messages.truncate(KEPT);
        drop(messages);
        Box::pin(std::future::ready(Ok(())))
    }
}

impl Gateway for Outbox {
    fn send<'a>(
        &'a self,
        message: &'a Message,
        now: i64,
    ) -> Pin<Box<dyn Future<Output = Result<(), NotSent>> + Send + 'a>> {
        let sent = Sent {
            kind: Kind::Sms,
            to: message.to.clone(),
            text: message.text.expose().to_owned(),
            at: crate::time::rfc3339(now),
        };
        let mut messages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push_front(sent);
        messages.truncate(KEPT);
        drop(messages);
        Box::pin(std::future::ready(Ok(())))
    }
}
