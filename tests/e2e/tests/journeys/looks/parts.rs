//! The public names: every property and part of `style/theme.json` is there, does what it says, and there is
//! no other.

use super::stage::{opens, page, settles, site, texts};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tweestap_e2e::{World, journey, scene};

const THEME: &str = include_str!("../../../../../style/theme.json");
const TOKENS: &str = include_str!("../../../../../style/tokens.css");
const STYLE: &str = include_str!("../../../../../style/widget.css");

fn named(list: &str) -> BTreeSet<String> {
    let theme: Value = serde_json::from_str(THEME).expect("theme.json");
    let entries = theme[list].as_array().cloned().unwrap_or_default();
    let names = entries.iter().filter_map(|one| one["name"].as_str());
    names.map(str::to_owned).collect()
}

#[test]
fn every_property_that_is_read_is_described_and_no_other() {
    let both = [TOKENS, STYLE].concat();
    let read: BTreeSet<String> = both
        .split("--tweestap-")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-');
            format!("--tweestap-{}", &rest[..end.unwrap_or(rest.len())])
        })
        // In a comment: all of them.
        .filter(|name| name != "--tweestap-")
        .collect();
    assert_eq!(read, named("properties"));
}

#[test]
fn every_part_occurs_in_the_gallery_and_no_other() {
    journey(scene("nl", "light", 1280), async |w| {
        w.visits("?gallery&lang=nl&theme=light").await;
        let expected = named("parts");
        w.until("every part", async || {
            let parts = "[...new Set(e2e.all('[part]').flatMap(({ part }) => [...part]))]";
            let there: BTreeSet<String> = texts(&w.value(parts).await).into_iter().collect();
            let odd: Vec<_> = there.difference(&expected).collect();
            assert!(odd.is_empty(), "not described: {odd:?}");
            let missing = expected.difference(&there).cloned().collect::<Vec<_>>();
            w.is_still_missing(&missing);
            missing.is_empty().then_some(())
        })
        .await;
    });
}

/// Property, a value, and what becomes of it where.
const EFFECTS: [(&str, &str, &str, &str, &str); 12] = [
    (
        "font",
        "Georgia, serif",
        "h2",
        "fontFamily",
        "Georgia, serif",
    ),
    ("font-size", "20px", ".lead", "fontSize", "20px"),
    ("heading-size", "2em", "h2", "fontSize", "32px"),
    ("heading-weight", "400", "h2", "fontWeight", "400"),
    (
        "radius",
        "3px",
        ".button.primary",
        "borderTopLeftRadius",
        "3px",
    ),
    ("space", "6px", ".button.primary", "paddingTop", "12px"),
    ("density", ".5", ".button.primary", "minHeight", "24px"),
    ("density", ".75", ".button.primary", "minHeight", "33px"),
    ("density", "9", ".button.primary", "minHeight", "66px"),
    ("max-width", "25em", ".card", "width", "400px"),
    (
        "shadow",
        "0 0 4px rgb(1, 2, 3)",
        ".card",
        "boxShadow",
        "rgb(1, 2, 3) 0px 0px 4px 0px",
    ),
    (
        "accent",
        "rgb(90, 0, 90)",
        ".button.primary",
        "backgroundColor",
        "rgb(90, 0, 90)",
    ),
];

#[test]
fn every_knob_does_what_it_says() {
    journey(scene("nl", "light", 1280), async |w| {
        let page = page(&[], "", "light", 560);
        let site = site(w, vec![("/clean".into(), page)]);
        opens(w, &site, "/clean").await;
        settles(w).await;
        for (name, value, selector, look, expected) in EFFECTS {
            let script = "const host = document.querySelector('[data-screen=phone-invalid]');\
                host.removeAttribute('style');\
                host.style.setProperty(`--tweestap-${arguments[0]}`, arguments[1]);\
                return getComputedStyle(host.shadowRoot.querySelector(arguments[2]))[arguments[3]]";
            let arguments = vec![json!(name), json!(value), json!(selector), json!(look)];
            assert_eq!(
                w.js(script, arguments).await.expect("a look"),
                expected,
                "{name}"
            );
        }
    });
}

#[test]
fn a_part_takes_the_style_of_the_page() {
    journey(scene("nl", "light", 1280), async |w| {
        let mut page = page(&[], "", "light", 560);
        let style = "<style>::part(button-primary) { border-style: dashed; } tweestap-enrolment::part(heading) { color: rgb(1, 2, 3); }</style>";
        page.body = page.body.replacen("<script", &format!("{style}<script"), 1);
        let site = site(w, vec![("/parts".into(), page)]);
        opens(w, &site, "/parts").await;
        settles(w).await;
        assert_eq!(look(w, ".button.primary", "borderTopStyle").await, "dashed");
        assert_eq!(look(w, "h2", "color").await, "rgb(1, 2, 3)");
    });
}

async fn look(w: &World, selector: &str, look: &str) -> Value {
    let inside = format!("[data-screen=phone-invalid] >>> {selector}");
    w.value(&format!("getComputedStyle(e2e.seen('{inside}')[0]).{look}"))
        .await
}
