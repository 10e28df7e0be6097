//! What a person sees: where they are, what is said, what stands in a field. Each waits until it is so.

use crate::judges::{Authenticator, qr_in};
use crate::world::World;

impl World {
    /// The portal's own page of somebody who is signed in.
    pub async fn is_signed_in(&self) {
        self.find("[data-portal=signed-in] [data-action=open-settings]")
            .await;
    }

    /// The widget shows this step and nothing is in flight.
    pub async fn comes_to(&self, step: &str) {
        self.note(format!("see {step}"));
        self.find(&format!(
            "[data-view][data-step=\"{step}\"]:not([aria-busy])"
        ))
        .await;
    }

    /// The same, and the screen is audited.
    pub async fn is_at(&self, step: &str) {
        self.comes_to(step).await;
        self.passes_the_audit().await;
    }

    /// The sentence of the refusal with this code, once nothing is in flight.
    pub async fn is_told(&self, code: &str) -> String {
        self.note(format!("see {code}"));
        let idle = "[data-view]:not([aria-busy])";
        self.text(&format!("{idle} [data-error=\"{code}\"]")).await
    }

    /// The code of whatever refusal is shown, once nothing is in flight.
    pub async fn is_refused(&self) -> String {
        self.attribute("[data-view]:not([aria-busy]) [data-error]", "data-error")
            .await
    }

    /// A refusal of which the sentence contains these words.
    pub async fn is_told_that(&self, code: &str, words: &str) {
        let said = self.is_told(code).await;
        assert!(said.contains(words), "{code}: {said}");
    }

    /// These words are to be read somewhere on the page.
    pub async fn reads(&self, words: &str) {
        self.until(&format!("the words {words:?}"), async || {
            let text = self.js("return e2e.text()", vec![]).await.ok()?;
            text.as_str()?.contains(words).then_some(())
        })
        .await;
    }

    /// This stands in the field with this `data-field`, and the field has the focus.
    pub async fn field_holds(&self, field: &str, text: &str) {
        let field = format!("[data-field=\"{field}\"]");
        self.until(
            &format!("{text:?} in {field}, with the focus"),
            async || {
                let value = self.look_for(&field).await?.value().await.ok()?;
                (value.as_deref() == Some(text) && self.has_focus(&field).await).then_some(())
            },
        )
        .await;
    }

    /// What an independent decoder makes of a picture of the QR image.
    pub async fn scans(&self) -> String {
        self.scans_at("[data-qr]").await
    }

    pub async fn scans_at(&self, selector: &str) -> String {
        let file = self.file("qr.png");
        self.until("a picture that can be scanned", async || {
            let image = self.look_for(selector).await?;
            // The driver takes only what is in the window.
            let scroll = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })";
            self.js(scroll, vec![image.to_json().ok()?]).await.ok()?;
            if self.engine.misses_elements_in_pictures() {
                self.browser.screenshot(&file).await.ok()?;
            } else {
                image.screenshot(&file).await.ok()?;
            }
            qr_in(&file)
        })
        .await
    }

    /// An authenticator app that knows nothing but what it scanned.
    pub async fn scans_into_an_app(&self) -> Authenticator {
        Authenticator::of(&self.scans().await)
    }

    /// The same at another school.
    pub async fn scans_into_an_app_of(&self, school: &str) -> Authenticator {
        Authenticator::at(&self.scans().await, school)
    }

    /// The six recovery codes, which must look as promised.
    pub async fn recovery_codes(&self) -> Vec<String> {
        let codes = self.texts("[data-recovery-code]").await;
        assert_eq!(codes.len(), 6, "{codes:?}");
        for code in &codes {
            let groups: Vec<&str> = code.split('-').collect();
            // Crockford base32: no I, L, O or U.
            let is_group = |group: &&str| {
                group.len() == 4
                    && group
                        .bytes()
                        .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
                    && !group.contains(['I', 'L', 'O', 'U'])
            };
            assert!(groups.len() == 3 && groups.iter().all(is_group), "{code}");
        }
        codes
    }

    /// Neither in the page, read or not, nor in a frame of it.
    pub async fn no_code_is_left(&self, codes: &[String]) {
        self.has_no("[data-recovery-code]").await;
        let page = self.value("e2e.everything()").await;
        let page = page.as_str().unwrap_or_default();
        assert!(page.len() > 1_000, "the page could not be read: {page}");
        for code in codes {
            let before = page.split_once(code.as_str()).map(|(before, _)| before);
            let nearby =
                before.map(|text| text.chars().skip(text.chars().count().saturating_sub(200)));
            assert!(
                before.is_none(),
                "{code} is left after {:?}",
                nearby.map(String::from_iter)
            );
        }
    }

    /// The settings say so.
    pub async fn settings_say(&self, status: &str) {
        self.note(format!("settings say {status}"));
        let overview = "[data-view=settings][data-step=overview]:not([aria-busy])";
        self.find(&format!("{overview}[data-status={status}]"))
            .await;
        self.passes_the_audit().await;
    }

    /// From the portal's page; and back to it.
    pub async fn settings_are(&self, status: &str) {
        self.presses("open-settings").await;
        self.settings_say(status).await;
        self.presses("open-dashboard").await;
        self.is_signed_in().await;
    }

    /// The portal waits for the second step.
    pub async fn is_challenged(&self) {
        self.find("[data-portal=challenge] [data-action=sign-out]")
            .await;
        self.is_at("code").await;
    }

    /// What stood on the paper: the texts of the frame at the moment it was printed.
    pub async fn printed(&self) -> Vec<String> {
        self.until("a printed sheet", async || {
            let printed = self
                .js("return e2e.printed.at(-1) ?? null", vec![])
                .await
                .ok()?;
            serde_json::from_value(printed).ok()?
        })
        .await
    }

    /// The duration that is picked.
    pub async fn duration(&self) -> String {
        self.attribute("[data-field=duration]:checked", "value")
            .await
    }
}
