//! The contrast guard: whatever colours a school sets, what stands there can be read. The judge is axe-core, and
//! for the sums our own reading of WCAG in this file.

use super::stage::{opens, page, settles, site};
use serde_json::{Value, json};
use tweestap_e2e::{Site, World, journey, scene};

/// Numbers that look random and are the same each time (Knuth's MMIX).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }

    fn colour(&mut self) -> [u8; 3] {
        [self.roll(), self.roll(), self.roll()]
    }
}

fn css([r, g, b]: [u8; 3]) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn luminance(colour: [u8; 3]) -> f64 {
    let part = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        match share <= 0.040_45 {
            true => share / 12.92,
            false => ((share + 0.055) / 1.055).powf(2.4),
        }
    };
    let [r, g, b] = colour.map(part);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn ratio(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Listens from before the first element is there.
const EARS: &str = "<script>window.warnings = []; const warn = console.warn; \
    console.warn = (...said) => { warnings.push(said.join(' ')); warn(...said); };\
    window.told = []; addEventListener('tweestap:contrast', ({ detail, target }) => told.push([target.dataset.screen, detail.adjusted]));</script>";

fn place(w: &World, theme: &str) -> Site {
    let mut plain = page(&[], "", theme, 560);
    plain.body = plain.body.replace("<script", &format!("{EARS}<script"));
    let set = "class=\"themed\"";
    let mut themed = page(&[], set, theme, 560);
    let style = "<style>.themed { --tweestap-accent: #ffe600; --tweestap-text: banana; }</style>";
    themed.body = themed
        .body
        .replace("<script", &format!("{style}{EARS}<script"));
    site(
        w,
        vec![("/plain".into(), plain), ("/themed".into(), themed)],
    )
}

async fn sets(w: &World, colours: &[(&str, String)]) {
    let script = "for (const host of document.querySelectorAll('[data-screen]')) {\
                  host.removeAttribute('style');\
                  for (const [name, value] of arguments[0]) host.style.setProperty(`--tweestap-${name}`, value); }";
    w.js(script, vec![json!(colours)]).await.expect("colours");
    // The guard is told by a transition: that is over one frame later.
    w.js(
        "window.painted = false; requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(() => { window.painted = true })))",
        vec![],
    )
    .await
    .expect("frames");
    w.until("three frames", async || {
        (w.value("window.painted").await == true).then_some(())
    })
    .await;
}

async fn whatever_is_set_can_be_read(w: &World, seed: u64) {
    let site = place(w, w.scene.theme);
    opens(w, &site, "/plain").await;
    settles(w).await;
    assert_eq!(w.value("performance.getEntriesByType('resource').filter(({ name }) => name.includes('contrast')).length").await, 0, "loaded for nothing");
    let mut dice = Dice(seed);
    let one = ["accent", "surface", "text", "quiet", "sunken", "on-accent"];
    for round in 0..12 {
        let accent = ("accent", css(dice.colour()));
        let colours = match round % 3 {
            0 => vec![accent],
            1 => vec![accent, ("surface", css(dice.colour()))],
            _ => one.iter().map(|name| (*name, css(dice.colour()))).collect(),
        };
        sets(w, &colours).await;
        let found = w.accessibility_violations().await;
        assert!(found.is_empty(), "{colours:?}:\n{}", found.join("\n"));
    }
}

#[test]
fn whatever_colours_a_school_sets_can_be_read_in_light() {
    journey(scene("nl", "light", 1280), async |w| {
        whatever_is_set_can_be_read(w, 7).await;
    });
}

#[test]
fn whatever_colours_a_school_sets_can_be_read_in_the_dark() {
    journey(scene("nl", "dark", 1280), async |w| {
        whatever_is_set_can_be_read(w, 1234).await;
    });
}

#[test]
fn the_guard_says_once_what_it_changed_and_why() {
    journey(scene("nl", "light", 1280), async |w| {
        let site = place(w, "light");
        opens(w, &site, "/themed").await;
        settles(w).await;
        let warnings = w.value("warnings").await;
        let warnings = super::stage::texts(&warnings);
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        let accent = &warnings[0];
        for word in [
            "--tweestap-accent",
            "#ffe600",
            "1.",
            "4.5:1",
            "Used instead: #",
        ] {
            assert!(accent.contains(word), "{accent}");
        }
        let text = &warnings[1];
        for word in ["--tweestap-text", "banana", "no colour", "#1b2327"] {
            assert!(text.contains(word), "{text}");
        }
        // Every element tells its page, and the brand's own yellow stays where it is a ground.
        let told = w.value("told").await;
        let told = told.as_array().expect("events").clone();
        assert_eq!(told.len(), super::stage::SCREENS.len(), "{told:?}");
        assert!(
            told.iter()
                .all(|event| event[1].as_array().is_some_and(|all| all.len() == 2))
        );
        let button = "getComputedStyle(e2e.seen('[data-action=confirm]')[0]).backgroundColor";
        assert_eq!(w.value(button).await, "rgb(255, 230, 0)");

        // The page's own change of theme is noticed; what is mended is told anew.
        let dark = "document.querySelectorAll('[data-screen]').forEach((host) => host.setAttribute('theme', 'dark'))";
        w.value(dark).await;
        w.until("only the unreadable text to be left", async || {
            let last = w.value("told.at(-1)[1]").await;
            let last = last.as_array()?;
            (last.len() == 1 && last[0]["property"] == "--tweestap-text").then_some(())
        })
        .await;
        // A rule of the page's style sheet, far from the element.
        w.value("void document.styleSheets[0].insertRule('main { --tweestap-text: #e0e0e0 !important; }', 1)").await;
        w.until("nothing to be left", async || {
            let last = w.value("told.at(-1)[1]").await;
            last.as_array()?.is_empty().then_some(())
        })
        .await;
        w.value("void document.styleSheets[0].deleteRule(0)").await;
        let found = w.accessibility_violations().await;
        assert!(found.is_empty(), "{found:?}");
    });
}

#[test]
fn the_sums_agree_with_the_standard() {
    journey(scene("nl", "light", 1280), async |w| {
        let site = place(w, "light");
        opens(w, &site, "/plain").await;
        let mut dice = Dice(99);
        let pairs: Vec<[[u8; 3]; 3]> = (0..400)
            .map(|_| [dice.colour(), dice.colour(), dice.colour()])
            .collect();
        let script = "const done = arguments[1];\
            fetch('/manifest.json').then((answer) => answer.json())\
            .then(({ files }) => import('/' + files.contrast.file))\
            .then(({ ratio, readable }) => done(arguments[0].map(([a, b]) => [ratio(a, b), readable(a, [b], 4.5), readable(a, [b], 3)])), (error) => done(String(error)))";
        let answer = w
            .browser
            .execute_async(script, vec![json!(pairs)])
            .await
            .expect("sums");
        let answers: Vec<(f64, [u8; 3], [u8; 3])> =
            serde_json::from_value(answer.json().clone()).expect("sums");
        assert_eq!(answers.len(), pairs.len());
        let mut moved = 0;
        for ([a, b, _], (said, text, edge)) in pairs.iter().zip(&answers) {
            assert!((said - ratio(*a, *b)).abs() < 1e-6, "{a:?} {b:?}");
            assert!(ratio(*text, *b) >= 4.5, "{text:?} on {b:?}");
            assert!(ratio(*edge, *b) >= 3.0, "{edge:?} on {b:?}");
            if ratio(*a, *b) >= 4.5 {
                assert_eq!(text, a, "moved for nothing");
            } else {
                moved += 1;
                // As little as it takes: between black and white there is hardly room for more.
                assert!(
                    ratio(*text, *b) < 4.6 || text == &[0; 3] || text == &[255; 3],
                    "{a:?} to {text:?} on {b:?}"
                );
            }
        }
        assert!(moved > 100, "{moved}");
    });
}

#[test]
fn a_surface_that_lets_the_page_through_is_judged_by_the_page() {
    journey(scene("nl", "light", 1280), async |w| {
        let site = place(w, "light");
        opens(w, &site, "/plain").await;
        settles(w).await;
        w.value("document.body.style.backgroundColor = 'oklch(0.3 0.05 250)'")
            .await;
        let clear = [
            ("surface", "transparent".to_owned()),
            ("sunken", "rgb(255 255 255 / 5%)".to_owned()),
        ];
        sets(w, &clear).await;
        let card = "getComputedStyle(e2e.seen('.card')[0])";
        assert_eq!(
            w.value(&format!("{card}.backgroundColor")).await,
            "rgba(0, 0, 0, 0)"
        );
        let text: Value = w.value(&format!("{card}.color")).await;
        assert_eq!(text, "rgb(233, 238, 240)", "light letters on a dark page");
        let found = w.accessibility_violations().await;
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}
