//! The app, with everything that goes wrong on the way, and what it is for afterwards.

use crate::afterwards::{the_second_step_is_asked_and_the_device_remembered, the_settings_show_it};
use std::fs;
use tweestap_e2e::{World, journey, scene};

#[test]
fn a_teacher_sets_up_the_app_and_every_slip_explains_itself() {
    journey(scene("nl", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.server.later(360).await;
        w.opens_enrolment().await;

        // The sign-in is six minutes old: the password once more.
        w.presses("choose-app").await;
        w.is_at("password").await;
        w.reads("Stap 2 van 4").await;
        w.presses("continue").await;
        w.is_told("password_missing").await;
        w.types("password", "verkeerd-wachtwoord").await;
        w.presses("continue").await;
        w.is_told_that("password_wrong", "Dit wachtwoord klopt niet")
            .await;
        w.field_holds("password", "").await;
        w.types("password", tweestap_e2e::PASSWORD).await;
        w.presses("continue").await;

        w.is_at("scan").await;
        w.reads("Stap 3 van 4").await;
        let scanned = w.scans().await;
        assert!(
            scanned.contains("Voorbeeldcollege:Noor%20Jansen?"),
            "{scanned}"
        );
        let app = w.scans_into_an_app().await;
        w.presses("show-key").await;
        assert_eq!(w.text("[data-key]").await.replace(' ', ""), app.key);

        // What cannot be a code is said without asking the server.
        for (typed, code, words) in [
            ("", "code_missing", "Typ eerst de code"),
            ("12345", "code_too_short", "5 van de zes cijfers"),
            ("12345a", "code_malformed", "geen letters"),
            ("1234567", "code_malformed", "precies zes cijfers"),
        ] {
            w.types("code", typed).await;
            w.presses("confirm").await;
            w.is_told_that(code, words).await;
            w.field_holds("code", typed).await;
        }
        assert_eq!(w.requests_to("/enrolment/confirm").await, 0);

        let now = w.server.early_in_a_step().await;
        is_refused_with(w, &app.wrong_code(now), "Deze code klopt niet").await;
        let now = w.server.early_in_a_step().await;
        let behind = "ongeveer 3 minuten geleden goed. De klok van je telefoon loopt dus achter";
        is_refused_with(w, &app.code_at(now - 180), behind).await;
        let now = w.server.early_in_a_step().await;
        let ahead = "pas over ongeveer 3 minuten goed. De klok van je telefoon loopt dus voor";
        is_refused_with(w, &app.code_at(now + 180), ahead).await;
        w.is_at("scan").await;
        assert_eq!(w.scans().await, scanned);

        the_qr_stays(w, &scanned).await;

        // A code that begins with a zero, pasted with the spaces of a message.
        let now = w.server.early_in_a_step().await;
        w.server
            .later(app.until_leading_zero(now).unwrap_or(0))
            .await;
        let code = app.code_at(w.server.now().await);
        w.pastes("code", &format!(" {} {}\n", &code[..3], &code[3..]))
            .await;
        w.presses("confirm").await;

        w.is_at("recovery-codes").await;
        w.reads("Stap 4 van 4").await;
        let codes = w.recovery_codes().await;
        w.reloads().await;
        w.is_at("recovery-codes").await;
        assert_eq!(w.recovery_codes().await, codes);
        the_codes_can_be_kept(w, &codes).await;

        w.presses("acknowledge").await;
        w.is_at("done").await;
        w.reloads().await;
        w.is_at("done").await;
        w.no_code_is_left(&codes).await;

        assert_eq!(w.duration().await, "always_ask");
        w.picks_duration("12h").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        w.presses("open-settings").await;
        the_settings_show_it(w).await;
        w.server.is_killed();
        w.server.start_again();
        w.reloads().await;
        the_settings_show_it(w).await;

        the_second_step_is_asked_and_the_device_remembered(w, &app).await;
    });
}

/// A wrong code is explained, costs no place, and leaves an empty field to type the next one in.
async fn is_refused_with(w: &World, code: &str, words: &str) {
    w.types("code", code).await;
    w.presses("confirm").await;
    w.is_told_that("code_mismatch", words).await;
    w.comes_to("scan").await;
    w.field_holds("code", "").await;
}

/// Reloading, a second tab, going back and choosing the same again: always the same QR.
async fn the_qr_stays(w: &World, scanned: &str) {
    for _ in 0..2 {
        w.reloads().await;
        w.is_at("scan").await;
        assert_eq!(w.scans().await, scanned, "after reloading");
    }
    let first = w.this_tab().await;
    w.opens_another_tab().await;
    w.visits(&format!("?{}#enrolment", w.scene.query())).await;
    w.is_at("scan").await;
    assert_eq!(w.scans().await, scanned, "in a second tab");
    w.turns_to(&first).await;

    w.presses("back").await;
    w.is_at("method").await;
    w.presses("choose-app").await;
    w.is_at("scan").await;
    assert_eq!(w.scans().await, scanned, "after going back");
}

async fn the_codes_can_be_kept(w: &World, codes: &[String]) {
    w.may_use_the_clipboard().await;
    w.presses("copy-codes").await;
    w.reads("Gekopieerd.").await;
    assert_eq!(w.clipboard().await, codes.join("\n"));

    w.presses("download-codes").await;
    w.reads("Het bestand staat bij je downloads.").await;
    let file = w
        .until("the downloaded file", async || {
            fs::read_to_string(w.download("herstelcodes.txt")).ok()
        })
        .await;
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0], "Herstelcodes voor Voorbeeldcollege");
    assert!(
        lines[1].starts_with("Voor Noor Jansen, gemaakt op "),
        "{file}"
    );
    assert_eq!(lines[3..9], *codes);
}
