//! What the browser itself complained of: nothing may be in it but its own lines about refused requests.

use crate::world::World;

impl World {
    /// Neither a violated policy nor an error in the console, in any page of the journey.
    pub(crate) async fn nothing_went_wrong_behind_the_scenes(&self) {
        let violations = self.complaints().await;
        assert!(
            violations.is_empty(),
            "the browser complained:\n{}",
            violations.join("\n")
        );
    }

    /// Takes the complaints that no journey should cause.
    pub async fn complaints(&self) -> Vec<String> {
        match &self.escort {
            Some(escort) => escort.complaints(),
            None => self.complaints_in_the_log().await,
        }
    }

    async fn complaints_in_the_log(&self) -> Vec<String> {
        let entries = self.browser.browser_log().await.expect("the browser's log");
        entries
            .into_iter()
            .filter(|entry| entry.level == "SEVERE" || entry.message.contains("violat"))
            .filter(|entry| !self.is_expected(&entry.message))
            .map(|entry| format!("{} {}", entry.level, entry.message))
            .collect()
    }

    /// The browser notes every request that was refused or could not be sent; the latter only while the
    /// server was away, or where the gallery plays it.
    fn is_expected(&self, message: &str) -> bool {
        let note = "Failed to load resource: ";
        let Some((address, what)) = message.split_once(note) else {
            return false;
        };
        let refused = what.starts_with("the server responded with a status of 4");
        refused || self.server.was_away || address.contains("/demo/gallery/")
    }
}
