//! Every step in three languages and both themes, on the narrowest window. The rest is in the gallery, in all five.

use super::{NEW, asks_for_a_link, follows_the_link, opens_the_form, types_twice};
use tweestap_e2e::{Scene, journey, scene};

fn every_step_holds_in(scene: Scene) {
    journey(scene, async |w| {
        opens_the_form(w).await;
        w.passes_the_audit().await;
        asks_for_a_link(w, "leerling").await;
        w.passes_the_audit().await;
        let link = follows_the_link(w, "leerling").await;
        w.passes_the_audit().await;
        types_twice(w, NEW).await;
        w.passes_the_audit().await;
        w.presses("save-password").await;
        w.is_at("saved").await;
        w.visits("favicon.svg").await;
        w.visits(&link).await;
        w.comes_to("new-password").await;
        types_twice(w, NEW).await;
        w.presses("save-password").await;
        w.is_at("link-invalid").await;
    });
}

#[test]
fn every_step_holds_in_dutch_in_light() {
    every_step_holds_in(scene("nl", "light", 320));
}

#[test]
fn every_step_holds_in_english_in_the_dark() {
    every_step_holds_in(scene("en", "dark", 320));
}

#[test]
fn every_step_holds_in_arabic_in_light() {
    every_step_holds_in(scene("ar", "light", 320));
}

#[test]
fn every_step_holds_in_arabic_in_the_dark() {
    every_step_holds_in(scene("ar", "dark", 320));
}
