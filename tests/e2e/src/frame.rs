//! Into the isolated frame and out of it again, as the person's eyes go.

use crate::world::World;
use serde_json::json;

const IFRAME: &str = "iframe[src*=\"/frame/\"]";
const PAGE: &str = include_str!("page.js");

impl World {
    /// The frame that is on the page: its origin, and everything after it.
    pub async fn frame_address(&self) -> String {
        self.attribute(IFRAME, "src").await
    }

    /// What follows happens inside the frame. A frame of another site runs in a process of its own, where the script
    /// of the journeys has to be brought.
    pub async fn enters_the_frame(&self) {
        self.note("into the frame");
        let frame = self.find(IFRAME).await;
        frame.enter_frame().await.expect("a frame to enter");
        self.brings_the_script_into_the_frame().await;
    }

    /// Into the frame that was entered.
    pub async fn brings_the_script_into_the_frame(&self) {
        self.until("the document of the frame", async || {
            let ready =
                "return document.readyState === 'complete' && location.protocol !== 'about:'";
            self.js(ready, vec![]).await.ok()?.as_bool()?.then_some(())
        })
        .await;
        let there = self.value("typeof window.e2e").await;
        if there == "undefined" {
            self.js(PAGE, vec![])
                .await
                .expect("the script of the journeys in the frame");
        }
    }

    /// What follows happens on the portal's page.
    pub async fn leaves_the_frame(&self) {
        self.note("out of the frame");
        let left = self.browser.enter_default_frame().await;
        left.expect("the page around the frame");
    }

    /// A message as any script of the page could send it to the frame.
    pub async fn page_tells_the_frame(&self, message: serde_json::Value) {
        let script = "e2e.all(arguments[0])[0].contentWindow.postMessage(arguments[1], '*')";
        let told = self.js(script, vec![json!(IFRAME), message]).await;
        told.expect("a message for the frame");
    }
}
