//! Copying and pasting. Where a page may use the clipboard only under a person's hand, the hand is played.

use crate::world::World;
use serde_json::json;
use thirtyfour::prelude::*;

/// A field of the test's own, outside the widget: holds `arguments[0]`, all of it selected.
const DESK: &str = "const desk = Object.assign(document.createElement('textarea'), { id: 'e2e-desk', value: arguments[0] });\n\
     document.body.append(desk);\n\
     desk.select();\n\
     return desk;";
const CLEARED: &str = "document.getElementById('e2e-desk').remove()";

impl World {
    /// Through the clipboard, as a whole.
    pub async fn pastes(&self, field: &str, text: &str) {
        self.note(format!("paste into {field}"));
        if self.engine.has_clipboard_for_scripts() {
            self.may_use_the_clipboard().await;
            self.promised(&format!("navigator.clipboard.writeText({})", json!(text)))
                .await;
        } else {
            let desk = self.desk(text).await;
            let copied = desk.send_keys(Key::Control + "c").await;
            copied.expect("a copied text");
            self.value(CLEARED).await;
        }
        let field = self.find(&format!("[data-field=\"{field}\"]")).await;
        field.clear().await.expect("an empty field");
        let pasted = field.send_keys(Key::Control + "v").await;
        pasted.expect("a pasted text");
    }

    /// What Chromium would ask the person for.
    pub async fn may_use_the_clipboard(&self) {
        if !self.engine.has_devtools() {
            return;
        }
        let permissions =
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        let granted = self
            .browser
            .cdp()
            .send_raw("Browser.grantPermissions", permissions)
            .await;
        granted.expect("the permission to use the clipboard");
    }

    pub async fn clipboard(&self) -> String {
        if self.engine.has_clipboard_for_scripts() {
            let text = self.promised("navigator.clipboard.readText()").await;
            return text.as_str().unwrap_or_default().to_owned();
        }
        let desk = self.desk("").await;
        let pasted = desk.send_keys(Key::Control + "v").await;
        pasted.expect("a pasted text");
        let text = desk.value().await.ok().flatten().unwrap_or_default();
        self.value(CLEARED).await;
        text
    }

    async fn desk(&self, text: &str) -> WebElement {
        let desk = self.browser.execute(DESK, vec![json!(text)]).await;
        let desk = desk.and_then(|desk| desk.element());
        desk.expect("a field to copy from")
    }
}
