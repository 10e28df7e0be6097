//! The rules themselves: each says no to a screen to which its harm was done.

use crate::gallery::{PARTS, opens_the_gallery, waits_until_nothing_waits};
use tweestap_e2e::{World, journey, scene};

/// A rule, and what spoils it; `root` is the screen's.
const HARMS: [(&str, &str); 13] = [
    ("languages", "root.querySelector('[lang]').lang = 'la'"),
    (
        "headings",
        "root.querySelector('.screen').append(document.createElement('h2'))",
    ),
    (
        "purposes",
        "root.getElementById('field').autocomplete = 'off'",
    ),
    (
        "errors",
        "root.getElementById('field').removeAttribute('aria-invalid')",
    ),
    ("alerts", "root.querySelector('[role=alert] svg').remove()"),
    (
        "regions",
        "root.querySelector('[role=status]').hidden = true",
    ),
    ("native", "root.querySelector('form').tabIndex = 0"),
    (
        "smallTargets",
        "const other = root.querySelector('[data-action=change-number]'); other.after(other.cloneNode(true)); for (const one of [other, other.nextSibling]) one.style.cssText = 'display: block; min-height: 0; height: 9px; padding: 0'",
    ),
    (
        "lowControls",
        "root.querySelector('.button').style.minHeight = 0; root.querySelector('.button').style.height = '30px'",
    ),
    (
        "cramped",
        "root.querySelector('h2').style.marginBottom = '-45px'",
    ),
    (
        "sideways",
        "root.querySelector('.screen').style.overflowX = 'auto'; root.querySelector('form').style.width = '900px'",
    ),
    (
        "unseenFocus",
        "root.querySelector('[data-action=confirm]').style.outline = 'none'",
    ),
    ("second opinion", "root.querySelector('label').remove()"),
];

#[test]
fn every_rule_can_say_no() {
    journey(scene("nl", "light", 320), async |w| {
        opens_the_gallery(w, "nl", PARTS[0]).await;
        waits_until_nothing_waits(w).await;
        w.brings_the_rules().await;
        for (rule, harm) in HARMS {
            does_harm(w, "confirm-wrong-code", harm).await;
            let complaints = match rule {
                "second opinion" => w.second_opinion().await,
                rule => w.complaints_of(&format!("{rule}()")).await,
            };
            let about_it = complaints
                .iter()
                .filter(|line| line.starts_with("confirm-wrong-code: "));
            assert!(about_it.count() > 0, "{rule} noticed nothing");
        }
        a_walk_notices_a_key_that_does_nothing(w).await;
    });
}

async fn a_walk_notices_a_key_that_does_nothing(w: &World) {
    w.visits("?gallery=confirm-wrong-code&lang=nl").await;
    w.comes_to("confirm").await;
    w.is_told("code_mismatch").await;
    w.brings_the_rules().await;
    let deaf = "root.querySelector('[data-action=confirm]').addEventListener('keydown', (event) => event.key === 'Enter' && event.preventDefault())";
    does_harm(w, "confirm-wrong-code", deaf).await;
    w.walks_through_everything().await;
    let complaints = w.complaints_of("walked()").await;
    let told: Vec<bool> = complaints
        .iter()
        .map(|line| line.contains("\"Enter\" does nothing"))
        .collect();
    assert_eq!(told, [true], "{complaints:#?}");
}

async fn does_harm(w: &World, screen: &str, harm: &str) {
    let done = w
        .js(
            &format!("const {{ root }} = access.screens().find(({{ name }}) => name === '{screen}'); {harm};"),
            vec![],
        )
        .await;
    done.expect("a harm that was done");
}
