//! What is said by itself: every refusal, every success, every wait; and each new screen takes the focus, so that
//! it is read. Never is something meant to be said that no screen reader can be relied on to say.

use crate::living::{comes_back, has_the_app};
use tweestap_e2e::{World, journey, scene};

#[test]
fn setting_up_the_app_is_heard() {
    journey(scene("nl", "light", 768), async |w| {
        w.listens_as_a_screen_reader().await;
        w.may_use_the_clipboard().await;
        w.signs_in("docent").await;
        w.presses("open-enrolment").await;
        w.comes_to("method").await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let app = w.scans_into_an_app().await;
        w.presses("show-key").await;
        w.presses("copy-key").await;
        w.hears("status", "Gekopieerd.").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.wrong_code(now)).await;
        w.presses("confirm").await;
        w.hears("alert", "Deze code klopt niet.").await;
        w.submits_the_code_of(&app).await;

        w.comes_to("recovery-codes").await;
        let codes = w.recovery_codes().await;
        w.presses("copy-codes").await;
        w.hears("status", "Gekopieerd.").await;
        w.presses("download-codes").await;
        w.hears("status", "Het bestand staat bij je downloads.")
            .await;
        w.presses("check").await;
        w.types("check", "0000").await;
        w.presses("check-codes").await;
        w.hears("status", "Dat is anders dan hierboven.").await;
        w.types("check", &asked_for(w, &codes).await).await;
        w.presses("check-codes").await;
        w.hears("status", "Dat klopt. Er is geen code gebruikt.")
            .await;
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.presses("finish").await;
        w.is_signed_in().await;
        everything_was_heard(w).await;
    });
}

/// The last four characters of the code that is asked for.
async fn asked_for(w: &World, codes: &[String]) -> String {
    let question = w.text("label[for=check]").await;
    let number: usize = question.rsplit(' ').next().unwrap().parse().unwrap();
    codes[number - 1].chars().skip(10).collect()
}

#[test]
fn text_messages_and_a_lost_connection_are_heard() {
    journey(scene("nl", "light", 768), async |w| {
        w.listens_as_a_screen_reader().await;
        w.signs_in("ouder").await;
        w.presses("open-enrolment").await;
        w.comes_to("method").await;
        w.presses("choose-sms").await;
        w.comes_to("phone").await;
        w.types("phone", "06 123").await;
        w.presses("send-code").await;
        w.hears("alert", "Dit is geen bestaand nummer.").await;
        w.types("phone", "06 12 34 56 78").await;
        w.presses("send-code").await;
        w.comes_to("confirm").await;
        w.presses("resend").await;
        w.hears("alert", "De vorige code is net verstuurd.").await;
        w.server.later(31).await;
        w.presses("resend").await;
        w.hears("status", "Er is een nieuwe code onderweg naar")
            .await;

        w.server.is_killed();
        w.presses("resend").await;
        w.hears("alert", "Er is geen verbinding.").await;
        w.server.start_again();
        w.hears("status", "Er is weer verbinding.").await;
        everything_was_heard(w).await;
    });
}

#[test]
fn what_changes_in_the_settings_is_heard() {
    journey(scene("nl", "light", 768), async |w| {
        w.listens_as_a_screen_reader().await;
        let (app, _) = has_the_app(w, "docent").await;
        w.presses("open-settings").await;
        w.comes_to("overview").await;
        w.picks_duration("3d").await;
        w.presses("save-remember").await;
        w.hears("status", "Je keuze is bewaard.").await;
        comes_back(w, "docent").await;
        w.comes_to("code").await;
        w.clicks("[data-field=remember]").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses("verify").await;
        w.is_signed_in().await;
        w.presses("open-settings").await;
        w.comes_to("overview").await;
        w.presses("revoke-device").await;
        w.hears("status", "Het apparaat is vergeten.").await;
        w.presses("switch-off").await;
        w.comes_to("confirm").await;
        w.presses("confirm").await;
        // It comes with a new screen: whoever hears the heading hears this.
        w.hears(
            "focus",
            "h2 Inloggen met een tweede stap (Je tweede stap is even uit.)",
        )
        .await;
        w.presses("switch-on").await;
        w.hears("status", "Je tweede stap staat weer aan.").await;
        everything_was_heard(w).await;
    });
}

#[test]
fn a_long_wait_is_heard() {
    journey(scene("nl", "light", 320), async |w| {
        w.listens_as_a_screen_reader().await;
        w.visits("?gallery=slow&lang=nl").await;
        w.hears("status", "Dit duurt langer dan normaal.").await;
        w.hears("alert", "Er is geen verbinding.").await;
    });
}

async fn everything_was_heard(w: &World) {
    w.steps_took_the_focus().await;
    let mut spoken = w.spoken().await;
    // The page goes on at once, and takes the focus with it.
    spoken
        .lost
        .retain(|said| said != "status: De code klopt. Je gaat verder.");
    assert!(spoken.lost.is_empty(), "{spoken:#?}");
}
