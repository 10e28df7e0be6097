//! Every screen opens, and each call there is answered with what the screen is about.

use serde_json::{Value, json};
use tweestap_api::{Challenge, Enrolment, Session, Settings};

use super::browser::Browser;
use super::folder;
use crate::world::demonstration;

/// Screens that answer nothing, or break off.
const SILENT: [&str; 4] = ["opening-slow", "opening-offline", "slow", "offline"];

async fn screens(browser: &mut Browser) -> Vec<Value> {
    let list = browser.call("GET", "/demo/gallery", None).await.ok();
    list.as_array().unwrap().clone()
}

#[tokio::test]
async fn every_screen_of_the_gallery_opens_and_answers_what_it_shows() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let list = screens(&mut browser).await;
    assert!(list.len() > 130, "{}", list.len());
    let (mut opened, mut refused) = (0, 0);
    for screen in list {
        let name = screen["name"].as_str().unwrap();
        let at = format!("/demo/gallery/{name}");
        let token = browser.post(&format!("{at}/token"), json!({})).await.ok()["token"].clone();
        assert_eq!(token, "gallery");
        if SILENT.contains(&name) {
            continue;
        }
        let body = json!({ "portal_token": token, "view": screen["view"], "lang": "nl" });
        let session = browser.post(&format!("{at}/session"), body).await;
        if session.status != 200 {
            assert!(name.starts_with("opening-"), "{name}");
            continue;
        }
        let session: Session = serde_json::from_slice(&session.bytes).unwrap();
        let views = [
            session.enrolment.is_some(),
            session.settings.is_some(),
            session.challenge.is_some(),
        ];
        // To a manager no state travels along.
        let expected = usize::from(screen["view"] != "admin");
        let there = views.iter().filter(|there| **there).count();
        assert_eq!(there, expected, "{name}");
        opened += 1;
        // Whatever else is called, the screen stays what it is or refuses by name.
        let answer = browser.post(&format!("{at}/any/call"), json!({})).await;
        if answer.status == 200 {
            is_of(&screen["view"], &answer.bytes, name);
        } else {
            assert!(!answer.code().is_empty(), "{name}");
            refused += 1;
        }
    }
    assert!(opened > 120 && refused > 55, "{opened} {refused}");
    browser
        .post("/demo/gallery/nowhere/session", json!({}))
        .await
        .refused(404, "not_found");
}

fn is_of(view: &Value, bytes: &[u8], name: &str) {
    let read = match view.as_str().unwrap() {
        "enrolment" => serde_json::from_slice::<Enrolment>(bytes).map(drop),
        "settings" => serde_json::from_slice::<Settings>(bytes).map(drop),
        "challenge" => serde_json::from_slice::<Challenge>(bytes).map(drop),
        _ => serde_json::from_slice::<Value>(bytes).map(drop),
    };
    read.unwrap_or_else(|error| panic!("{name}: {error}"));
}

#[tokio::test]
async fn a_screen_behind_a_click_has_the_answer_to_the_call_behind_it() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let list = screens(&mut browser).await;
    for (name, clicks, call, pointer, expected) in [
        (
            "settings-new-codes",
            &["regenerate"][..],
            "settings/codes",
            "/recovery_codes/5",
            json!("48HZ-PSV7-TJ6M"),
        ),
        (
            "settings-codes-kept",
            &["regenerate", "acknowledge"],
            "settings/codes/acknowledge",
            "/codes_left",
            json!(6),
        ),
        (
            "settings-reset-code-shown",
            &["show-reset-code"],
            "settings/reset-code",
            "/recovery_codes/0",
            json!("C4ZT-8MKE-2V7Q"),
        ),
        (
            "settings-switched-off",
            &["switch-off", "confirm"],
            "settings/switch-off",
            "/status",
            json!("suspended"),
        ),
        (
            "settings-prove",
            &["switch-off"],
            "challenge/prove",
            "/method",
            json!("app"),
        ),
        (
            "settings-prove-wrong",
            &["switch-off", "verify"],
            "challenge/verify",
            "/code",
            json!("code_mismatch"),
        ),
        (
            "settings-last-method",
            &["remove", "confirm"],
            "settings/remove",
            "/code",
            json!("last_factor"),
        ),
        (
            "recovered-new-codes",
            &["regenerate"],
            "settings/codes",
            "/codes_pending",
            json!(true),
        ),
        (
            "challenge-ended",
            &["verify"],
            "challenge",
            "/step",
            json!("code"),
        ),
    ] {
        let screen = list.iter().find(|screen| screen["name"] == name).unwrap();
        let then = screen["then"].as_array().unwrap();
        let clicked: Vec<&str> = then
            .iter()
            .filter_map(|step| step["click"].as_str())
            .collect();
        assert_eq!(clicked, clicks, "{name}");
        let answer = browser
            .post(&format!("/demo/gallery/{name}/{call}"), json!({}))
            .await;
        assert_eq!(answer.json().pointer(pointer), Some(&expected), "{name}");
    }
    // Looking again changes nothing: the codes are seen once.
    let read = browser
        .call("GET", "/demo/gallery/settings-new-codes/settings", None)
        .await
        .ok();
    assert!(read["recovery_codes"].is_null());
}
