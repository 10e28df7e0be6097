//! Finding people, and coming back to where one was.

use super::{chooses, names, opens_the_desk};
use tweestap_e2e::{journey, scene};

#[test]
fn a_manager_finds_people_by_name_class_role_and_state_and_keeps_their_place() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        w.is_at("people").await;
        w.reads("Je ziet de eerste 50 mensen. Er zijn er meer.")
            .await;
        w.presses("next-page").await;
        w.reads("Je ziet de eerste 100 mensen.").await;
        let all = names(w).await;
        w.focus_comes_to("[data-person]:nth-of-type(51) [data-action=open-person]")
            .await;
        assert!(all.is_sorted_by_key(|name| name.to_lowercase()), "{all:?}");

        w.types("search", "sam vr").await;
        w.reads("1 persoon gevonden.").await;
        assert_eq!(names(w).await, ["Sam de Vries"]);

        w.types("search", "").await;
        chooses(w, "class", "2B").await;
        w.reads("2 mensen gevonden.").await;
        chooses(w, "role", "teacher").await;
        w.reads("1 persoon gevonden.").await;
        w.clicks("[data-person] [data-action=open-person]").await;
        w.is_at("person").await;
        w.focus_comes_to("h2").await;
        w.presses("back").await;
        w.comes_to("people").await;
        w.focus_comes_to("[data-person] [data-action=open-person]")
            .await;
        assert_eq!(names(w).await, ["Noor Jansen"]);

        // Another section, and back: the same.
        w.presses("open-trail").await;
        w.is_at("trail").await;
        w.presses("open-people").await;
        w.comes_to("people").await;
        assert_eq!(names(w).await, ["Noor Jansen"]);
        w.has_no("[data-action=next-page]").await;

        chooses(w, "state", "locked").await;
        w.reads("Niemand gevonden.").await;
        w.presses("clear").await;
        w.reads("Je ziet de eerste 50 mensen.").await;
        w.field_holds("search", "").await;
        chooses(w, "state", "locked").await;
        w.find("[data-person] [data-status=locked]").await;
        w.reads("1 persoon gevonden.").await;
    });
}

#[test]
fn whoever_is_no_manager_is_told_so_and_sees_nobody() {
    journey(scene("nl", "light", 320), async |w| {
        w.signs_in("leerling").await;
        w.has_no("[data-action=open-admin]").await;
        let address = format!("?{}#admin", w.scene.query());
        w.visits("favicon.svg").await;
        w.visits(&address).await;
        w.is_told_that("manager_required", "voor beheerders").await;
        w.passes_the_audit().await;
        w.has_no("[data-person]").await;
        w.has_no("[data-action=retry]").await;
    });
}

#[test]
fn the_list_fits_a_phone_and_reads_from_the_right() {
    for (lang, theme, width) in [("ar", "dark", 320), ("en", "dark", 1280)] {
        journey(scene(lang, theme, width), async |w| {
            opens_the_desk(w).await;
            w.is_at("people").await;
            w.types("search", "lucas ba").await;
            w.find("[data-person] [data-status=locked]").await;
            w.until("one", async || (names(w).await.len() == 1).then_some(()))
                .await;
            w.clicks("[data-person] [data-action=open-person]").await;
            w.is_at("person").await;
            w.presses("support-code").await;
            w.is_at("support-code").await;
            w.presses("cancel").await;
            w.presses("open-trail").await;
            w.is_at("trail").await;
        });
    }
}

#[test]
fn a_manager_whose_own_second_step_is_off_is_told_to_switch_it_on() {
    journey(scene("nl", "light", 1280), async |w| {
        let app = opens_the_desk(w).await;
        w.presses("open-dashboard").await;
        w.is_signed_in().await;
        w.presses("open-settings").await;
        w.comes_to("overview").await;
        w.presses("switch-off").await;
        w.comes_to("code").await;
        w.server.later(60).await;
        super::gives_a_code(w, &app).await;
        w.comes_to("confirm").await;
        w.presses("confirm").await;
        w.settings_say("suspended").await;
        w.presses("open-dashboard").await;
        w.presses("open-admin").await;
        w.is_told_that("enrolment_required", "Zet eerst je eigen tweede stap aan")
            .await;
        w.has_no("[data-person]").await;
    });
}
