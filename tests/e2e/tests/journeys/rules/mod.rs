//! What a school asks of its people, set at the desk; and what those people find at their next sign-in.

mod activating;
mod form;
mod later;

use crate::admin::{opens_the_desk, sets_up};
use serde_json::json;
use tweestap_e2e::{Authenticator, World};

async fn opens_the_rules(w: &World) -> Authenticator {
    let app = opens_the_desk(w).await;
    w.presses("open-rules").await;
    w.comes_to("rules").await;
    w.find("[data-field=rule-pupil]").await;
    app
}

/// One of a list to pick from, or a day.
async fn chooses(w: &World, field: &str, value: &str) {
    let script = "const [field] = e2e.seen(arguments[0]); field.value = arguments[1]; \
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    let field = format!("[data-field=\"{field}\"]");
    w.find(&field).await;
    let chosen = w.js(script, vec![json!(field), json!(value)]).await;
    chosen.expect("a choice");
}

/// What stands in a field, whether or not it has the focus.
pub async fn holds(w: &World, field: &str, value: &str) {
    let now = format!("e2e.seen('[data-field=\"{field}\"]')[0].value");
    assert_eq!(w.value(&now).await, value, "{field}");
}

async fn ticks(w: &World, field: &str) {
    w.clicks(&format!("[data-field={field}]")).await;
}

/// What is chosen is looked at, and then saved.
async fn saves(w: &World) {
    w.presses("preview").await;
    w.comes_to("preview").await;
    w.presses("confirm").await;
}

/// Gives the password on the way to asking less than before.
async fn gives_the_password(w: &World) {
    w.comes_to("password").await;
    w.types("password", "tweestap-demo-wachtwoord").await;
    w.presses("continue").await;
}
