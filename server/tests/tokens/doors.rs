//! The list, and tokens of another school: every route answers about them as about ones that do not exist.

use serde_json::{Value, json};

use crate::world::cupboard::{counting, csv, held};
use crate::world::managers::OTHER;
use crate::world::{SINGLE, World};

#[tokio::test]
async fn s_b_80_tokens_and_people_of_another_school_are_not_found_as_if_they_did_not_exist() {
    // Of the same group, and outside it.
    for issuer in [OTHER, SINGLE] {
        tokens_there_are_not_found(issuer).await;
    }
}

async fn tokens_there_are_not_found(issuer: &str) {
    let world = World::new().await;
    let kim = world.manager_of(issuer, "kim").await;
    kim.import("csv", &csv(&[counting("K-1"), held("K-2")]))
        .await
        .ok();
    world.person_of(issuer, "ann").await;
    kim.give(&world, &counting("K-1"), "ann", 0).await.ok();
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(&[held("J-1")])).await.ok();
    world.person("sam").await;
    let (linked, free) = (kim.token("K-1").await, kim.token("K-2").await);
    let sam = world.account("sam").await;
    let code = held("K-2").shows(world.clock.now());
    let (first, second) = (counting("K-1").shows(2), counting("K-1").shows(3));
    let because = json!({ "reason": "x" });
    let calls = [
        (
            "link",
            json!({ "person": sam, "code": code, "reason": "x" }),
        ),
        ("resync", json!({ "code": first, "next_code": second })),
        ("unlink", because.clone()),
        ("remove", because),
    ];
    let mut routes: Vec<String> = Vec::new();
    for (what, body) in calls {
        let mut answers = Vec::new();
        for id in [
            linked["id"].as_str().unwrap(),
            free["id"].as_str().unwrap(),
            "AAAAAAAAAAAAAAAAAAAAAA",
            "%27--",
            &"a".repeat(900),
        ] {
            let answer = joke
                .post(&format!("/admin/tokens/{id}/{what}"), body.clone())
                .await;
            answer.clone().refused(404, "token_not_found");
            answers.push(answer.bytes);
        }
        assert!(answers.iter().all(|bytes| *bytes == answers[0]), "{what}");
        routes.push(format!("/admin/tokens/{{id}}/{what}"));
    }
    // All routes about one token are among them.
    let document = tweestap_server::openapi::document();
    for path in document["paths"].as_object().unwrap().keys() {
        let is_about_one = path.starts_with("/admin/tokens/{id}");
        assert!(!is_about_one || routes.contains(path), "{path}");
    }
    for id in [free["id"].as_str().unwrap(), "unknown"] {
        let page = joke.get(&format!("/admin/tokens?after={id}")).await;
        page.refused(404, "token_not_found");
    }
    let page = joke.get("/admin/tokens").await.ok();
    assert_eq!(page["tokens"].as_array().unwrap().len(), 1);
    // And nobody of another school gets one of this.
    let own = joke.token("J-1").await["id"].as_str().unwrap().to_owned();
    let code = held("J-1").shows(world.clock.now());
    for person in [world.account("ann").await, "unknown".to_owned()] {
        let body = json!({ "person": person, "code": code, "reason": "x" });
        let refused = joke.post(&format!("/admin/tokens/{own}/link"), body).await;
        refused.refused(404, "person_not_found");
    }
    assert_eq!(kim.token("K-1").await, linked);
    assert_eq!(kim.token("K-2").await, free);
    world
        .signs_in_at(issuer, "ann", &counting("K-1").shows(2))
        .await
        .ok();
}

#[tokio::test]
async fn tokens_are_listed_by_serial_fifty_at_a_time_and_found_by_its_beginning_and_its_state() {
    let world = World::new().await;
    world.person("sam").await;
    world.person("noor").await;
    let joke = world.manager("joke").await;
    let mut tokens: Vec<_> = (0..60).map(|n| held(&format!("B{:03}", 59 - n))).collect();
    tokens.push(counting("a%1"));
    tokens.push(counting("A_2"));
    joke.import("csv", &csv(&tokens)).await.ok();
    joke.give(&world, &counting("A_2"), "sam", 0).await.ok();
    joke.give(&world, &held("B007"), "noor", 0).await.ok();
    joke.take_back("B007", "unlink").await.ok();
    let serials = |page: &Value| -> Vec<String> {
        let tokens = page["tokens"].as_array().unwrap().iter();
        tokens
            .map(|token| token["serial"].as_str().unwrap().to_owned())
            .collect()
    };
    let first = joke.get("/admin/tokens").await.ok();
    assert_eq!(first["server_time"], world.clock.now());
    let next = first["next"].as_str().unwrap();
    let second = joke.get(&format!("/admin/tokens?after={next}")).await.ok();
    assert!(second.get("next").is_none());
    let mut all = serials(&first);
    assert_eq!(all.len(), 50);
    all.extend(serials(&second));
    let mut expected: Vec<String> = tokens.iter().map(|token| token.serial.clone()).collect();
    expected.sort_by_key(|serial| serial.to_lowercase());
    let mut sorted = all.clone();
    sorted.sort_by_key(|serial| serial.to_lowercase());
    assert_eq!(sorted, expected);
    for (query, found) in [
        ("query=b00", 10),
        ("query=B05&state=free", 10),
        ("query=a%25", 1),
        ("query=a_", 1),
        ("query=%5C", 0),
        ("query=00", 0),
        ("state=linked", 1),
        ("state=quarantined", 1),
        ("state=free&query=a", 1),
        ("query=", 50),
    ] {
        let page = joke.get(&format!("/admin/tokens?{query}")).await.ok();
        assert_eq!(serials(&page).len(), found, "{query}");
    }
    let long = "x".repeat(65);
    for query in ["state=lost", "page=2", &format!("query={long}")] {
        let refused = joke.get(&format!("/admin/tokens?{query}")).await;
        refused.refused(400, "malformed_request");
    }
    let list = joke.get("/admin/tokens").await;
    let text = String::from_utf8_lossy(&list.bytes).into_owned();
    assert!(!text.contains("3132") && !text.contains("secret") && !text.contains("drift"));
}
