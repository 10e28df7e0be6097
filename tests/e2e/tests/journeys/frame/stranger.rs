//! Pages that are no school's: they learn nothing, frame nothing, and whatever lies under a stranger's page shows
//! nothing to click on.

use serde_json::json;
use tweestap_e2e::{World, journey, scene};

#[test]
fn a_page_of_an_origin_that_is_not_listed_is_told_so_and_learns_nothing() {
    journey(scene("nl", "light", 768).from_a_stranger(), async |w| {
        w.visits_the_portal().await;
        w.gives_name_and_password("docent").await;
        w.is_told("origin_not_allowed").await;
        let heard = w.value("JSON.stringify(e2e.events)").await;
        let heard = heard.as_str().unwrap();
        assert!(heard.contains("origin_not_allowed"), "{heard}");
        assert!(!heard.contains("verified"), "{heard}");
        let log = w.complaints().await.join("\n");
        assert!(
            log.contains("CORS policy"),
            "the browser held it back: {log}"
        );
    });
}

#[test]
fn a_page_of_an_origin_that_is_not_listed_gets_no_frame() {
    journey(
        scene("en", "light", 768).from_a_stranger().framed(),
        async |w| {
            w.visits_the_portal().await;
            w.gives_name_and_password("docent").await;
            w.find("[data-error=load_failed]").await;
            let log = w.complaints().await.join("\n");
            assert!(
                log.contains("frame-ancestors"),
                "the browser held it back: {log}"
            );
        },
    );
}

/// S-W-07: the school's page, inside a page of somebody else.
#[test]
fn an_element_under_a_stranger_s_page_shows_only_the_way_out() {
    journey(scene("nl", "light", 768).from_another_site(), async |w| {
        let screens = w.server.gallery().await;
        let screen = screens.iter().find(|name| name.contains("scan")).unwrap();
        // The same page by itself, to see that it would show a key.
        w.visits(&format!("?gallery={screen}")).await;
        w.find("[data-qr]").await;

        frames_it(w, screen).await;
        let link = w.find("[data-action=open-alone]").await;
        let (target, rel) = (link.attr("target").await, link.attr("rel").await);
        assert_eq!(target.unwrap().as_deref(), Some("_blank"));
        assert_eq!(rel.unwrap().as_deref(), Some("noopener"));
        w.reads("Voor je veiligheid laten we hier niets zien.")
            .await;
        w.has_no("[data-qr]").await;
        w.has_no("[data-view] button").await;
        w.has_no("[data-view] input").await;
        let code = w.attribute("[data-view]", "data-error").await;
        assert_eq!(code, "framed");
        assert_eq!(w.attribute("[data-view]", "lang").await, "nl");
        assert_eq!(w.attribute("[data-view]", "dir").await, "ltr");
        let calls = "performance.getEntriesByType('resource').filter(({ name }) => /session|token/.test(name)).length";
        assert_eq!(
            w.value(calls).await,
            0,
            "no token was spent, nothing was opened"
        );
    });
}

/// A page of another origin lays its own over the portal's.
async fn frames_it(w: &World, screen: &str) {
    let stranger = w.portal.replace("localhost", "127.0.0.1");
    let around = format!("{stranger}/around");
    w.browser.goto(around).await.expect("the stranger's page");
    let frame = "
        const frame = document.createElement('iframe');
        frame.src = arguments[0];
        frame.width = frame.height = 600;
        document.body.append(frame);
        return frame;
    ";
    let address = format!("{}/?gallery={screen}", w.portal);
    let frame = w.browser.execute(frame, vec![json!(address)]).await;
    let frame = frame.expect("a frame").element().expect("the frame");
    frame.enter_frame().await.expect("the inside of the frame");
    w.brings_the_script_into_the_frame().await;
}
