//! Straight after signing in: no password step, the device is remembered at once, the page hears about it,
//! and no place where a browser keeps things ever holds a secret.

use serde_json::json;
use tweestap_e2e::{PASSWORD, World, journey, scene};

#[test]
fn a_pupil_enrols_straight_after_signing_in_and_nothing_secret_is_kept() {
    journey(scene("en", "light", 320), async |w| {
        w.listens_in().await;
        w.signs_in("leerling").await;
        w.opens_enrolment().await;
        w.reads("Step 1 of 3").await;
        w.presses("choose-app").await;
        w.is_at("scan").await;
        w.reads("Step 2 of 3").await;
        let app = w.scans_into_an_app().await;
        let mut secrets = vec![PASSWORD.to_owned(), app.key.clone()];
        w.nothing_leaks(&secrets, false).await;

        let now = w.server.early_in_a_step().await;
        let code = app.code_at(now);
        w.types("code", &code).await;
        w.presses("confirm").await;
        w.is_at("recovery-codes").await;
        w.reads("Step 3 of 3").await;
        let codes = w.recovery_codes().await;
        secrets.push(code);
        secrets.extend(codes.iter().map(|code| code.replace('-', "")));
        secrets.extend(codes);
        w.nothing_leaks(&secrets, false).await;
        let page = w.value("e2e.everything()").await;
        assert!(
            !page.as_str().unwrap().contains(&app.key),
            "a key is shown once"
        );

        w.presses("acknowledge").await;
        w.is_at("done").await;
        w.picks_duration("12h").await;
        w.presses("finish").await;
        w.is_signed_in().await;

        // One token each for the challenge and the enrolment, their sessions, and the assertion.
        let overheard = w.overheard().await;
        assert!(overheard.len() >= 5, "{}", overheard.len());
        secrets.extend(overheard);
        w.nothing_leaks(&secrets, true).await;
        the_page_heard_of_it(w, &secrets).await;

        w.signs_out().await;
        w.signs_in("leerling").await;
        assert!(
            w.steps_of("challenge").await.is_empty(),
            "this device is remembered"
        );
        w.presses("open-settings").await;
        w.settings_say("on").await;
        assert_eq!(w.duration().await, "12h");
        w.reads("This device is remembered until").await;

        w.signs_out().await;
        w.server.later(12 * 3600 + 60).await;
        w.gives_name_and_password("leerling").await;
        w.is_challenged().await;
        let now = w.server.early_in_a_step().await;
        w.types("code", &app.code_at(now)).await;
        w.presses("verify").await;
        w.is_signed_in().await;
        secrets.push(app.code_at(now));
        secrets.extend(w.overheard().await);
        w.nothing_leaks(&secrets, true).await;
    });
}

/// The events tell a page all it needs, and no secret but the assertion, which is for its server.
async fn the_page_heard_of_it(w: &World, secrets: &[String]) {
    assert_eq!(
        w.steps_of("enrolment").await,
        ["method", "scan", "recovery-codes", "done"]
    );
    let events = w.events().await;
    let details = |wanted: &str| -> Vec<_> {
        let of_name = events.iter().filter(|(name, _)| name == wanted);
        of_name.map(|(_, detail)| detail.clone()).collect()
    };
    assert_eq!(details("enrolled"), [json!({ "method": "app" })]);
    assert_eq!(details("changed"), [json!({ "what": "finished" })]);
    assert_eq!(details("cancelled"), [json!(null); 0]);
    assert_eq!(details("error"), [json!(null); 0]);
    assert!(!details("ready").is_empty());
    let verified = details("verified");
    assert_eq!(verified.len(), 1);
    assert_eq!(
        verified[0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["assertion"]
    );
    for (name, detail) in events.iter().filter(|(name, _)| name != "verified") {
        let text = detail.to_string();
        assert!(
            secrets.iter().all(|secret| !text.contains(secret)),
            "{name}: {text}"
        );
    }
}
