//! The file: every setting with what it is for. The published schema, the checks and the table in the manual
//! are made from these types.

use std::collections::BTreeMap;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use tweestap_api::{Method, Recovery, RememberDuration};

use super::{gateway, group, mail, password};

/// The configuration of tweestap-server (TOML). Paths in it are relative to the file.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "its parts are read one by one; this is their schema"
)]
pub struct File {
    /// Where browsers reach this server, such as https://2fa.school.example.
    pub public_url: String,
    /// The schools this server works for; at least one.
    pub school: Vec<SchoolEntry>,
    /// Schools that share a policy.
    #[serde(default)]
    pub groups: Vec<group::Group>,
    /// The mail server for notices to people. Without it they get none.
    pub mail: Option<mail::Entry>,
    /// Gateways for text messages, in the order in which they are tried.
    #[serde(default)]
    pub sms: Vec<gateway::Entry>,
    /// How many text messages may be sent.
    pub sms_limits: Option<LimitsEntry>,
    /// Reverse proxies in front of this server, as addresses or networks such as 10.0.0.0/8: their X-Forwarded-For says
    /// where a request comes from.
    #[serde(default)]
    pub proxies: Vec<String>,
}

/// A school whose portal hands people over.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "School")]
pub struct SchoolEntry {
    /// Stable, and part of every account's name and of addresses: letters, digits, - and _.
    pub id: String,
    /// The name people know.
    pub name: String,
    /// The iss of the portal's tokens, and the aud of the assertions.
    pub issuer: String,
    /// The aud of the portal's tokens.
    pub audience: String,
    /// Files with the portal's public keys: PEM with one, or a JWKS with several (P-256, Ed25519, RSA of 3072 bit
    /// and more).
    pub keys: Vec<PathBuf>,
    /// Origins of the pages that carry the widget, exactly as browsers send them.
    #[serde(default)]
    pub origins: Vec<String>,
    /// What people may set up, the recommended one first; never sms alone. A hardware token is handed out with
    /// `tweestap-server token link`, and then works beside them.
    #[serde(default = "app_only")]
    #[schemars(schema_with = "methods")]
    pub methods: Vec<Method>,
    /// How long a device may be remembered at most.
    #[serde(default = "twelve_hours")]
    #[schemars(schema_with = "durations")]
    pub longest_remember: RememberDuration,
    /// Countries of mobile numbers (ISO 3166), the school's own first.
    #[serde(default = "dutch_and_belgian")]
    pub countries: Vec<String>,
    /// The domain in the last line of a text message: that of the page with the widget.
    #[serde(default)]
    pub sms_domain: String,
    /// Sender of text messages, where it is not the gateway's: at most 11 letters and digits, or a number.
    pub sms_from: Option<String>,
    /// Two steps must be set up before anything else, and stay on.
    #[serde(default)]
    pub required: bool,
    /// Six codes that are each good once, or one reset code that can be looked up again.
    #[serde(default)]
    #[schemars(schema_with = "recoveries")]
    pub recovery: Recovery,
    /// Values of the portal's amr claim (RFC 8176) that stand for a second step given there; [] for none.
    #[serde(default = "mfa")]
    pub accepted_amr: Vec<String>,
    /// Sender of notices, where it is not the one of [mail].
    pub mail_from: Option<String>,
    /// Whom people ask for help, in one line of every mail.
    #[serde(default)]
    pub helpdesk: String,
    /// Folder with sentences of the school's own: nl.json, nl-BE.json and so on (key to text).
    pub texts: Option<PathBuf>,
    /// Forgotten passwords, and changing them.
    pub password: Option<password::Entry>,
}

/// How many text messages may be sent in a day.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Limits")]
pub struct LimitsEntry {
    /// By one school; two for each person who uses them (200 at least) where it is absent.
    pub per_school_per_day: Option<u32>,
    /// By all of them.
    pub per_day: Option<u32>,
}

fn app_only() -> Vec<Method> {
    vec![Method::App]
}

/// What NIST SP 800-63B-4 leaves room for; a school may go up to a week.
fn twelve_hours() -> RememberDuration {
    RememberDuration::TwelveHours
}

fn dutch_and_belgian() -> Vec<String> {
    vec!["NL".to_owned(), "BE".to_owned()]
}

/// RFC 8176: the portal asked for more than one factor.
fn mfa() -> Vec<String> {
    vec!["mfa".to_owned()]
}

fn methods(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": { "enum": ["app", "sms"] } })
}

fn durations(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": RememberDuration::ALL })
}

fn recoveries(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": [Recovery::Codes, Recovery::ResetCode] })
}

/// Senders by a school's id.
pub type Senders = BTreeMap<String, String>;
