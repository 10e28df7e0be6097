//! What the app was set up for: the settings show it, and signing in asks for it. Part of the app's journey.

use tweestap_e2e::{Authenticator, World};

pub async fn the_settings_show_it(w: &World) {
    w.settings_say("on").await;
    assert_eq!(
        w.attribute("[data-view=settings]", "data-codes-left").await,
        "6"
    );
    let app = w.text("[data-factor=app]").await;
    assert!(app.contains("App op je telefoon"), "{app}");
    w.reads("sinds vandaag").await;
    w.reads("Je hebt nog 6 herstelcodes").await;
    assert_eq!(w.duration().await, "12h");
}

/// The page was reloaded since the code was given, so no device is remembered yet: the next sign-in asks,
/// offers it, and keeps to it for twelve hours.
pub async fn the_second_step_is_asked_and_the_device_remembered(w: &World, app: &Authenticator) {
    w.signs_out().await;
    // Codes from before the last used one are never named: they may have been read over a shoulder.
    w.server.later(600).await;
    w.gives_name_and_password("docent").await;
    w.is_challenged().await;
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.wrong_code(now)).await;
    w.is_told_that("code_mismatch", "Deze code klopt niet")
        .await;
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.code_at(now - 180)).await;
    w.is_told_that("code_mismatch", "ongeveer 3 minuten geleden")
        .await;
    // A code of the future must look like any wrong one: it will be right.
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.code_at(now + 180)).await;
    w.is_told_that("code_mismatch", "Deze code klopt niet")
        .await;
    w.clicks("[data-field=remember]").await;
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.code_at(now)).await;
    w.is_signed_in().await;

    w.signs_out().await;
    w.signs_in("docent").await;
    assert!(
        w.steps_of("challenge").await.is_empty(),
        "this device is remembered"
    );

    w.signs_out().await;
    w.server.later(12 * 3600 + 60).await;
    w.gives_name_and_password("docent").await;
    w.is_challenged().await;
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.wrong_code(now)).await;
    w.is_told("code_mismatch").await;
    let now = w.server.early_in_a_step().await;
    verifies(w, &app.code_at(now)).await;
    w.is_signed_in().await;
}

async fn verifies(w: &World, code: &str) {
    w.types("code", code).await;
    w.presses("verify").await;
}
