//! One gateway over HTTP, as its settings describe it. One call is one request: no redirect is followed, no
//! request is repeated here, no connection outlives its message, and nothing of the message is logged.

mod fill;
mod path;
mod redact;
mod reply;
mod spec;

use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Url};
use serde_json::Value;
use tweestap_api::Secret;

use super::Message;
use crate::guarded;
use fill::Values;
use reply::Reply;
use spec::{Auth, Encoding, Method};

pub use reply::{Outcome, Refusal};
pub use spec::{Spec, is_sender};

/// A gateway that messages can be given to.
pub struct Adapter {
    spec: Spec,
    key: Secret,
    url: Url,
    client: Client,
}

impl Adapter {
    /// `connect`: how long a connection may take, TLS and the look-up of the name included.
    pub fn new(spec: Spec, key: Secret, connect: Duration) -> Result<Self, String> {
        let (url, host) = spec.check()?;
        let visible = key.expose().bytes().all(|byte| byte.is_ascii_graphic());
        if key.expose().is_empty() || !visible {
            return Err("the key is empty or holds more than visible ASCII characters".to_owned());
        }
        if let Auth::Header { name, .. } = &spec.auth {
            HeaderName::try_from(name).map_err(|_| format!("auth: {name:?} is no header"))?;
        }
        let client = guarded::client(host, url.scheme() == "https", connect)?;
        Ok(Self {
            spec,
            key,
            url,
            client,
        })
    }

    pub fn name(&self) -> &str {
        &self.spec.name
    }

    /// Hands a message over, within a time.
    pub async fn send(&self, message: &Message, now: i64, limit: Duration) -> Outcome {
        let Some(request) = self.request(message, now) else {
            return Outcome::Unreached("the request could not be made");
        };
        match tokio::time::timeout(limit, self.exchange(request, message)).await {
            Ok(outcome) => outcome,
            Err(_) => Outcome::Unclear("it did not answer in time"),
        }
    }

    async fn exchange(&self, request: RequestBuilder, message: &Message) -> Outcome {
        let mut response = match request.send().await {
            Ok(response) => response,
            Err(error) if error.is_connect() && error.is_timeout() => {
                return Outcome::Unreached("no connection in time");
            }
            Err(error) if error.is_connect() => {
                return Outcome::Unreached("no connection, or no trusted one");
            }
            Err(error) if error.is_builder() => {
                return Outcome::Unreached("the request could not be made");
            }
            Err(_) => return Outcome::Unclear("the connection broke"),
        };
        let body = guarded::body(&mut response, reply::LONGEST).await;
        let reply = Reply {
            status: response.status().as_u16(),
            headers: response.headers(),
            body: body.as_deref(),
        };
        let secrets = [
            message.text.expose(),
            self.key.expose(),
            self.spec.account.as_str(),
        ];
        reply::judge(&self.spec, &reply, |said| redact::redacted(said, &secrets))
    }

    fn request(&self, message: &Message, now: i64) -> Option<RequestBuilder> {
        let spec = &self.spec;
        let to = spec.number.write(&message.to);
        let valid_until = crate::time::rfc3339(now + message.validity);
        let filled = Values {
            to: &to,
            from: spec.sender(&message.school),
            text: message.text.expose(),
            reference: &message.reference,
            validity: message.validity,
            valid_until: &valid_until,
            account: &spec.account,
            key: self.key.expose(),
        }
        .fill(&spec.body);
        let request = match spec.method {
            Method::Post => self.client.post(self.url.clone()),
            Method::Get => self.client.get(self.url.clone()),
        };
        self.with_key(encoded(request, spec.encoding, &filled)?)
    }

    fn with_key(&self, request: RequestBuilder) -> Option<RequestBuilder> {
        let key = self.key.expose();
        Some(match &self.spec.auth {
            Auth::Header { name, value } => {
                let mut value = HeaderValue::try_from(value.replace("{key}", key)).ok()?;
                value.set_sensitive(true);
                request.header(name, value)
            }
            Auth::Bearer => request.bearer_auth(key),
            Auth::Basic => request.basic_auth(&self.spec.account, Some(key)),
            Auth::Body => request,
            Auth::Query { name } => request.query(&[(name, key)]),
        })
    }
}

fn encoded(request: RequestBuilder, encoding: Encoding, filled: &Value) -> Option<RequestBuilder> {
    Some(match encoding {
        Encoding::Json => request
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(filled).ok()?),
        Encoding::Form => request.form(&fill::pairs(filled)?),
        Encoding::Query => request.query(&fill::pairs(filled)?),
    })
}
