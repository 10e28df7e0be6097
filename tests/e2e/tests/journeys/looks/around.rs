//! What the widget does to the page around it: nothing. And what the page may do to it by mere names.

use super::stage::{opens, site};
use serde_json::Value;
use tweestap_e2e::{Page, World, journey, scene};

const ELEMENT: &str = "<tweestap-enrolment lang=\"nl\" theme=\"light\" api=\"/api/v1\" token-url=\"/demo/portal/token\"></tweestap-enrolment>";

/// Takes the page down as it is: everything outside the element, and all that a script can reach but for three
/// names, which are the driver's and our own.
const EYES: &str = "<script>\
    window.listened = [];\
    const add = EventTarget.prototype.addEventListener;\
    EventTarget.prototype.addEventListener = function (kind, ...more) { if (this === window || this === document || this === document.body) listened.push(kind); return add.call(this, kind, ...more); };\
    window.picture = () => { const copy = document.documentElement.cloneNode(true); copy.querySelectorAll('tweestap-enrolment, script').forEach((one) => one.remove());\
      return { names: Object.getOwnPropertyNames(window).filter((name) => !['e2e', 'ret_nodes', 'se_exportedFunctionSymbol'].includes(name)).sort(), page: copy.outerHTML, title: document.title, address: location.href, history: history.length, state: history.state,\
        sheets: document.styleSheets.length + document.adoptedStyleSheets.length, scroll: getComputedStyle(document.body).overflow, focus: document.activeElement === document.body,\
        looks: [...document.querySelectorAll('h1, p, button')].map((one) => JSON.stringify(Object.fromEntries([...getComputedStyle(one)].map((name) => [name, getComputedStyle(one).getPropertyValue(name)])))) } };\
    window.before = undefined; window.before = picture();</script>";

fn page(head: &str, around: &str) -> Page {
    let (open, close) = around.split_once('|').unwrap_or_default();
    Page::html(format!(
        "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><title>De school</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"/favicon.svg\"></head>\
         <body><h1>Welkom</h1><p class=\"card\">Hallo <button class=\"button primary\">Niets</button></p>\
         {open}{ELEMENT}{close}{head}<script type=\"module\" src=\"/tweestap.js\"></script></body></html>"
    ))
}

/// From choosing to done, on whatever page is open.
async fn enrols(w: &World) {
    w.comes_to("method").await;
    w.presses("choose-app").await;
    w.comes_to("scan").await;
    let app = w.scans_into_an_app().await;
    w.submits_the_code_of(&app).await;
    w.comes_to("recovery-codes").await;
    w.recovery_codes().await;
    w.presses("acknowledge").await;
    w.comes_to("done").await;
}

#[test]
fn the_page_is_afterwards_as_it_was() {
    journey(scene("nl", "light", 1280), async |w| {
        let site = site(w, vec![("/page".into(), page(EYES, ""))]);
        w.signs_in("docent").await;
        opens(w, &site, "/page").await;
        enrols(w).await;
        w.js("document.activeElement.blur()", vec![])
            .await
            .expect("no focus");
        let [before, after]: [Value; 2] =
            serde_json::from_value(w.value("[before, picture()]").await).expect("two pictures");
        for (name, was) in before.as_object().expect("a picture") {
            assert_eq!(&after[name], was, "{name}");
        }
        let mut listened = super::stage::texts(&w.value("listened").await);
        listened.sort();
        listened.dedup();
        // It leaves with the page, comes back with it, and notices a connection.
        let known = ["offline", "online", "pagehide", "pageshow"];
        assert!(
            listened.iter().all(|kind| known.contains(&kind.as_str())),
            "{listened:?}"
        );
    });
}

/// Names that shadow properties of `document` or of the form around.
const NAMES: &str = "<form id=\"document\" name=\"location\" lang=\"nl\"><input name=\"lang\" hidden><input name=\"attributes\" hidden>\
    <input name=\"isConnected\" hidden></form><img name=\"querySelector\" alt=\"\"><img name=\"body2\" alt=\"\">\
    <form name=\"forms\"><input name=\"getAttribute\" hidden></form><a id=\"customElements\"></a><a id=\"tweestap\"></a><a id=\"fetch\"></a>\
    <a id=\"URL\"></a><a id=\"CSSStyleSheet\"></a><div lang=\"nl\">|</div>";

#[test]
fn names_in_the_page_stand_in_nobodys_way() {
    journey(scene("nl", "light", 1280), async |w| {
        let site = site(w, vec![("/page".into(), page("", NAMES))]);
        w.signs_in("docent").await;
        opens(w, &site, "/page").await;
        enrols(w).await;
    });
}

#[test]
fn a_form_around_it_stays_a_form_of_the_page() {
    journey(scene("nl", "light", 1280), async |w| {
        let around = "<form lang=\"nl\" action=\"/elsewhere\"><input name=\"lang\" hidden>|</form>";
        let site = site(w, vec![("/page".into(), page("", around))]);
        w.signs_in("docent").await;
        opens(w, &site, "/page").await;
        enrols(w).await;
        let left = format!("{}/page", site.address);
        assert_eq!(w.value("location.href").await, left.as_str());
    });
}

/// The strictest a page can be, by its own header.
const STRICT: &str = "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

#[test]
fn a_page_with_a_strict_policy_and_rules_for_everything_is_no_hindrance() {
    journey(scene("nl", "dark", 320), async |w| {
        let hostile = include_str!("../../../fixtures/hostile/unset.css");
        let mut strict = page(
            "<link rel=\"stylesheet\" href=\"/all.css\">",
            "<div dir=\"rtl\">|</div>",
        )
        .with(STRICT);
        strict.body = strict.body.replace("theme=\"light\"", "theme=\"dark\"");
        let site = site(
            w,
            vec![
                ("/page".into(), strict),
                ("/all.css".into(), Page::css(hostile)),
            ],
        );
        w.signs_in("docent").await;
        opens(w, &site, "/page").await;
        enrols(w).await;
        assert_eq!(
            w.value("getComputedStyle(e2e.seen('.card[data-step]')[0]).direction")
                .await,
            "ltr"
        );
        assert_eq!(
            w.value("getComputedStyle(e2e.seen('.card[data-step]')[0]).backgroundColor")
                .await,
            "rgb(26, 33, 37)"
        );
        assert_eq!(w.value("e2e.violations.length").await, 0);
    });
}
