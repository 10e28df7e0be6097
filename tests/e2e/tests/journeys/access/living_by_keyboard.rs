//! The same life without a mouse: in by a recovery code, off for a while, on again.

use super::{comes_back, has_the_app};
use thirtyfour::Key;
use tweestap_e2e::{PASSWORD, journey, scene};

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
