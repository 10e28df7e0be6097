//! The form: nothing is saved that was not shown, and nothing that was filled in is lost.

use super::{chooses, holds, opens_the_desk, opens_the_rules, saves, ticks};
use tweestap_e2e::{journey, scene};

#[test]
fn rules_are_looked_at_before_they_are_saved() {
    journey(scene("nl", "light", 320), async |w| {
        opens_the_rules(w).await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        // From when, and how long, is asked only where something is compulsory.
        assert_eq!(
            w.value("e2e.seen('[data-field=grace-days]').length").await,
            0
        );
        ticks(w, "rule-teacher").await;
        chooses(w, "grace-days", "7").await;
        w.clicks("[data-field=starts][value=day]").await;
        w.presses("preview").await;
        w.is_told("day_missing").await;
        w.focus_comes_to("[data-field=starts-at]").await;
        // Longer than a month ahead, and less than the two years that may be.
        let day = "new Date(Date.now() + 40 * 86400000).toISOString().slice(0, 10)";
        let day = w.value(day).await.as_str().unwrap().to_owned();
        chooses(w, "starts-at", &day).await;
        w.presses("preview").await;
        w.comes_to("preview").await;
        w.passes_the_audit().await;
        w.fits_the_window().await;
        assert_ne!(w.text("[data-count=must]").await, "0");

        // Back: everything stands as it was filled in.
        w.presses("back").await;
        w.comes_to("rules").await;
        holds(w, "starts-at", &day).await;
        holds(w, "grace-days", "7").await;
        // And after a look at something else.
        w.presses("open-people").await;
        w.comes_to("people").await;
        w.presses("open-rules").await;
        w.comes_to("rules").await;
        holds(w, "starts-at", &day).await;
        holds(w, "grace-days", "7").await;
        saves(w).await;
        w.comes_to("rules").await;
        w.reads("De regels zijn bewaard.").await;
        // From that day, and for nobody else.
        w.reads("Een tweede stap is vanaf").await;
        assert_eq!(w.texts("[data-view=admin] .today li").await, ["Docenten"]);
        w.presses("open-trail").await;
        w.comes_to("trail").await;
        w.find("[data-entry=policy_changed]").await;
    });
}

#[test]
fn somebody_elses_change_is_shown_before_anything_is_saved_over_it() {
    journey(scene("en", "light", 1280), async |w| {
        let app = opens_the_rules(w).await;
        let first = w.this_tab().await;
        let second = w.opens_another_tab().await;
        w.turns_to(&second).await;
        w.visits_the_portal().await;
        w.presses("open-admin").await;
        // A session of its own: a code that was given in another one counts for nothing here.
        w.comes_to("code").await;
        w.server.later(30).await;
        w.types("code", &app.code_at(w.server.early_in_a_step().await))
            .await;
        w.presses("verify").await;
        w.comes_to("people").await;
        w.presses("open-rules").await;
        w.find("[data-field=rule-parent]").await;

        w.turns_to(&first).await;
        ticks(w, "rule-teacher").await;
        saves(w).await;
        w.reads("The rules are saved.").await;

        w.turns_to(&second).await;
        ticks(w, "rule-parent").await;
        saves(w).await;
        w.is_told("policy_changed").await;
        let teacher = "e2e.seen('[data-field=rule-teacher]')[0].checked";
        assert_eq!(w.value(teacher).await, true);
        let parent = "e2e.seen('[data-field=rule-parent]')[0].checked";
        assert_eq!(w.value(parent).await, false);
    });
}

#[test]
fn a_lost_connection_takes_nothing_along() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_rules(w).await;
        ticks(w, "rule-teacher").await;
        w.server.is_killed();
        w.presses("preview").await;
        w.is_told("offline").await;
        w.server.start_again();
        w.reads("Er is weer verbinding.").await;
        let teacher = "e2e.seen('[data-field=rule-teacher]')[0].checked";
        assert_eq!(w.value(teacher).await, true);
        saves(w).await;
        w.comes_to("rules").await;
        w.reads("De regels zijn bewaard.").await;
    });
}

#[test]
fn it_can_all_be_done_by_keyboard() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        // After the code that came first.
        w.focus_comes_to("h2").await;
        w.tabs_back_to_action("open-rules").await;
        w.strikes("\u{e007}").await;
        w.comes_to("rules").await;
        w.tabs_to("[data-field=rule-teacher]").await;
        w.strikes(" ").await;
        w.tabs_to_action("preview").await;
        w.strikes("\u{e007}").await;
        w.comes_to("preview").await;
        w.focus_comes_to("h2").await;
        w.tabs_to_action("confirm").await;
        w.strikes("\u{e007}").await;
        w.comes_to("rules").await;
        w.focus_comes_to("h2").await;
        w.reads("De regels zijn bewaard.").await;
    });
}
