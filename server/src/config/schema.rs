//! The schema of the configuration (JSON Schema, draft 2020-12), for the start, for editors and for the manual.

use std::sync::OnceLock;

use schemars::generate::SchemaSettings;
use serde_json::{Value, json};

use super::file::File;

/// The document.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let generator = SchemaSettings::draft2020_12().into_generator();
        let mut document = generator.into_root_schema_for::<File>().to_value();
        tidy(&mut document);
        document["title"] = json!("tweestap.toml");
        document["properties"]["school"]["minItems"] = json!(1);
        document
    })
}

/// The document as it is published.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(document()).unwrap_or_default();
    text.push('\n');
    text
}

/// TOML has no null: what may be absent is just not required. And lines are for the reader's screen to break.
fn tidy(schema: &mut Value) {
    if let Value::Object(members) = schema {
        if let Some(Value::Array(kinds)) = members.get("type") {
            let real = kinds.iter().find(|kind| *kind != "null").cloned();
            members.insert("type".to_owned(), real.unwrap_or_default());
        }
        if let Some(Value::Array(choices)) = members.remove("anyOf") {
            let real = choices.into_iter().find(|one| one["type"] != "null");
            if let Some(Value::Object(real)) = real {
                members.extend(real);
            }
        }
        if members.get("default").is_some_and(Value::is_null) {
            members.remove("default");
        }
        if let Some(Value::String(said)) = members.get_mut("description") {
            *said = said.replace('\n', " ");
        }
        members.values_mut().for_each(tidy);
    } else if let Value::Array(items) = schema {
        items.iter_mut().for_each(tidy);
    }
}
