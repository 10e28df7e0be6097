//! Asking for a link. Nobody learns from it who is known.

use super::{asks_for_a_link, opens_the_form};
use thirtyfour::Key;
use tweestap_e2e::{journey, scene};

#[test]
fn somebody_unknown_sees_the_very_same_screen() {
    journey(scene("nl", "light", 320), async |w| {
        w.visits_the_portal().await;
        w.presses("open-password").await;
        w.is_at("forgotten").await;
        asks_for_a_link(w, "leerling").await;
        w.passes_the_audit().await;
        let known = w.text("[data-view=password]").await;
        w.server.is_mailed("leerling", "#t=").await;

        w.presses("again").await;
        w.field_holds("username", "leerling").await;
        asks_for_a_link(w, "niemand").await;
        assert_eq!(w.text("[data-view=password]").await, known);
        assert_eq!(w.server.mails_to("niemand").await, 0);
        assert_eq!(w.server.mails_to("leerling").await, 1);
        w.presses("help-no-mail").await;
        w.reads("Vraag hulp aan je school.").await;
        w.passes_the_audit().await;
        w.presses("back").await;
        w.find("[data-portal=signed-out] [data-action=sign-in]")
            .await;
    });
}

#[test]
fn a_form_that_is_not_complete_says_what_is_missing() {
    journey(scene("en", "dark", 320), async |w| {
        opens_the_form(w).await;
        w.presses("send-link").await;
        w.is_told_that("username_missing", "Type your user name.")
            .await;
        w.focus_comes_to("[data-field=username]").await;
        w.types("username", "leerling").await;
        w.types("email", "leerling").await;
        w.presses("send-link").await;
        w.is_told_that("email_malformed", "See whether there is an @ in it.")
            .await;
        w.field_holds("email", "leerling").await;
        w.passes_the_audit().await;
        assert_eq!(w.requests_to("/password/forgot").await, 0);
        asks_for_a_link(w, "leerling").await;
    });
}

#[test]
fn asking_by_keyboard_alone_and_a_double_click_asks_once() {
    journey(scene("en", "light", 1280), async |w| {
        w.visits_the_portal().await;
        w.find("[data-field=username]").await;
        w.tabs_to_action("open-password").await;
        w.strikes(Key::Enter).await;
        w.comes_to("forgotten").await;
        w.tabs_to("[data-field=username]").await;
        w.strikes("leerling").await;
        w.strikes(Key::Tab).await;
        w.focus_comes_to("[data-field=email]").await;
        w.strikes("leerling@voorbeeldcollege.example").await;
        w.tabs_to_action("send-link").await;
        w.strikes(Key::Enter).await;
        w.comes_to("sent").await;
        w.focus_comes_to("[data-view=password] h2").await;
        w.tabs_to_action("again").await;
        w.strikes(" ").await;
        w.comes_to("forgotten").await;
        w.focus_comes_to("[data-field=username]").await;
        w.presses_twice("send-link").await;
        w.comes_to("sent").await;
        assert_eq!(w.requests_to("/password/forgot").await, 2);
    });
}
