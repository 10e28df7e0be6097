//! The years after set-up: signing in another way, a lost phone, changing one's mind.

mod changing;
mod devices;
mod ending;
mod office;
mod recovering;

use tweestap_e2e::{Authenticator, PASSWORD, World};

/// Signed in, with the app as second step and these recovery codes.
pub async fn has_the_app(w: &World, username: &str) -> (Authenticator, Vec<String>) {
    w.signs_in(username).await;
    w.opens_enrolment().await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    w.comes_to("recovery-codes").await;
    let codes = w.recovery_codes().await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
    w.presses("finish").await;
    w.is_signed_in().await;
    (app, codes)
}

/// Signed out, later, and in again as far as the second step.
pub async fn comes_back(w: &World, username: &str) {
    w.signs_out().await;
    w.server.later(600).await;
    w.gives_name_and_password(username).await;
}

async fn opens_the_settings(w: &World, status: &str) {
    w.presses("open-settings").await;
    w.settings_say(status).await;
}

/// The sign-in is long ago.
async fn gives_the_password(w: &World) {
    w.is_at("password").await;
    w.types("password", PASSWORD).await;
    w.presses("continue").await;
}

async fn verifies_with(w: &World, app: &Authenticator) {
    w.is_at("code").await;
    let now = w.server.early_in_a_step().await;
    w.types("code", &app.code_at(now)).await;
    w.presses("verify").await;
}
