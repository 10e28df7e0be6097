//! `custom-elements.json`: the elements for documentation tools and editors, in the Custom Elements Manifest's
//! schema (version 2.1.0), made from [`surface`](super::surface).

use super::surface::{
    ATTRIBUTES, Attribute, ELEMENTS, EVENTS, Element, Event, PROPERTIES, Property,
};
use crate::bundle::ENTRY;
use anyhow::Result;
use serde_json::{Map, Value, json};

const SCHEMA: &str = "2.1.0";

/// `theme`: `style/theme.json`, the list of what a school may style.
pub fn manifest(theme: &str) -> Result<String> {
    let theme: Value = serde_json::from_str(theme)?;
    let looks = json!({
        "cssProperties": described(&theme["properties"]),
        "cssParts": described(&theme["parts"]),
    });
    let declarations: Vec<Value> = ELEMENTS
        .iter()
        .map(|element| declaration(element, &looks))
        .collect();
    let exports: Vec<Value> = ELEMENTS.iter().map(definition).collect();
    let manifest = json!({
        "schemaVersion": SCHEMA,
        "readme": "README.md",
        "modules": [{
            "kind": "javascript-module",
            "path": ENTRY,
            "declarations": declarations,
            "exports": exports,
        }],
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

fn described(list: &Value) -> Vec<Value> {
    let all = list.as_array().into_iter().flatten();
    all.map(|one| {
        let mut described = json!({ "name": one["name"], "description": one["what"] });
        if !one["default"].is_null() {
            described["default"] = one["default"].clone();
        }
        described
    })
    .collect()
}

fn declaration(element: &Element, looks: &Value) -> Value {
    json!({
        "kind": "class",
        "customElement": true,
        "name": element.class,
        "tagName": element.tag,
        "description": element.about,
        "superclass": { "name": "HTMLElement" },
        "attributes": ATTRIBUTES.iter().map(attribute).collect::<Vec<_>>(),
        "members": PROPERTIES.iter().map(member).collect::<Vec<_>>(),
        "events": EVENTS.iter().map(event).collect::<Vec<_>>(),
        "cssProperties": looks["cssProperties"],
        "cssParts": looks["cssParts"],
    })
}

fn attribute(attribute: &Attribute) -> Value {
    let mut described = Map::new();
    described.insert("name".into(), json!(attribute.name));
    described.insert("description".into(), json!(attribute.about));
    described.insert("type".into(), json!({ "text": attribute.kind }));
    if let Some(default) = attribute.default {
        described.insert("default".into(), json!(default));
    }
    Value::Object(described)
}

fn member(property: &Property) -> Value {
    json!({
        "kind": "field",
        "name": property.name,
        "description": property.about,
        "type": { "text": property.kind },
    })
}

fn event(event: &Event) -> Value {
    json!({
        "name": format!("tweestap:{}", event.name),
        "description": event.about,
        "type": { "text": format!("CustomEvent<{}>", event.detail_type()) },
    })
}

fn definition(element: &Element) -> Value {
    json!({
        "kind": "custom-element-definition",
        "name": element.tag,
        "declaration": { "name": element.class, "module": ENTRY },
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_property_and_part_is_in_the_manifest_with_what_it_is_for() {
        let theme = include_str!("../../../style/theme.json");
        let manifest: Value = serde_json::from_str(&manifest(theme).unwrap()).unwrap();
        let theme: Value = serde_json::from_str(theme).unwrap();
        for element in manifest["modules"][0]["declarations"].as_array().unwrap() {
            for (kind, listed) in [("cssProperties", "properties"), ("cssParts", "parts")] {
                let words = |list: &Value, about: &str| -> Vec<(Value, Value)> {
                    let all = list.as_array().unwrap().iter();
                    all.map(|one| (one["name"].clone(), one[about].clone()))
                        .collect()
                };
                let listed = words(&theme[listed], "what");
                assert_eq!(words(&element[kind], "description"), listed);
                assert!(
                    listed.iter().all(|(_, what)| what.is_string()),
                    "{listed:?}"
                );
            }
        }
    }
}
