//! The second step at sign-in.

use serde_json::{Value, json};

use crate::world::tokens::{claims, claims_of, raw};
use crate::world::{ADDRESS, ISSUER, World, code};

fn id(challenge: &Value) -> &str {
    challenge["id"].as_str().unwrap()
}

#[tokio::test]
async fn someone_without_a_factor_passes_and_the_assertion_claims_no_more_than_a_password() {
    let world = World::new().await;
    let (_, challenge) = world.at_challenge("sam", "").await;
    assert_eq!(challenge["step"], "passed");
    assert!(challenge.get("id").is_none());
    let stated = claims_of(challenge["assertion"].as_str().unwrap());
    assert_eq!(stated["amr"], json!(["pwd"]));
    assert!(stated.get("ts_remembered").is_none());
}

#[tokio::test]
async fn someone_with_the_app_gives_a_code_and_the_portal_gets_a_signed_assertion() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let mut claims = claims(world.clock.now(), "sam");
    claims["auth_time"] = json!(world.clock.now() - 77);
    let (person, answer) = world.open(&claims, "challenge").await;
    let challenge = answer.ok()["challenge"].clone();
    assert_eq!(
        (&challenge["step"], &challenge["method"]),
        (&json!("code"), &json!("app"))
    );
    assert!(challenge.get("assertion").is_none());
    let passed = person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
    assert_eq!(passed["step"], "passed");
    let assertion = passed["assertion"].as_str().unwrap();

    // As a portal checks it, with the published keys.
    let published: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(person.get("/jwks.json").await.ok()).unwrap();
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    assert_eq!(
        (header.typ.as_deref(), header.alg),
        (
            Some("tweestap-assertion+jwt"),
            jsonwebtoken::Algorithm::ES256
        )
    );
    let jwk = published.find(&header.kid.unwrap()).unwrap();
    assert_eq!(
        jwk.thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256)
            .unwrap(),
        jwk.common.key_id.clone().unwrap()
    );
    let mut validation = jsonwebtoken::Validation::new(header.alg);
    validation.set_audience(&[ISSUER]);
    validation.set_issuer(&[ADDRESS]);
    validation.validate_exp = false;
    let key = jsonwebtoken::DecodingKey::from_jwk(jwk).unwrap();
    let stated = jsonwebtoken::decode::<Value>(assertion, &key, &validation)
        .unwrap()
        .claims;
    let now = world.clock.now();
    assert_eq!(
        (&stated["sub"], &stated["amr"]),
        (&json!("sam"), &json!(["pwd", "otp", "mfa"]))
    );
    assert_eq!(
        (&stated["iat"], &stated["exp"], &stated["auth_time"]),
        (&json!(now), &json!(now + 60), &json!(now - 77))
    );
    assert_eq!(stated["jti"].as_str().unwrap().len(), 22);
    let mut altered = assertion.to_owned();
    altered.replace_range(
        altered.len() - 10..altered.len() - 9,
        if altered.as_bytes()[altered.len() - 10] == b'A' {
            "B"
        } else {
            "A"
        },
    );
    assert!(jsonwebtoken::decode::<Value>(&altered, &key, &validation).is_err());
    // The code was given in this session: the rest is open now.
    person.get("/settings").await.ok();
}

#[tokio::test]
async fn opening_again_is_the_same_challenge_until_it_ends() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, first) = world.at_challenge("sam", "").await;
    assert_eq!(
        person.call("POST", "/challenge", None).await.ok()["id"],
        first["id"]
    );
    let (reloaded, again) = world.at_challenge("sam", "").await;
    assert_eq!(again["id"], first["id"]);
    for left in (0..5).rev() {
        let wrong = reloaded
            .verify(id(&first), &sam.wrong_code(), false)
            .await
            .refused(422, "code_mismatch");
        assert_eq!(wrong["attempts_left"], left);
    }
    reloaded
        .verify(id(&first), &sam.code(0), false)
        .await
        .refused(404, "challenge_not_found");
    let second = reloaded.call("POST", "/challenge", None).await.ok();
    assert_ne!(second["id"], first["id"]);
    // The failures of the account go on counting.
    let wrong = reloaded
        .verify(id(&second), &sam.wrong_code(), false)
        .await
        .refused(422, "code_mismatch");
    assert_eq!(wrong["attempts_left"], 4);
    reloaded.verify(id(&second), &sam.code(0), false).await.ok();
    reloaded
        .verify(id(&second), &sam.code(30), false)
        .await
        .refused(404, "challenge_not_found");
}

#[tokio::test]
async fn a_challenge_is_open_for_ten_minutes() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    world.clock.advance(599);
    assert_eq!(
        person.call("POST", "/challenge", None).await.ok()["id"],
        challenge["id"]
    );
    world.clock.advance(1);
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .refused(404, "challenge_not_found");
}

#[tokio::test]
async fn rt_30_someone_elses_challenge_does_not_exist() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let noor = world.enrolled("noor").await;
    let (_, of_sam) = world.at_challenge("sam", "").await;
    let (as_noor, _) = world.at_challenge("noor", "").await;
    for code in [sam.code(0), noor.code(0)] {
        as_noor
            .verify(id(&of_sam), &code, false)
            .await
            .refused(404, "challenge_not_found");
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM limits").await, 0);
    let (as_sam, again) = world.at_challenge("sam", "").await;
    as_sam.verify(id(&again), &sam.code(0), false).await.ok();
}

#[tokio::test]
async fn rt_05_only_the_past_is_named_and_a_replayed_or_future_code_looks_like_any_wrong_one() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.clock.advance(3_600);
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &sam.code(0), false)
        .await
        .ok();
    let spent = sam.code(0);
    world.clock.advance(90);

    let sent = [
        ("wrong", sam.wrong_code()),
        ("replayed", spent),
        ("just in the future", sam.code(60)),
        ("far in the future", sam.code(300)),
        ("long past", sam.code(-330)),
    ];
    let mut answers = Vec::new();
    for (what, code) in sent {
        let (person, challenge) = world.at_challenge("sam", "").await;
        let answer = person.verify(id(&challenge), &code, false).await;
        let text = String::from_utf8(answer.bytes.clone()).unwrap();
        let left = answer.refused(422, "code_mismatch")["attempts_left"].clone();
        answers.push((what, text.replace(&format!("\"attempts_left\":{left}"), "")));
    }
    for (what, text) in &answers {
        assert_eq!(text, &answers[0].1, "{what}");
    }
}

#[tokio::test]
async fn a_code_of_a_few_minutes_ago_is_named_with_its_age() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    world.clock.advance(3_600);
    let (person, challenge) = world.at_challenge("sam", "").await;
    for (seconds, left) in [(60, 4), (180, 3), (300, 2)] {
        let past = person
            .verify(id(&challenge), &sam.code(-seconds), false)
            .await
            .refused(422, "code_mismatch");
        assert_eq!(
            (&past["seconds_ago"], &past["attempts_left"]),
            (&json!(seconds), &json!(left))
        );
    }
    person
        .verify(id(&challenge), &sam.code(-30), false)
        .await
        .ok();
}

#[tokio::test]
async fn rt_06_one_success_a_step_and_steps_only_go_up() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let mut last = 0;
    // Codes of the steps around a clock that goes on, in no particular order.
    for n in 0..60_i64 {
        let offset = [(n * 7) % 3 - 1, (n * 11) % 5 - 2][(n % 2) as usize] * 30;
        let (person, challenge) = world.at_challenge("sam", "").await;
        let answer = person
            .verify(id(&challenge), &sam.code(offset), false)
            .await;
        let step = (world.clock.now() + offset) / 30;
        let in_window = offset.abs() <= 30;
        assert_eq!(
            answer.status == 200,
            in_window && step > last,
            "round {n}: {}",
            answer.json()
        );
        if answer.status == 200 {
            last = step;
        } else if answer.status == 429 {
            panic!("the sequence is meant to stay below the limit");
        }
        world.clock.advance(if n % 4 == 3 { 30 } else { 7 });
        if n % 5 == 4 {
            world.clock.advance(60);
        }
    }
}

#[tokio::test]
async fn rt_03_a_spent_code_stays_spent_through_a_restart() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let spent = code(&sam.key, world.clock.now());
    person.verify(id(&challenge), &spent, false).await.ok();
    let world = world.restarted().await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    person
        .verify(id(&challenge), &spent, false)
        .await
        .refused(422, "code_mismatch");
}

#[tokio::test]
async fn rt_02_the_same_code_a_second_time_is_refused_with_the_very_answer_of_a_wrong_one() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let code = sam.code(0);
    let (person, challenge) = world.at_challenge("sam", "").await;
    person.verify(id(&challenge), &code, false).await.ok();
    // Two people in the same position: one sends the code again, the other a wrong one.
    let mut answers = Vec::new();
    for second in [code, sam.wrong_code()] {
        let (person, challenge) = world.at_challenge("sam", "").await;
        answers.push(person.verify(id(&challenge), &second, false).await);
        world
            .execute("DELETE FROM limits; DELETE FROM challenges")
            .await;
    }
    assert_eq!(
        (answers[0].status, &answers[0].bytes),
        (answers[1].status, &answers[1].bytes)
    );
    assert_eq!(answers[0].code(), "code_mismatch");
}

#[tokio::test]
async fn rt_21_no_forged_assertion_verifies_with_the_published_keys() {
    let world = World::new().await;
    let (person, challenge) = world.at_challenge("sam", "").await;
    let good = challenge["assertion"].as_str().unwrap().to_owned();
    let keys = person.get("/jwks.json").await.ok()["keys"].clone();
    assert_eq!(keys.as_array().unwrap().len(), 1);
    assert!(keys[0].get("d").is_none(), "only the public half");
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(keys[0].clone()).unwrap();
    let key = jsonwebtoken::DecodingKey::from_jwk(&jwk).unwrap();
    let mut validation = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::ES256);
    validation.set_audience(&[ISSUER]);
    validation.set_issuer(&[ADDRESS]);
    validation.validate_exp = false;
    let accepted = |token: &str| jsonwebtoken::decode::<Value>(token, &key, &validation).is_ok();
    assert!(accepted(&good));

    let parts: Vec<&str> = good.split('.').collect();
    let mut claims = claims_of(&good);
    claims["sub"] = json!("noor");
    claims["amr"] = json!(["pwd", "otp", "mfa"]);
    let header =
        |alg: &str| json!({ "alg": alg, "typ": "tweestap-assertion+jwt", "kid": keys[0]["kid"] });
    let x = keys[0]["x"].as_str().unwrap().as_bytes().to_vec();
    let hmac = |message: &str| {
        use hmac::{Hmac, Mac as _, digest::KeyInit as _};
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&x).unwrap();
        mac.update(message.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    let stranger = |message: &str| {
        use p256::ecdsa::signature::Signer as _;
        let key = p256::ecdsa::SigningKey::from_slice(&[9; 32]).unwrap();
        let signature: p256::ecdsa::Signature = key.sign(message.as_bytes());
        signature.to_bytes().to_vec()
    };
    let other_claims = raw(&header("ES256"), &claims, |_| vec![]);
    let forged = [
        raw(&header("none"), &claims, |_| vec![]),
        raw(&header("ES256"), &claims, |_| vec![]),
        raw(&header("ES256"), &claims, |_| vec![0; 64]),
        raw(&header("ES256"), &claims, stranger),
        raw(&header("HS256"), &claims, hmac),
        raw(&header("ES384"), &claims, stranger),
        format!(
            "{}.{}.{}",
            parts[0],
            other_claims.split('.').nth(1).unwrap(),
            parts[2]
        ),
        format!("{}.{}.{}", parts[0], parts[1], &parts[2][..43]),
        format!("{}.{}.", parts[0], parts[1]),
    ];
    for token in forged {
        assert!(!accepted(&token), "{token}");
    }
    // An assertion is no token of a portal either: it opens no session.
    let body = json!({ "portal_token": good, "view": "challenge", "lang": "nl" });
    person
        .post("/session", body)
        .await
        .refused(401, "portal_token_invalid");
}
