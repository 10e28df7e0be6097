//! The school's manager at the desk: the manager is `beheerder`, whom it is about is mostly `leerling`.

mod acts;
mod code_first;
mod keyboard;
mod list;
mod support;
mod trail;

use serde_json::json;
use tweestap_e2e::{Authenticator, World};

/// Sets up the app where enrolment stands, at the choice of a method.
pub async fn sets_up(w: &World) -> Authenticator {
    w.comes_to("method").await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    w.comes_to("recovery-codes").await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
    w.presses("finish").await;
    app
}

/// Somebody sets up two steps, and is gone again.
async fn has_two_steps(w: &World, username: &str) -> Authenticator {
    w.signs_in(username).await;
    w.presses("open-enrolment").await;
    let app = sets_up(w).await;
    w.is_signed_in().await;
    w.signs_out().await;
    app
}

/// A manager who has no two steps yet sets them up there first, and is in with that.
pub async fn opens_the_desk(w: &World) -> Authenticator {
    w.signs_in("beheerder").await;
    w.presses("open-admin").await;
    let app = sets_up(w).await;
    w.comes_to("people").await;
    app
}

/// Finds somebody by name and opens the page.
async fn opens(w: &World, name: &str, found: &str) {
    w.types("search", name).await;
    w.reads("1 persoon gevonden.").await;
    w.clicks("[data-person] [data-action=open-person]").await;
    w.comes_to("person").await;
    assert_eq!(w.text("[data-view=admin] h2").await, found);
}

async fn chooses(w: &World, field: &str, value: &str) {
    let script = "const [field] = e2e.seen(arguments[0]); field.value = arguments[1]; \
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    let field = format!("[data-field=\"{field}\"]");
    w.find(&field).await;
    let chosen = w.js(script, vec![json!(field), json!(value)]).await;
    chosen.expect("a choice");
}

/// The code that is asked once more.
async fn gives_a_code(w: &World, app: &Authenticator) {
    let now = w.server.early_in_a_step().await;
    w.types("code", &app.code_at(now)).await;
    w.presses("verify").await;
}

async fn names(w: &World) -> Vec<String> {
    w.texts("[data-person] [data-action=open-person]").await
}
