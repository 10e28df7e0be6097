//! The mail's link: from the outbox to a new password, at which nobody is signed in and the second step is asked as before.

use super::{
    NEW, NEWER, asks_for_a_link, follows_the_link, opens_the_form, rule, signs_in_with, types_twice,
};
use crate::living::has_the_app;
use tweestap_e2e::{PASSWORD, journey, scene};

#[test]
fn a_forgotten_password_is_replaced_and_the_second_step_stays() {
    journey(scene("nl", "light", 1280), async |w| {
        let (app, _) = has_the_app(w, "docent").await;
        w.signs_out().await;
        w.server.later(600).await;
        w.presses("open-password").await;
        w.is_at("forgotten").await;
        w.reloads().await;
        w.comes_to("forgotten").await;
        asks_for_a_link(w, "docent").await;
        // The old one works until there is a new one.
        w.presses("back").await;
        w.gives_name_and_password("docent").await;
        w.is_challenged().await;
        w.presses("sign-out").await;

        opens_the_form(w).await;
        asks_for_a_link(w, "docent").await;
        let link = follows_the_link(w, "docent").await;
        let (_, token) = link.split_once("#t=").unwrap();
        w.is_at("new-password").await;
        w.reloads().await;
        w.comes_to("new-password").await;
        assert_eq!(rule(w, "length").await, "no");
        assert_eq!(rule(w, "common").await, "unknown");
        types_twice(w, NEW).await;
        assert_eq!(rule(w, "length").await, "yes");
        assert_eq!(rule(w, "same").await, "yes");
        w.presses_twice("save-password").await;
        w.is_at("saved").await;
        w.reads("Daar vragen we gewoon weer om.").await;
        assert_eq!(w.requests_to("/password/reset").await, 1);
        w.server
            .is_mailed("docent", "Je wachtwoord is veranderd")
            .await;
        let address = w.value("location.href").await;
        assert!(!address.as_str().unwrap().contains('#'), "{address}");
        let inside = "document.querySelector('tweestap-password').shadowRoot";
        let inside = format!(
            "{inside}.innerHTML + [...{inside}.querySelectorAll('input')].map(({{ value }}) => value)"
        );
        let inside = w.value(&inside).await;
        let inside = inside.as_str().unwrap();
        assert!(inside.contains("data-step=\"saved\""), "{inside}");
        assert!(!inside.contains(token) && !inside.contains(NEW));
        let told: Vec<_> = w.events().await;
        assert!(
            told.iter()
                .any(|(name, detail)| name == "changed" && detail["what"] == "password"),
            "{told:?}"
        );
        w.presses("finish").await;
        w.find("[data-portal=signed-out] [data-action=sign-in]")
            .await;
        // Until here the browser's own timings name the page as it was loaded. The demonstration's phone shows the mail.
        w.nothing_leaks(&[token.to_owned(), NEW.to_owned()], false)
            .await;

        signs_in_with(w, "docent", PASSWORD).await;
        w.reads("Je naam of wachtwoord klopt niet").await;
        signs_in_with(w, "docent", NEW).await;
        w.is_challenged().await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses("verify").await;
        w.is_signed_in().await;
    });
}

#[test]
fn a_link_is_good_once_and_for_an_hour_and_looking_at_it_uses_nothing_up() {
    journey(scene("en", "dark", 320), async |w| {
        opens_the_form(w).await;
        asks_for_a_link(w, "leerling").await;
        let link = w.server.mailed_link("leerling").await;
        let (page, _) = link.split_once('#').unwrap();
        // As scanners of mail do.
        for _ in 0..2 {
            assert_eq!(w.server.status_of(&format!("/{page}")).await, 200);
        }
        let link = follows_the_link(w, "leerling").await;
        types_twice(w, NEW).await;
        w.presses("save-password").await;
        w.comes_to("saved").await;

        w.visits("favicon.svg").await;
        w.visits(&link).await;
        w.comes_to("new-password").await;
        types_twice(w, NEWER).await;
        w.presses("save-password").await;
        w.is_at("link-invalid").await;
        w.has_no("[data-view] [data-field]").await;
        let address = w.value("location.hash").await;
        assert_eq!(address, "#t=");
        w.reloads().await;
        w.is_at("link-invalid").await;
        w.presses("again").await;
        w.is_at("forgotten").await;
        assert_eq!(w.value("location.hash").await, "");

        asks_for_a_link(w, "leerling").await;
        follows_the_link(w, "leerling").await;
        w.server.later(3_601).await;
        types_twice(w, NEWER).await;
        w.presses("save-password").await;
        w.is_at("link-invalid").await;
        w.presses("back").await;
        signs_in_with(w, "leerling", NEW).await;
        w.is_signed_in().await;
    });
}

#[test]
fn a_link_that_is_opened_on_the_page_itself_shows_its_form_and_back_leads_back() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_form(w).await;
        asks_for_a_link(w, "leerling").await;
        let link = w.server.mailed_link("leerling").await;
        let (_, token) = link.split_once("#t=").unwrap();
        let moves = format!("location.hash = 't={token}'");
        w.js(&moves, vec![]).await.unwrap();
        w.is_at("new-password").await;
        w.focus_comes_to("[data-view=password] h2").await;
        w.browser.back().await.unwrap();
        w.comes_to("forgotten").await;
        w.browser.forward().await.unwrap();
        w.comes_to("new-password").await;
        types_twice(w, NEW).await;
        w.presses("save-password").await;
        w.comes_to("saved").await;
    });
}

#[test]
fn what_will_not_do_is_refused_in_words_and_leaves_the_link() {
    journey(scene("nl", "dark", 320), async |w| {
        opens_the_form(w).await;
        asks_for_a_link(w, "leerling").await;
        follows_the_link(w, "leerling").await;
        w.presses("save-password").await;
        w.is_told_that("new_password_missing", "Typ een nieuw wachtwoord.")
            .await;
        types_twice(w, "te kort").await;
        w.presses("save-password").await;
        w.is_told_that("password_too_short", "minstens 15 tekens")
            .await;
        assert_eq!(w.requests_to("/password/reset").await, 0);
        types_twice(w, "wachtwoordwachtwoord").await;
        w.presses("save-password").await;
        w.is_told_that("password_too_common", "kiezen veel mensen")
            .await;
        assert_eq!(rule(w, "common").await, "no");
        w.focus_comes_to("[data-field=new-password]").await;
        w.passes_the_audit().await;
        types_twice(w, "Sam de Vries is hier").await;
        assert_eq!(rule(w, "common").await, "unknown");
        w.presses("save-password").await;
        w.is_told_that("password_has_name", "Je naam of die van je school")
            .await;
        w.types("new-password", NEW).await;
        w.types("repeat-password", NEWER).await;
        w.presses("save-password").await;
        w.is_told_that("repeat_differs", "niet gelijk").await;
        w.focus_comes_to("[data-field=repeat-password]").await;
        w.presses("show-password").await;
        w.find("[data-field=repeat-password][type=text]").await;
        w.types("repeat-password", NEW).await;
        w.presses("save-password").await;
        w.comes_to("saved").await;
    });
}

#[test]
fn an_office_with_the_older_rules_says_which() {
    journey(scene("nl", "light", 320), async |w| {
        let page = format!("?password&school=voorbeeldkantoor&{}", w.scene.query());
        w.visits(&page).await;
        w.comes_to("forgotten").await;
        w.types("username", "kantoor").await;
        w.types("email", "kantoor@voorbeeldkantoor.example").await;
        w.presses("send-link").await;
        w.comes_to("sent").await;
        follows_the_link(w, "kantoor").await;
        w.find("[data-policy=classes]").await;
        w.types("new-password", "klavertje").await;
        assert_eq!(rule(w, "length").await, "yes");
        assert_eq!(rule(w, "classes").await, "no");
        w.presses("save-password").await;
        w.is_told_that("password_needs_classes", "te weinig soorten")
            .await;
        w.passes_the_audit().await;
        types_twice(w, "Klaver8-tje").await;
        assert_eq!(rule(w, "classes").await, "yes");
        w.presses("save-password").await;
        w.comes_to("saved").await;
    });
}
