//! The tables by which React and Vue know foreign elements, made from [`surface`](super::surface).

use super::surface::{ELEMENTS, EVENTS, Element, Event, PROPERTIES};
use super::types::{HEAD, doc, put};

/// `react.d.ts`: React 19, which sets properties and listens to events of foreign elements.
pub fn react() -> String {
    let mut text = String::from(HEAD);
    put(
        &mut text,
        "import type { DetailedHTMLProps, HTMLAttributes } from 'react';",
    );
    put(
        &mut text,
        imports(&["TweestapAttributes", "TweestapStrings"]),
    );
    put(&mut text, "\ntype Tweestap<Of extends HTMLElement> =");
    put(
        &mut text,
        "  Omit<DetailedHTMLProps<HTMLAttributes<Of>, Of>, keyof TweestapAttributes> &",
    );
    put(&mut text, "  TweestapAttributes & {");
    for property in &PROPERTIES {
        doc(&mut text, "    ", property.about);
        put(
            &mut text,
            format!("    {}?: {};", property.name, property.kind),
        );
    }
    for event in &EVENTS {
        doc(&mut text, "    ", event.about);
        let (name, class) = (event.name, event.class());
        put(
            &mut text,
            format!("    'ontweestap:{name}'?: (event: {class}) => void;"),
        );
    }
    put(
        &mut text,
        "  };\n\ndeclare module 'react' {\n  namespace JSX {\n    interface IntrinsicElements {",
    );
    for Element { tag, class, .. } in &ELEMENTS {
        put(&mut text, format!("      '{tag}': Tweestap<{class}>;"));
    }
    put(&mut text, "    }\n  }\n}");
    text
}

/// `vue.d.ts`: for templates; the build must be told that these tags are no components.
pub fn vue() -> String {
    let mut text = String::from(HEAD);
    put(&mut text, "import type { DefineComponent } from 'vue';");
    put(
        &mut text,
        imports(&["TweestapAttributes", "TweestapStrings"]),
    );
    put(
        &mut text,
        "\ntype Tweestap = DefineComponent<TweestapAttributes & {",
    );
    for property in &PROPERTIES {
        doc(&mut text, "  ", property.about);
        put(
            &mut text,
            format!("  {}?: {};", property.name, property.kind),
        );
    }
    for event in &EVENTS {
        doc(&mut text, "  ", event.about);
        let (name, class) = (event.name, event.class());
        put(
            &mut text,
            format!("  'onTweestap:{name}'?: (event: {class}) => void;"),
        );
    }
    put(
        &mut text,
        "}>;\n\ndeclare module 'vue' {\n  interface GlobalComponents {",
    );
    for element in &ELEMENTS {
        put(&mut text, format!("    '{}': Tweestap;", element.tag));
    }
    put(&mut text, "  }\n}");
    text
}

fn imports(more: &[&str]) -> String {
    let classes = ELEMENTS.iter().map(|element| element.class.to_owned());
    let events = EVENTS.iter().map(Event::class);
    let names: Vec<String> = more
        .iter()
        .map(|name| (*name).to_owned())
        .chain(classes)
        .chain(events)
        .collect();
    format!(
        "import type {{ {} }} from './tweestap.js';",
        names.join(", ")
    )
}
