//! Where no code is asked for a while: the list, forgetting one, forgetting all, two people at one browser.

use super::{comes_back, has_the_app, opens_the_settings};
use tweestap_e2e::{Authenticator, World, journey, scene};

#[test]
fn a_remembered_device_is_listed_and_forgotten() {
    journey(scene("nl", "light", 768), async |w| {
        let (app, _) = has_the_app(w, "docent").await;
        opens_the_settings(w, "on").await;
        w.picks_duration("3d").await;
        w.presses("save-remember").await;
        w.reads("Je keuze is bewaard").await;
        w.has_no("[data-device]").await;
        remembers_this_one(w, &app).await;

        opens_the_settings(w, "on").await;
        w.passes_the_audit().await;
        let device = w.text("[data-device][data-this-device]").await;
        assert!(
            device.contains(w.engine.is_called()) && device.contains("Dit apparaat"),
            "{device}"
        );

        // Somebody else at the same browser is asked for nothing of hers, and takes nothing away.
        w.signs_out().await;
        w.signs_in("ouder").await;
        w.signs_out().await;
        w.signs_in("docent").await;
        assert!(w.steps_of("challenge").await.is_empty());

        opens_the_settings(w, "on").await;
        w.presses("revoke-device").await;
        w.reads("Het apparaat is vergeten").await;
        w.has_no("[data-device]").await;
        remembers_this_one(w, &app).await;
        opens_the_settings(w, "on").await;
        w.presses("revoke-all").await;
        w.reads("Alle apparaten zijn vergeten").await;
        comes_back(w, "docent").await;
        w.is_challenged().await;
    });
}

async fn remembers_this_one(w: &World, app: &Authenticator) {
    comes_back(w, "docent").await;
    w.is_challenged().await;
    w.clicks("[data-field=remember]").await;
    super::verifies_with(w, app).await;
    w.is_signed_in().await;
}
