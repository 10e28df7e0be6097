//! Compares a file with its schema and says everything that does not fit: unknown keys, missing ones, values of
//! another kind. The schema is the one that is published, so that what an editor accepts is what a start accepts.

use serde_json::Value as Schema;
use toml::de::DeValue;

use super::report::{Report, meant};
use super::source::{Source, Value};

/// What never stands in the file itself, with where it goes instead.
const SECRETS: [(&str, &str); 4] = [
    ("key", "write key_file or key_env"),
    ("token", "write key_file or key_env"),
    ("secret", "write key_file or key_env"),
    (
        "password",
        "keep it out of this file, in a password_file or in TWEESTAP_MAIL_PASSWORD (for a gateway: key_file or key_env)",
    ),
];

/// Whether the value at `pointer` fits `schema` (with its `$defs` in `whole`).
pub fn fits(
    source: &Source<'_>,
    pointer: &str,
    schema: &Schema,
    whole: &Schema,
    report: &mut Report,
) -> bool {
    let Some(value) = source.get(pointer) else {
        return true;
    };
    let before = report.len();
    let name = pointer
        .rsplit('/')
        .find(|step| step.parse::<usize>().is_err());
    let mut walk = Walk {
        source,
        whole,
        report,
    };
    walk.value(name.unwrap_or_default(), value, schema);
    report.len() == before
}

struct Walk<'w, 'a> {
    source: &'w Source<'a>,
    whole: &'w Schema,
    report: &'w mut Report,
}

impl Walk<'_, '_> {
    fn value(&mut self, name: &str, value: &Value<'_>, schema: &Schema) {
        let resolved = resolve(schema, self.whole);
        let advice = advice(schema)
            .or_else(|| advice(resolved))
            .unwrap_or_default();
        match value.get_ref() {
            DeValue::Table(_) if is(resolved, "object") => self.table(value, resolved),
            DeValue::Array(items) if is(resolved, "array") => {
                for item in items.iter() {
                    self.value(name, item, &resolved["items"]);
                }
            }
            DeValue::String(text) if is(resolved, "string") => {
                self.word(name, text, value, schema, &advice);
            }
            DeValue::Integer(number) if is(resolved, "integer") => {
                let read = i64::from_str_radix(number.as_str(), number.radix()).ok();
                let within = |limit: &str, fits: fn(i64, i64) -> bool| {
                    let limit = resolved[limit].as_i64();
                    limit.is_none_or(|limit| read.is_some_and(|number| fits(number, limit)))
                };
                if !within("minimum", |n, limit| n >= limit)
                    || !within("maximum", |n, limit| n <= limit)
                {
                    let (from, to) = (&resolved["minimum"], &resolved["maximum"]);
                    let said = match to {
                        Schema::Null => format!("{name} must be at least {from}"),
                        to => format!("{name} must be {from} to {to}"),
                    };
                    self.source.fault_at(&value.span(), said, self.report);
                }
            }
            DeValue::Boolean(_) if is(resolved, "boolean") => {}
            // A schema without a type takes anything.
            _ if resolved.get("type").is_none() && words(resolved).is_empty() => {}
            _ => {
                let said = format!("{name} must be {}{advice}", kind(resolved));
                self.source.fault_at(&value.span(), said, self.report);
            }
        }
    }

    fn word(&mut self, name: &str, text: &str, value: &Value<'_>, schema: &Schema, advice: &str) {
        let known = words(resolve(schema, self.whole));
        if known.is_empty() || known.contains(&text) {
            return;
        }
        let perhaps = meant(text, known.iter().copied())
            .map_or(String::new(), |word| format!("; did you mean {word:?}?"));
        let said = format!(
            "{name} = {text:?} is not one of {}{perhaps}{advice}",
            known.join(", ")
        );
        self.source.fault_at(&value.span(), said, self.report);
    }

    fn table(&mut self, value: &Value<'_>, schema: &Schema) {
        let Some(table) = value.get_ref().as_table() else {
            return;
        };
        let known = schema["properties"].as_object();
        for (key, value) in table.iter() {
            let name = key.get_ref().as_ref();
            match known.and_then(|known| known.get(name)) {
                Some(schema) => self.value(name, value, schema),
                None => match schema.get("additionalProperties") {
                    Some(Schema::Bool(false)) => {
                        let said = unknown(name, schema);
                        self.source.fault_at(&key.span(), said, self.report);
                    }
                    Some(schema @ Schema::Object(_)) => self.value(name, value, schema),
                    _ => {}
                },
            }
        }
        let required = schema["required"].as_array();
        for name in required.into_iter().flatten().filter_map(Schema::as_str) {
            if table.iter().all(|(key, _)| key.get_ref().as_ref() != name) {
                let advice = advice(&schema["properties"][name]).unwrap_or_default();
                let said = format!("{name} is missing; add it{advice}");
                self.source.fault_at(&value.span(), said, self.report);
            }
        }
    }
}

fn unknown(name: &str, schema: &Schema) -> String {
    if let Some((_, instead)) = SECRETS.iter().find(|(secret, _)| *secret == name) {
        return format!("{name} does not belong in this file; {instead}");
    }
    let known: Vec<&str> = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|known| known.keys().map(String::as_str))
        .collect();
    match meant(name, known.iter().copied()) {
        Some(word) => format!("there is no setting {name:?} here; did you mean {word:?}?"),
        None => format!(
            "there is no setting {name:?} here; take it out, or write one of {}",
            known.join(", ")
        ),
    }
}

/// Follows `$ref`.
fn resolve<'s>(schema: &'s Schema, whole: &'s Schema) -> &'s Schema {
    let target = schema["$ref"].as_str();
    let found = target
        .and_then(|target| target.strip_prefix('#'))
        .and_then(|at| whole.pointer(at));
    found.map_or(schema, |found| resolve(found, whole))
}

fn is(schema: &Schema, kind: &str) -> bool {
    match &schema["type"] {
        Schema::String(one) => one == kind,
        _ => kind == "string" && !words(schema).is_empty(),
    }
}

/// The words that a text may be; none: any text.
fn words(schema: &Schema) -> Vec<&str> {
    let list = |name: &str| schema[name].as_array().into_iter().flatten();
    list("enum")
        .filter_map(Schema::as_str)
        .chain(list("oneOf").filter_map(|one| one["const"].as_str()))
        .chain(list("oneOf").flat_map(|one| {
            let words = one["enum"].as_array().into_iter().flatten();
            words.filter_map(Schema::as_str)
        }))
        .collect()
}

fn kind(schema: &Schema) -> &'static str {
    [
        ("string", "a text in quotes"),
        ("integer", "a whole number"),
        ("boolean", "true or false"),
        ("array", "a list in square brackets"),
        ("object", "a table"),
    ]
    .into_iter()
    .find(|(name, _)| is(schema, name))
    .map_or("something else", |(_, said)| said)
}

/// What a setting is for, as the schema describes it.
fn advice(schema: &Schema) -> Option<String> {
    let description = schema["description"].as_str()?;
    Some(format!(
        ": {}",
        description.replace('\n', " ").trim_end_matches('.')
    ))
}
