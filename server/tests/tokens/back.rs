//! A token comes back, whichever way, and stays a day with nobody.

use serde_json::{Value, json};

use crate::world::cupboard::{counting, csv, held};
use crate::world::{Person, World};

/// Sam has an app and the token C-1; noor has nothing.
async fn with_a_token() -> (World, Person, Person) {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.person("noor").await;
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(&[counting("C-1")])).await.ok();
    joke.give(&world, &counting("C-1"), "sam", 0).await.ok();
    (world, sam, joke)
}

async fn is_quarantined(world: &World, joke: &Person) {
    let token = joke.token("C-1").await;
    assert_eq!(
        (&token["state"], &token["free_at"], token.get("person")),
        (
            &json!("quarantined"),
            &json!(world.clock.now() + 86_400),
            None
        )
    );
    let hardware = "SELECT COUNT(*) FROM factors WHERE method = 'hardware'";
    assert_eq!(world.count(hardware).await, 0);
}

#[tokio::test]
async fn s_b_84_a_token_that_comes_back_is_with_nobody_for_a_day_and_its_counter_never_goes_back() {
    let (world, sam, joke) = with_a_token().await;
    let sam = world.again(&sam, "sam").await;
    let device = json!({ "duration": "1w", "this_device": true });
    sam.put("/settings/remember", device).await.ok();
    let token = counting("C-1");
    world.signs_in_with("sam", &token.shows(9)).await.ok();
    world.reachable().await;
    let epoch = "SELECT mfa_epoch FROM accounts WHERE subject = 'sam'";
    let before = world.count(epoch).await;
    let back = joke.take_back("C-1", "unlink").await.ok();
    assert_eq!(back, joke.token("C-1").await);
    is_quarantined(&world, &joke).await;
    assert_eq!(world.count(epoch).await, before + 1);
    assert_eq!(world.notices().await, ["factor_removed"]);
    sam.get("/settings").await.refused(401, "session_expired");
    let trail = joke.get("/admin/audit").await.ok();
    let last = &trail["entries"][0];
    assert_eq!(
        (&last["action"], &last["reason"], &last["details"]["serial"]),
        (
            &json!("token_unlinked"),
            &json!("left the school"),
            &json!("C-1")
        )
    );
    // Asked twice it is done once.
    joke.take_back("C-1", "unlink").await.ok();
    let done = "SELECT COUNT(*) FROM audit_entries WHERE action = 'token_unlinked'";
    assert_eq!(world.count(done).await, 1);

    for subject in ["noor", "sam"] {
        let refused = joke.give(&world, &token, subject, 10).await;
        refused.refused(409, "token_quarantined");
    }
    let refused = joke.take_back("C-1", "remove").await;
    refused.refused(409, "token_quarantined");
    let known = joke
        .import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    assert_eq!(known["errors"][0]["problem"], "serial_known");

    world.clock.advance(86_399);
    let joke = world.manager_again(&joke).await;
    assert_eq!(joke.token("C-1").await["state"], "quarantined");
    world.clock.advance(1);
    let free = joke.token("C-1").await;
    assert_eq!(
        (&free["state"], free.get("free_at")),
        (&json!("free"), None)
    );
    // What sam used is used up.
    let refused = joke.give(&world, &token, "noor", 8).await;
    refused.refused(422, "code_mismatch");
    joke.give(&world, &token, "noor", 10).await.ok();
    world.signs_in_with("noor", &token.shows(12)).await.ok();
}

#[tokio::test]
async fn without_another_method_nothing_is_left_of_two_steps() {
    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    joke.import("csv", &csv(&[counting("C-1")])).await.ok();
    joke.give(&world, &counting("C-1"), "sam", 0).await.ok();
    world.reachable().await;
    joke.take_back("C-1", "unlink").await.ok();
    is_quarantined(&world, &joke).await;
    assert_eq!(world.notices().await, ["reset"]);
    let id = world.account("sam").await;
    assert_eq!(joke.file(&id).await["person"]["state"], "none");
}

#[tokio::test]
async fn s_b_84_whichever_way_a_method_is_taken_away_its_token_comes_back() {
    for way in ["reset", "erase", "remove", "command"] {
        let (world, sam, joke) = with_a_token().await;
        match way {
            "reset" => drop(joke.act(&world.account("sam").await, "reset").await.ok()),
            "command" => {
                let who = ["school", crate::world::ISSUER, "sam"];
                let (store, keys) = (&world.app.store, &world.app.keys);
                let now = world.clock.now();
                let done = tweestap_server::command::reset::reset(store, keys, who, now).await;
                assert!(done.unwrap());
            }
            _ => {
                let sam = world.again(&sam, "sam").await;
                match way {
                    "erase" => drop(sam.tell("/settings/erase").await.ok()),
                    _ => {
                        let own = json!({ "factor": sam.factor("hardware").await });
                        sam.post("/settings/remove", own).await.ok();
                    }
                }
            }
        }
        is_quarantined(&world, &joke).await;
    }
}

#[tokio::test]
async fn another_method_that_goes_leaves_the_token_where_it_is() {
    let (world, sam, joke) = with_a_token().await;
    let sam = world.again(&sam, "sam").await;
    let app = json!({ "factor": sam.factor("app").await });
    sam.post("/settings/remove", app).await.ok();
    assert_eq!(joke.token("C-1").await["state"], "linked");
    // And the last method cannot be removed: nothing of it is half-done.
    let own = json!({ "factor": sam.factor("hardware").await });
    let refused = sam.post("/settings/remove", own).await;
    refused.refused(409, "last_factor");
    assert_eq!(joke.token("C-1").await["state"], "linked");
    world
        .signs_in_with("sam", &counting("C-1").shows(2))
        .await
        .ok();
}

#[tokio::test]
async fn s_b_81_a_colleagues_token_and_ones_own_are_not_taken_back() {
    let (world, _, joke) = with_a_token().await;
    world
        .execute("UPDATE accounts SET role = 'manager' WHERE subject = 'sam'")
        .await;
    let refused = joke.take_back("C-1", "unlink").await;
    refused.refused(403, "role_too_high");
    world
        .execute("UPDATE tokens SET account = (SELECT id FROM accounts WHERE subject = 'joke')")
        .await;
    let refused = joke.take_back("C-1", "unlink").await;
    refused.refused(409, "not_yourself");
}

#[tokio::test]
async fn only_a_free_token_is_removed_and_its_seed_with_it() {
    let (world, _, joke) = with_a_token().await;
    joke.import("csv", &csv(&[held("T-1")])).await.ok();
    let refused = joke.take_back("C-1", "remove").await;
    refused.refused(409, "token_taken");
    let id = joke.token("T-1").await["id"].as_str().unwrap().to_owned();
    let done: Value = joke.take_back("T-1", "remove").await.ok();
    assert_eq!(done, json!({}));
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1);
    let again = joke
        .post(
            &format!("/admin/tokens/{id}/remove"),
            json!({ "reason": "x" }),
        )
        .await;
    again.refused(404, "token_not_found");
    let trail = joke.get("/admin/audit").await.ok();
    let last = &trail["entries"][0];
    assert_eq!(
        (&last["action"], &last["details"]["serial"]),
        (&json!("token_removed"), &json!("T-1"))
    );
    // It can be imported anew.
    let imported = joke.import("csv", &csv(&[held("T-1")])).await.ok();
    assert_eq!(imported["imported"], 1);
}

/// The operator's command and the manager's screen are about the same tokens.
#[tokio::test]
async fn a_token_that_the_operator_linked_is_in_the_list_and_one_in_quarantine_is_not_linked() {
    use tweestap_server::oath::Kind;
    use tweestap_server::token::{Link, Refused, link};

    let world = World::new().await;
    world.person("sam").await;
    let joke = world.manager("joke").await;
    let kind = Kind {
        digits: 6,
        period: 0,
        sha256: false,
    };
    world.link_token("sam", kind).await;
    let token = joke.token("T-sam").await;
    assert_eq!(
        (
            &token["state"],
            &token["person"]["name"],
            &token["by_counter"]
        ),
        (&json!("linked"), &json!("Name of sam"), &json!(true))
    );
    joke.take_back("T-sam", "unlink").await.ok();
    let held = counting("T-sam");
    let attempt = |counts: i64| {
        let codes = [held.shows(counts), held.shows(counts + 1)].map(tweestap_api::Secret::new);
        let world = &world;
        async move {
            let request = Link {
                school: "school",
                issuer: crate::world::ISSUER,
                subject: "sam",
                serial: "t-SAM",
                kind,
                seed: b"12345678901234567890",
                codes: &codes,
            };
            let now = world.clock.now();
            link(&world.app.store, &world.app.keys, &request, now).await
        }
    };
    assert!(matches!(attempt(5).await, Err(Refused::Because(_))));
    world.clock.advance(86_400);
    // The counters of before are spent for the operator as well.
    assert!(matches!(attempt(0).await, Err(Refused::Because(_))));
    attempt(5).await.unwrap();
    // Again to the same person: nothing is taken away by that.
    attempt(7).await.unwrap();
    world.signs_in_with("sam", &held.shows(9)).await.ok();
    assert_eq!(world.count("SELECT COUNT(*) FROM tokens").await, 1);
}

#[tokio::test]
async fn a_token_that_another_one_replaces_is_in_the_trail_as_taken_back() {
    let (world, _, joke) = with_a_token().await;
    let token = held("T-1");
    joke.import("csv", &csv(std::slice::from_ref(&token)))
        .await
        .ok();
    joke.give(&world, &token, "sam", 0).await.ok();
    let trail = joke.get("/admin/audit").await.ok();
    let told = |at: usize| {
        let entry = &trail["entries"][at];
        (
            entry["action"].clone(),
            entry["details"]["serial"].clone(),
            entry["reason"].clone(),
        )
    };
    let reason = told(0).2;
    assert_eq!(
        told(0),
        (json!("token_linked"), json!("T-1"), reason.clone())
    );
    assert_eq!(told(1), (json!("token_unlinked"), json!("C-1"), reason));
}
