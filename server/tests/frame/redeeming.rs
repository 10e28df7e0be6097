//! The one-time reference: once, in time, by its own portal's server, and by nobody else.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Barrier;
use tweestap_server::random;

use super::{opened, opening, passed_in_the_frame};
use crate::http::call_with;
use crate::world::tokens::{claims, claims_of};
use crate::world::{ADDRESS, Answer, ISSUER, PORTAL, World};

const TYPE: &str = "tweestap-redeem+jwt";

fn client(now: i64) -> Value {
    json!({ "iss": ISSUER, "aud": "tweestap", "iat": now, "exp": now + 60, "jti": random::id().unwrap() })
}

fn proof(world: &World, typ: &str, claims: &Value) -> String {
    let signed = world.portal.sign(typ, claims).unwrap();
    signed.expose().to_owned()
}

async fn redeem_with(world: &World, reference: &str, proof: &str) -> Answer {
    let body = json!({ "reference": reference, "client_assertion": proof });
    let headers = [("content-type", "application/json")];
    call_with(
        world,
        "POST",
        "/assertion/redeem",
        &headers,
        &body.to_string(),
    )
    .await
}

async fn redeem(world: &World, reference: &str) -> Answer {
    let proof = proof(world, TYPE, &client(world.clock.now()));
    redeem_with(world, reference, &proof).await
}

#[tokio::test]
async fn the_frame_gets_a_reference_and_the_portal_s_server_the_assertion_behind_it() {
    let world = World::new().await;
    let reference = passed_in_the_frame(&world, "sam").await;
    assert_eq!(reference.len(), 43, "256 bit, and no JWT");
    let assertion = redeem(&world, &reference).await.ok()["assertion"].clone();
    let stated = claims_of(assertion.as_str().unwrap());
    assert_eq!(
        (&stated["sub"], &stated["aud"], &stated["iss"]),
        (&json!("sam"), &json!(ISSUER), &json!(ADDRESS))
    );
}

#[tokio::test]
async fn a_reference_is_good_once() {
    let world = World::new().await;
    let reference = passed_in_the_frame(&world, "sam").await;
    redeem(&world, &reference).await.ok();
    redeem(&world, &reference).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_reference_dies_with_its_assertion_to_the_second() {
    let world = World::new().await;
    let (early, late) = (
        passed_in_the_frame(&world, "sam").await,
        passed_in_the_frame(&world, "noor").await,
    );
    world.clock.advance(59);
    redeem(&world, &early).await.ok();
    world.clock.advance(1);
    redeem(&world, &late).await.refused(404, "not_found");
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM assertion_references")
            .await,
        0
    );
}

#[tokio::test]
async fn another_school_s_portal_gets_nothing_and_takes_nothing_away() {
    let world = World::new().await;
    let reference = passed_in_the_frame(&world, "sam").await;
    let mut theirs = client(world.clock.now());
    theirs["iss"] = json!("https://other.test/issuer");
    let theirs = proof(&world, TYPE, &theirs);
    redeem_with(&world, &reference, &theirs)
        .await
        .refused(404, "not_found");
    redeem(&world, &reference).await.ok();
}

#[tokio::test]
async fn whoever_does_not_prove_to_be_the_portal_gets_nothing() {
    let world = World::new().await;
    let reference = passed_in_the_frame(&world, "sam").await;
    let now = world.clock.now();
    let with = |member: &str, value: Value| {
        let mut claims = client(now);
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(member)),
            value => claims[member] = value,
        }
        proof(&world, TYPE, &claims)
    };
    let mut bad = vec![
        proof(&world, "tweestap-login+jwt", &claims(now, "sam")),
        proof(&world, "tweestap-login+jwt", &client(now)),
        proof(&world, "tweestap-assertion+jwt", &client(now)),
        with("iss", json!("https://evil.test")),
        with("aud", json!("another-service")),
        with("exp", json!(now + 121)),
        with("exp", json!(now)),
        with("exp", json!(now - 30)),
        with("iat", json!(now + 31)),
        with("jti", json!("")),
        with("jti", json!("x".repeat(256))),
        "x".to_owned(),
        String::new(),
    ];
    bad.extend(["iss", "aud", "iat", "exp", "jti"].map(|missing| with(missing, Value::Null)));
    // Our own signature is not the portal's.
    let ours = world
        .app
        .keys
        .ring
        .signer(now)
        .sign(TYPE, &client(now))
        .unwrap();
    bad.push(ours.expose().to_owned());
    let good = proof(&world, TYPE, &client(now));
    let (signed, _) = good.rsplit_once('.').unwrap();
    bad.push(format!("{signed}.{}", "A".repeat(86)));
    for proof in bad {
        redeem_with(&world, &reference, &proof)
            .await
            .refused(401, "portal_token_invalid");
    }
    redeem(&world, &reference).await.ok();
}

#[tokio::test]
async fn a_proof_is_good_once_and_is_no_token_of_a_person() {
    let world = World::new().await;
    let (one, other) = (
        passed_in_the_frame(&world, "sam").await,
        passed_in_the_frame(&world, "noor").await,
    );
    let proof = proof(&world, TYPE, &client(world.clock.now()));
    redeem_with(&world, &one, &proof).await.ok();
    redeem_with(&world, &other, &proof)
        .await
        .refused(401, "portal_token_invalid");
    let mut both = claims(world.clock.now(), "sam");
    both["jti"] = json!("fresh");
    let body = json!({
        "portal_token": self::proof(&world, TYPE, &both), "view": "challenge", "lang": "nl",
    });
    opened(&world, (PORTAL, "same-site"), &body)
        .await
        .refused(401, "portal_token_invalid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_thirty_two_at_once_exactly_one_gets_it() {
    const AT_ONCE: usize = 32;
    let world = Arc::new(World::new().await);
    for round in 0..10 {
        let reference = passed_in_the_frame(&world, &format!("p{round}")).await;
        let start = Arc::new(Barrier::new(AT_ONCE));
        let calls: Vec<_> = (0..AT_ONCE)
            .map(|_| {
                let (world, reference, start) = (world.clone(), reference.clone(), start.clone());
                tokio::spawn(async move {
                    start.wait().await;
                    redeem(&world, &reference).await
                })
            })
            .collect();
        let mut got = 0;
        for call in calls {
            let answer = call.await.unwrap();
            if answer.status == 200 {
                got += 1;
            } else {
                answer.refused(404, "not_found");
            }
        }
        assert_eq!(got, 1, "round {round}");
    }
}

#[tokio::test]
async fn neither_the_reference_nor_the_assertion_is_legible_in_the_database() {
    let world = World::new().await;
    let reference = passed_in_the_frame(&world, "sam").await;
    let mut connection = world.app.store.read().await.unwrap();
    let (key, sealed): (String, String) =
        sqlx::query_as("SELECT reference, assertion FROM assertion_references")
            .fetch_one(&mut *connection)
            .await
            .unwrap();
    drop(connection);
    assert_ne!(key, reference);
    let assertion = redeem(&world, &reference).await.ok()["assertion"].clone();
    assert!(!sealed.contains(&assertion.as_str().unwrap()[..40]));
}

#[tokio::test]
async fn only_our_own_document_is_given_references() {
    let world = World::new().await;
    let now = world.clock.now();
    // A page of the school says that it is the frame: it is believed as little as any page.
    for (origin, frame) in [(PORTAL, Some(true)), (PORTAL, None), (ADDRESS, None)] {
        let body = opening(&world, &claims(now, "sam"), "challenge", frame);
        let answer = opened(&world, (origin, "same-site"), &body).await.ok();
        let assertion = answer["challenge"]["assertion"].as_str().unwrap();
        assert_eq!(
            assertion.matches('.').count(),
            2,
            "{origin} {frame:?}: {assertion}"
        );
    }
    assert_eq!(
        world
            .count("SELECT COUNT(*) FROM assertion_references")
            .await,
        0
    );
}
