//! What a screen reader says by itself during a journey: see `heard.js` for what counts.

use crate::world::World;
use serde::Deserialize;
use serde_json::json;

/// In the order in which it was said, `alert: …`, `status: …`, `focus: …` and `step: …`.
#[derive(Debug, Deserialize)]
pub struct Spoken {
    pub heard: Vec<String>,
    /// Meant to be said, but no screen reader can be relied on to do so.
    pub lost: Vec<String>,
}

impl World {
    /// From the next page on.
    pub async fn listens_as_a_screen_reader(&self) {
        let script = json!({ "source": include_str!("heard.js") });
        self.commands("Page.addScriptToEvaluateOnNewDocument", script)
            .await;
    }

    /// In this document so far.
    pub async fn spoken(&self) -> Spoken {
        let spoken = self.value("spoken").await;
        serde_json::from_value(spoken).expect("what was said")
    }

    /// Exactly these words come as the last thing that is said in a live region.
    pub async fn hears(&self, kind: &str, words: &str) {
        let line = format!("{kind}: {words}");
        self.until(&format!("{line:?} to be heard"), async || {
            let spoken = self.js("return spoken.heard", vec![]).await.ok()?;
            let heard: Vec<String> = serde_json::from_value(spoken).ok()?;
            let said = heard
                .iter()
                .rfind(|said| said.starts_with(&format!("{kind}: ")))?;
            said.starts_with(&line).then_some(())
        })
        .await;
    }

    /// After every step the focus went to its heading or its field, so that the new screen is read.
    pub async fn steps_took_the_focus(&self) {
        let heard = self.spoken().await.heard;
        let steps = heard
            .iter()
            .enumerate()
            .filter(|(_, said)| said.starts_with("step: "));
        for (at, step) in steps {
            let next = heard[at + 1..]
                .iter()
                .find(|said| said.starts_with("focus: ") || said.starts_with("step: "));
            let moved = next.is_some_and(|said| is_new_place(said));
            // The heading may have the focus before the page is told of the step.
            let before = at
                .checked_sub(1)
                .is_some_and(|before| is_new_place(&heard[before]));
            assert!(moved || before, "nothing is said of {step:?}: {heard:#?}");
        }
    }
}

fn is_new_place(said: &str) -> bool {
    let places = [
        "focus: h2 ",
        "focus: password",
        "focus: phone",
        "focus: code",
        "focus: recovery-code",
        "focus: reset-code",
    ];
    places.iter().any(|place| said.starts_with(place))
}
