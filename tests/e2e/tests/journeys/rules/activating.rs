//! Compulsory for a whole group in one act, and not before the last button; and back again.

use super::{gives_the_password, opens_the_rules, sets_up};
use tweestap_e2e::{journey, scene};

#[test]
fn nothing_is_compulsory_until_the_last_button_and_then_everybody_sets_up_at_the_next_sign_in() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_rules(w).await;
        w.presses("open-activate").await;
        w.comes_to("activate").await;
        w.reads("Er is nog niets veranderd.").await;
        // Whoever decides for all of a group sees all of its schools.
        w.find("[data-schools]").await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        w.presses("back").await;
        w.comes_to("rules").await;
        w.reads("Een tweede stap is nu voor niemand verplicht.")
            .await;

        w.presses("open-activate").await;
        w.comes_to("activate").await;
        w.presses_twice("activate").await;
        w.comes_to("rules").await;
        w.reads("Een tweede stap is nu voor iedereen verplicht.")
            .await;
        w.has_no("[data-action=open-activate]").await;
        w.signs_out().await;

        w.gives_name_and_password("leerling").await;
        w.comes_to("enrol").await;
        // No time was left for it, and no second password is asked.
        w.has_no("[data-action=later]").await;
        w.presses("set-up").await;
        sets_up(w).await;
        w.is_signed_in().await;
    });
}

#[test]
fn compulsory_for_nobody_again_asks_for_the_password_that_is_too_old() {
    journey(scene("nl", "dark", 1280), async |w| {
        let app = opens_the_rules(w).await;
        w.presses("open-activate").await;
        w.comes_to("activate").await;
        w.presses("activate").await;
        w.comes_to("rules").await;

        w.server.later(400).await;
        w.presses("open-deactivate").await;
        w.comes_to("code").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses("verify").await;
        w.comes_to("deactivate").await;
        w.find("[data-schools]").await;
        w.presses("deactivate").await;
        gives_the_password(w).await;
        w.comes_to("rules").await;
        w.reads("Een tweede stap is voor niemand meer verplicht.")
            .await;
        w.find("[data-action=open-activate]").await;
    });
}
