//! What the page around the widget, and a look at its requests, would notice.

use crate::world::World;
use serde_json::{Value, json};

impl World {
    /// How many requests of this document went to this address of the API.
    pub async fn requests_to(&self, path: &str) -> u64 {
        let script = "return performance.getEntriesByType('resource')\
                      .filter(({ name }) => new URL(name).pathname === arguments[0]).length";
        let count = self.js(script, vec![json!(format!("/api/v1{path}"))]).await;
        count
            .ok()
            .and_then(|count| count.as_u64())
            .expect("a count")
    }

    /// The widget's events in this document so far: names and details.
    pub async fn events(&self) -> Vec<(String, Value)> {
        let events = self.value("e2e.events").await;
        let events = events.as_array().cloned().unwrap_or_default();
        events
            .into_iter()
            .map(|event| {
                let name = event["name"].as_str().unwrap_or_default().to_owned();
                (name, event["detail"].clone())
            })
            .collect()
    }

    /// The steps of a view that were shown in this document, in order.
    pub async fn steps_of(&self, view: &str) -> Vec<String> {
        let events = self.events().await;
        let steps = events
            .iter()
            .filter(|(name, detail)| name == "step" && detail["view"] == view)
            .filter_map(|(_, detail)| detail["step"].as_str().map(str::to_owned));
        steps.collect()
    }
}
