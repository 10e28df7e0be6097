//! A page with several screens of the gallery on it, each in a place of the same width, whatever the page's
//! style sheets say.

use serde_json::Value;
use std::env;
use std::fs;
use std::path::PathBuf;
use tweestap_e2e::{Page, Site, World, target_folder};

/// Between them they show nearly everything there is; nothing on them counts seconds.
pub const SCREENS: [(&str, &str); 6] = [
    ("method", "enrolment"),
    ("scan", "enrolment"),
    ("phone-invalid", "enrolment"),
    ("recovery-codes", "enrolment"),
    ("challenge-remember", "challenge"),
    ("settings-app", "settings"),
];

/// The widget's room is the same on every page, or nothing could be compared; all else is the page's.
fn room(width: u32) -> String {
    let fixed = [
        ("display", "block"),
        ("width", &format!("{width}px")),
        ("max-width", "none"),
        ("margin", "0"),
        ("padding", "0"),
        ("border", "0"),
        ("position", "static"),
    ]
    .map(|(name, value)| format!("{name}: {value} !important;"));
    let font = "--tweestap-font: 'Liberation Sans', Arial, sans-serif";
    format!("{}{font}", fixed.concat())
}

/// A page of these style sheets. `around` goes on the element that holds the screens.
pub fn page(sheets: &[&str], around: &str, theme: &str, width: u32) -> Page {
    let links = sheets
        .iter()
        .map(|sheet| format!("<link rel=\"stylesheet\" href=\"/{sheet}\">"));
    let room = room(width);
    let screens = SCREENS.map(|(name, view)| {
        format!(
            "<div style=\"{room}\"><tweestap-{view} data-screen=\"{name}\" lang=\"nl\" theme=\"{theme}\" \
             api=\"/demo/gallery/{name}\" token-url=\"/demo/gallery/{name}/token\"></tweestap-{view}></div>"
        )
    });
    Page::html(format!(
        "<!doctype html><html lang=\"nl\"><head><meta charset=\"utf-8\"><title>De school</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <link rel=\"icon\" href=\"/favicon.svg\">{}<script type=\"module\" src=\"/tweestap.js\"></script></head>\
         <body><main {around}>{}</main></body></html>",
        links.collect::<String>(),
        screens.concat()
    ))
}

/// The demonstration's server with these pages before it.
pub fn site(w: &World, pages: Vec<(String, Page)>) -> Site {
    Site::start(&w.server.address, pages.into_iter().collect())
}

pub async fn opens(w: &World, site: &Site, path: &str) {
    let address = format!("{}{path}", site.address);
    w.browser.goto(address).await.expect("a page");
}

/// Until every screen of the page is there, one with a refusal, and still.
pub async fn settles(w: &World) {
    let looked = "[...document.querySelectorAll('[data-screen]')].map(({ shadowRoot }) => {\
                  const view = shadowRoot?.querySelector('[data-view]');\
                  return Boolean(view?.dataset.step !== 'opening' && !view?.ariaBusy && view?.querySelector('h2'));\
                  }).every(Boolean) && e2e.isStill()";
    let is_so = async |expression: &str| {
        let there = w.js(&format!("return {expression}"), vec![]).await.ok()?;
        there.as_bool()?.then_some(())
    };
    w.until("every screen of the page", async || is_so(looked).await)
        .await;
    let refused = "const { shadowRoot } = document.querySelector('[data-screen=phone-invalid]');\
                   shadowRoot.querySelector('[data-field=phone]').value = '06 123';\
                   shadowRoot.querySelector('[data-action=send-code]').click()";
    w.js(refused, vec![]).await.expect("a number to refuse");
    let told = "Boolean(document.querySelector('[data-screen=phone-invalid]').shadowRoot.querySelector('[data-view]:not([aria-busy]) [data-error]')) && e2e.isStill()";
    w.until("a refusal", async || is_so(told).await).await;
}

/// A file of the style sheets that others wrote.
pub fn foreign(name: &str) -> String {
    let ours = || target_folder().join("tools/npm-pages/node_modules");
    let folder = env::var_os("TWEESTAP_PAGES").map_or_else(ours, PathBuf::from);
    let path = folder.join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().cloned().unwrap_or_default();
    list.iter()
        .filter_map(|one| one.as_str().map(str::to_owned))
        .collect()
}
