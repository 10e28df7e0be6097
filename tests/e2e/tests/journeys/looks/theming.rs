//! `/?theming` of the demonstration: what is turned there is seen, told, copied and taken back.

use serde_json::json;
use tweestap_e2e::{World, journey, scene};

async fn turns(w: &World, knob: &str, value: &str) {
    let script = "const knob = document.querySelector(`[data-knob=\"${arguments[0]}\"]`);\
        knob.value = arguments[1]; knob.dispatchEvent(new Event('input', { bubbles: true }))";
    let turned = w.js(script, vec![json!(knob), json!(value)]).await;
    turned.expect("a knob");
}

async fn opens(w: &World) {
    let query = w.scene.query();
    w.visits(&format!("?theming&{query}")).await;
    w.until("six screens", async || {
        let there = w
            .value("e2e.seen('.card[data-step]:not([aria-busy]) h2').length")
            .await;
        (there == 6).then_some(())
    })
    .await;
}

async fn is_turned_seen_copied_and_taken_back(w: &World) {
    opens(w).await;
    w.passes_the_audit().await;
    let css = "document.querySelector('[data-css]').textContent";
    let told = "document.querySelector('[data-adjusted]').dataset.adjusted";
    assert_eq!(w.value(told).await, "0");
    // A middling grey can be read on neither ground.
    turns(w, "accent", "#808080").await;
    turns(w, "radius", "3").await;
    turns(w, "density", "0.6").await;
    turns(w, "font", "Georgia, serif").await;
    w.until("a word about the colour", async || {
        let text = w
            .value("document.querySelector('[data-adjusted]').innerText")
            .await;
        text.as_str()?.contains("#808080").then_some(())
    })
    .await;
    let button = "getComputedStyle(e2e.seen('[data-gallery=scan] .x, .button.primary')[0])";
    assert_eq!(
        w.value(&format!("{button}.borderTopLeftRadius")).await,
        "3px"
    );
    assert_eq!(
        w.value(&format!("{button}.fontFamily")).await,
        "Georgia, serif"
    );
    w.passes_the_audit().await;

    w.may_use_the_clipboard().await;
    w.presses("copy-css").await;
    w.reads(w.scene.says("Gekopieerd.", "Copied.")).await;
    let copied = w.clipboard().await;
    assert_eq!(w.value(css).await, copied.as_str());
    for line in [
        "tweestap-enrolment, tweestap-challenge, tweestap-settings {",
        "  --tweestap-accent: #808080;",
        "  --tweestap-radius: 3px;",
        "  --tweestap-density: 0.6;",
        "  --tweestap-font: Georgia, serif;",
    ] {
        assert!(copied.lines().any(|one| one == line), "{line}: {copied}");
    }

    w.presses("reset-looks").await;
    w.until("everything as it was", async || {
        (w.value(told).await == "0").then_some(())
    })
    .await;
    assert_eq!(
        w.value(&format!("{button}.borderTopLeftRadius")).await,
        "12px"
    );
    assert_eq!(
        w.value("document.querySelector('[data-knob=radius]').value")
            .await,
        "12"
    );
    let none = w.value(css).await;
    assert!(
        none.as_str().is_some_and(|css| css.starts_with("/*")),
        "{none}"
    );
}

#[test]
fn looks_are_tried_told_copied_and_taken_back_narrow() {
    journey(scene("nl", "light", 320), async |w| {
        is_turned_seen_copied_and_taken_back(w).await;
    });
}

#[test]
fn looks_are_tried_told_copied_and_taken_back_wide_and_dark() {
    journey(scene("en", "dark", 1280), async |w| {
        is_turned_seen_copied_and_taken_back(w).await;
        // Theme and language of the screens are knobs as well.
        turns(w, "theme", "light").await;
        turns(w, "lang", "nl").await;
        w.reads("Beveilig je account").await;
        let ground = "getComputedStyle(e2e.seen('.card[data-step]')[0]).backgroundColor";
        assert_eq!(w.value(ground).await, "rgb(255, 255, 255)");
        let accent = "document.querySelector('[data-knob=accent]').value";
        assert_eq!(w.value(accent).await, "#0b5f6b");
    });
}

#[test]
fn the_page_is_found_from_the_portal_and_the_gallery() {
    journey(scene("en", "light", 1280), async |w| {
        for from in ["", "gallery=method&"] {
            w.visits(&format!("?{from}{}", w.scene.query())).await;
            w.clicks("footer a[href^='?theming']").await;
            w.reads("The looks of your school").await;
        }
    });
}
