//! The isolated frame: the portal's page runs no wasm, sees no key and no code, and learns of a passed challenge no
//! more than a reference.

use super::{comes_to_the_codes, gives_the_code_of, is_told_why_nothing_is_remembered};
use std::fs;
use tweestap_e2e::{Key, World, journey, scene};

#[test]
fn someone_enrols_signs_in_and_looks_after_it_in_a_frame_of_another_site() {
    journey(
        scene("nl", "dark", 1280).from_another_site().framed(),
        async |w| {
            signs_in_unasked(w, "docent").await;
            w.presses("open-enrolment").await;
            w.enters_the_frame().await;
            w.comes_to("method").await;
            w.presses("choose-app").await;
            w.comes_to("scan").await;
            let key = w.scans_into_an_app().await;
            w.submits_the_code_of(&key).await;
            w.comes_to("recovery-codes").await;
            let violations = w.accessibility_violations().await;
            assert!(violations.is_empty(), "{violations:?}");
            keeps_the_codes(w).await;
            w.presses("acknowledge").await;
            w.comes_to("done").await;
            w.has_no("[data-field=duration]").await;
            w.presses("finish").await;
            w.leaves_the_frame().await;
            w.is_signed_in().await;
            assert!(w.steps_of("enrolment").await.contains(&"scan".to_owned()));

            w.signs_out().await;
            w.server.later(600).await;
            w.gives_name_and_password("docent").await;
            w.enters_the_frame().await;
            w.comes_to("code").await;
            w.has_no("[data-field=remember]").await;
            gives_the_code_of(w, &key).await;
            w.leaves_the_frame().await;
            w.is_signed_in().await;
            the_page_knows_nothing_more(w).await;

            w.presses("open-settings").await;
            w.enters_the_frame().await;
            is_told_why_nothing_is_remembered(w).await;
            let scheme = w
                .value("getComputedStyle(document.documentElement).colorScheme")
                .await;
            assert_eq!(scheme, "dark");
            w.leaves_the_frame().await;
            w.page_speaks("tweestap-settings", "en").await;
            w.enters_the_frame().await;
            w.reads("Your browser then cannot remember this device.")
                .await;
        },
    );
}

#[test]
fn a_frame_of_the_same_site_remembers_the_device() {
    journey(
        scene("en", "light", 320).from_another_origin().framed(),
        async |w| {
            signs_in_unasked(w, "ouder").await;
            w.presses("open-enrolment").await;
            w.enters_the_frame().await;
            comes_to_the_codes(w).await;
            let codes = w.recovery_codes().await;
            w.presses("print-codes").await;
            let printed = w.printed().await;
            assert!(
                codes.iter().all(|code| printed.contains(code)),
                "{printed:?}"
            );
            w.presses("acknowledge").await;
            w.comes_to("done").await;
            w.picks_duration("3d").await;
            w.presses("finish").await;
            w.leaves_the_frame().await;
            w.is_signed_in().await;
            w.fits_the_window().await;

            w.signs_out().await;
            w.server.later(600).await;
            w.gives_name_and_password("ouder").await;
            w.is_signed_in().await;
            assert!(w.steps_of("challenge").await.is_empty());

            // The session ends while the settings stand there: the frame asks the page for another token, unseen.
            w.presses("open-settings").await;
            w.enters_the_frame().await;
            w.comes_to("overview").await;
            w.server.later(960).await;
            w.picks_duration("12h").await;
            w.presses("save-remember").await;
            w.reads("Your choice is saved").await;
        },
    );
}

#[test]
fn the_demonstration_shows_the_frame_and_the_keyboard_goes_in_and_out() {
    journey(scene("nl", "light", 768).framed(), async |w| {
        signs_in_unasked(w, "leerling").await;
        w.presses("open-enrolment").await;
        w.enters_the_frame().await;
        w.comes_to("method").await;
        w.leaves_the_frame().await;
        let title = w.attribute("iframe", "title").await;
        assert_eq!(title, "Inloggen in twee stappen");
        // The heading of the step has the focus inside; from the link above it, Tab goes in, and at last out again.
        let back = "e2e.all('[data-action=open-dashboard]')[0].focus()";
        w.value(back).await;
        let mut way = Vec::new();
        for _ in 0..12 {
            w.strikes(Key::Tab).await;
            let tag = w.value("document.activeElement.localName").await;
            way.push(tag.as_str().unwrap_or_default().to_owned());
        }
        let inside = way
            .iter()
            .filter(|tag| *tag == "tweestap-enrolment")
            .count();
        assert!(inside >= 2, "{way:?}");
        assert_eq!(way[0], "tweestap-enrolment", "{way:?}");
        let out = way.iter().skip_while(|tag| *tag == "tweestap-enrolment");
        assert!(out.count() > 0, "there is no way out: {way:?}");
    });
}

/// The frame's own policy would let it ask no other origin: the page around it asks, and hands them in.
#[test]
fn a_schools_own_texts_reach_the_frame_and_end_with_their_language() {
    journey(
        scene("nl", "light", 768).from_another_site().framed(),
        async |w| {
            signs_in_unasked(w, "docent").await;
            w.value(THE_SCHOOLS_SERVER).await;
            w.presses("open-enrolment").await;
            w.page_sets("tweestap-enrolment", "strings-url", "/texts/{lang}.json")
                .await;
            w.enters_the_frame().await;
            w.comes_to("method").await;
            w.reads("Neem <b>onze</b> app").await;
            w.leaves_the_frame().await;
            // It has none in English.
            w.page_speaks("tweestap-enrolment", "en").await;
            w.enters_the_frame().await;
            w.reads("With an app").await;
            w.leaves_the_frame().await;
            w.page_sets("tweestap-enrolment", "strings-url", "/texts/en-too.json")
                .await;
            w.enters_the_frame().await;
            w.reads("Take our app").await;
        },
    );
}

/// Answers for the portal's own addresses; the rest goes its way.
const THE_SCHOOLS_SERVER: &str = "(() => {
    const served = { '/texts/nl.json': 'Neem <b>onze</b> app', '/texts/en-too.json': 'Take our app' };
    const real = window.fetch;
    window.fetch = (url, options) => {
        const { origin, pathname } = new URL(url, document.baseURI);
        if (origin !== location.origin || !pathname.startsWith('/texts/')) return real(url, options);
        const text = served[pathname];
        return Promise.resolve(text ? Response.json({ method_app: text }) : new Response('', { status: 404 }));
    };
})()";

/// Nobody has set up a second step: the challenge in its hidden frame passes without a word.
async fn signs_in_unasked(w: &World, username: &str) {
    w.signs_in(username).await;
    let verified = w
        .value("e2e.events.find(({ name }) => name === 'verified').detail")
        .await;
    let reference = verified["reference"].as_str().unwrap_or_default();
    assert_eq!(reference.len(), 43, "{verified}");
    assert!(verified.get("assertion").is_none(), "{verified}");
}

/// Copied, and saved as a file, out of the frame.
async fn keeps_the_codes(w: &World) {
    let codes = w.recovery_codes().await;
    w.may_use_the_clipboard().await;
    w.presses("copy-codes").await;
    w.presses("download-codes").await;
    let saved = w
        .until("the file of the codes", async || {
            let folder = w.download("");
            let mut files = fs::read_dir(folder).ok()?.flatten();
            let file =
                files.find(|file| file.path().extension().is_some_and(|end| end == "txt"))?;
            fs::read_to_string(file.path())
                .ok()
                .filter(|text| text.contains(&codes[5]))
        })
        .await;
    assert!(
        codes.iter().all(|code| saved.contains(code.as_str())),
        "{saved}"
    );
    // The frame may write to the clipboard, not read it.
    w.leaves_the_frame().await;
    w.until("the codes on the clipboard", async || {
        (w.clipboard().await == codes.join("\n")).then_some(())
    })
    .await;
    w.enters_the_frame().await;
}

/// The portal's page holds no wasm, no key and no code, and no event told it one.
async fn the_page_knows_nothing_more(w: &World) {
    let wasm = "performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')).length";
    assert_eq!(w.value(wasm).await, 0);
    let page = w
        .value("e2e.everything() + JSON.stringify(e2e.events)")
        .await;
    let page = page.as_str().unwrap();
    for secret in [
        "otpauth",
        "data-qr",
        "data-recovery-code",
        "data-key",
        "\"assertion\"",
        "eyJ0eXAi",
    ] {
        assert!(!page.contains(secret), "the page knows {secret}");
    }
}
