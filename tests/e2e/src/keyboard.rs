//! A person without a mouse: Tab, Enter, Space, arrows. Where the focus is must be visible at every stop.

use crate::world::World;
use serde_json::json;
use thirtyfour::prelude::*;

/// More stops than any page of ours has.
const STOPS: usize = 60;

impl World {
    pub async fn strikes(&self, keys: impl Into<TypingData>) {
        let struck = self.browser.action_chain().send_keys(keys.into());
        struck.perform().await.expect("a key that was struck");
    }

    /// Goes on with Tab until the focus is on an element that matches.
    pub async fn tabs_to(&self, selector: &str) {
        self.note(format!("Tab to {selector}"));
        for _ in 0..STOPS {
            self.strikes(Key::Tab).await;
            self.focus_is_visible().await;
            if self.has_focus(selector).await {
                return;
            }
        }
        panic!("Tab never reached {selector}");
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
        let script = "const element = e2e.focused();\n\
            if (element === document.body) return true;\n\
            const isOutlined = (outlined) => {\n\
              const { outlineStyle, outlineWidth } = getComputedStyle(outlined);\n\
              return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;\n\
            };\n\
            const outlined = [element, element.closest('label')].filter(Boolean).some(isOutlined);\n\
            return element.matches(':focus-visible') && outlined || element.outerHTML;";
        let visible = self
            .js(script, vec![])
            .await
            .expect("an element with the focus");
        assert_eq!(visible, true, "no visible focus");
    }
}
