//! Stopping half-way: on purpose, which leaves nothing, or by leaving the page, which loses nothing.

use tweestap_e2e::{World, journey, scene};

#[test]
fn cancelling_at_any_step_leaves_it_off() {
    journey(scene("nl", "dark", 1280), async |w| {
        w.signs_in("docent").await;
        for step in ["method", "scan", "phone", "confirm", "recovery-codes"] {
            w.presses("open-enrolment").await;
            goes_on_to(w, step).await;
            cancelled_it_is_off(w).await;
        }
        w.server.later(360).await;
        w.presses("open-enrolment").await;
        w.comes_to("method").await;
        w.presses("choose-app").await;
        w.comes_to("password").await;
        cancelled_it_is_off(w).await;
    });
}

async fn goes_on_to(w: &World, step: &str) {
    w.comes_to("method").await;
    match step {
        "scan" => w.presses("choose-app").await,
        "phone" => w.presses("choose-sms").await,
        "confirm" => {
            w.presses("choose-sms").await;
            w.comes_to("phone").await;
            w.types("phone", "06 12 34 56 78").await;
            w.presses("send-code").await;
        }
        "recovery-codes" => {
            w.presses("choose-app").await;
            w.comes_to("scan").await;
            let app = w.scans_into_an_app().await;
            w.submits_the_code_of(&app).await;
        }
        _ => {}
    }
    w.comes_to(step).await;
}

async fn cancelled_it_is_off(w: &World) {
    w.presses("cancel").await;
    w.is_signed_in().await;
    w.settings_are("off").await;
    // What was begun is gone: the next attempt starts with the choice.
    w.presses("open-enrolment").await;
    w.comes_to("method").await;
    w.presses("open-dashboard").await;
    w.is_signed_in().await;
}

#[test]
fn leaving_half_way_loses_nothing() {
    journey(scene("en", "dark", 320), async |w| {
        w.signs_in("beheerder").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.is_at("scan").await;
        let scanned = w.scans().await;
        let app = w.scans_into_an_app().await;

        w.goes_away_and_back().await;
        w.comes_to("scan").await;
        assert_eq!(w.scans().await, scanned, "after the way back");

        it_is_pending_and_goes_on(w, "scan").await;
        assert_eq!(w.scans().await, scanned, "inside the settings");
        w.submits_the_code_of(&app).await;
        w.is_at("recovery-codes").await;
        let codes = w.recovery_codes().await;

        w.goes_away_and_back().await;
        it_is_pending_and_goes_on(w, "recovery-codes").await;
        assert_eq!(w.recovery_codes().await, codes);
        w.presses("acknowledge").await;
        w.is_at("done").await;
        w.presses("finish").await;
        // It was begun in the settings, and ends there.
        w.settings_say("on").await;
        w.presses("open-dashboard").await;
        w.is_signed_in().await;

        // There is nothing left to begin.
        w.presses("open-enrolment").await;
        w.comes_to("done").await;
    });
}

async fn it_is_pending_and_goes_on(w: &World, step: &str) {
    w.presses("open-dashboard").await;
    w.is_signed_in().await;
    w.presses("open-settings").await;
    w.settings_say("pending").await;
    w.presses("set-up").await;
    w.is_at(step).await;
}
