//! The rules that a machine can judge, on every screen of the gallery.

use crate::gallery::{PARTS, in_parts, opens_the_gallery, waits_until_nothing_waits};
use tweestap_e2e::{World, journey, scene};

/// A journey for each part of the gallery.
fn in_each_part(
    (lang, theme, width): (&'static str, &'static str, u32),
    body: impl AsyncFn(&mut World, &'static str),
) {
    for part in PARTS {
        journey(scene(lang, theme, width), async |w| body(w, part).await);
    }
}

#[test]
fn every_screen_is_marked_up_for_everyone() {
    in_each_part(("en", "light", 320), async |w, part| {
        for lang in super::LANGUAGES {
            opens_the_gallery(w, lang, part).await;
            w.brings_the_rules().await;
            w.keeps(&["languages", "headings"]).await;
        }
        let title = w.browser.title().await.unwrap();
        waits_until_nothing_waits(w).await;
        w.keeps(&[
            "headings", "purposes", "errors", "alerts", "regions", "native",
        ])
        .await;
        assert_eq!(
            w.browser.title().await.unwrap(),
            title,
            "the title is the page's"
        );
    });
}

#[test]
fn every_target_is_large_enough() {
    journey(scene("nl", "light", 320), async |w| {
        for (lang, part) in in_parts(super::LANGUAGES) {
            opens_the_gallery(w, lang, part).await;
            w.brings_the_rules().await;
            w.keeps(&["smallTargets", "lowControls"]).await;
        }
    });
}

/// A window of 1280 by 1024 pixels at 400 %, and larger or wider text in it.
#[test]
fn every_screen_reflows_and_gives_its_text_room() {
    journey(scene("nl", "light", 320), async |w| {
        for (lang, part) in in_parts(super::LANGUAGES) {
            w.looks_through(320, 256, 4).await;
            opens_the_gallery(w, lang, part).await;
            w.fits_the_window().await;
            w.brings_the_rules().await;
            let roomy = async || w.keeps(&["sideways", "cramped"]).await;
            roomy().await;
            w.value("access.enlarged(200)").await;
            roomy().await;
            w.value("access.enlarged(100)").await;
            w.value("access.spaced()").await;
            roomy().await;
            w.looks_through(1280, 1024, 1).await;
            roomy().await;
            w.value("access.enlarged(200)").await;
            roomy().await;
        }
    });
}

#[test]
fn the_focus_is_seen_at_every_stop() {
    for (theme, part) in in_parts(["light", "dark"]) {
        journey(scene("nl", theme, 320), async move |w| {
            opens_the_gallery(w, "nl", part).await;
            waits_until_nothing_waits(w).await;
            w.brings_the_rules().await;
            w.keeps(&["unseenFocus"]).await;
        });
    }
}

/// On a wide window, and in colours of a person's own choice.
#[test]
fn every_screen_passes_the_audit_wide_and_in_forced_colours() {
    in_each_part(("en", "light", 1280), async |w, part| {
        opens_the_gallery(w, "en", part).await;
        w.passes_the_audit().await;
        w.forces_colours().await;
        let mut violations = w.accessibility_violations().await;
        // The colours are the reader's own now, and the emulation reports grounds of one palette with letters of
        // another; that everything is seen is `looks::reader`'s.
        violations.retain(|one| !one.starts_with("\"color-contrast\""));
        assert!(violations.is_empty(), "{}", violations.join("\n"));
        w.fits_the_window().await;
    });
}

/// Tab through everything, Enter and Space at every stop.
#[test]
fn every_control_is_reached_and_worked_by_keys() {
    in_each_part(("nl", "light", 1280), async |w, part| {
        opens_the_gallery(w, "nl", part).await;
        waits_until_nothing_waits(w).await;
        w.brings_the_rules().await;
        w.walks_through_everything().await;
        w.keeps(&["walked"]).await;
    });
}

/// HTML CodeSniffer, which pa11y is made of, has other rules than axe-core.
#[test]
fn a_second_judge_agrees() {
    in_each_part(("nl", "light", 320), async |w, part| {
        opens_the_gallery(w, "nl", part).await;
        waits_until_nothing_waits(w).await;
        w.brings_the_rules().await;
        let complaints = w.second_opinion().await;
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    });
}
