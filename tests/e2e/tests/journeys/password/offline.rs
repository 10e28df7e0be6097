//! The server goes away at each step: what was typed stays, and the widget comes back by itself.

use super::{NEW, asks_for_a_link, follows_the_link, opens_the_form, types_twice};
use tweestap_e2e::{PASSWORD, World, journey, scene};

/// It was away while this was pressed, and comes back.
async fn breaks_at(w: &mut World, action: &str) {
    w.server.is_killed();
    w.presses(action).await;
    w.is_told_that("offline", "Wat je typte blijft staan").await;
    w.passes_the_audit().await;
    w.server.start_again();
    w.reads("Er is weer verbinding.").await;
    w.has_no("[data-error]").await;
}

#[test]
fn a_lost_connection_costs_nobody_what_was_typed() {
    journey(scene("nl", "dark", 320), async |w| {
        opens_the_form(w).await;
        w.types("username", "leerling").await;
        w.types("email", "leerling@voorbeeldcollege.example").await;
        breaks_at(w, "send-link").await;
        w.presses("send-link").await;
        w.comes_to("sent").await;

        follows_the_link(w, "leerling").await;
        types_twice(w, NEW).await;
        breaks_at(w, "save-password").await;
        w.presses("save-password").await;
        w.comes_to("saved").await;
    });
}

#[test]
fn a_page_opened_while_the_server_is_away_comes_up_by_itself() {
    journey(scene("nl", "light", 320), async |w| {
        w.signs_in("ouder").await;
        // The bundle is there, the server is not.
        w.presses("open-password").await;
        w.comes_to("change").await;
        w.presses("open-dashboard").await;
        w.is_signed_in().await;
        w.server.is_killed();
        w.presses("open-password").await;
        w.is_told("offline").await;
        w.is_at("opening").await;
        w.server.start_again();
        w.comes_to("change").await;
        w.types("password", PASSWORD).await;
        types_twice(w, NEW).await;
        breaks_at(w, "save-password").await;
        w.presses("save-password").await;
        w.comes_to("saved").await;
    });
}

#[test]
fn asking_goes_on_where_it_was_after_a_session_that_ended() {
    journey(scene("nl", "light", 320), async |w| {
        w.signs_in("ouder").await;
        w.presses("open-password").await;
        w.comes_to("change").await;
        w.types("password", PASSWORD).await;
        types_twice(w, NEW).await;
        // The widget's session is over; the portal's is not.
        w.server.later(3_600).await;
        w.presses("save-password").await;
        w.comes_to("saved").await;
        asks_again(w).await;
    });
}

/// And a link still works beside it.
async fn asks_again(w: &World) {
    opens_the_form(w).await;
    asks_for_a_link(w, "ouder").await;
    w.server.is_mailed("ouder", "#t=").await;
}
