//! What the demonstration's portal believes, and what it tells: as every portal has to.

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tweestap_server::keys::signer_in;
use tweestap_server::{Shared, assertion, random};

use super::browser::Browser;
use super::folder;
use crate::world::tokens::{claims_of, raw};
use crate::world::{code, demonstration};

/// Somebody at the second step, and the claims that would let her in.
async fn waiting(folder: &TempDir) -> (Browser, Shared, Value, Header) {
    let (router, state) = demonstration(folder).await;
    let mut sam = Browser::new(&router);
    sam.sign_in("leerling").await;
    let assertion = sam.open("challenge").await["assertion"].clone();
    let assertion = assertion.as_str().unwrap();
    let header = jsonwebtoken::decode_header(assertion).unwrap();
    (sam, state, claims_of(assertion), header)
}

fn fresh(claims: &Value) -> Value {
    let mut claims = claims.clone();
    claims["jti"] = json!(random::id().unwrap());
    claims
}

#[tokio::test]
async fn an_assertion_about_anyone_or_anything_else_is_refused() {
    let folder = folder();
    let (mut sam, state, good, _) = waiting(&folder).await;
    let now = state.clock.now();
    for (claim, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("https://portal.voorbeeldkantoor.example")),
        ("aud", json!("tweestap")),
        ("sub", json!("docent")),
        ("sub", json!("")),
        ("auth_time", json!(now - 1)),
        ("auth_time", json!(now + 1)),
        ("nonce", json!("")),
        ("nonce", json!("0".repeat(64))),
        ("nonce", Value::Null),
        ("exp", json!(now)),
        ("exp", json!(now - 60)),
        ("exp", Value::Null),
        ("iat", json!(now + 1)),
        ("jti", Value::Null),
    ] {
        let mut claims = fresh(&good);
        if value.is_null() {
            claims.as_object_mut().unwrap().remove(claim);
        } else {
            claims[claim] = value.clone();
        }
        let signed = state
            .keys
            .ring
            .signer(state.clock.now())
            .sign(assertion::TYPE, &claims)
            .unwrap();
        let answer = sam.settle(&json!(signed.expose())).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "assertion_refused"),
            "{claim}: {value}"
        );
    }
    assert_eq!(sam.state().await["state"], "challenge");
    // The same claims unaltered: it was the alteration that was refused.
    let signed = state
        .keys
        .ring
        .signer(state.clock.now())
        .sign(assertion::TYPE, &fresh(&good))
        .unwrap();
    let settled = sam.settle(&json!(signed.expose())).await.ok();
    assert_eq!(settled["state"], "signed-in");
}

#[tokio::test]
async fn an_assertion_that_tweestap_did_not_sign_is_refused() {
    let folder = folder();
    let (mut sam, state, good, genuine) = waiting(&folder).await;
    let kid = genuine.kid.clone().unwrap();
    let header = |alg: &str, typ: &str, kid: &str| json!({ "alg": alg, "typ": typ, "kid": kid });
    let none = raw(
        &header("none", assertion::TYPE, &kid),
        &fresh(&good),
        |_| Vec::new(),
    );
    let mut forged = vec![
        none.clone(),
        none.trim_end_matches('.').to_owned(),
        raw(
            &header("ES256", assertion::TYPE, &kid),
            &fresh(&good),
            |_| vec![0; 64],
        ),
    ];

    // The public key as the secret of a symmetric algorithm.
    let symmetric = Header {
        alg: Algorithm::HS256,
        ..genuine.clone()
    };
    let secret = EncodingKey::from_secret(
        state
            .keys
            .ring
            .signer(state.clock.now())
            .public_pem()
            .as_bytes(),
    );
    forged.push(jsonwebtoken::encode(&symmetric, &fresh(&good), &secret).unwrap());

    // Another key: under its own name, under the published one's, and carried along.
    let foreign = signer_in(&folder.path().join("foreign.pem")).unwrap();
    let signed = foreign.sign(assertion::TYPE, &fresh(&good)).unwrap();
    forged.push(signed.expose().to_owned());
    let pem = std::fs::read(folder.path().join("foreign.pem")).unwrap();
    let key = EncodingKey::from_ec_pem(&pem).unwrap();
    forged.push(jsonwebtoken::encode(&genuine, &fresh(&good), &key).unwrap());
    let mut carried = genuine.clone();
    carried.jwk = serde_json::from_value(foreign.jwk().clone()).unwrap();
    forged.push(jsonwebtoken::encode(&carried, &fresh(&good), &key).unwrap());
    carried.kid = None;
    forged.push(jsonwebtoken::encode(&carried, &fresh(&good), &key).unwrap());

    // Signed rightly, for something else; or altered afterwards.
    for typ in ["JWT", "tweestap-login+jwt", ""] {
        let signed = state
            .keys
            .ring
            .signer(state.clock.now())
            .sign(typ, &fresh(&good))
            .unwrap();
        forged.push(signed.expose().to_owned());
    }
    forged.push(sam.token().await);
    let signed = state
        .keys
        .ring
        .signer(state.clock.now())
        .sign(assertion::TYPE, &fresh(&good))
        .unwrap();
    let (message, signature) = signed.expose().rsplit_once('.').unwrap();
    let (head, _) = message.split_once('.').unwrap();
    let altered = BASE64URL_NOPAD.encode(fresh(&good).to_string().as_bytes());
    forged.push(format!("{head}.{altered}.{signature}"));
    forged.push(format!("{message}.{}", "A".repeat(86)));
    forged.extend(["", "x", "a.b.c", "..", "é"].map(str::to_owned));

    for text in forged {
        let answer = sam.settle(&json!(text)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (403, "assertion_refused"),
            "{text}"
        );
    }
    assert_eq!(sam.state().await["state"], "challenge");
    sam.settle(&json!(signed.expose())).await.ok();
}

#[tokio::test]
async fn an_assertion_is_good_once_for_a_minute_in_the_browser_that_signed_in() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut sam = Browser::new(&router);
    sam.sign_in("leerling").await;
    let assertion = sam.open("challenge").await["assertion"].clone();

    // In another browser of the same person, in the same second.
    let mut elsewhere = Browser::new(&router);
    elsewhere.sign_in("leerling").await;
    elsewhere
        .settle(&assertion)
        .await
        .refused(403, "assertion_refused");
    Browser::new(&router)
        .settle(&assertion)
        .await
        .refused(401, "signed_out");

    // Twice at once: one of them wins.
    let mut again = sam.clone();
    let (first, second) = tokio::join!(sam.settle(&assertion), again.settle(&assertion));
    let mut answers = [first.status, second.status];
    answers.sort_unstable();
    assert_eq!(answers, [200, 403]);
    sam.settle(&assertion)
        .await
        .refused(403, "assertion_refused");

    sam.sign_in("leerling").await;
    let late = sam.open("challenge").await["assertion"].clone();
    state.clock.advance(60);
    sam.settle(&late).await.refused(403, "assertion_refused");
    let of_before = sam.open("challenge").await["assertion"].clone();
    sam.sign_in("leerling").await;
    sam.settle(&of_before)
        .await
        .refused(403, "assertion_refused");
    assert_eq!(sam.state().await["state"], "challenge");
}

#[tokio::test]
async fn the_portal_tells_the_address_the_sign_in_and_when_a_code_was_given() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut sam = Browser::new(&router);
    sam.in_through("leerling").await;
    let before = claims_of(&sam.token().await);
    assert_eq!(before["email"], "leerling@voorbeeldcollege.example");
    assert_eq!(before["iss"], "https://portal.voorbeeldcollege.example");
    assert_eq!(before["ts_verified"], true);
    // Nobody was asked for anything yet.
    assert!(before["ts_mfa_time"].is_null() && before["ts_password_changed_at"].is_null());
    assert_eq!(claims_of(&sam.token().await)["nonce"], before["nonce"]);
    let key = sam.enrol().await;

    state.clock.advance(3_600);
    sam.sign_in("leerling").await;
    let asked = claims_of(&sam.token().await);
    assert_eq!(asked["ts_verified"], false);
    assert!(asked["ts_mfa_time"].is_null());
    assert_ne!(asked["nonce"], before["nonce"]);
    let challenge = sam.open("challenge").await;
    let given_at = state.clock.now();
    let body =
        json!({ "challenge": challenge["id"], "code": code(&key, given_at), "remember": false });
    let passed = sam.post("/api/v1/challenge/verify", body).await.ok();
    state.clock.advance(20);
    sam.settle(&passed["assertion"]).await.ok();
    let vouched = claims_of(&sam.token().await);
    assert_eq!(vouched["ts_verified"], true);
    assert_eq!(vouched["ts_mfa_time"], given_at);
    assert_eq!(vouched["nonce"], asked["nonce"]);
}

#[tokio::test]
async fn the_portal_tells_when_the_password_was_changed_where_it_knows() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut sam = Browser::new(&router);
    sam.sign_in("leerling").await;
    let now = state.clock.now();
    for (at, told) in [(now - 60, json!(now - 60)), (now + 60, Value::Null)] {
        let mut tx = state.store.write().await.unwrap();
        sqlx::query("UPDATE directory SET password_changed_at = $1 WHERE subject = 'leerling'")
            .bind(at)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let claims = claims_of(&sam.token().await);
        assert_eq!(claims["ts_password_changed_at"], told);
    }
    // After the clock was set back, too, the widget opens.
    sam.open("challenge").await;
}
