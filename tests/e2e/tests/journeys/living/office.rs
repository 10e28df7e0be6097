//! An office that requires two steps and has one reset code for each person; and a token that a school hands out.

use super::{comes_back, opens_the_settings, verifies_with};
use tweestap_e2e::{World, journey, scene};

#[test]
fn an_office_requires_two_steps_and_its_reset_code_opens_the_way_to_new_ones() {
    journey(scene("nl", "dark", 768), async |w| {
        w.visits_the_portal().await;
        w.gives_name_and_password("kantoor").await;
        w.is_at("enrol").await;
        w.reads("Voorbeeldkantoor vraagt iedereen om een tweede stap")
            .await;
        let first = sets_up(w).await;

        opens_the_settings(w, "on").await;
        w.has_no("[data-action=switch-off]").await;
        w.has_no("[data-action=erase]").await;
        w.reads("Uitzetten kan daarom niet").await;
        // The code can be looked up again, and is nowhere once it was seen.
        w.presses("show-reset-code").await;
        w.is_at("recovery-codes").await;
        assert_eq!(w.text("[data-recovery-code]").await, first);
        w.presses("finish").await;
        w.settings_say("on").await;
        w.no_code_is_left(std::slice::from_ref(&first)).await;

        // The phone is gone.
        comes_back(w, "kantoor").await;
        w.is_challenged().await;
        w.presses("use-reset-code").await;
        w.is_at("reset-code").await;
        w.types("reset-code", &first.to_lowercase()).await;
        w.presses("verify").await;
        w.is_at("enrol").await;
        w.server.is_mailed("kantoor", "herstelcode").await;
        // Nothing else is open, also not after a reload.
        w.reloads().await;
        w.is_at("enrol").await;
        let second = sets_up(w).await;
        assert_ne!(first, second);

        comes_back(w, "kantoor").await;
        w.is_challenged().await;
        w.presses("use-reset-code").await;
        w.comes_to("reset-code").await;
        w.types("reset-code", &first).await;
        w.presses("verify").await;
        w.is_told("recovery_code_wrong").await;
    });
}

/// From "set up first" to the portal; gives the reset code that was shown.
async fn sets_up(w: &World) -> String {
    w.presses("set-up").await;
    w.is_at("method").await;
    w.has_no("[data-view=enrolment] [data-action=cancel]").await;
    w.presses("choose-app").await;
    w.is_at("scan").await;
    let app = w.scans_into_an_app_of("Voorbeeldkantoor").await;
    w.submits_the_code_of(&app).await;
    w.is_at("recovery-codes").await;
    let code = w.text("[data-recovery-code]").await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
    w.presses("finish").await;
    w.is_signed_in().await;
    code
}

#[test]
fn a_token_of_the_school_is_asked_first_and_an_app_can_stand_beside_it() {
    journey(scene("en", "light", 320), async |w| {
        w.visits_the_portal().await;
        w.gives_name_and_password("balie").await;
        w.is_at("code").await;
        w.reads("Eight-digit code").await;
        w.types("code", "123456").await;
        w.presses("verify").await;
        w.is_told_that("code_malformed", "exactly eight digits")
            .await;
        w.types("code", &w.server.token_code().await).await;
        w.presses("verify").await;
        w.is_signed_in().await;

        opens_the_settings(w, "on").await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let app = w.scans_into_an_app().await;
        w.submits_the_code_of(&app).await;
        // Someone with a token had no recovery codes yet.
        w.is_at("recovery-codes").await;
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.presses("finish").await;
        w.settings_say("on").await;

        comes_back(w, "balie").await;
        w.is_at("code").await;
        w.reads("Eight-digit code").await;
        w.presses("choose-app").await;
        w.reads("Six-digit code").await;
        verifies_with(w, &app).await;
        w.is_signed_in().await;
    });
}
