//! The years after set-up without a mouse: in by a code and by a recovery code, and everything in the settings.

use crate::living::{comes_back, has_the_app};
use thirtyfour::Key;
use tweestap_e2e::{Authenticator, PASSWORD, World, journey, scene};

const HEADING: &str = "[data-view=settings] h2";

#[test]
fn a_recovery_code_and_the_settings_by_keyboard_alone() {
    journey(scene("nl", "light", 1280), async |w| {
        let (_, codes) = has_the_app(w, "docent").await;
        comes_back(w, "docent").await;
        w.comes_to("code").await;
        w.focus_comes_to("[data-field=code]").await;
        w.tabs_to_action("use-recovery-code").await;
        w.strikes(Key::Enter).await;
        w.comes_to("recovery-code").await;
        w.focus_comes_to("[data-field=recovery-code]").await;
        w.strikes("ABCD-1234-WXYZ").await;
        w.strikes(Key::Enter).await;
        w.is_told("recovery_code_wrong").await;
        w.field_holds("recovery-code", "").await;
        w.strikes(codes[3].as_str()).await;
        w.strikes(Key::Enter).await;
        w.comes_to("recovered").await;
        w.focus_comes_to("[data-view=challenge] h2").await;
        w.tabs_to_action("continue").await;
        w.strikes(Key::Enter).await;
        w.is_signed_in().await;

        w.server.later(600).await;
        w.tabs_to_action("open-settings").await;
        w.strikes(Key::Enter).await;
        w.settings_say("on").await;
        w.tabs_to_action("switch-off").await;
        w.strikes(" ").await;
        w.comes_to("password").await;
        w.focus_comes_to("[data-field=password]").await;
        w.strikes(PASSWORD).await;
        w.strikes(Key::Enter).await;
        w.comes_to("code").await;
        w.focus_comes_to("[data-field=code]").await;
        w.tabs_to_action("use-recovery-code").await;
        w.strikes(Key::Enter).await;
        w.comes_to("recovery-code").await;
        w.strikes(codes[4].as_str()).await;
        w.strikes(Key::Enter).await;
        w.comes_to("confirm").await;
        w.focus_comes_to("[data-view=settings] h2").await;
        w.tabs_to_action("confirm").await;
        w.strikes(Key::Enter).await;
        w.settings_say("suspended").await;
        w.focus_comes_to("[data-view=settings] h2").await;
        w.tabs_to_action("switch-on").await;
        w.strikes(Key::Enter).await;
        w.settings_say("on").await;
    });
}

#[test]
fn signing_in_and_every_change_by_keyboard_alone() {
    journey(scene("en", "light", 768), async |w| {
        let (app, codes) = has_the_app(w, "docent").await;
        w.tabs_to_action("open-settings").await;
        w.strikes(Key::Enter).await;
        w.settings_say("on").await;
        chooses_how_long(w).await;
        comes_in_and_is_remembered(w, &app).await;
        w.tabs_to_action("open-settings").await;
        w.strikes(Key::Enter).await;
        w.settings_say("on").await;
        w.tabs_to_action("revoke-device").await;
        w.strikes(Key::Enter).await;
        w.reads("The device is forgotten").await;

        let new = makes_new_codes(w).await;
        assert!(new.iter().all(|code| !codes.contains(code)));
        let app = changes_phones(w).await;
        erases_everything(w, &app).await;
    });
}

async fn chooses_how_long(w: &World) {
    w.tabs_to("[data-field=duration]").await;
    w.strikes(Key::Down).await;
    w.strikes(Key::Down).await;
    w.focus_comes_to("[data-field=duration][value='3d']").await;
    w.tabs_to_action("save-remember").await;
    w.strikes(Key::Enter).await;
    w.reads("Your choice is saved").await;
}

async fn comes_in_and_is_remembered(w: &World, app: &Authenticator) {
    comes_back(w, "docent").await;
    w.comes_to("code").await;
    w.focus_comes_to("[data-field=code]").await;
    let now = w.server.early_in_a_step().await;
    w.strikes(app.code_at(now)).await;
    w.strikes(Key::Tab).await;
    w.focus_comes_to("[data-field=remember]").await;
    w.strikes(" ").await;
    w.find("[data-field=remember]:checked").await;
    w.strikes(Key::Tab).await;
    w.focus_comes_to("[data-action=verify]").await;
    w.strikes(Key::Enter).await;
    w.is_signed_in().await;
}

/// The code was given a moment ago: nothing is asked again.
async fn makes_new_codes(w: &World) -> Vec<String> {
    w.tabs_to_action("regenerate").await;
    w.strikes(" ").await;
    w.comes_to("recovery-codes").await;
    w.focus_comes_to(HEADING).await;
    let codes = w.recovery_codes().await;
    w.tabs_to_action("acknowledge").await;
    w.strikes(Key::Enter).await;
    w.settings_say("on").await;
    w.focus_comes_to(HEADING).await;
    codes
}

async fn changes_phones(w: &World) -> Authenticator {
    w.tabs_to_action("change-app").await;
    w.strikes(Key::Enter).await;
    w.comes_to("scan").await;
    w.focus_comes_to("[data-view=enrolment] h2").await;
    let app = w.scans_into_an_app().await;
    w.tabs_to("[data-field=code]").await;
    let now = w.server.early_in_a_step().await;
    w.strikes(app.code_at(now)).await;
    w.strikes(Key::Enter).await;
    w.comes_to("done").await;
    w.focus_comes_to("[data-view=enrolment] h2").await;
    w.tabs_to_action("finish").await;
    w.strikes(Key::Enter).await;
    w.settings_say("on").await;
    app
}

/// First thought better of.
async fn erases_everything(w: &World, app: &Authenticator) {
    w.server.later(600).await;
    // Backwards: beyond the last stop Firefox without a screen keeps the focus in its own frame.
    w.tabs_back_to_action("open-dashboard").await;
    w.strikes(Key::Enter).await;
    w.is_signed_in().await;
    w.tabs_to_action("open-settings").await;
    w.strikes(Key::Enter).await;
    w.settings_say("on").await;
    w.tabs_to_action("erase").await;
    w.strikes(Key::Enter).await;
    w.comes_to("password").await;
    w.focus_comes_to("[data-field=password]").await;
    w.strikes(PASSWORD).await;
    w.strikes(Key::Enter).await;
    w.comes_to("code").await;
    w.focus_comes_to("[data-field=code]").await;
    let now = w.server.early_in_a_step().await;
    w.strikes(app.code_at(now)).await;
    w.strikes(Key::Enter).await;
    w.comes_to("confirm").await;
    w.focus_comes_to(HEADING).await;
    w.tabs_to_action("cancel").await;
    w.strikes(Key::Enter).await;
    w.settings_say("on").await;
    w.focus_comes_to(HEADING).await;
    w.tabs_to_action("erase").await;
    w.strikes(Key::Enter).await;
    w.comes_to("confirm").await;
    w.focus_comes_to(HEADING).await;
    w.tabs_to_action("confirm").await;
    w.strikes(" ").await;
    w.settings_say("off").await;
    w.focus_comes_to(HEADING).await;
}
