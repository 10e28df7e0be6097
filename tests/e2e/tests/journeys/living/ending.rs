//! Off for a while, on again, and gone for good; each with its consequence in words.

use super::{comes_back, gives_the_password, has_the_app, opens_the_settings, verifies_with};
use tweestap_e2e::{journey, scene};

#[test]
fn switching_off_keeps_the_app_and_erasing_does_not() {
    journey(scene("en", "light", 1280), async |w| {
        let (app, _) = has_the_app(w, "leerling").await;
        w.server.later(600).await;
        opens_the_settings(w, "on").await;
        w.presses("switch-off").await;
        gives_the_password(w).await;
        verifies_with(w, &app).await;
        w.is_at("confirm").await;
        w.reads("your password alone is enough").await;
        w.presses("confirm").await;
        w.settings_say("suspended").await;
        w.server
            .is_mailed("leerling", "switched off for a while")
            .await;

        w.signs_out().await;
        w.server.later(600).await;
        w.signs_in("leerling").await;
        assert!(w.steps_of("challenge").await.is_empty());
        opens_the_settings(w, "suspended").await;
        w.presses("switch-on").await;
        w.settings_say("on").await;

        comes_back(w, "leerling").await;
        verifies_with(w, &app).await;
        w.is_signed_in().await;
        opens_the_settings(w, "on").await;
        w.presses("erase").await;
        w.is_at("confirm").await;
        w.reads("This cannot be undone").await;
        w.presses("confirm").await;
        w.settings_say("off").await;
        w.has_no("[data-factor]").await;
        w.server.is_mailed("leerling", "was erased").await;

        w.signs_out().await;
        w.signs_in("leerling").await;
        assert!(w.steps_of("challenge").await.is_empty());
    });
}
