//! What no rule of axe-core looks at: rules of our own over every screen of the gallery, each screen as a screen
//! reader gets it, and what is said by itself. The scripts beside this file look; the tests judge.

mod heard;
mod tree;

pub use heard::Spoken;

use crate::audit::node_module;
use crate::world::World;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// In the order in which they need each other.
const SCRIPTS: [&str; 6] = [
    include_str!("look.js"),
    include_str!("targets.js"),
    include_str!("room.js"),
    include_str!("focus.js"),
    include_str!("walk.js"),
    include_str!("marks.js"),
];

static SNIFFER: LazyLock<String> =
    LazyLock::new(|| node_module("html_codesniffer/build/HTMLCS.js"));

impl World {
    /// Into the page that is open now.
    pub async fn brings_the_rules(&self) {
        for script in SCRIPTS {
            let brought = self.js(script, vec![]).await;
            brought.expect("a script with rules");
        }
    }

    /// What a rule has against the page; an expression that gives lines.
    pub async fn complaints_of(&self, rule: &str) -> Vec<String> {
        let told = self.value(&format!("access.{rule}")).await;
        serde_json::from_value(told).expect("lines")
    }

    /// What HTML CodeSniffer has against the screens of the page.
    pub async fn second_opinion(&self) -> Vec<String> {
        for script in [&*SNIFFER, include_str!("sniff.js")] {
            let brought = self.js(script, vec![]).await;
            brought.expect("HTML CodeSniffer in the page");
        }
        let told = self.promised("access.sniffed()").await;
        serde_json::from_value(told).expect("lines")
    }

    /// Every screen of the page keeps these rules.
    pub async fn keeps(&self, rules: &[&str]) {
        let mut all = Vec::new();
        for rule in rules {
            let complaints = self.complaints_of(&format!("{rule}()")).await;
            all.extend(
                complaints
                    .iter()
                    .map(|complaint| format!("{rule}: {complaint}")),
            );
        }
        assert!(
            all.is_empty(),
            "{} complaints:\n{}",
            all.len(),
            all.join("\n")
        );
    }

    /// The window: CSS pixels, and how many of the screen's make one.
    pub async fn looks_through(&self, width: u32, height: u32, zoom: u32) {
        let screen =
            json!({ "width": width, "height": height, "deviceScaleFactor": zoom, "mobile": false });
        self.commands("Emulation.setDeviceMetricsOverride", screen)
            .await;
    }

    /// The colours of a person's own choice instead of the page's.
    pub async fn forces_colours(&self) {
        let features = json!({ "features": [{ "name": "forced-colors", "value": "active" }] });
        self.commands("Emulation.setEmulatedMedia", features).await;
    }

    /// Where the days begin.
    pub async fn lives_in(&self, zone: &str) {
        self.commands(
            "Emulation.setTimezoneOverride",
            json!({ "timezoneId": zone }),
        )
        .await;
    }

    /// A command of the browser's own protocol.
    pub(crate) async fn commands(&self, name: &str, parameters: Value) -> Value {
        let answer = self.browser.cdp().send_raw(name, parameters).await;
        answer.unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}
