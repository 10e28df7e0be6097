//! Passwords: forgotten, replaced by the mail's link, changed. Nobody is signed in by any of it, and the second step stays.

mod changing;
mod forgotten;
mod link;
mod looks;
mod offline;

use tweestap_e2e::World;

const NEW: &str = "vier gele muizen op de kade";
const NEWER: &str = "vijf gele muizen op de kade";

/// The page of the portal with the form.
async fn opens_the_form(w: &World) {
    w.visits(&format!("?password&{}", w.scene.query())).await;
    w.comes_to("forgotten").await;
}

async fn asks_for_a_link(w: &World, username: &str) {
    w.types("username", username).await;
    let email = format!("{username}@voorbeeldcollege.example");
    w.types("email", &email).await;
    w.presses("send-link").await;
    w.comes_to("sent").await;
}

/// The mail's link in this browser, in the language and colours of the scene.
async fn follows_the_link(w: &World, username: &str) -> String {
    let link = w.server.mailed_link(username).await;
    let link = link.replace("#t=", &format!("&{}#t=", w.scene.query()));
    w.visits(&link).await;
    w.comes_to("new-password").await;
    link
}

async fn types_twice(w: &World, password: &str) {
    w.types("new-password", password).await;
    w.types("repeat-password", password).await;
}

/// Name and password at the portal's own form.
async fn signs_in_with(w: &World, username: &str, password: &str) {
    w.types("username", username).await;
    w.types("password", password).await;
    w.presses("sign-in").await;
}

/// The line of the list, as it stands.
async fn rule(w: &World, name: &str) -> String {
    w.attribute(&format!("[data-rule={name}]"), "data-met")
        .await
}
