//! Each screen of the gallery as a screen reader gets it: the browser's accessibility tree, as indented lines of
//! role, name and state.

use crate::world::World;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Of no use to a listener by themselves; what is in them is.
const SILENT: [&str; 8] = [
    "LabelText",
    "generic",
    "none",
    "paragraph",
    "strong",
    "LineBreak",
    "Legend",
    "form",
];
/// Roles of which the words below are the name.
const NAMED_BY_CONTENT: [&str; 6] = [
    "heading",
    "button",
    "link",
    "DisclosureTriangle",
    "checkbox",
    "radio",
];
/// States that are said; what is false is not.
const STATES: [&str; 9] = [
    "level", "checked", "expanded", "disabled", "required", "invalid", "readonly", "busy", "live",
];

impl World {
    /// Name and lines of every screen, in the gallery's order.
    pub async fn trees(&self) -> Vec<(String, String)> {
        let cards = self.cards().await;
        let tree = self
            .commands("Accessibility.getFullAXTree", json!({}))
            .await;
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let by_id: HashMap<&str, &Value> = nodes
            .iter()
            .filter_map(|node| Some((node["nodeId"].as_str()?, node)))
            .collect();
        let by_element: HashMap<u64, &Value> = nodes
            .iter()
            .filter_map(|node| Some((node["backendDOMNodeId"].as_u64()?, node)))
            .collect();
        cards
            .into_iter()
            .map(|(name, card)| {
                let root = by_element
                    .get(&card)
                    .unwrap_or_else(|| panic!("{name} is in no tree"));
                let mut lines = String::new();
                say(root, &by_id, 0, false, &mut lines);
                (name, lines)
            })
            .collect()
    }

    /// The element around each screen, by the number the browser has for it.
    async fn cards(&self) -> Vec<(String, u64)> {
        let document = self
            .commands("DOM.getDocument", json!({ "depth": -1, "pierce": true }))
            .await;
        let mut cards = Vec::new();
        collect(&document["root"], None, &mut cards);
        cards
    }
}

/// Goes through elements and shadow roots alike.
fn collect(node: &Value, gallery: Option<&str>, cards: &mut Vec<(String, u64)>) {
    let own = attribute(node, "data-gallery").or(gallery);
    if let (Some(name), true) = (own, attribute(node, "data-view").is_some()) {
        cards.push((
            name.to_owned(),
            node["backendNodeId"].as_u64().unwrap_or_default(),
        ));
        return;
    }
    for list in ["children", "shadowRoots"] {
        for child in node[list].as_array().into_iter().flatten() {
            collect(child, own, cards);
        }
    }
}

/// The protocol lists names and values in turn.
fn attribute<'a>(node: &'a Value, name: &str) -> Option<&'a str> {
    let pairs = node["attributes"].as_array()?;
    let at = pairs.chunks(2).find(|pair| pair[0] == name)?;
    at[1].as_str()
}

/// A node with what is below it, one line each.
fn say(
    node: &Value,
    by_id: &HashMap<&str, &Value>,
    depth: usize,
    in_label: bool,
    lines: &mut String,
) {
    let role = node["role"]["value"].as_str().unwrap_or_default();
    let name = words(&node["name"]);
    // The words of a label are the name of its field.
    if role == "InlineTextBox" || (in_label && role == "StaticText") {
        return;
    }
    let is_plain_group = role == "group" && name.is_empty();
    let silent = node["ignored"] == true || is_plain_group || SILENT.contains(&role);
    if !silent {
        let indent = "  ".repeat(depth);
        let line = match role {
            "StaticText" => name.clone(),
            _ => format!(
                "- {}{}{}{}",
                plain(role),
                quoted(&name),
                states(node),
                described(node)
            ),
        };
        lines.extend([indent.as_str(), line.as_str(), "\n"]);
    }
    if !silent && NAMED_BY_CONTENT.contains(&role) && !name.is_empty() {
        return;
    }
    for child in node["childIds"].as_array().into_iter().flatten() {
        let child = child.as_str().and_then(|id| by_id.get(id));
        if let Some(child) = child {
            let below = if silent { depth } else { depth + 1 };
            say(child, by_id, below, in_label || role == "LabelText", lines);
        }
    }
}

fn plain(role: &str) -> &str {
    match role {
        "DisclosureTriangle" => "summary",
        "DescriptionListDetail" => "definition",
        other => other,
    }
}

fn quoted(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!(" \"{name}\"")
    }
}

fn states(node: &Value) -> String {
    let properties = node["properties"].as_array().cloned().unwrap_or_default();
    // Chrome counts the depth of lists, too.
    let counts = node["role"]["value"] == "heading";
    let state = |name: &&str| {
        if *name == "level" && !counts {
            return None;
        }
        let found = properties
            .iter()
            .find(|property| property["name"] == **name)?;
        let value = &found["value"]["value"];
        match value {
            Value::Bool(true) => Some((*name).to_owned()),
            Value::Bool(false) | Value::Null => None,
            Value::String(text) if text == "false" || text == "off" => None,
            Value::String(text) if text == "true" => Some((*name).to_owned()),
            Value::String(text) => Some(format!("{name}={text}")),
            other => Some(format!("{name}={other}")),
        }
    };
    let said: Vec<String> = STATES.iter().filter_map(state).collect();
    if said.is_empty() {
        String::new()
    } else {
        format!(" [{}]", said.join(" "))
    }
}

fn described(node: &Value) -> String {
    let description = words(&node["description"]);
    if description.is_empty() {
        String::new()
    } else {
        format!(" described by \"{description}\"")
    }
}

fn words(value: &Value) -> String {
    let text = value["value"].as_str().unwrap_or_default();
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A letter that turns the direction would turn it in the file, too.
    plain.replace('\u{202e}', "\\u{202e}")
}
