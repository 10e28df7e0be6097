//! What the reader asks for: larger text, more space, high contrast, less motion, paper, another direction.

use super::stage::{opens, page, settles, site};
use serde_json::{Value, json};
use tweestap_e2e::{World, journey, scene};

async fn emulates(w: &World, media: &str, features: &[(&str, &str)]) {
    let features: Vec<Value> = features
        .iter()
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let asked = json!({ "media": media, "features": features });
    let tools = w.browser.cdp();
    let answer = tools.send_raw("Emulation.setEmulatedMedia", asked);
    answer.await.expect("emulated media");
}

async fn look(w: &World, screen: &str, selector: &str, look: &str) -> Value {
    let inside = format!("[data-screen={screen}] >>> {selector}");
    w.value(&format!("getComputedStyle(e2e.all('{inside}')[0]).{look}"))
        .await
}

async fn stands_on(w: &World, sheet: &str, theme: &str, width: u32) {
    let mut page = page(&[], "", theme, width);
    page.body = page
        .body
        .replacen("<script", &format!("<style>{sheet}</style><script"), 1);
    let site = site(w, vec![("/page".into(), page)]);
    opens(w, &site, "/page").await;
    settles(w).await;
}

/// Words that are cut off, and neighbours that lie on each other.
const CROWDED: &str = "const found = [];\
    for (const host of document.querySelectorAll('[data-screen]')) {\
      const card = host.shadowRoot.querySelector('.card');\
      const edge = card.getBoundingClientRect();\
      const seen = [...card.querySelectorAll('h2, h3, p, label, button, a, input, summary, li, legend, .badge, .status, .option, .choice, svg.qr')]\
        .filter((element) => element.checkVisibility() && !element.closest('.hidden') && getComputedStyle(element).display !== 'inline');\
      for (const element of seen) {\
        const name = `${host.dataset.screen} ${element.tagName}.${element.getAttribute('class')} ${element.textContent.slice(0, 30)}`;\
        const box = element.getBoundingClientRect();\
        if (!box.width || !box.height) continue;\
        if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth && element.tagName !== 'INPUT') found.push(`cut off: ${name} ${element.scrollWidth} ${element.clientWidth}`);\
        if (element.tagName !== 'svg' && element.scrollHeight > element.clientHeight + 4 && element.clientHeight && element.tagName !== 'INPUT') found.push(`too low: ${name} ${element.scrollHeight} ${element.clientHeight}`);\
        if (box.right > edge.right + 1 || box.left < edge.left - 1) found.push(`outside: ${name}`);\
        for (const other of seen) {\
          if (other === element || other.contains(element) || element.contains(other)) continue;\
          const [a, b] = [box, other.getBoundingClientRect()];\
          const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);\
          const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);\
          if (across > 2 && down > 4 && other.tagName < element.tagName) found.push(`overlap: ${name} / ${other.tagName}.${other.getAttribute('class')} ${other.textContent.slice(0, 30)} ${down}`);\
        }\
      }\
    }\
    return found";

async fn nothing_is_crowded(w: &World, when: &str) {
    let found = super::stage::texts(&w.js(CROWDED, vec![]).await.expect("a look"));
    assert!(found.is_empty(), "{when}:\n{}", found.join("\n"));
}

/// As the bookmarklets for WCAG 1.4.12 do, but inside, where they do not reach.
const SPACED: &str = "const sheet = new CSSStyleSheet();\
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }');\
    for (const host of document.querySelectorAll('[data-screen]')) host.shadowRoot.adoptedStyleSheets.push(sheet);";

#[test]
fn larger_text_and_more_space_leave_everything_readable() {
    for width in [320, 768, 1280] {
        journey(scene("nl", "light", width), async |w| {
            let room = width.min(700) - 16;
            stands_on(w, "body { margin: 8px; }", "light", room).await;
            nothing_is_crowded(w, &format!("{width}")).await;
            w.js(SPACED, vec![]).await.expect("more space");
            nothing_is_crowded(w, &format!("{width}, spaced")).await;
            // The reader's own size, doubled: on the widget as the browser's setting would.
            let doubled = "[data-screen] { --tweestap-font-size: 32px; --tweestap-max-width: 60em; } body { margin: 8px; }";
            stands_on(w, doubled, "light", room).await;
            nothing_is_crowded(w, &format!("{width}, 200 %")).await;
        });
    }
}

#[test]
fn every_screen_fits_a_window_of_four_hundred_percent() {
    journey(scene("nl", "light", 320), async |w| {
        let screen =
            json!({ "width": 320, "height": 256, "deviceScaleFactor": 4, "mobile": false });
        let tools = w.browser.cdp();
        let set = tools.send_raw("Emulation.setDeviceMetricsOverride", screen);
        set.await.expect("a zoomed window");
        w.visits("?gallery&lang=nl&theme=light").await;
        w.find("[data-gallery=scan] tweestap-enrolment >>> [data-step=scan]")
            .await;
        w.fits_the_window().await;
    });
}

#[test]
fn forced_colours_keep_every_edge_and_every_state() {
    journey(scene("nl", "light", 1280), async |w| {
        stands_on(w, "", "light", 700).await;
        emulates(w, "", &[("forced-colors", "active")]).await;
        for (screen, selector) in [
            ("phone-invalid", ".button.primary"),
            ("phone-invalid", ".field input"),
            ("phone-invalid", ".notice"),
            ("settings-app", ".option:has(:checked)"),
            ("settings-app", ".status"),
            ("recovery-codes", ".codes"),
            ("recovery-codes", ".warning"),
            ("method", ".choice"),
        ] {
            let width = look(w, screen, selector, "borderTopWidth").await;
            assert_eq!(width, "1px", "{screen} {selector}");
        }
        let [chosen, other] = [".option:has(:checked)", ".option:not(:has(:checked))"];
        let chosen = look(w, "settings-app", chosen, "borderTopColor").await;
        assert_ne!(
            chosen,
            look(w, "settings-app", other, "borderTopColor").await
        );
        let bar = look(w, "method", ".bar i", "backgroundColor").await;
        assert_ne!(bar, look(w, "method", ".bar", "backgroundColor").await);
        // The QR image is for a camera: dark on white, whatever the reader's colours are.
        assert_eq!(
            look(w, "scan", ".paper", "backgroundColor").await,
            "rgb(255, 255, 255)"
        );
    });
}

#[test]
fn more_contrast_and_less_motion_are_heard() {
    journey(scene("nl", "light", 1280), async |w| {
        stands_on(w, "", "light", 700).await;
        let quiet = look(w, "method", ".lead", "color").await;
        emulates(
            w,
            "",
            &[
                ("prefers-contrast", "more"),
                ("prefers-reduced-motion", "reduce"),
            ],
        )
        .await;
        let clear = look(w, "method", ".lead", "color").await;
        assert_ne!(quiet, clear);
        assert_eq!(clear, look(w, "method", "h2", "color").await);
        assert_eq!(
            look(w, "method", ".screen", "animationDuration").await,
            "0.001s"
        );
        assert_eq!(
            look(w, "method", ".bar i", "transitionProperty").await,
            "none"
        );
    });
}

#[test]
fn on_paper_it_is_dark_on_white_whatever_the_theme_and_the_colours() {
    journey(scene("nl", "dark", 1280), async |w| {
        let school = "[data-screen] { --tweestap-accent: #ffe600; --tweestap-surface: #102040; --tweestap-text: #dfe8ff; }";
        stands_on(w, school, "dark", 700).await;
        emulates(w, "print", &[]).await;
        for (screen, selector) in [
            ("method", ".card"),
            ("recovery-codes", ".codes"),
            ("phone-invalid", ".button.primary"),
            ("settings-app", ".link"),
        ] {
            assert_eq!(
                look(w, screen, selector, "color").await,
                "rgb(0, 0, 0)",
                "{screen} {selector}"
            );
        }
        assert_eq!(
            look(w, "method", ".card", "backgroundColor").await,
            "rgb(255, 255, 255)"
        );
        assert_eq!(
            look(w, "recovery-codes", ".codes", "borderTopWidth").await,
            "1px"
        );
    });
}

#[test]
fn auto_is_what_the_page_is() {
    journey(scene("nl", "light", 1280), async |w| {
        let [white, dark] = ["rgb(255, 255, 255)", "rgb(26, 33, 37)"];
        for (scheme, system, expected) in [
            ("", "dark", white),
            (":root { color-scheme: light dark; }", "dark", dark),
            (":root { color-scheme: light dark; }", "light", white),
            (":root { color-scheme: dark; }", "light", dark),
            (":root { color-scheme: light; }", "dark", white),
        ] {
            stands_on(w, scheme, "auto", 700).await;
            emulates(w, "", &[("prefers-color-scheme", system)]).await;
            let ground = look(w, "method", ".card", "backgroundColor").await;
            assert_eq!(ground, expected, "{scheme} {system}");
        }
    });
}

/// The language sets `dir` inside; here it is set by hand, so that this holds for every such language.
#[test]
fn right_to_left_turns_what_points_and_leaves_what_is_copied() {
    journey(scene("nl", "light", 1280), async |w| {
        stands_on(w, "", "light", 700).await;
        let turn = "for (const host of document.querySelectorAll('[data-screen]')) host.shadowRoot.querySelector('.card').parentNode.host\
            ? host.shadowRoot.querySelector('.card').setAttribute('dir', 'rtl') : host.shadowRoot.querySelector('.card').parentNode.setAttribute('dir', 'rtl')";
        w.js(turn, vec![]).await.expect("another direction");
        assert_eq!(look(w, "method", ".card", "direction").await, "rtl");
        for (screen, selector) in [
            ("recovery-codes", ".codes"),
            ("challenge-remember", ".field input.code"),
            ("phone-invalid", "input[type=tel]"),
        ] {
            assert_eq!(
                look(w, screen, selector, "direction").await,
                "ltr",
                "{selector}"
            );
        }
        let arrow =
            "getComputedStyle(e2e.all('[data-screen=method] >>> summary')[0], '::before').rotate";
        w.until("the arrow to have turned", async || {
            (w.value(arrow).await == "135deg").then_some(())
        })
        .await;
        let sides = "(() => { const [icon, words] = [...e2e.all('[data-screen=method] >>> .choice')[0].children].map((one) => one.getBoundingClientRect().left); return icon > words })()";
        assert_eq!(
            w.value(sides).await,
            true,
            "the drawing stands at the right"
        );
        nothing_is_crowded(w, "right to left").await;
    });
}
