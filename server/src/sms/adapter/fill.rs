//! Puts a message into a gateway's template. Values go in as JSON values: whatever is in a text (quotes, line
//! breaks, braces) can never become a part of the request's structure.

use serde_json::{Map, Value};

/// What a template may name, between braces.
pub struct Values<'a> {
    /// In the gateway's own form.
    pub to: &'a str,
    pub from: &'a str,
    pub text: &'a str,
    pub reference: &'a str,
    /// Seconds.
    pub validity: i64,
    /// RFC 3339, UTC.
    pub valid_until: &'a str,
    pub account: &'a str,
    pub key: &'a str,
}

const NAMES: [&str; 9] = [
    "to",
    "from",
    "text",
    "ref",
    "validity",
    "validity_minutes",
    "valid_until",
    "account",
    "key",
];

impl Values<'_> {
    fn named(&self, name: &str) -> Option<Value> {
        let text = match name {
            "to" => self.to,
            "from" => self.from,
            "text" => self.text,
            "ref" => self.reference,
            "valid_until" => self.valid_until,
            "account" => self.account,
            "key" => self.key,
            "validity" => return Some(self.validity.into()),
            "validity_minutes" => return Some((self.validity / 60).max(1).into()),
            _ => return None,
        };
        Some(text.into())
    }

    pub fn fill(&self, template: &Value) -> Value {
        match template {
            Value::String(text) => self.fill_text(text),
            Value::Array(items) => items.iter().map(|item| self.fill(item)).collect(),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), self.fill(value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }

    /// A placeholder by itself keeps its type: a number stays a number.
    fn fill_text(&self, template: &str) -> Value {
        let mut filled = String::new();
        for piece in pieces(template) {
            match piece {
                Piece::Name(name) => {
                    let value = self.named(name).unwrap_or(Value::Null);
                    if name.len() + 2 == template.len() {
                        return value;
                    }
                    filled.push_str(&plain(&value));
                }
                Piece::Words(words) => filled.push_str(words),
            }
        }
        Value::String(filled)
    }
}

enum Piece<'a> {
    Words(&'a str),
    Name(&'a str),
}

fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        pieces.extend([Piece::Words(words), Piece::Name(name)]);
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// The placeholders of a template, in the order in which they stand.
pub fn names(template: &Value) -> Vec<&str> {
    match template {
        Value::String(text) => pieces(text)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Name(name) => Some(name),
                Piece::Words(_) => None,
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(members) => members.values().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// The first placeholder that nothing can be put into.
pub fn unknown(template: &Value) -> Option<&str> {
    names(template)
        .into_iter()
        .find(|name| !NAMES.contains(name))
}

/// The pairs of a form or a query; nothing when a member is not a plain value.
pub fn pairs(filled: &Value) -> Option<Vec<(&str, String)>> {
    let members: &Map<String, Value> = filled.as_object()?;
    members
        .iter()
        .map(|(name, value)| match value {
            Value::Array(_) | Value::Object(_) | Value::Null => None,
            plain_value => Some((name.as_str(), plain(plain_value))),
        })
        .collect()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const HOSTILE: &str = "a \"quoted\" {key} text,\nwith \\ and é and \u{7}";

    fn values() -> Values<'static> {
        Values {
            to: "+31612345678",
            from: "School",
            text: HOSTILE,
            reference: "r1",
            validity: 300,
            valid_until: "2027-01-15T08:05:00Z",
            account: "AC1",
            key: "s3cret",
        }
    }

    #[test]
    fn a_text_stays_a_text_whatever_is_in_it() {
        let template = json!({ "a": ["{text}"], "b": "<{text}>", "n": 1, "flag": true });
        let filled = values().fill(&template);
        assert_eq!(
            filled,
            json!({ "a": [HOSTILE], "b": format!("<{HOSTILE}>"), "n": 1, "flag": true }),
            "and a placeholder inside a value is not filled again"
        );
        let sent: Value = serde_json::from_slice(&serde_json::to_vec(&filled).unwrap()).unwrap();
        assert_eq!(sent, filled);
    }

    #[test]
    fn a_number_by_itself_stays_a_number() {
        let filled = values()
            .fill(&json!({ "s": "{validity}", "m": "{validity_minutes}", "t": "{validity}s" }));
        assert_eq!(filled, json!({ "s": 300, "m": 5, "t": "300s" }));
        let mut pairs = pairs(&filled).unwrap();
        pairs.sort();
        let expected = [("m", "5"), ("s", "300"), ("t", "300s")];
        assert_eq!(
            pairs,
            expected.map(|(name, value)| (name, value.to_owned()))
        );
    }

    #[test]
    fn a_placeholder_that_does_not_exist_is_found() {
        assert_eq!(unknown(&json!({ "a": ["{to} {phone}"] })), Some("phone"));
        assert_eq!(unknown(&json!({ "a": "{to}", "b": "{ref}" })), None);
    }

    #[test]
    fn a_form_has_no_lists() {
        assert!(pairs(&json!({ "a": ["b"] })).is_none());
        assert!(pairs(&json!([1])).is_none());
    }
}
