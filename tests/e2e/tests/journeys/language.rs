//! Another language in the middle, and several elements on one page.

use tweestap_e2e::{journey, scene};

const FIRST: &str = "tweestap-enrolment:not(#second)";
const SECOND: &str = "tweestap-enrolment#second";

#[test]
fn another_language_changes_the_words_and_nothing_else() {
    journey(scene("nl", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let scanned = w.scans().await;
        w.presses("show-key").await;
        w.types("code", "12 34").await;
        w.presses("confirm").await;
        w.is_told_that("code_too_short", "4 van de zes cijfers")
            .await;

        w.page_speaks("tweestap-enrolment", "en").await;
        w.reads("Connect your app").await;
        w.reads("Step 2 of 3").await;
        w.is_at("scan").await;
        w.is_told_that("code_too_short", "4 of the six digits")
            .await;
        let words = w.text("tweestap-enrolment >>> [data-view]").await;
        for dutch in ["Koppel", "Stap", "Typ de code", "Annuleren", "sleutel"] {
            assert!(!words.contains(dutch), "{dutch} stayed: {words}");
        }
        w.field_holds("code", "12 34").await;
        assert_eq!(w.scans().await, scanned);
        w.find("[data-key]").await; // what was folded open stays open

        w.page_speaks("tweestap-enrolment", "nl-BE").await;
        w.reads("Koppel je app").await;
        w.is_told_that("code_too_short", "4 van de zes cijfers")
            .await;
        w.field_holds("code", "12 34").await;
        assert_eq!(w.scans().await, scanned);
    });
}

#[test]
fn two_elements_on_a_page_leave_each_other_alone() {
    journey(scene("nl", "light", 1280), async |w| {
        w.signs_in("docent").await;
        w.opens_enrolment().await;
        w.presses("choose-app").await;
        w.comes_to("scan").await;
        let scanned = w.scans().await;
        w.types("code", "123").await;

        let another = "const first = document.querySelector('tweestap-enrolment');\n\
            const second = first.cloneNode();\n\
            second.id = 'second';\n\
            second.lang = 'en';\n\
            first.after(second);";
        w.js(another, vec![]).await.unwrap();
        let inside = |host: &str, selector: &str| format!("{host} >>> {selector}");
        w.find(&inside(SECOND, "[data-step=scan]:not([aria-busy])"))
            .await;
        assert_eq!(w.scans_at(&inside(SECOND, "[data-qr]")).await, scanned);
        w.passes_the_audit().await;

        // An error of one is none of the other; each keeps its own words.
        w.types_into(&inside(SECOND, "[data-field=code]"), "12345a")
            .await;
        w.presses_in(SECOND, "confirm").await;
        let said = w.text(&inside(SECOND, "[data-error=code_malformed]")).await;
        assert!(said.contains("no letters"), "{said}");
        assert_eq!(
            w.value(&format!("e2e.all('{FIRST} >>> [data-error]').length"))
                .await,
            0
        );
        let first = w.find(&inside(FIRST, "[data-field=code]")).await;
        assert_eq!(first.value().await.unwrap().as_deref(), Some("123"));
        assert!(w.text(&inside(FIRST, "h2")).await.contains("Koppel je app"));
        assert!(
            w.text(&inside(SECOND, "h2"))
                .await
                .contains("Connect your app")
        );

        // Moved to another place of the page, an element stays what it was; removed, it takes nothing along.
        w.js(
            "document.querySelector('main').append(document.querySelector('#second'))",
            vec![],
        )
        .await
        .unwrap();
        let second = w.find(&inside(SECOND, "[data-field=code]")).await;
        assert_eq!(second.value().await.unwrap().as_deref(), Some("12345a"));
        w.js(
            "document.querySelector('tweestap-enrolment:not(#second)').remove()",
            vec![],
        )
        .await
        .unwrap();
        let app = w.scans_into_an_app().await;
        w.submits_the_code_of(&app).await;
        w.comes_to("recovery-codes").await;
        w.recovery_codes().await;
    });
}

#[test]
fn the_portal_has_all_its_words_in_every_language_and_reads_from_the_right_in_arabic() {
    journey(scene("nl", "light", 320), async |w| {
        // Dutch is in the page's own script; its module is there already, and is not run again.
        let keys = "import('/portal-words.js').then(async (others) => {\n\
            const all = { ...await import('/portal.js'), ...others };\n\
            return Object.entries(all).map(([name, words]) => [name, Object.keys(words).join()]);\n\
        })";
        w.visits("?lang=nl").await;
        let keys = w.promised(keys).await;
        let keys = keys.as_array().unwrap();
        assert_eq!(keys.len(), 5, "{keys:?}");
        for language in keys {
            assert_eq!(language[1], keys[0][1], "{}", language[0]);
        }
        for (lang, dir, sign_in) in [
            ("fr", "ltr", "Se connecter"),
            ("de-AT", "ltr", "Anmelden"),
            ("ar", "rtl", "ادخل"),
            ("nl-BE", "ltr", "Log in"),
        ] {
            w.visits(&format!("?lang={lang}")).await;
            w.reads(sign_in).await;
            assert_eq!(w.value("document.documentElement.dir").await, dir);
            let violations = w.accessibility_violations().await;
            assert!(violations.is_empty(), "{}", violations.join("\n"));
            w.fits_the_window().await;
        }
    });
}
