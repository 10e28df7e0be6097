//! Types for editors and compilers, in plain TypeScript, made from [`surface`](super::surface). Nothing here runs.

use super::surface::{
    ADJUSTED, ATTRIBUTES, Attribute, CHANGES, ELEMENTS, EVENTS, METHODS, PROPERTIES, STEPS, errors,
};
use std::fmt::Write as _;

/// `tweestap.d.ts`
pub fn plain() -> String {
    let mut text = String::from(HEAD);
    let views: Vec<&str> = ELEMENTS
        .iter()
        .map(|element| element.tag.trim_start_matches("tweestap-"))
        .collect();
    for (name, words) in [
        ("View", &views[..]),
        ("Step", &STEPS),
        ("Method", &METHODS),
        ("Change", &CHANGES),
        ("ErrorCode", &errors()),
    ] {
        put(
            &mut text,
            format!("export type Tweestap{name} = {};", union(words)),
        );
    }
    put(
        &mut text,
        "export type TweestapStrings = Readonly<Record<string, string>>;\n",
    );
    put(
        &mut text,
        format!("export type TweestapAdjusted = {ADJUSTED};"),
    );
    for event in &EVENTS {
        doc(&mut text, "", event.about);
        let (class, detail) = (event.class(), event.detail_type());
        put(
            &mut text,
            format!("export type {class} = CustomEvent<{detail}>;"),
        );
    }
    put(&mut text, "\nexport interface TweestapEventMap {");
    for event in &EVENTS {
        put(
            &mut text,
            format!("  'tweestap:{}': {};", event.name, event.class()),
        );
    }
    put(&mut text, "}\n\n/** What the elements have in common. */");
    put(
        &mut text,
        "export interface TweestapElement extends HTMLElement {",
    );
    for property in &PROPERTIES {
        doc(&mut text, "  ", property.about);
        // A getter that gives nothing is how TypeScript says "write only".
        put(
            &mut text,
            format!("  set {}(value: {});", property.name, property.kind),
        );
    }
    for verb in ["add", "remove"] {
        text.push_str(&listeners(verb));
    }
    put(&mut text, "}\n");
    for element in &ELEMENTS {
        doc(&mut text, "", element.about);
        put(
            &mut text,
            format!(
                "export interface {} extends TweestapElement {{}}",
                element.class
            ),
        );
    }
    put(
        &mut text,
        "\n/** What can be written in the elements' tags. */",
    );
    put(&mut text, "export interface TweestapAttributes {");
    for attribute in &ATTRIBUTES {
        doc(&mut text, "  ", &with_default(attribute));
        put(
            &mut text,
            format!("  '{}'?: {};", attribute.name, attribute.kind),
        );
    }
    put(
        &mut text,
        "}\n\ndeclare global {\n  interface HTMLElementTagNameMap {",
    );
    for element in &ELEMENTS {
        put(
            &mut text,
            format!("    '{}': {};", element.tag, element.class),
        );
    }
    put(
        &mut text,
        "  }\n  interface HTMLElementEventMap extends TweestapEventMap {}",
    );
    put(
        &mut text,
        "  interface DocumentEventMap extends TweestapEventMap {}\n}",
    );
    text
}

pub(super) const HEAD: &str = "// Made by `cargo xtask build` from xtask/src/npm/surface.rs.\n\n";

pub(super) fn put(text: &mut String, line: impl AsRef<str>) {
    text.push_str(line.as_ref());
    text.push('\n');
}

pub(super) fn doc(text: &mut String, indent: &str, about: &str) {
    put(text, format!("{indent}/** {about} */"));
}

fn union(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    quoted.join(" | ")
}

fn with_default(attribute: &Attribute) -> String {
    match attribute.default {
        Some(default) => format!("{} Default: `{default}`.", attribute.about),
        None => attribute.about.to_owned(),
    }
}

/// `addEventListener` for the events of ours, and as it was for all others.
fn listeners(verb: &str) -> String {
    let options = match verb {
        "add" => "boolean | AddEventListenerOptions",
        _ => "boolean | EventListenerOptions",
    };
    let events = "TweestapEventMap & HTMLElementEventMap";
    let mut text = String::new();
    // Writing to a `String` cannot fail.
    write!(
        text,
        "  {verb}EventListener<Name extends keyof ({events})>(\n    name: Name,\n    listener: (this: this, \
         event: ({events})[Name]) => unknown,\n    options?: {options},\n  ): void;\n  {verb}EventListener(\n    \
         name: string,\n    listener: EventListenerOrEventListenerObject,\n    options?: {options},\n  ): void;\n"
    )
    .ok();
    text
}
