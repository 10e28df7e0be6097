//! Changing a password that is known, with and without two steps.

use super::{NEW, signs_in_with, types_twice};
use crate::living::has_the_app;
use thirtyfour::Key;
use tweestap_e2e::{PASSWORD, journey, scene};

#[test]
fn without_two_steps_the_password_of_now_is_enough() {
    journey(scene("en", "dark", 320), async |w| {
        w.signs_in("leerling").await;
        w.presses("open-password").await;
        w.is_at("change").await;
        w.types("password", "wrong").await;
        types_twice(w, NEW).await;
        w.presses("save-password").await;
        w.is_told("password_wrong").await;
        w.field_holds("password", "").await;
        w.passes_the_audit().await;
        w.types("password", PASSWORD).await;
        w.presses_twice("save-password").await;
        w.is_at("saved").await;
        assert_eq!(w.requests_to("/settings/password/change").await, 2);
        w.presses("finish").await;
        w.find("[data-portal=signed-out] [data-action=sign-in]")
            .await;
        signs_in_with(w, "leerling", NEW).await;
        w.is_signed_in().await;
    });
}

#[test]
fn with_two_steps_a_code_is_asked_on_the_spot_and_nothing_is_typed_twice() {
    journey(scene("nl", "light", 320), async |w| {
        let (app, _) = has_the_app(w, "docent").await;
        w.server.later(600).await;
        w.presses("open-password").await;
        w.comes_to("change").await;
        w.types("password", PASSWORD).await;
        types_twice(w, NEW).await;
        w.presses("save-password").await;
        w.is_at("code").await;
        // Whoever has no code at hand is back at the form, as it was left.
        w.presses("cancel").await;
        w.is_told_that("reauthentication_required", "Zonder code")
            .await;
        w.passes_the_audit().await;
        w.presses("save-password").await;
        w.comes_to("code").await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses("verify").await;
        w.is_at("saved").await;
        w.presses("finish").await;
        signs_in_with(w, "docent", NEW).await;
        w.is_challenged().await;
    });
}

#[test]
fn changing_by_keyboard_alone() {
    journey(scene("en", "light", 1280), async |w| {
        w.signs_in("ouder").await;
        w.tabs_to_action("open-password").await;
        w.strikes(Key::Enter).await;
        w.comes_to("change").await;
        w.tabs_to("[data-field=password]").await;
        w.strikes(PASSWORD).await;
        w.strikes(Key::Tab).await;
        w.focus_comes_to("[data-field=new-password]").await;
        w.strikes("short").await;
        w.strikes(Key::Enter).await;
        w.is_told("password_too_short").await;
        w.focus_comes_to("[data-field=new-password]").await;
        w.types("new-password", NEW).await;
        w.tabs_to_action("show-password").await;
        w.strikes(" ").await;
        w.find("[data-field=new-password][type=text]").await;
        w.tabs_to("[data-field=repeat-password]").await;
        w.strikes(NEW).await;
        w.strikes(Key::Enter).await;
        w.comes_to("saved").await;
        w.focus_comes_to("[data-view=password] h2").await;
        w.tabs_to_action("finish").await;
        w.strikes(Key::Enter).await;
        w.find("[data-portal=signed-out] [data-action=sign-in]")
            .await;
    });
}

#[test]
fn leaving_changes_nothing_and_a_reload_comes_back_to_the_form() {
    journey(scene("nl", "dark", 320), async |w| {
        w.signs_in("ouder").await;
        w.presses("open-password").await;
        w.comes_to("change").await;
        w.reloads().await;
        w.comes_to("change").await;
        w.presses("cancel").await;
        w.is_signed_in().await;
        w.goes_away_and_back().await;
        w.is_signed_in().await;
    });
}
