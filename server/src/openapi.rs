//! The OpenAPI document: routes and bodies from the handlers' own types, problems and levels from the table
//! of `http/gate.rs`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::{Value, json};
use tweestap_api::{Problem, ProblemBody};
use utoipa::PartialSchema as _;

use crate::http::gate::{Need, RULES, Rule};
use crate::http::{BASE, documented};

/// What any route may answer.
const EVERYWHERE: [&str; 2] = ["busy", "internal"];
const WITH_BODY: [&str; 3] = [
    "malformed_request",
    "body_too_large",
    "unsupported_media_type",
];

/// The document as JSON text.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| document().to_string())
}

/// The document (OpenAPI 3.1).
pub fn document() -> Value {
    let generated = documented().into_openapi();
    let mut document = serde_json::to_value(generated).unwrap_or_default();
    document["info"] = json!({
        "title": "Tweestap",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Two-step verification: enrolment, challenge at sign-in, settings. Times are Unix \
                        seconds (UTC), spans whole seconds.",
        "license": { "name": "Apache-2.0 OR MIT" },
    });
    document["servers"] = json!([{ "url": BASE }]);
    let schemas = &mut document["components"]["schemas"];
    schemas["Problem"] = serde_json::to_value(ProblemBody::schema()).unwrap_or_default();
    schemas["Problem"]["description"] =
        json!("RFC 9457. `code` is stable and what a client goes by; there is no prose.");
    let codes: Vec<String> = Problem::examples()
        .iter()
        .map(|problem| problem.code().to_owned())
        .collect();
    schemas["Problem"]["properties"]["code"] = json!({ "type": "string", "enum": codes });
    document["components"]["securitySchemes"] = json!({
        "session": { "type": "http", "scheme": "bearer", "description": "The `access_token` of `POST /session`." },
    });
    for rule in &RULES {
        describe(
            rule,
            &mut document["paths"][rule.path][rule.method.as_str().to_lowercase()],
        );
    }
    document
}

fn describe(rule: &Rule, operation: &mut Value) {
    // A route that has no handler is not made up here: the test of the table would find it missing.
    if operation.is_null() {
        return;
    }
    if rule.need > Need::Anonymous {
        operation["security"] = json!([{ "session": [] }]);
    }
    operation["x-tweestap-level"] = json!(match rule.need {
        Need::Anonymous => "anonymous",
        Need::BeforeSecondFactor => "before_second_factor",
        Need::Enrolment => "enrolment_required",
        Need::Full => "full",
        Need::Elevated => "elevated",
        Need::Manager => "manager",
    });
    let has_body = !operation["requestBody"].is_null();
    for (status, codes) in by_status(rule, has_body) {
        operation["responses"][status.to_string()] = json!({
            "description": codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", "),
            "content": { "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" },
            } },
            "x-tweestap-codes": codes,
        });
    }
}

fn by_status(rule: &Rule, has_body: bool) -> BTreeMap<u16, Vec<&'static str>> {
    let gate: &[&str] = match rule.need {
        Need::Anonymous => &[],
        Need::BeforeSecondFactor => &["session_expired"],
        Need::Enrolment => &["session_expired", "second_factor_required"],
        Need::Full => &[
            "session_expired",
            "second_factor_required",
            "enrolment_required",
        ],
        Need::Elevated => &[
            "session_expired",
            "second_factor_required",
            "enrolment_required",
            "reauthentication_required",
        ],
        Need::Manager => &[
            "session_expired",
            "second_factor_required",
            "enrolment_required",
            "manager_required",
            "reauthentication_required",
        ],
    };
    let origin: &[&str] = if rule.need == Need::Anonymous && rule.method.is_safe() {
        &[]
    } else {
        &["origin_not_allowed"]
    };
    let body: &[&str] = if has_body { &WITH_BODY } else { &[] };
    let mut statuses = BTreeMap::<u16, Vec<&'static str>>::new();
    for code in [gate, origin, body, rule.problems, &EVERYWHERE]
        .into_iter()
        .flatten()
    {
        let known = Problem::examples()
            .into_iter()
            .find(|problem| problem.code() == *code);
        let status = known.map_or(500, |problem| problem.status());
        let codes = statuses.entry(status).or_default();
        if !codes.contains(code) {
            codes.push(code);
        }
    }
    statuses
}
