//! Every language as it is shipped: whole files, named after their contents, that only their readers fetch.

use serde_json::Value;
use tweestap_e2e::{World, journey, scene};

/// Language and tone as a page asks for them, and the file whose words are then said.
const ASKED: [(&str, &str, &str); 8] = [
    ("nl", "", include_str!("../../../../src/lang/nl.json")),
    ("nl-BE", "", include_str!("../../../../src/lang/nl-be.json")),
    (
        "nl",
        "formal",
        include_str!("../../../../src/lang/nl-x-formal.json"),
    ),
    (
        "nl-BE",
        "formal",
        include_str!("../../../../src/lang/nl-be-x-formal.json"),
    ),
    ("en-GB", "", include_str!("../../../../src/lang/en.json")),
    ("fr-BE", "", include_str!("../../../../src/lang/fr.json")),
    ("de", "", include_str!("../../../../src/lang/de.json")),
    ("ar", "", include_str!("../../../../src/lang/ar.json")),
];

/// Differs in each of the files above.
const KEY: &str = "scan_get_app";

async fn shows_the_scan_in(w: &World, lang: &str, tone: &str) {
    w.visits(&format!("?gallery=scan&lang={lang}&theme=light"))
        .await;
    w.find("[data-step=scan]").await;
    let ask = "document.querySelector('tweestap-enrolment').setAttribute('tone', arguments[0])";
    w.js(ask, vec![tone.into()]).await.unwrap();
}

#[test]
fn each_language_is_shipped_whole() {
    journey(scene("nl", "light", 320), async |w| {
        for (lang, tone, file) in ASKED {
            shows_the_scan_in(w, lang, tone).await;
            let words: Value = serde_json::from_str(file).unwrap();
            w.reads(words[KEY].as_str().unwrap()).await;
            // Not every engine has a window of 320 pixels.
            let over = "document.documentElement.scrollWidth - Math.max(320, document.documentElement.clientWidth)";
            let over = w.value(over).await;
            assert!(over.as_i64() <= Some(0), "{lang} {tone}: {over}");
        }
    });
}

#[test]
fn arabic_runs_from_right_to_left_and_codes_do_not() {
    journey(scene("nl", "light", 320), async |w| {
        shows_the_scan_in(w, "ar", "").await;
        let direction = |selector: &str| {
            format!("getComputedStyle(e2e.all('tweestap-enrolment >>> {selector}')[0]).direction")
        };
        assert_eq!(w.value(&direction("h2")).await, "rtl");
        assert_eq!(w.value(&direction("[data-field=code]")).await, "ltr");
        w.types("code", "١٢٣٤").await;
        w.presses("confirm").await;
        w.is_told_that("code_too_short", "4").await;
        w.passes_the_audit().await;
    });
}

/// The language files travel without their keys: a school's own text finds its place by the list of them.
#[test]
fn a_schools_own_text_takes_the_place_of_ours() {
    journey(scene("nl", "light", 320), async |w| {
        for lang in ["nl", "nl-BE", "ar"] {
            shows_the_scan_in(w, lang, "").await;
            let own = "document.querySelector('tweestap-enrolment').strings = { scan_get_app: 'Neem <i>onze</i> app', no_such: 'x' }";
            w.js(own, vec![]).await.unwrap();
            w.reads("Neem <i>onze</i> app").await;
        }
    });
}
