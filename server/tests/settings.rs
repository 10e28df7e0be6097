//! The settings: what they show, and the preference they save.

use serde_json::json;

use crate::world::World;
use crate::world::tokens::claims;

#[tokio::test]
async fn settings_show_the_number_masked_and_nothing_secret() {
    let world = World::new().await;
    let person = world.person("sam").await;
    person.enrol_by_sms(&world, "06 12 34 56 78").await;
    let settings = person.get("/settings").await.ok();
    assert_eq!(
        (&settings["method"], &settings["masked_number"]),
        (&json!("sms"), &json!("+31 6 •••• ••78"))
    );
    let text = settings.to_string();
    assert!(!text.contains("12345678") && !text.contains("1234"));
}

#[tokio::test]
async fn a_preference_is_saved_and_a_longer_one_than_the_school_allows_is_not() {
    let world = World::new().await;
    let person = world.enrolled("sam").await;
    let save = |duration: &str| json!({ "duration": duration, "this_device": false });
    let saved = person.put("/settings/remember", save("3d")).await.ok();
    assert_eq!(saved["remember"]["duration"], "3d");
    assert!(saved["remember"].get("this_device_until").is_none());
    person
        .put("/settings/remember", save("2w"))
        .await
        .refused(400, "malformed_request");

    let mut strict = claims(world.clock.now(), "sam");
    strict["iss"] = json!("https://strict.test/issuer");
    let body = json!({ "portal_token": world.token(&strict), "view": "enrolment", "lang": "nl" });
    let post = |bearer: String, path: &'static str, body: serde_json::Value| {
        let world = &world;
        async move {
            crate::http::post_from(world, "https://strict.test", &bearer, path, &body)
                .await
                .ok()
        }
    };
    let opened = post(String::new(), "/session", body).await;
    let bearer = opened["access_token"].as_str().unwrap().to_owned();
    let scan = post(
        bearer.clone(),
        "/enrolment/method",
        json!({ "method": "app" }),
    )
    .await;
    let code = crate::world::code(scan["app"]["key"].as_str().unwrap(), world.clock.now());
    post(
        bearer.clone(),
        "/enrolment/confirm",
        json!({ "enrolment": scan["id"], "code": code }),
    )
    .await;
    let done = post(
        bearer.clone(),
        "/enrolment/acknowledge",
        json!({ "enrolment": scan["id"] }),
    )
    .await;
    assert_eq!(done["remember"]["offered"], json!(["always_ask", "12h"]));
    let headers = [
        ("authorization", format!("Bearer {bearer}")),
        ("content-type", "application/json".to_owned()),
        ("origin", "https://strict.test".to_owned()),
    ];
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let refused = crate::http::call_with(
        &world,
        "PUT",
        "/settings/remember",
        &headers,
        &save("3d").to_string(),
    )
    .await;
    refused.refused(422, "duration_not_offered");
}

#[tokio::test]
async fn nothing_is_remembered_for_someone_who_is_not_enrolled() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let body = json!({ "duration": "3d", "this_device": false });
    person
        .put("/settings/remember", body)
        .await
        .refused(409, "not_enrolled");
}
