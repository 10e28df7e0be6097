//! The element in a page of another origin, which the school lists.

use super::{gives_the_code_of, is_told_why_nothing_is_remembered, sets_up_the_app};
use tweestap_e2e::{World, journey, scene};

#[test]
fn a_portal_of_another_site_carries_the_whole_journey_and_promises_no_remembering() {
    journey(scene("nl", "light", 1280).from_another_site(), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        let app = sets_up_the_app(w).await;
        w.has_no("[data-field=duration]").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        comes_back(w).await;
        w.comes_to("code").await;
        w.has_no("[data-field=remember]").await;
        gives_the_code_of(w, &app).await;
        w.is_signed_in().await;

        w.presses("open-settings").await;
        w.settings_say("on").await;
        is_told_why_nothing_is_remembered(w).await;
        every_file_came_from_the_other_origin(w).await;
    });
}

#[test]
fn a_portal_of_the_same_site_remembers_the_device() {
    journey(scene("en", "dark", 768).from_another_origin(), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        sets_up_the_app(w).await;
        w.picks_duration("12h").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        comes_back(w).await;
        w.is_signed_in().await;
        assert!(w.steps_of("challenge").await.is_empty());
    });
}

async fn comes_back(w: &World) {
    w.signs_out().await;
    w.server.later(600).await;
    w.gives_name_and_password("docent").await;
}

/// Script, glue, wasm, texts and styles, each whole: a digest that did not hold would have stopped it.
async fn every_file_came_from_the_other_origin(w: &World) {
    let names = "performance.getEntriesByType('resource').map(({ name }) => name)";
    let names = w.value(names).await;
    let names: Vec<&str> = names
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|name| name.as_str())
        .collect();
    for kind in ["/tweestap.js", ".wasm", ".css", "nl-"] {
        let theirs = |name: &&str| name.contains(kind) && name.starts_with(&w.server.address);
        assert!(names.iter().any(theirs), "{kind}: {names:?}");
    }
}
