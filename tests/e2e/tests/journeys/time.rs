//! Taking too long, and guessing: what ends, what stays, and what is said about it.

use tweestap_e2e::{journey, scene};

#[test]
fn what_took_too_long_begins_again_and_says_why() {
    journey(scene("nl", "dark", 320), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let scanned = w.scans().await;

        // There is half an hour to install an app; then the key is worth nothing any more.
        w.server.later(29 * 60).await;
        w.reloads().await;
        w.comes_to("scan").await;
        assert_eq!(w.scans().await, scanned);
        w.server.later(2 * 60).await;
        let app = w.scans_into_an_app().await;
        w.submits_the_code_of(&app).await;
        w.is_at("method").await;
        w.is_told_that("enrolment_not_found", "Dit duurde te lang")
            .await;
        w.chooses_and_gives_the_password("choose-app", "scan").await;
        assert_ne!(w.scans().await, scanned);

        // Recovery codes can be seen again for a day, and switch nothing on by themselves.
        let app = w.scans_into_an_app().await;
        w.submits_the_code_of(&app).await;
        w.comes_to("recovery-codes").await;
        let codes = w.recovery_codes().await;
        w.server.later(23 * 3600).await;
        w.reloads().await;
        w.comes_to("recovery-codes").await;
        assert_eq!(w.recovery_codes().await, codes);
        w.server.later(2 * 3600).await;
        w.presses("acknowledge").await;
        w.comes_to("method").await;
        w.is_told_that("enrolment_not_found", "Dit duurde te lang")
            .await;
        w.no_code_is_left(&codes).await;
        w.presses("open-dashboard").await;
        w.is_signed_in().await;
        w.settings_are("off").await;
    });
}

#[test]
fn guessing_ends_in_a_pause_that_even_the_right_code_has_to_wait_for() {
    journey(scene("en", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let app = w.scans_into_an_app().await;
        let now = w.server.early_in_a_step().await;
        let wrong = app.wrong_code(now);

        let mut guesses = 0;
        loop {
            w.types("code", &wrong).await;
            w.presses("confirm").await;
            guesses += 1;
            if w.is_refused().await == "too_many_attempts" {
                break;
            }
            assert!(guesses < 20, "guessing goes on for ever");
        }
        assert!(guesses > 3, "only {guesses} tries");
        w.is_told_that("too_many_attempts", "Something wrong was typed too often")
            .await;
        w.passes_the_audit().await;

        w.submits_the_code_of(&app).await;
        w.is_told("too_many_attempts").await;
        w.comes_to("scan").await;
        w.server.later(15 * 60).await;
        w.submits_the_code_of(&app).await;
        w.is_at("recovery-codes").await;
    });
}
