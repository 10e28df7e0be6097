//! Finding things on the page, in whatever shadow root, as a person finds them: only what is visible.

use crate::world::World;
use serde_json::json;
use thirtyfour::prelude::*;

impl World {
    /// The only visible element that matches, if it is there now.
    pub(crate) async fn look_for(&self, selector: &str) -> Option<WebElement> {
        let found = self.look_for_all(selector).await?;
        match <[WebElement; 1]>::try_from(found) {
            Ok([element]) => Some(element),
            Err(found) if found.is_empty() => None,
            Err(found) => panic!("{} elements match {selector}", found.len()),
        }
    }

    /// All visible ones; `None` while the page changes.
    pub(crate) async fn look_for_all(&self, selector: &str) -> Option<Vec<WebElement>> {
        let script = "return e2e.seen(arguments[0])";
        let found = self.browser.execute(script, vec![json!(selector)]).await;
        found.ok()?.elements().ok()
    }

    /// The only visible element that matches, as soon as it is there.
    pub async fn find(&self, selector: &str) -> WebElement {
        self.until(selector, async || self.look_for(selector).await)
            .await
    }

    /// The texts of all that match, as soon as there are any.
    pub async fn texts(&self, selector: &str) -> Vec<String> {
        self.until(selector, async || {
            let script = "return e2e.seen(arguments[0]).map((element) => element.innerText.trim())";
            let texts = self.js(script, vec![json!(selector)]).await.ok()?;
            let texts: Vec<String> = serde_json::from_value(texts).ok()?;
            (!texts.is_empty()).then_some(texts)
        })
        .await
    }

    /// The text of the only one that matches.
    pub async fn text(&self, selector: &str) -> String {
        let texts = self.texts(selector).await;
        assert_eq!(texts.len(), 1, "{selector}: {texts:?}");
        texts.concat()
    }

    /// An attribute of the only visible one that matches.
    pub async fn attribute(&self, selector: &str, name: &str) -> String {
        let value = self.find(selector).await.attr(name).await;
        value
            .ok()
            .flatten()
            .unwrap_or_else(|| panic!("{selector} has no {name}"))
    }

    /// Nothing of this kind is on the page, visible or not.
    pub async fn has_no(&self, selector: &str) {
        let script = "return e2e.all(arguments[0]).length";
        let count = self
            .js(script, vec![json!(selector)])
            .await
            .expect("a count");
        assert_eq!(count, 0, "{selector}");
    }
}
