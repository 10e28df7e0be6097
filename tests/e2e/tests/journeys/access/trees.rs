//! Every screen as a screen reader gets it, against the reviewed lines in `tests/e2e/snapshots/ax`. After a change
//! that is meant: run with `TWEESTAP_UPDATE=1`, read the difference as somebody who listens, commit it.

use crate::gallery::{PARTS, names_of, opens_the_gallery, waits_until_nothing_waits};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};
use tweestap_e2e::{World, journey, scene};

/// Eight o'clock on a Monday in 2030; days and hours in words follow from it.
const MONDAY: i64 = 1_893_999_600;

#[test]
fn every_screen_is_told_as_reviewed() {
    journey(scene("nl", "light", 320), async |w| {
        w.lives_in("Europe/Amsterdam").await;
        let now = w.server.now().await;
        w.server.later(MONDAY - now).await;
        if env::var_os("TWEESTAP_UPDATE").is_some() {
            fs::remove_dir_all(folder()).ok();
            fs::create_dir_all(folder()).unwrap();
        }
        for part in PARTS {
            opens_the_gallery(w, "nl", part).await;
            waits_until_nothing_waits(w).await;
            what_comes_with_time_has_come(w, part).await;
            is_as_reviewed(w, part).await;
        }
        no_screen_is_gone();
    });
}

/// From now on nothing changes by itself.
async fn what_comes_with_time_has_come(w: &World, part: &str) {
    let has = |name| names_of(part).contains(&name);
    if has("slow") {
        the_connection_is_back(w).await;
    }
    if has("confirm-resend") {
        another_code_is_offered(w).await;
    }
}

/// The call was given up; then the connection is tried by itself, and is there.
async fn the_connection_is_back(w: &World) {
    let lost = "[data-gallery=slow] > h2 + *').shadowRoot.querySelectorAll('[data-error]";
    w.until("the connection's return", async || {
        let lost = format!("document.querySelector('{lost}').length");
        (w.value(&lost).await == 0).then_some(())
    })
    .await;
}

/// Not in the files, as it comes with time; but it is said, and in a region that is heard.
async fn another_code_is_offered(w: &World) {
    w.until("the offer of another code", async || {
        let offer = ["- status [live=polite]\n", READY].concat();
        let offers =
            |(name, lines): &(String, String)| name == "confirm-resend" && lines.contains(&offer);
        w.trees().await.iter().any(offers).then_some(())
    })
    .await;
}

async fn is_as_reviewed(w: &World, part: &str) {
    if env::var_os("TWEESTAP_UPDATE").is_some() {
        return write(&told(w, part).await);
    }
    // A screen that has just been refused something reads its state once more.
    w.until("every screen as reviewed", async || {
        let changed = changed(&told(w, part).await);
        w.is_still_missing(&changed);
        changed.is_empty().then_some(())
    })
    .await;
}

/// Every screen's name and lines.
async fn told(w: &World, part: &str) -> Vec<(String, String)> {
    let trees = w.trees().await;
    let there: Vec<&str> = trees.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(there, names_of(part));
    trees
        .into_iter()
        .map(|(name, lines)| (name, steady(&lines)))
        .collect()
}

/// Said after half a minute on the page: whether it is said yet depends on how long the others took.
const READY: &str = "  Niets gekregen? Je kunt nu een nieuwe code sturen.\n";

/// Without what differs from one moment to the next, such as which code is asked back.
fn steady(lines: &str) -> String {
    let question = "De laatste vier tekens van code ";
    (1..=6).fold(lines.replace(READY, ""), |lines, n| {
        lines.replace(&format!("{question}{n}"), &format!("{question}n"))
    })
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("snapshots/ax")
}

fn write(told: &[(String, String)]) {
    for (name, lines) in told {
        fs::write(folder().join(format!("{name}.txt")), lines).unwrap();
    }
}

fn no_screen_is_gone() {
    let kept = fs::read_dir(folder()).unwrap();
    let kept = kept.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let wanted = PARTS.into_iter().flat_map(names_of);
    let wanted: BTreeSet<String> = wanted.map(|name| format!("{name}.txt")).collect();
    let too_many: Vec<String> = kept.filter(|name| !wanted.contains(name)).collect();
    assert!(too_many.is_empty(), "no such screen any more: {too_many:?}");
}

/// Screens that are told otherwise than in the files, with both.
fn changed(told: &[(String, String)]) -> Vec<String> {
    let changed = told.iter().filter_map(|(name, lines)| {
        let before = fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap_or_default();
        (before != *lines)
            .then(|| format!("--- {name}, reviewed:\n{before}+++ {name}, now:\n{lines}"))
    });
    changed.collect()
}
