//! On the phone itself, and the server goes away in the middle: what was typed stays, and the widget comes
//! back by itself.

use tweestap_e2e::{Authenticator, journey, scene};

#[test]
fn a_lost_connection_costs_nobody_their_place() {
    journey(scene("nl", "dark", 320).by_touch(), async |w| {
        w.signs_in("leerling").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.is_at("scan").await;

        // Here the app comes first, and the QR is for another screen.
        w.has_no("details[open]").await;
        let link = w.attribute("[data-action=open-app]", "href").await;
        w.presses("show-qr").await;
        assert_eq!(w.scans().await, link);
        let app = Authenticator::of(&link);

        let now = w.server.early_in_a_step().await;
        let code = app.code_at(now);
        w.types("code", &code).await;
        w.server.is_killed();
        w.presses("confirm").await;
        w.is_told_that("offline", "Wat je typte blijft staan").await;
        w.field_holds("code", &code).await;
        w.comes_to("scan").await;

        w.server.start_again();
        w.reads("Er is weer verbinding.").await;
        w.has_no("[data-error]").await;
        w.field_holds("code", &code).await;
        w.presses("confirm").await;
        w.is_at("recovery-codes").await;
        let codes = w.recovery_codes().await;

        w.server.is_killed();
        w.presses("acknowledge").await;
        w.is_told("offline").await;
        assert_eq!(w.recovery_codes().await, codes);
        w.server.start_again();
        w.reads("Er is weer verbinding.").await;
        w.presses("acknowledge").await;
        w.is_at("done").await;
        w.presses("finish").await;
        w.is_signed_in().await;
        w.settings_are("on").await;
    });
}

#[test]
fn a_page_opened_while_the_server_is_away_offers_another_try() {
    journey(scene("en", "light", 320), async |w| {
        w.signs_in("leerling").await;
        w.opens_enrolment().await;
        w.presses("open-dashboard").await;
        w.is_signed_in().await;
        w.server.is_killed();
        w.presses("open-enrolment").await;
        w.is_told_that("offline", "There is no connection").await;
        w.is_at("opening").await;
        w.server.start_again();
        w.comes_to("method").await;
    });
}
