//! A person without a mouse: Tab, Enter, Space, arrows. Where the focus is must be visible at every stop.

use crate::world::World;
use serde_json::json;
use std::time::Duration;
use thirtyfour::prelude::*;

/// More stops than any page of ours has.
const STOPS: usize = 60;
/// Stops of which the keys are sent together.
const AT_ONCE: u64 = 25;

impl World {
    pub async fn strikes(&self, keys: impl Into<TypingData>) {
        let struck = self.browser.action_chain().send_keys(keys.into());
        struck.perform().await.expect("a key that was struck");
    }

    /// Goes on with Tab until the focus is on an element that matches.
    pub async fn tabs_to(&self, selector: &str) {
        self.note(format!("Tab to {selector}"));
        self.goes_on_to(selector, false).await;
    }

    /// The other way.
    pub async fn tabs_back_to_action(&self, action: &str) {
        let selector = format!("[data-action=\"{action}\"]");
        self.note(format!("Tab back to {selector}"));
        self.goes_on_to(&selector, true).await;
    }

    async fn goes_on_to(&self, selector: &str, back: bool) {
        for _ in 0..STOPS {
            let hand = self.browser.action_chain();
            let tab = if back {
                hand.key_down(Key::Shift)
                    .send_keys(Key::Tab)
                    .key_up(Key::Shift)
            } else {
                hand.send_keys(Key::Tab)
            };
            tab.perform().await.expect("a key that was struck");
            self.focus_is_visible().await;
            if self.has_focus(selector).await {
                return;
            }
        }
        panic!("Tab never reached {selector}");
    }

    /// Tab by Tab through the gallery, with Enter and Space at every stop, until the last is behind; `access` takes
    /// down what happens.
    pub async fn walks_through_everything(&self) {
        let stops = self.value("access.beginWalk()").await;
        let stops = stops.as_u64().expect("a number of stops");
        // Links open nothing: each stop's keys are taken before the page hears of them.
        // A day is several stops to the keyboard, and one to the page.
        for _ in 0..stops * 5 / 4 / AT_ONCE + 2 {
            let mut keys = self
                .browser
                .action_chain_with_delay(Some(Duration::ZERO), None);
            for _ in 0..AT_ONCE {
                keys = keys
                    .send_keys(Key::Tab)
                    .send_keys(Key::Enter)
                    .send_keys(" ");
            }
            keys.perform().await.expect("keys that were struck");
            if self.value("access.isOver()").await == true {
                return;
            }
        }
        panic!("the last of {stops} stops was never left");
    }

    pub async fn tabs_to_action(&self, action: &str) {
        self.tabs_to(&format!("[data-action=\"{action}\"]")).await;
    }

    pub(crate) async fn has_focus(&self, selector: &str) -> bool {
        let script = "return e2e.focused()?.matches(arguments[0]) ?? false";
        let matches = self.js(script, vec![json!(selector)]).await;
        matches
            .ok()
            .and_then(|matches| matches.as_bool())
            .unwrap_or(false)
    }

    /// The focus goes there by itself.
    pub async fn focus_comes_to(&self, selector: &str) {
        self.until(&format!("the focus on {selector}"), async || {
            self.has_focus(selector).await.then_some(())
        })
        .await;
    }

    /// A stop on the way, or the label it is in, shows an outline; the browser's own frame between two
    /// rounds is none of ours.
    async fn focus_is_visible(&self) {
        let hidden = self.value("e2e.hiddenFocus()").await;
        assert!(hidden.is_null(), "no visible focus: {hidden}");
    }
}
