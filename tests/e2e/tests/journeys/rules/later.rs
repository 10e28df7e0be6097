//! While there is time: people see until when, and get in without it.

use super::{chooses, opens_the_rules, saves, sets_up, ticks};
use tweestap_e2e::{World, journey, scene};

/// The manager asks it of pupils, and is gone again.
async fn pupils_must_in_three_days(w: &World) {
    opens_the_rules(w).await;
    ticks(w, "rule-pupil").await;
    chooses(w, "grace-days", "3").await;
    saves(w).await;
    w.comes_to("rules").await;
    w.signs_out().await;
}

#[test]
fn until_the_day_it_can_be_left_for_later_and_not_after_it() {
    journey(scene("nl", "light", 320), async |w| {
        pupils_must_in_three_days(w).await;

        w.gives_name_and_password("leerling").await;
        w.comes_to("enrol").await;
        w.reads("Je hebt nog 3 dagen.").await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        w.presses_twice("later").await;
        w.is_signed_in().await;

        // Begun and put off: what was begun is still there at the next sign-in.
        w.signs_out().await;
        w.gives_name_and_password("leerling").await;
        w.comes_to("enrol").await;
        w.presses("set-up").await;
        w.comes_to("method").await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        w.reads("Doe het later").await;
        w.presses("later").await;
        w.is_signed_in().await;

        w.signs_out().await;
        w.server.later(4 * 86_400).await;
        w.gives_name_and_password("leerling").await;
        w.comes_to("enrol").await;
        w.has_no("[data-action=later]").await;
    });
}

#[test]
fn the_days_do_not_begin_again() {
    journey(scene("en", "dark", 1280), async |w| {
        pupils_must_in_three_days(w).await;
        w.gives_name_and_password("leerling").await;
        w.reads("You still have 3 days.").await;
        w.presses("later").await;
        w.is_signed_in().await;
        w.signs_out().await;
        w.server.later(86_400).await;
        w.gives_name_and_password("leerling").await;
        w.reads("You still have 2 days.").await;
        w.presses("set-up").await;
        sets_up(w).await;
        w.is_signed_in().await;
    });
}
