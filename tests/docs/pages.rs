//! The pages of the documents, as a school would serve them: from an origin of its own, under the strict policy,
//! with the widget of a real server. Every element on them becomes ready, and nothing is complained of.

use crate::blocks::{Document, documents};
use serde_json::{Value, json};
use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use tweestap_e2e::portals::{Installation, portal_key, wall_clock};
use tweestap_e2e::signer::Signer;
use tweestap_e2e::tiny::{Answer, Asked, Tiny};
use tweestap_e2e::{World, journey, scene};

/// The address that the documents give the server.
const SERVER: &str = "https://2fa.example";
const EVERY_VIEW: &str = "<script type=\"module\" src=\"https://2fa.example/tweestap.js\"></script>\
    <tweestap-enrolment api=\"https://2fa.example/api/v1\" token-url=\"/token\"></tweestap-enrolment>\
    <tweestap-challenge api=\"https://2fa.example/api/v1\" token-url=\"/token\"></tweestap-challenge>\
    <tweestap-settings api=\"https://2fa.example/api/v1\" token-url=\"/token\"></tweestap-settings>";

/// A page of a document: its body, and its script if one is shown.
#[derive(Clone)]
struct Page {
    place: String,
    body: String,
    script: String,
}

#[test]
fn every_page_works_under_the_strict_policy() {
    let documents = documents();
    let pages: Vec<Page> = documents.iter().flat_map(pages).collect();
    assert!(pages.len() > 2, "only {} pages were found", pages.len());
    journey(scene("en", "light", 1024), async |w| {
        for (number, page) in pages.iter().enumerate() {
            becomes_ready(w, page, number).await;
        }
    });
}

fn pages(document: &Document) -> Vec<Page> {
    let mut pages: Vec<Page> = vec![];
    for block in document.blocks() {
        if block.is(&["html"]) {
            pages.push(Page {
                place: block.place,
                body: block.text,
                script: String::new(),
            });
        } else if block.is(&["js", "page"]) {
            match pages.last_mut() {
                Some(page) => page.script.push_str(&block.text),
                None => pages.push(Page {
                    place: block.place,
                    body: EVERY_VIEW.to_owned(),
                    script: block.text,
                }),
            }
        }
    }
    pages.retain(|page| page.body.contains("<tweestap-"));
    pages
}

async fn becomes_ready(w: &World, page: &Page, number: usize) {
    let folder = w.file(&format!("page-{number}"));
    fs::create_dir(&folder).unwrap();
    let tiny = Tiny::bind();
    let portal = tiny.address.clone();
    let installation = Installation::start(&portal, &folder);
    let answering = (page.clone(), installation.address.clone(), portal.clone());
    let count = AtomicUsize::new(0);
    tiny.serve(move |asked| {
        let (page, server, portal) = &answering;
        let nobody_yet = format!("{number}-{}", count.fetch_add(1, Ordering::SeqCst));
        answer(page, server, portal, &asked, &nobody_yet)
    });
    w.browser.goto(format!("{portal}/page")).await.unwrap();
    // Ready, or through at once: a challenge of somebody who has no second step shows nothing, and may lead on.
    let wanted = "[...document.querySelectorAll('*')].filter(({ localName }) => /^tweestap-/.test(localName)).length";
    let come = format!(
        "location.pathname === '/' || {wanted} > 0 && {wanted} <= e2e.events.filter(({{ name }}) => \
         ['ready', 'verified'].includes(name)).length"
    );
    w.until(&format!("the elements of {}", page.place), async || {
        (w.value(&come).await == json!(true)).then_some(())
    })
    .await;
    let complaints = w.complaints().await;
    assert!(complaints.is_empty(), "{}: {complaints:#?}", page.place);
}

fn answer(page: &Page, server: &str, portal: &str, asked: &Asked, person: &str) -> Answer {
    if asked.method == "POST" {
        // Whatever `token-url` says; and the portal's own check of an assertion, which has tests elsewhere.
        let body = match asked.body.contains("assertion") {
            true => json!({ "to": "/" }),
            false => json!({ "token": token(portal, person) }),
        };
        return Answer::new(200, "application/json", body.to_string());
    }
    let mut given = match asked.path.as_str() {
        "/page" => Answer::new(200, "text/html", document(page).replace(SERVER, server)),
        "/portal.js" => Answer::new(200, "text/javascript", page.script.replace(SERVER, server)),
        _ => Answer::new(200, "text/html", "<!doctype html><title>Portal</title>"),
    };
    given.headers.push(format!(
        "content-security-policy: default-src 'none'; script-src 'self' {server} 'wasm-unsafe-eval'; \
         connect-src 'self' {server}; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-src {server}; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    ));
    given
}

fn document(page: &Page) -> String {
    let script = "<script type=\"module\" src=\"/portal.js\"></script>";
    let script = if page.body.contains("/portal.js") {
        ""
    } else {
        script
    };
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portal</title><body>{script}{}",
        page.body
    )
}

/// Somebody who was never here before.
fn token(portal: &str, person: &str) -> String {
    let now = wall_clock();
    let claims: Value = json!({
        "iss": portal, "aud": "tweestap", "sub": person, "name": "Anna Visser", "iat": now, "exp": now + 60,
        "jti": person, "auth_time": now, "nonce": "of-this-sign-in",
    });
    let signer: Signer = portal_key();
    signer.sign(
        &json!({ "alg": "ES256", "typ": "tweestap-login+jwt" }),
        &claims,
    )
}
