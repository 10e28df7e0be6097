//! What one gateway wants, as `[[sms]]` or a template says it: checked as a whole before anything is sent.

use std::collections::BTreeMap;

use reqwest::Url;
use serde::Deserialize;
use serde_json::Value;

use super::fill;
use super::path::Path;
use crate::guarded::Host;

/// The settings of one gateway, without its key.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    /// In logs and in what `sms test` prints.
    pub name: String,
    /// May hold `{account}`.
    pub url: String,
    #[serde(default)]
    pub method: Method,
    pub encoding: Encoding,
    pub auth: Auth,
    pub number: NumberForm,
    /// The request, with placeholders; for a form or a query one flat table.
    pub body: Value,
    pub ok_status: Vec<u16>,
    /// Must be there when the status is good: the gateway's name for the message.
    pub ok_path: Option<Path>,
    pub reject: Option<Reject>,
    /// Where the reason of a refusal stands.
    pub error_path: Option<Path>,
    #[serde(default = "busy")]
    pub retry_on: Vec<u16>,
    /// The sender people see: at most 11 letters and digits, or a number of one's own in E.164.
    pub from: String,
    /// Other senders, by the school's id.
    #[serde(default)]
    pub senders: BTreeMap<String, String>,
    #[serde(default)]
    pub account: String,
    /// A gateway in one's own network; then http will do.
    #[serde(default)]
    pub private: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    #[default]
    Post,
    Get,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    Json,
    Form,
    Query,
}

/// How the key is shown.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Auth {
    Header {
        name: String,
        #[serde(default = "the_key")]
        value: String,
    },
    Bearer,
    /// `account` and the key.
    Basic,
    /// `{key}` stands in `body`, whatever its encoding.
    Body,
    /// In the address, beside whatever is sent.
    Query {
        name: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum NumberForm {
    /// `+31612345678`
    #[serde(rename = "e164")]
    E164,
    /// `31612345678`
    #[serde(rename = "digits")]
    Digits,
    /// `0031612345678`
    #[serde(rename = "00")]
    DoubleZero,
}

impl NumberForm {
    pub fn write(self, e164: &str) -> String {
        let digits = e164.trim_start_matches('+');
        match self {
            Self::E164 => ["+", digits].concat(),
            Self::Digits => digits.to_owned(),
            Self::DoubleZero => ["00", digits].concat(),
        }
    }
}

/// A good status that is none: refused when something else stands there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reject {
    pub path: Path,
    pub not: String,
}

fn busy() -> Vec<u16> {
    vec![429, 503]
}

fn the_key() -> String {
    "{key}".to_owned()
}

impl Spec {
    /// The address to call and the host to keep to; refuses what could never work or would be unsafe.
    pub fn check(&self) -> Result<(Url, Host), String> {
        self.check_senders()?;
        self.check_body()?;
        if self.method == Method::Get && self.encoding != Encoding::Query {
            return Err("method GET goes with encoding = \"query\" only".to_owned());
        }
        if self.ok_status.is_empty() || self.ok_status.iter().any(|s| !(200..300).contains(s)) {
            return Err("ok_status must be statuses from 200 to 299".to_owned());
        }
        if self
            .retry_on
            .iter()
            .any(|status| ![429, 503].contains(status))
        {
            return Err(
                "retry_on may hold 429 and 503 only: after any other status a message may be on its way"
                    .to_owned(),
            );
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        if !self.account.chars().all(plain) {
            return Err("account may hold letters, digits, - _ and . only".to_owned());
        }
        let in_url = Value::String(self.url.clone());
        let wants_account = [&in_url, &self.body]
            .into_iter()
            .any(|value| fill::names(value).contains(&"account"))
            || matches!(self.auth, Auth::Basic);
        if wants_account && self.account.is_empty() {
            return Err("account is missing".to_owned());
        }
        if fill::names(&in_url).iter().any(|name| *name != "account") {
            return Err("url may hold no placeholder but {account}".to_owned());
        }
        let url: Url = self
            .url
            .replace("{account}", &self.account)
            .parse()
            .map_err(|_| format!("url = {:?} is no address", self.url))?;
        // The host is the operator's word alone.
        let without: Url = self
            .url
            .replace("{account}", "x")
            .parse()
            .map_err(|_| format!("url = {:?} is no address", self.url))?;
        if url.host() != without.host() || url.port() != without.port() {
            return Err("url may hold {account} in its path only".to_owned());
        }
        let host = Host::of(&url, self.private)?;
        Ok((url, host))
    }

    fn check_senders(&self) -> Result<(), String> {
        let all = std::iter::once(&self.from).chain(self.senders.values());
        for sender in all {
            if !is_sender(sender) {
                return Err(format!(
                    "from: {sender:?} is no sender: at most 11 letters, digits and spaces with a letter among them, or a number such as +31612345678"
                ));
            }
        }
        Ok(())
    }

    fn check_body(&self) -> Result<(), String> {
        if let Some(name) = fill::unknown(&self.body) {
            return Err(format!("body: there is no {{{name}}}"));
        }
        let names = fill::names(&self.body);
        if !names.contains(&"to") || !names.contains(&"text") {
            return Err("body must hold {to} and {text}".to_owned());
        }
        if names.contains(&"key") != matches!(self.auth, Auth::Body) {
            return Err(
                "body holds {key} when, and only when, auth is { kind = \"body\" }".to_owned(),
            );
        }
        if self.encoding != Encoding::Json && fill::pairs(&self.body).is_none() {
            return Err("body must be one flat table for a form or a query".to_owned());
        }
        Ok(())
    }

    pub fn sender(&self, school: &str) -> &str {
        self.senders.get(school).unwrap_or(&self.from)
    }
}

/// At most 11 letters and digits, or a number of one's own: what a telephone shows as the sender.
pub fn is_sender(text: &str) -> bool {
    let letters = text.len() <= 11
        && text.trim() == text
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
        && text.chars().any(|c| c.is_ascii_alphabetic());
    let number = text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    });
    letters || number
}
