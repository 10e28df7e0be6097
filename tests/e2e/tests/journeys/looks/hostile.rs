//! Pages whose style sheets reach for everything: the widget looks as on an empty page, to the pixel.

use super::stage::{foreign, opens, page, settles, site};
use serde_json::Value;
use tweestap_e2e::{Page, World, journey, scene};

const MEASURE: &str = include_str!("measure.js");

macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../../fixtures/hostile/", $name))
    };
}

/// Address, style sheet and what stands on the element around.
type Hostile = (&'static str, String, &'static str);

fn pages() -> Vec<Hostile> {
    vec![
        ("/unset", fixture!("unset.css").to_owned(), ""),
        ("/shouting", fixture!("shouting.css").to_owned(), ""),
        ("/hiding", fixture!("hiding.css").to_owned(), ""),
        ("/small", fixture!("small.css").to_owned(), ""),
        ("/admin", fixture!("admin.css").to_owned(), ""),
        (
            "/bootstrap",
            foreign("bootstrap/dist/css/bootstrap.css"),
            "class=\"container text-uppercase\" data-bs-theme=\"dark\"",
        ),
        ("/tailwind", foreign("tailwindcss/preflight.css"), ""),
        ("/right-to-left", String::new(), "dir=\"rtl\""),
    ]
}

#[test]
fn no_style_sheet_of_the_page_reaches_the_widget() {
    journey(scene("nl", "light", 1280), async |w| {
        looks_the_same(w, 700, &pages()).await;
    });
}

#[test]
fn nor_in_the_dark_on_a_narrow_window() {
    journey(scene("nl", "dark", 320), async |w| {
        // A margin of the element itself leaves less for what is inside, as it should.
        let mut pages = pages();
        pages.retain(|(path, ..)| *path != "/shouting");
        looks_the_same(w, 300, &pages).await;
    });
}

async fn looks_the_same(w: &World, width: u32, pages: &[Hostile]) {
    let theme = w.scene.theme;
    let mut served = vec![("/clean".to_owned(), page(&[], "", theme, width))];
    for (path, css, around) in pages {
        let sheet = format!("{}.css", path.trim_start_matches('/'));
        served.push(((*path).to_owned(), page(&[&sheet], around, theme, width)));
        served.push((format!("/{sheet}"), Page::css(css)));
    }
    let site = site(w, served);
    opens(w, &site, "/clean").await;
    settles(w).await;
    let clean = measured(w).await;
    for (path, ..) in pages {
        opens(w, &site, path).await;
        settles(w).await;
        let differences = differences(&clean, &measured(w).await);
        assert!(
            differences.is_empty(),
            "{path}: {} differences\n{}",
            differences.len(),
            differences[..differences.len().min(12)].join("\n")
        );
    }
}

async fn measured(w: &World) -> Value {
    w.js(MEASURE, vec![]).await.expect("measures")
}

/// In words. A pixel is what rounding may make of a place.
fn differences(clean: &Value, here: &Value) -> Vec<String> {
    let mut found = vec![];
    let screens = clean.as_object().expect("screens");
    assert_eq!(screens.len(), super::stage::SCREENS.len());
    for (screen, elements) in screens {
        let elements = elements.as_array().expect("elements");
        let others = here[screen].as_array().expect("the same screen");
        assert!(elements.len() > 10, "{screen} is empty");
        if elements.len() != others.len() {
            found.push(format!(
                "{screen}: {} elements, {}",
                elements.len(),
                others.len()
            ));
        }
        for (one, other) in elements.iter().zip(others) {
            let near = |i: usize| {
                let [a, b] = [one, other].map(|element| element["box"][i].as_f64());
                (a.unwrap_or_default() - b.unwrap_or(f64::NAN)).abs() <= 1.0
            };
            if !(0..4).all(near) {
                let line = format!("{screen} {}: {} {}", one["name"], one["box"], other["box"]);
                found.push(line);
            }
            for (name, look) in one["looks"].as_object().expect("looks") {
                // Line heights and the like in fractions of a pixel are compared by their boxes.
                if *look != other["looks"][name] {
                    let line = format!(
                        "{screen} {} {name}: {look} {}",
                        one["name"], other["looks"][name]
                    );
                    found.push(line);
                }
            }
        }
    }
    found
}
