//! Enrolment up to the code: nobody loses their place, and nobody gets around the password.

use serde_json::{Value, json};

use crate::world::{PASSWORD, World};

#[tokio::test]
async fn someone_enrols_with_an_app_from_the_first_choice_to_the_settings() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let nothing = person.get("/enrolment").await.ok();
    assert_eq!(nothing["step"], "method");
    assert!(nothing.get("id").is_none());
    assert_eq!(nothing["offered"], json!(["app", "sms"]));
    assert_eq!(nothing["actions"], json!(["choose_method"]));
    assert_eq!(person.get("/settings").await.ok()["status"], "off");

    let scan = person.choose_app().await;
    assert_eq!(
        (&scan["step"], &scan["method"], &scan["with_password"]),
        (&json!("scan"), &json!("app"), &json!(false))
    );
    assert_eq!(
        (&scan["school"], &scan["account"]),
        (&json!("De Brug"), &json!("Name of sam"))
    );
    let uri = scan["app"]["uri"].as_str().unwrap();
    assert_eq!(
        uri,
        format!(
            "otpauth://totp/De%20Brug:Name%20of%20sam?secret={}&issuer=De%20Brug",
            person.key
        )
    );
    assert_eq!(person.key.len(), 32);
    assert_eq!(scan["expires_at"], world.clock.now() + 1_800);
    assert_eq!(person.get("/settings").await.ok()["status"], "pending");

    let id = scan["id"].as_str().unwrap();
    let codes = person.confirm(id, &person.code(0)).await.ok();
    assert_eq!(codes["step"], "recovery-codes");
    assert_eq!(codes["actions"], json!(["acknowledge", "cancel"]));
    assert!(codes.get("app").is_none(), "the key is not shown again");
    assert_eq!(codes["recovery_codes"].as_array().unwrap().len(), 6);
    assert_eq!(codes["expires_at"], world.clock.now() + 86_400);
    assert_eq!(
        person.get("/settings").await.ok()["status"],
        "pending",
        "only acknowledging switches it on"
    );
    assert_eq!(
        person.get("/enrolment").await.ok()["recovery_codes"],
        codes["recovery_codes"]
    );

    let done = person.acknowledge(id).await.ok();
    assert_eq!(done["step"], "done");
    assert!(done.get("recovery_codes").is_none());
    assert_eq!(
        done["remember"]["offered"],
        json!(["always_ask", "12h", "3d", "1w"])
    );
    let settings = person.get("/settings").await.ok();
    assert_eq!(
        (&settings["status"], &settings["factors"][0]["method"]),
        (&json!("on"), &json!("app"))
    );
    assert_eq!(
        (&settings["since"], &settings["codes_left"]),
        (&json!(world.clock.now()), &json!(6))
    );
}

#[tokio::test]
async fn rt_43_reload_back_a_second_tab_and_a_wrong_code_keep_the_scanned_key() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let first = person.choose_app().await;
    let id = first["id"].as_str().unwrap().to_owned();
    let (key, mut other_tab) = (person.key.clone(), world.person("sam").await);
    for _ in 0..3 {
        assert_eq!(person.get("/enrolment").await.ok()["app"], first["app"]);
    }
    assert_eq!(other_tab.choose_app().await["id"], first["id"]);
    assert_eq!(other_tab.key, key);
    person
        .confirm(&id, &person.wrong_code())
        .await
        .refused(422, "code_mismatch");
    let back = person
        .post("/enrolment/back", json!({ "enrolment": id }))
        .await
        .ok();
    assert_eq!(back["step"], "method");
    assert!(back.get("app").is_none(), "no key at another step");
    assert_eq!(person.choose_app().await["app"], first["app"]);
    assert_eq!(
        person.confirm(&id, &person.code(0)).await.ok()["step"],
        "recovery-codes"
    );
}

#[tokio::test]
async fn the_other_method_replaces_what_is_pending_and_the_old_tab_is_told_so() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let app = person.choose_app().await;
    let old = app["id"].as_str().unwrap().to_owned();
    let phone = person.at_phone().await;
    assert_ne!(phone, old);
    person
        .confirm(&old, &person.code(0))
        .await
        .refused(404, "enrolment_not_found");
    person
        .post("/enrolment/back", json!({ "enrolment": old }))
        .await
        .refused(404, "enrolment_not_found");
    let again = person.choose_app().await;
    assert_ne!(again["app"], app["app"], "a new enrolment has a new key");
}

#[tokio::test]
async fn a_password_is_asked_when_the_sign_in_is_more_than_five_minutes_old() {
    let world = World::new().await;
    world.local("sam").await;
    let mut person = world.earlier("sam").await;
    let waiting = person.choose_app().await;
    assert_eq!(
        (&waiting["step"], &waiting["reauthentication"]),
        (&json!("password"), &json!("password"))
    );
    assert_eq!(waiting["with_password"], true);
    assert!(waiting.get("app").is_none());
    let id = waiting["id"].as_str().unwrap();
    person
        .confirm(id, "123456")
        .await
        .refused(409, "wrong_step");

    let wrong = person
        .post(
            "/enrolment/password",
            json!({ "password": "Correct horse battery" }),
        )
        .await;
    assert_eq!(wrong.refused(422, "password_wrong")["attempts_left"], 9);
    let right = person
        .post("/enrolment/password", json!({ "password": PASSWORD }))
        .await
        .ok();
    assert_eq!(
        (&right["step"], &right["with_password"]),
        (&json!("scan"), &json!(true))
    );
    // The right password clears the count, and elevates this session only.
    let elevated = person
        .post("/enrolment/back", json!({ "enrolment": id }))
        .await
        .ok();
    assert_eq!(elevated["step"], "method");
    assert_eq!(person.at_phone().await.len(), 22);
    assert_eq!(person.get("/enrolment").await.ok()["step"], "phone");
    let other = world.earlier("sam").await;
    let app = other
        .post("/enrolment/method", json!({ "method": "app" }))
        .await
        .ok();
    assert_eq!(app["step"], "password");
}

#[tokio::test]
async fn five_minutes_are_counted_from_the_portals_sign_in_to_the_second() {
    let world = World::new().await;
    for (age, step) in [
        (0, "scan"),
        (299, "scan"),
        (300, "password"),
        (301, "password"),
    ] {
        let mut claims = crate::world::tokens::claims(world.clock.now(), &format!("sam{age}"));
        claims["auth_time"] = json!(world.clock.now() - age);
        let (mut person, _) = world.open(&claims, "enrolment").await;
        assert_eq!(person.choose_app().await["step"], step, "{age} s");
    }
}

#[tokio::test]
async fn someone_whose_portal_keeps_the_passwords_goes_there_and_comes_back_to_the_same_key() {
    let world = World::new().await;
    let mut person = world.earlier("sam").await;
    let waiting = person.choose_app().await;
    assert_eq!(
        (&waiting["step"], &waiting["reauthentication"]),
        (&json!("password"), &json!("portal"))
    );
    assert!(
        !waiting["actions"]
            .as_array()
            .unwrap()
            .contains(&json!("give_password"))
    );
    person
        .post("/enrolment/password", json!({ "password": "x" }))
        .await
        .refused(409, "wrong_step");
    let again = world.person("sam").await;
    let scan = again.get("/enrolment").await.ok();
    assert_eq!(
        (&scan["step"], &scan["id"]),
        (&json!("scan"), &waiting["id"])
    );
}

#[tokio::test]
async fn an_overlong_password_is_refused_before_it_is_hashed() {
    let world = World::new().await;
    world.local("sam").await;
    let mut person = world.earlier("sam").await;
    person.choose_app().await;
    let long = "x".repeat(1_025);
    person
        .post("/enrolment/password", json!({ "password": long }))
        .await
        .refused(400, "malformed_request");
    let wrong = person
        .post(
            "/enrolment/password",
            json!({ "password": "x".repeat(1_024) }),
        )
        .await;
    assert_eq!(wrong.refused(422, "password_wrong")["attempts_left"], 9);
}

#[tokio::test]
async fn a_pending_enrolment_ends_after_half_an_hour_as_if_it_had_never_been() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    let key = person.key.clone();
    world.clock.advance(1_799);
    let mut person = world.person("sam").await;
    assert_eq!(person.get("/enrolment").await.ok()["step"], "scan");
    world.clock.advance(1);
    assert_eq!(person.get("/enrolment").await.ok()["step"], "method");
    person
        .confirm(&id, "123456")
        .await
        .refused(404, "enrolment_not_found");
    assert_eq!(person.get("/settings").await.ok()["status"], "off");
    person.choose_app().await;
    assert_ne!(person.key, key);
}

#[tokio::test]
async fn unacknowledged_codes_can_be_seen_again_for_a_day_and_are_then_gone_from_the_database() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    let codes = person.confirm(&id, &person.code(0)).await.ok()["recovery_codes"].clone();
    world.clock.advance(86_399);
    let person = world.person("sam").await;
    assert_eq!(person.get("/enrolment").await.ok()["recovery_codes"], codes);
    world.clock.advance(1);
    assert_eq!(person.get("/enrolment").await.ok()["step"], "method");
    person
        .acknowledge(&id)
        .await
        .refused(404, "enrolment_not_found");
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 0);
}

#[tokio::test]
async fn cancelling_takes_back_everything_that_is_pending_codes_included() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    assert_eq!(
        person.delete("/enrolment").await.ok()["step"],
        "method",
        "nothing to cancel is no error"
    );
    let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
    person.confirm(&id, &person.code(0)).await.ok();
    let cancelled = person.delete("/enrolment").await.ok();
    assert_eq!(cancelled["step"], "method");
    assert!(cancelled.get("recovery_codes").is_none());
    person
        .acknowledge(&id)
        .await
        .refused(404, "enrolment_not_found");
    assert_eq!(person.get("/settings").await.ok()["status"], "off");
    assert_eq!(world.count("SELECT COUNT(*) FROM factors").await, 0);
}

#[tokio::test]
async fn rt_44_a_set_up_that_is_left_at_any_step_never_asks_for_a_code_at_sign_in() {
    let world = World::new().await;
    for stop in ["method", "scan", "phone", "confirm", "recovery-codes"] {
        let mut person = world.person(stop).await;
        match stop {
            "scan" => drop(person.choose_app().await),
            "phone" => drop(person.at_phone().await),
            "confirm" => {
                let id = person.at_phone().await;
                person.give_phone(&id, "0612345678").await.ok();
            }
            "recovery-codes" => {
                let id = person.choose_app().await["id"].as_str().unwrap().to_owned();
                person.confirm(&id, &person.code(0)).await.ok();
            }
            _ => {}
        }
        assert_eq!(person.get("/enrolment").await.ok()["step"], stop);
        let (_, challenge) = world.at_challenge(stop, "").await;
        assert_eq!(challenge["step"], "passed", "{stop}");
    }
}

#[tokio::test]
async fn the_same_name_at_two_portals_is_two_people() {
    let world = World::new().await;
    let mut sam = world.person("sam").await;
    sam.enrol_by_app().await;
    let mut claims = crate::world::tokens::claims(world.clock.now(), "sam");
    claims["iss"] = json!("https://other.test/issuer");
    let (other, answer) = world.open(&claims, "enrolment").await;
    answer.ok();
    assert_eq!(other.get("/settings").await.ok()["status"], "off");
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 2);
}

#[tokio::test]
async fn a_school_that_offers_the_app_only_refuses_text_messages() {
    let world = World::new().await;
    let mut claims = crate::world::tokens::claims(world.clock.now(), "sam");
    claims["iss"] = json!("https://strict.test/issuer");
    let token = world.token(&claims);
    let body = json!({ "portal_token": token, "view": "enrolment", "lang": "nl" });
    let opened = crate::http::post_from(&world, "https://strict.test", "", "/session", &body)
        .await
        .ok();
    assert_eq!(opened["enrolment"]["offered"], json!(["app"]));
    let bearer = opened["access_token"].as_str().unwrap();
    let body = json!({ "method": "sms" });
    let refused = crate::http::post_from(
        &world,
        "https://strict.test",
        bearer,
        "/enrolment/method",
        &body,
    )
    .await;
    refused.refused(422, "method_not_offered");
}

#[tokio::test]
async fn rt_47_two_secrets_are_never_the_same_and_have_160_bit() {
    let world = World::new().await;
    let mut keys: Vec<String> = Vec::new();
    for n in 0..50 {
        let mut person = world.person(&format!("p{n}")).await;
        person.choose_app().await;
        assert_eq!(
            data_encoding::BASE32_NOPAD
                .decode(person.key.as_bytes())
                .unwrap()
                .len(),
            20
        );
        keys.push(person.key);
    }
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), 50);
    let symbols: std::collections::HashSet<char> = keys.concat().chars().collect();
    assert_eq!(symbols.len(), 32, "every symbol of base32 occurs");
}

#[tokio::test]
async fn every_answer_is_the_whole_state() {
    let world = World::new().await;
    let mut person = world.person("sam").await;
    let chosen = person.choose_app().await;
    let read: Value = person.get("/enrolment").await.ok();
    assert_eq!(chosen, read);
}
