//! `custom-elements.json`: the elements for documentation tools and editors, in the Custom Elements Manifest's
//! schema (version 2.1.0), made from [`surface`](super::surface).

use super::styles;
use super::surface::{
    ATTRIBUTES, Attribute, ELEMENTS, EVENTS, Element, Event, PROPERTIES, Property,
};
use crate::bundle::ENTRY;
use anyhow::Result;
use serde_json::{Map, Value, json};

const SCHEMA: &str = "2.1.0";

pub fn manifest(tokens: &str) -> Result<String> {
    let styles = styles::properties(tokens);
    let declarations: Vec<Value> = ELEMENTS
        .iter()
        .map(|element| declaration(element, &styles))
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

fn declaration(element: &Element, styles: &[(String, String)]) -> Value {
    let styles: Vec<Value> = styles
        .iter()
        .map(|(name, default)| json!({ "name": name, "default": default }))
        .collect();
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
        "cssProperties": styles,
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
