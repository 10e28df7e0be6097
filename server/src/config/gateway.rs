//! `[[sms]]` as it may be written: a template, or all of a gateway's settings. Only described here; what they mean
//! is checked by `sms/adapter/spec.rs`.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::file::Senders;
use crate::sms::templates;

/// A gateway for text messages.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "read as a table, over its template; this is its schema"
)]
#[schemars(rename = "Gateway")]
pub struct Entry {
    /// The gateway's settings, which any other line here changes.
    #[schemars(default, schema_with = "names")]
    template: Option<String>,
    /// In logs and in what `sms test` prints; the template's name where it is absent.
    name: Option<String>,
    /// File with the key, readable by its owner only.
    key_file: Option<String>,
    /// Or the variable of the environment that holds it.
    key_env: Option<String>,
    /// The account's name, where the gateway asks for it.
    account: Option<String>,
    /// The sender people see: at most 11 letters and digits, or a number such as +31612345678.
    from: Option<String>,
    /// Other senders, by the school's id; a school's own sms_from goes before them.
    senders: Option<Senders>,
    /// Without a template: the address, which may hold {account} in its path.
    url: Option<String>,
    #[schemars(default, schema_with = "verbs")]
    method: Option<String>,
    #[schemars(default, schema_with = "encodings")]
    encoding: Option<String>,
    /// How the key is shown: { kind = "header", name = "X-Api-Key" }, or bearer, basic, body, query.
    auth: Option<serde_json::Map<String, serde_json::Value>>,
    /// How numbers are written.
    #[schemars(default, schema_with = "numbers")]
    number: Option<String>,
    /// The request, with {to} and {text} in it.
    body: Option<serde_json::Map<String, serde_json::Value>>,
    /// Statuses of a message that was taken.
    ok_status: Option<Vec<u16>>,
    /// Where the answer names the message, such as $.id.
    ok_path: Option<String>,
    /// A good status that is none: { path = "$.status", not = "error" }.
    reject: Option<serde_json::Map<String, serde_json::Value>>,
    /// Where the reason of a refusal stands.
    error_path: Option<String>,
    /// Statuses after which the message may be sent again: 429, 503.
    retry_on: Option<Vec<u16>>,
    /// A gateway in one's own network; then http will do.
    private: Option<bool>,
}

fn names(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = templates::ALL.iter().map(|(name, _)| *name).collect();
    json_schema!({ "enum": names })
}

fn verbs(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["POST", "GET"] })
}

fn encodings(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["json", "form", "query"] })
}

fn numbers(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "enum": ["e164", "digits", "00"] })
}
