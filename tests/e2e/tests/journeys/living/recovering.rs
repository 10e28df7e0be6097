//! The phone is lost: recovery codes until there are none, and what becomes of it.

use super::{comes_back, has_the_app, opens_the_settings};
use tweestap_e2e::{World, journey, scene};

#[test]
fn a_lost_phone_is_no_lost_account() {
    journey(scene("nl", "light", 320), async |w| {
        let (_, codes) = has_the_app(w, "docent").await;
        comes_back(w, "docent").await;
        w.is_challenged().await;
        w.presses("use-recovery-code").await;
        w.is_at("recovery-code").await;

        // What cannot be one costs nothing; a wrong one is told, and the field is empty again.
        w.types("recovery-code", "ABCD-1234").await;
        w.presses("verify").await;
        w.is_told_that("recovery_code_malformed", "twaalf letters en cijfers")
            .await;
        assert_eq!(w.requests_to("/challenge/recover").await, 0);
        w.types("recovery-code", "ABCD-1234-WXYZ").await;
        w.presses("verify").await;
        w.is_told_that("recovery_code_wrong", "klopt niet").await;

        // As people copy it from paper.
        w.types("recovery-code", &codes[0].to_lowercase().replace('-', " "))
            .await;
        w.presses("verify").await;
        w.is_at("recovered").await;
        w.reads("Je hebt nog 5 herstelcodes over.").await;
        w.reloads().await;
        w.is_at("recovered").await;
        w.presses("continue").await;
        w.is_signed_in().await;
        w.server.is_mailed("docent", "herstelcode").await;

        comes_back(w, "docent").await;
        w.is_challenged().await;
        w.presses("use-recovery-code").await;
        w.comes_to("recovery-code").await;
        w.types("recovery-code", &codes[0]).await;
        w.presses("verify").await;
        w.is_told("recovery_code_wrong").await;
        uses(w, &codes[1]).await;
        w.presses("continue").await;
        w.is_signed_in().await;
        for code in &codes[2..4] {
            comes_back(w, "docent").await;
            w.is_challenged().await;
            w.presses("use-recovery-code").await;
            w.comes_to("recovery-code").await;
            uses(w, code).await;
            if *code == codes[2] {
                w.presses("continue").await;
                w.is_signed_in().await;
            }
        }
        makes_new_ones(w, &codes).await;
    });
}

async fn uses(w: &World, code: &str) {
    w.types("recovery-code", code).await;
    w.presses("verify").await;
    w.comes_to("recovered").await;
}

/// Two are left: new ones are offered first.
async fn makes_new_ones(w: &World, old: &[String]) {
    w.is_at("recovered").await;
    w.reads("Maak nu nieuwe codes").await;
    w.presses("regenerate").await;
    w.is_at("recovery-codes").await;
    let new = w.recovery_codes().await;
    assert!(new.iter().all(|code| !old.contains(code)));
    w.presses("acknowledge").await;
    w.comes_to("recovered").await;
    w.reads("Je hebt nog 6 herstelcodes over.").await;
    w.presses("continue").await;
    w.is_signed_in().await;
    opens_the_settings(w, "on").await;
    assert_eq!(
        w.attribute("[data-view=settings]", "data-codes-left").await,
        "6"
    );
    w.server.is_mailed("docent", "nieuwe herstelcodes").await;

    comes_back_from_settings(w).await;
    w.presses("use-recovery-code").await;
    w.comes_to("recovery-code").await;
    w.types("recovery-code", &old[5]).await;
    w.presses("verify").await;
    w.is_told("recovery_code_wrong").await;
    w.types("recovery-code", &new[0]).await;
    w.presses("verify").await;
    w.comes_to("recovered").await;

    // A new phone: the old app is worth nothing afterwards.
    w.presses("set-up").await;
    w.is_at("method").await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    // Whoever lost a phone may have lost the codes with it.
    w.is_at("recovery-codes").await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
    w.presses("finish").await;
    w.is_signed_in().await;
    w.server.is_mailed("docent", "app").await;
    comes_back(w, "docent").await;
    super::verifies_with(w, &app).await;
    w.is_signed_in().await;
}

async fn comes_back_from_settings(w: &World) {
    comes_back(w, "docent").await;
    w.is_challenged().await;
}
