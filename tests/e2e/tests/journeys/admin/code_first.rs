//! A code that is too old, a second tab, a lost connection, a reload: nothing typed is lost.

use super::{gives_a_code, names, opens, opens_the_desk};
use tweestap_e2e::{journey, scene};

#[test]
fn after_five_minutes_a_code_is_asked_in_between_and_it_goes_on() {
    journey(scene("nl", "light", 1280), async |w| {
        let app = opens_the_desk(w).await;
        opens(w, "lucas bakker", "Lucas Bakker").await;
        w.presses("unlock").await;
        w.types("reason", "Was het zelf").await;
        w.server.later(400).await;
        w.presses("confirm").await;
        w.is_at("code").await;
        // Left without one: nothing has happened, and the reason stands there.
        w.presses("cancel").await;
        w.comes_to("unlock").await;
        w.is_told_that("reauthentication_required", "Er is niets veranderd")
            .await;
        assert_eq!(
            w.value("e2e.seen('[data-field=reason]')[0].value").await,
            "Was het zelf"
        );
        w.presses("confirm").await;
        w.comes_to("code").await;
        gives_a_code(w, &app).await;
        w.comes_to("person").await;
        w.reads("Het account is van het slot.").await;

        // The same when somebody only looks.
        w.server.later(400).await;
        w.presses("open-trail").await;
        w.comes_to("code").await;
        gives_a_code(w, &app).await;
        w.comes_to("trail").await;
        w.find("[data-entry=unlocked]").await;
    });
}

#[test]
fn a_lost_connection_takes_nothing_along() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        opens(w, "lucas bakker", "Lucas Bakker").await;
        w.presses("unlock").await;
        w.types("reason", "Was het zelf").await;
        w.server.is_killed();
        w.presses("confirm").await;
        w.is_told("offline").await;
        w.server.start_again();
        w.reads("Er is weer verbinding.").await;
        assert_eq!(
            w.value("e2e.seen('[data-field=reason]')[0].value").await,
            "Was het zelf"
        );
        w.presses("confirm").await;
        w.comes_to("person").await;
        w.reads("Het account is van het slot.").await;
    });
}

#[test]
fn a_second_tab_and_a_reload_ask_for_a_code_of_their_own() {
    journey(scene("nl", "light", 1280), async |w| {
        let app = opens_the_desk(w).await;
        let first = w.this_tab().await;
        w.opens_another_tab().await;
        w.visits(&format!("?{}#admin", w.scene.query())).await;
        w.comes_to("code").await;
        w.server.later(60).await;
        gives_a_code(w, &app).await;
        w.comes_to("people").await;
        assert_eq!(names(w).await.len(), 50);
        w.reloads().await;
        w.comes_to("code").await;
        w.presses("cancel").await;
        w.is_told("reauthentication_required").await;
        w.presses("retry").await;
        w.comes_to("code").await;
        w.turns_to(&first).await;
        w.presses("open-trail").await;
        w.comes_to("trail").await;
    });
}
