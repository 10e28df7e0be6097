//! A second method beside the first, the preferred one, and taking one away.

use super::{comes_back, gives_the_password, has_the_app, opens_the_settings, verifies_with};
use tweestap_e2e::{journey, scene};

#[test]
fn a_teacher_adds_text_messages_prefers_them_and_drops_the_app() {
    journey(scene("nl", "dark", 320), async |w| {
        let (app, _) = has_the_app(w, "docent").await;
        w.server.later(600).await;
        opens_the_settings(w, "on").await;
        w.presses("choose-sms").await;
        gives_the_password(w).await;
        verifies_with(w, &app).await;
        w.is_at("phone").await;
        w.reads("Stap 1 van 2").await;
        w.types("phone", "06 12 34 56 78").await;
        w.presses("send-code").await;
        w.is_at("confirm").await;
        let message = w.server.newest_message().await;
        w.types("code", &message.code()).await;
        w.presses("confirm").await;
        // The codes of before still count: none are made.
        w.is_at("done").await;
        w.reads("Je nummer is bewaard").await;
        w.presses("finish").await;
        w.settings_say("on").await;
        assert_eq!(w.texts("[data-factor]").await.len(), 2);
        w.server.is_mailed("docent", "extra manier").await;

        // Just proved: no password and no code are asked again.
        w.clicks("[data-factor=sms] [data-action=prefer]").await;
        w.reads("Je keuze is bewaard").await;

        comes_back(w, "docent").await;
        w.is_at("code").await;
        w.reads("+31 6 •••• ••78").await;
        let sent = w.server.outbox().await.len();
        w.presses("choose-app").await;
        w.reads("Open je app").await;
        // Where one was: a reload keeps to the way that was chosen.
        w.reloads().await;
        w.is_at("code").await;
        w.reads("Open je app").await;
        assert_eq!(w.server.outbox().await.len(), sent);
        verifies_with(w, &app).await;
        w.is_signed_in().await;

        opens_the_settings(w, "on").await;
        w.clicks("[data-factor=app] [data-action=remove]").await;
        w.is_at("confirm").await;
        w.reads("De codes uit die app werken dan niet meer").await;
        w.presses("cancel").await;
        w.settings_say("on").await;
        w.clicks("[data-factor=app] [data-action=remove]").await;
        w.comes_to("confirm").await;
        w.presses("confirm").await;
        w.settings_say("on").await;
        assert_eq!(w.texts("[data-factor]").await.len(), 1);

        comes_back(w, "docent").await;
        w.is_at("code").await;
        w.has_no("[data-action=choose-app]").await;
        w.types("code", &w.server.newest_message().await.code())
            .await;
        w.presses("verify").await;
        w.is_signed_in().await;
    });
}
