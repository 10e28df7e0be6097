//! What a person does: presses, types, pastes, signs in, goes somewhere.

use crate::PASSWORD;
use crate::judges::Authenticator;
use crate::world::World;
use serde_json::json;
use std::time::Duration;

impl World {
    /// Opens the portal's page.
    pub async fn visits_the_portal(&self) {
        self.visits(&format!("?{}", self.scene.query())).await;
    }

    pub async fn visits(&self, query: &str) {
        self.note(format!("visit {query}"));
        let address = format!("{}/{query}", self.portal);
        self.browser.goto(address).await.expect("a page");
    }

    pub async fn reloads(&self) {
        self.note("reload");
        self.browser.refresh().await.expect("the page once more");
    }

    /// User name and password; what follows is the portal's business.
    pub async fn gives_name_and_password(&self, username: &str) {
        self.types("username", username).await;
        self.types("password", PASSWORD).await;
        self.presses("sign-in").await;
    }

    /// For somebody who has no second step, or is remembered.
    pub async fn signs_in(&self, username: &str) {
        self.visits_the_portal().await;
        self.gives_name_and_password(username).await;
        self.is_signed_in().await;
    }

    pub async fn signs_out(&self) {
        self.presses("sign-out").await;
        self.find("[data-portal=signed-out] [data-field=username]")
            .await;
    }

    pub async fn opens_enrolment(&self) {
        self.presses("open-enrolment").await;
        self.is_at("method").await;
    }

    /// Chooses and gives the password, which is asked because the sign-in is old.
    pub async fn chooses_and_gives_the_password(&self, action: &str, next: &str) {
        self.presses(action).await;
        self.is_at("password").await;
        self.types("password", PASSWORD).await;
        self.presses("continue").await;
        self.is_at(next).await;
    }

    /// Presses the button or link with this `data-action`.
    pub async fn presses(&self, action: &str) {
        self.clicks(&format!("[data-action=\"{action}\"]")).await;
    }

    /// The widget may be drawing something new at that very moment: then it is looked for again.
    pub async fn clicks(&self, selector: &str) {
        self.note(format!("click {selector}"));
        self.until(&format!("{selector} to click"), async || {
            self.look_for(selector).await?.click().await.ok()
        })
        .await;
    }

    /// Presses inside one element of several.
    pub async fn presses_in(&self, host: &str, action: &str) {
        self.clicks(&format!("{host} >>> [data-action=\"{action}\"]"))
            .await;
    }

    /// As fast as a double click is.
    pub async fn presses_twice(&self, action: &str) {
        self.note(format!("double-click {action}"));
        let button = self.find(&format!("[data-action=\"{action}\"]")).await;
        // By its place in the window: WebKit's driver looks for elements of a shadow root elsewhere.
        let button = button.to_json().expect("an element to point at");
        let place = "const [button] = arguments;\n\
            button.scrollIntoView({ block: 'center', behavior: 'instant' });\n\
            const { x, y, width, height } = button.getBoundingClientRect();\n\
            return [Math.round(x + width / 2), Math.round(y + height / 2)];";
        let place = self.js(place, vec![button]).await.expect("its place");
        let (x, y): (i64, i64) = serde_json::from_value(place).expect("two numbers");
        let hand = self
            .browser
            .action_chain_with_delay(None, Some(Duration::ZERO));
        let twice = hand.move_to(x, y).double_click();
        twice.perform().await.expect("a double click");
    }

    /// Types into the field with this `data-field`, instead of what stood there.
    pub async fn types(&self, field: &str, text: &str) {
        self.types_into(&format!("[data-field=\"{field}\"]"), text)
            .await;
    }

    pub async fn types_into(&self, selector: &str, text: &str) {
        self.note(format!("type into {selector}"));
        self.until(&format!("{selector} to type into"), async || {
            let field = self.look_for(selector).await?;
            field.clear().await.ok()?;
            // Striking no key at all is an error in WebKit.
            match text {
                "" => Some(()),
                _ => field.send_keys(text).await.ok(),
            }
        })
        .await;
    }

    /// The code that stands there now, and off it goes.
    pub async fn submits_the_code_of(&self, app: &Authenticator) {
        let now = self.server.early_in_a_step().await;
        self.types("code", &app.code_at(now)).await;
        self.presses("confirm").await;
    }

    /// Picks the radio button of this duration.
    pub async fn picks_duration(&self, duration: &str) {
        self.clicks(&format!("[data-field=duration][value=\"{duration}\"]"))
            .await;
    }

    /// The page changes the language of its element.
    pub async fn page_speaks(&self, element: &str, lang: &str) {
        self.page_sets(element, "lang", lang).await;
    }

    /// An attribute of an element, as the portal's own script would set it.
    pub async fn page_sets(&self, element: &str, attribute: &str, value: &str) {
        self.note(format!("{element} with {attribute}={value}"));
        let script =
            "document.querySelector(arguments[0]).setAttribute(arguments[1], arguments[2])";
        let words = [element, attribute, value].map(|word| json!(word));
        let changed = self.js(script, words.to_vec()).await;
        changed.expect("an element to change");
    }
}
