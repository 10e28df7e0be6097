//! A manager without a mouse.

use super::opens_the_desk;
use tweestap_e2e::{Key, journey, scene};

#[test]
fn a_manager_without_a_mouse_unlocks_somebody() {
    journey(scene("nl", "light", 1280), async |w| {
        opens_the_desk(w).await;
        w.tabs_to("[data-field=search]").await;
        w.strikes("lucas bakker").await;
        w.strikes(Key::Enter).await;
        w.reads("1 persoon gevonden.").await;
        w.tabs_to_action("open-person").await;
        w.strikes(Key::Enter).await;
        w.comes_to("person").await;
        w.focus_comes_to("h2").await;
        w.tabs_to_action("unlock").await;
        w.strikes(Key::Enter).await;
        w.comes_to("unlock").await;
        w.focus_comes_to("h2").await;
        w.tabs_to("[data-field=reason]").await;
        w.strikes("Was het zelf").await;
        w.strikes(Key::Enter).await;
        w.comes_to("person").await;
        w.focus_comes_to("h2").await;
        w.reads("Het account is van het slot.").await;
        w.tabs_back_to_action("back").await;
        w.strikes(Key::Enter).await;
        w.focus_comes_to("[data-person] [data-action=open-person]")
            .await;
    });
}
