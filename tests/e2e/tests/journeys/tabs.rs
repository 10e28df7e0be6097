//! Impatient fingers and several tabs: everything happens once, and every tab finds out where things are.

use tweestap_e2e::{World, journey, scene};

#[test]
fn a_double_click_sends_once() {
    journey(scene("nl", "light", 320), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses_twice("choose-app").await;
        w.comes_to("scan").await;
        assert_eq!(w.requests_to("/enrolment/method").await, 1);

        let app = w.scans_into_an_app().await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses_twice("confirm").await;
        w.comes_to("recovery-codes").await;
        w.has_no("[data-error]").await;
        assert_eq!(w.requests_to("/enrolment/confirm").await, 1);

        w.presses_twice("acknowledge").await;
        w.comes_to("done").await;
        w.has_no("[data-error]").await;
        assert_eq!(w.requests_to("/enrolment/acknowledge").await, 1);
        w.picks_duration("3d").await;
        w.presses_twice("finish").await;
        w.is_signed_in().await;
        assert_eq!(w.requests_to("/settings/remember").await, 1);
        assert!(w.events().await.iter().all(|(name, _)| name != "error"));
    });
}

#[test]
fn a_tab_that_stayed_behind_says_so_and_catches_up() {
    journey(scene("en", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let app = w.scans_into_an_app().await;
        let now = w.server.early_in_a_step().await;
        let code = app.code_at(now);

        let first = w.this_tab().await;
        let second = opens_the_same(w).await;
        let third = opens_the_same(w).await;
        w.turns_to(&first).await;
        w.types("code", &code).await;
        w.presses("confirm").await;
        w.comes_to("recovery-codes").await;
        let codes = w.recovery_codes().await;

        w.turns_to(&second).await;
        w.types("code", &code).await;
        w.presses("confirm").await;
        w.is_at("recovery-codes").await;
        w.is_told_that("code_already_used", "This code was used already")
            .await;
        assert_eq!(w.recovery_codes().await, codes);

        w.turns_to(&third).await;
        w.types("code", &app.wrong_code(now)).await;
        w.presses("confirm").await;
        w.is_at("recovery-codes").await;
        w.is_told_that("wrong_step", "You were further in another tab")
            .await;
        assert_eq!(w.recovery_codes().await, codes);

        // Acknowledged in one tab, the codes are gone from the others at their next step.
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.turns_to(&second).await;
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.has_no("[data-recovery-code]").await;
        w.turns_to(&first).await;
        w.reloads().await;
        w.comes_to("done").await;
        w.has_no("[data-recovery-code]").await;
    });
}

async fn opens_the_same(w: &World) -> thirtyfour::WindowHandle {
    let tab = w.opens_another_tab().await;
    w.visits(&format!("?{}#enrolment", w.scene.query())).await;
    w.comes_to("scan").await;
    tab
}
