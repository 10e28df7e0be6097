//! The recovery codes on paper: the school, the six codes and how to use them, and nothing else of the page.

use serde_json::json;
use tweestap_e2e::{World, journey, scene};

#[test]
fn the_printed_sheet_holds_the_codes_and_goes_when_it_is_printed() {
    journey(scene("nl", "dark", 1280), async |w| {
        let codes = comes_to_the_codes(w).await;
        w.presses("print-codes").await;
        let printed = w.printed().await;
        assert_eq!(
            printed.len(),
            4 + codes.len(),
            "only the sheet: {printed:?}"
        );
        assert_eq!(printed[0], "Herstelcodes voor Voorbeeldcollege");
        assert!(
            printed[1].starts_with("Voor Noor Jansen, gemaakt op "),
            "{printed:?}"
        );
        assert_eq!(printed[2..8], codes);
        // Kept as a PDF, it can be read out.
        let told = "e2e.all('iframe').map(({ contentDocument: paper }) => \
                    [paper.documentElement.lang, paper.title, paper.querySelectorAll('ol > li').length])";
        assert_eq!(w.value(told).await, json!([["nl", printed[0], 6]]));
        w.passes_the_audit().await;
        let printed = "e2e.all('iframe').forEach(({ contentWindow }) => \
                       contentWindow.dispatchEvent(new Event('afterprint')))";
        w.value(printed).await;
        w.has_no("iframe").await;
    });
}

#[test]
fn a_browser_that_never_tells_that_it_has_printed_keeps_no_codes_either() {
    journey(scene("en", "light", 320), async |w| {
        let codes = comes_to_the_codes(w).await;
        w.presses("print-codes").await;
        w.printed().await;
        w.presses("acknowledge").await;
        w.comes_to("done").await;
        w.no_code_is_left(&codes).await;
    });
}

async fn comes_to_the_codes(w: &World) -> Vec<String> {
    w.signs_in("docent").await;
    w.opens_enrolment().await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    w.comes_to("recovery-codes").await;
    w.recovery_codes().await
}
