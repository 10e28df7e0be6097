//! A school's own address, and a sign-in that had two steps of the school's own.

use serde_json::{Value, json};

use super::browser::Browser;
use super::{PASSWORD, folder};
use crate::world::{Answer, demonstration};

async fn sign_in(browser: &mut Browser, username: &str, more: Value) -> Answer {
    let mut body = json!({ "username": username, "password": PASSWORD });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    browser.post("/demo/portal/sign-in", body).await
}

#[tokio::test]
async fn at_a_schools_own_address_only_its_own_people_are_known() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    for (username, school, good) in [
        ("leerling", "voorbeeldcollege", true),
        ("kantoor", "voorbeeldkantoor", true),
        ("leerling", "voorbeeldkantoor", false),
        ("kantoor", "voorbeeldcollege", false),
        ("leerling", "nergens", false),
    ] {
        let answer = sign_in(&mut browser, username, json!({ "school": school })).await;
        match good {
            true => drop(answer.ok()),
            false => drop(answer.refused(401, "wrong_credentials")),
        }
    }
    // At the common address everybody is.
    for username in ["leerling", "kantoor"] {
        sign_in(&mut browser, username, json!({})).await.ok();
    }
}

#[tokio::test]
async fn after_single_sign_on_nobody_is_asked_and_nothing_needs_setting_up() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    for username in ["leerling", "kantoor", "balie"] {
        let signed = sign_in(&mut browser, username, json!({ "single_sign_on": true })).await;
        assert_eq!(signed.ok()["single_sign_on"], true);
        let challenge = browser.open("challenge").await;
        assert_eq!(challenge["step"], "passed", "{username}");
        let settled = browser.settle(&challenge["assertion"]).await.ok();
        assert_eq!(settled["state"], "signed-in");
        let step = browser.open("enrolment").await["step"].clone();
        let expected = if username == "balie" {
            "done"
        } else {
            "not-needed"
        };
        assert_eq!(step, expected, "{username}");
    }
    let mut plain = Browser::new(&router);
    sign_in(&mut plain, "balie", json!({})).await.ok();
    assert_eq!(plain.open("challenge").await["step"], "code");
}
