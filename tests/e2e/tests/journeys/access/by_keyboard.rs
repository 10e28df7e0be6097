//! Setting up without a mouse. The focus is visible at every stop, and each new step takes it to its heading or
//! its field.

use thirtyfour::Key;
use tweestap_e2e::{PASSWORD, journey, scene};

const HEADING: &str = "[data-view=enrolment] h2";

#[test]
fn setting_up_the_app_by_keyboard_alone() {
    journey(scene("en", "dark", 1280), async |w| {
        w.visits_the_portal().await;
        w.find("[data-field=username]").await;
        w.tabs_to("[data-field=username]").await;
        w.strikes("docent").await;
        w.strikes(Key::Tab).await;
        w.focus_comes_to("[data-field=password]").await;
        w.strikes(PASSWORD).await;
        w.strikes(Key::Enter).await;
        w.is_signed_in().await;

        w.tabs_to_action("open-enrolment").await;
        w.strikes(Key::Enter).await;
        w.comes_to("method").await;
        w.tabs_to_action("choose-app").await;
        w.strikes(" ").await;
        w.comes_to("scan").await;
        w.focus_comes_to(HEADING).await;
        let app = w.scans_into_an_app().await;

        w.tabs_to_action("show-key").await;
        w.strikes(Key::Enter).await;
        assert_eq!(w.text("[data-key]").await.replace(' ', ""), app.key);
        w.tabs_to_action("copy-key").await;

        // A wrong code brings the focus back to the field.
        w.tabs_to("[data-field=code]").await;
        let now = w.server.early_in_a_step().await;
        w.strikes(app.wrong_code(now)).await;
        w.strikes(Key::Enter).await;
        w.is_told("code_mismatch").await;
        w.field_holds("code", "").await;
        let now = w.server.early_in_a_step().await;
        w.strikes(app.code_at(now)).await;
        w.strikes(Key::Enter).await;
        w.comes_to("recovery-codes").await;
        w.focus_comes_to(HEADING).await;

        w.may_use_the_clipboard().await;
        let codes = w.recovery_codes().await;
        w.tabs_to_action("copy-codes").await;
        w.strikes(" ").await;
        w.reads("Copied.").await;
        assert_eq!(w.clipboard().await, codes.join("\n"));
        w.tabs_to_action("acknowledge").await;
        w.strikes(Key::Enter).await;
        w.comes_to("done").await;
        w.focus_comes_to(HEADING).await;

        // One stop for the radio buttons, arrows among them.
        w.tabs_to("[data-field=duration]").await;
        assert_eq!(w.duration().await, "always_ask");
        w.strikes(Key::Down).await;
        w.focus_comes_to("[data-field=duration][value='12h']").await;
        assert_eq!(w.duration().await, "12h");
        w.strikes(Key::Tab).await;
        w.focus_comes_to("[data-action=finish]").await;
        w.strikes(Key::Enter).await;
        w.is_signed_in().await;
        w.focus_comes_to("main h1").await;

        w.tabs_to_action("open-settings").await;
        w.strikes(Key::Enter).await;
        w.settings_say("on").await;
        assert_eq!(w.duration().await, "12h");
    });
}

#[test]
fn setting_up_text_messages_by_keyboard_alone() {
    journey(scene("nl", "light", 320), async |w| {
        w.signs_in("ouder").await;
        w.server.later(360).await;
        w.tabs_to_action("open-enrolment").await;
        w.strikes(Key::Enter).await;
        w.comes_to("method").await;
        w.tabs_to_action("help-no-smartphone").await;
        w.strikes(" ").await;
        w.reads("Dat werkt op elke mobiele telefoon.").await;
        // Back from the fold-out to the choice.
        w.tabs_back_to_action("choose-sms").await;
        w.strikes(Key::Enter).await;
        w.comes_to("password").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to("[data-field=password]").await;
        w.strikes(PASSWORD).await;
        w.tabs_to_action("show-password").await;
        w.strikes(" ").await;
        w.find("[data-field=password][type=text]").await;
        w.tabs_to_action("continue").await;
        w.strikes(Key::Enter).await;
        w.comes_to("phone").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to("[data-field=phone]").await;
        w.strikes("06 12 34 56 78").await;
        w.strikes(Key::Enter).await;
        w.comes_to("confirm").await;
        w.focus_comes_to(HEADING).await;

        w.tabs_to_action("change-number").await;
        w.strikes(Key::Enter).await;
        w.comes_to("phone").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to("[data-field=phone]").await;
        w.strikes(Key::Enter).await;
        w.comes_to("confirm").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to("[data-field=code]").await;
        let message = w.server.newest_message().await;
        w.strikes(message.code()).await;
        w.tabs_to_action("confirm").await;
        w.strikes(" ").await;
        w.comes_to("recovery-codes").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to_action("download-codes").await;
        w.strikes(Key::Enter).await;
        w.reads("Het bestand staat bij je downloads.").await;
        w.tabs_to_action("acknowledge").await;
        w.strikes(" ").await;
        w.comes_to("done").await;
        w.focus_comes_to(HEADING).await;
        w.tabs_to_action("finish").await;
        w.strikes(" ").await;
        w.is_signed_in().await;
    });
}
