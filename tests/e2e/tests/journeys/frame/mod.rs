//! Tweestap on another origin than the portal: as an element of the page, and in a frame of its own.

mod elsewhere;
mod framed;
mod messages;
mod stranger;

use tweestap_e2e::{Authenticator, World};

/// From the step where the method is chosen to the last one.
async fn sets_up_the_app(w: &World) -> Authenticator {
    let app = comes_to_the_codes(w).await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
    app
}

/// As far as the recovery codes.
async fn comes_to_the_codes(w: &World) -> Authenticator {
    w.comes_to("method").await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    w.comes_to("recovery-codes").await;
    app
}

async fn gives_the_code_of(w: &World, app: &Authenticator) {
    w.comes_to("code").await;
    let now = w.server.early_in_a_step().await;
    w.types("code", &app.code_at(now)).await;
    w.presses("verify").await;
}

/// The settings, where nothing can be remembered: one sentence instead of a choice.
async fn is_told_why_nothing_is_remembered(w: &World) {
    w.comes_to("overview").await;
    let nl = "Je browser kan dit apparaat dan niet onthouden.";
    let en = "Your browser then cannot remember this device.";
    w.reads(w.scene.says(nl, en)).await;
    w.has_no("[data-field=duration]").await;
    w.has_no("[data-action=save-remember]").await;
}
