//! Every screen a journey passes: accessible by axe-core, and no wider than the window.

use crate::engine::Engine;
use crate::server::target_folder;
use crate::world::World;
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// WCAG 2.2 A and AA, and what the makers of axe-core hold to be good besides.
const TAGS: [&str; 6] = [
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

static AXE: LazyLock<String> = LazyLock::new(|| node_module("axe-core/axe.min.js"));

/// A file of the packages that `cargo xtask` has put side by side.
pub fn node_module(name: &str) -> String {
    let ours = || target_folder().join("tools/npm/node_modules/axe-core/axe.min.js");
    let axe = env::var_os("TWEESTAP_AXE").map_or_else(ours, PathBuf::from);
    let modules = axe.ancestors().nth(2).expect("a folder of packages");
    let path = modules.join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl World {
    /// No rule of WCAG 2.2 A and AA that a machine can check is broken, nothing scrolls sideways, and the
    /// colours are those that were asked for.
    pub async fn passes_the_audit(&self) {
        let violations = self.accessibility_violations().await;
        let trail = self.trail();
        assert!(
            violations.is_empty(),
            "not accessible after {trail}:\n{}",
            violations.join("\n")
        );
        self.fits_the_window().await;
        self.wears_its_theme().await;
    }

    /// Rule, element and advice of everything that axe-core finds.
    pub async fn accessibility_violations(&self) -> Vec<String> {
        // Colours are judged as they end up, not while they fade in.
        self.until("the end of all animations", async || {
            let still = self.js("return e2e.isStill()", vec![]).await.ok()?;
            still.as_bool()?.then_some(())
        })
        .await;
        if self.value("typeof window.axe").await == "undefined" {
            self.js(&AXE, vec![]).await.expect("axe-core in the page");
        }
        // What a page has around the widget is judged where the page is ours.
        let ours = self.value("!!document.querySelector('[data-portal], body.gallery')");
        let whole = json!({ "enabled": ours.await });
        // Fifty desks on one page are the gallery's own idea.
        let alone =
            json!({ "enabled": self.value("!document.querySelector('body.gallery')").await });
        let options = json!({
            "runOnly": { "type": "tag", "values": TAGS },
            "rules": {
                // Off by itself, because it was once new: what is read out contains what is seen (2.5.3).
                "label-content-name-mismatch": { "enabled": true },
                "landmark-one-main": whole, "page-has-heading-one": whole, "region": whole,
                "landmark-unique": alone,
            },
            "resultTypes": ["violations"],
        });
        let run = format!(
            "axe.run(document, {options}).then(({{ violations, passes }}) => ({{ violations, passed: passes.length }}))"
        );
        let report = self.promised(&run).await;
        assert!(
            report["passed"].as_u64() > Some(5),
            "axe-core looked at nothing: {report}"
        );
        let violations = report["violations"].as_array().cloned().unwrap_or_default();
        violations.iter().flat_map(told).collect()
    }

    pub async fn fits_the_window(&self) {
        let widths = "[document.documentElement.scrollWidth, innerWidth]";
        let widths = self.value(widths).await;
        let (page, window) = (widths[0].as_u64(), widths[1].as_u64());
        assert!(
            page <= window,
            "{page:?} pixels wide in a window of {window:?}"
        );
        let wanted = Some(u64::from(self.scene.width));
        if self.engine == Engine::Webkit {
            assert!(window >= wanted, "{window:?} instead of {wanted:?}");
        } else {
            assert_eq!(window, wanted);
        }
    }

    /// Every visible element of the widget.
    async fn wears_its_theme(&self) {
        let schemes = format!("{HOSTS}.map((host) => getComputedStyle(host).colorScheme)");
        let schemes = self.value(&schemes).await;
        let schemes = schemes.as_array().cloned().unwrap_or_default();
        assert!(
            !schemes.is_empty(),
            "no element of the widget is on the page"
        );
        assert!(
            schemes.iter().all(|scheme| scheme == self.scene.theme),
            "{schemes:?}"
        );
    }
}

const HOSTS: &str = "e2e.seen('tweestap-enrolment, tweestap-challenge, tweestap-settings, tweestap-password, tweestap-admin')";

/// One line an element.
fn told(violation: &Value) -> Vec<String> {
    let nodes = violation["nodes"].as_array().cloned().unwrap_or_default();
    let line = |node: &Value| {
        let summary = node["failureSummary"].as_str().unwrap_or_default();
        let summary = summary.replace('\n', " ");
        format!(
            "{}: {} {} {summary}",
            violation["id"], node["target"], node["html"]
        )
    };
    nodes.iter().map(line).collect()
}
