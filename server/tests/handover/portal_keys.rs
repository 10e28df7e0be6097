//! The portal's keys in a JWKS (RFC 7517): found by their names, and as strictly judged as those in PEM.

use p256::ecdsa::SigningKey;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use tweestap_server::portal_token::PortalKey;

use crate::world::World;
use crate::world::tokens::{claims, raw};

fn key(seed: u8) -> SigningKey {
    SigningKey::from_slice(&[seed; 32]).unwrap()
}

fn jwk(seed: u8, kid: &str) -> Value {
    let point = key(seed).verifying_key().to_encoded_point(false);
    let part = |bytes: &[u8]| data_encoding::BASE64URL_NOPAD.encode(bytes);
    json!({
        "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": kid, "x5t": "x", "key_ops": ["verify"],
        "x": part(point.x().unwrap()), "y": part(point.y().unwrap()),
    })
}

fn jwks(keys: &[Value]) -> Vec<u8> {
    json!({ "keys": keys }).to_string().into_bytes()
}

fn token(world: &World, seed: u8, kid: Option<Value>) -> String {
    let mut header = json!({ "alg": "ES256", "typ": "tweestap-login+jwt" });
    if let Some(kid) = kid {
        header["kid"] = kid;
    }
    raw(&header, &claims(world.clock.now(), "sam"), |message| {
        let signature: p256::ecdsa::Signature = key(seed).sign(message.as_bytes());
        signature.to_bytes().to_vec()
    })
}

#[tokio::test]
async fn a_key_is_found_by_its_name_and_a_name_that_is_somebody_elses_is_not_tried_with_it() {
    let keys = PortalKey::from_jwks(&jwks(&[jwk(1, "one"), jwk(2, "two")])).unwrap();
    let world = World::new()
        .await
        .restarted_with(|school| {
            if school.id == "school" {
                school.keys = keys.clone();
            }
        })
        .await;
    for (seed, kid, good) in [
        (1, Some(json!("one")), true),
        (2, Some(json!("two")), true),
        (1, None, true),
        (2, None, true),
        (1, Some(json!("two")), false),
        (1, Some(json!("three")), false),
        (1, Some(json!(["one"])), false),
        (1, Some(Value::Null), false),
        (3, Some(json!("one")), false),
        (3, None, false),
    ] {
        let body = json!({ "portal_token": token(&world, seed, kid.clone()), "view": "challenge", "lang": "nl" });
        let answer =
            crate::http::post_from(&world, crate::world::PORTAL, "", "/session", &body).await;
        match good {
            true => drop(answer.ok()),
            false => drop(answer.refused(401, "portal_token_invalid")),
        }
    }
}

#[test]
fn a_jwks_with_a_key_that_could_not_be_trusted_is_refused_as_a_whole() {
    let good = jwk(1, "one");
    let with = |member: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[member] = value;
        jwk
    };
    let short = json!({ "kty": "RSA", "kid": "r", "e": "AQAB", "n": data_encoding::BASE64URL_NOPAD.encode(&[0xC1; 256]) });
    let long = json!({ "kty": "RSA", "kid": "r", "alg": "RS256", "e": "AQAB", "n": data_encoding::BASE64URL_NOPAD.encode(&[0xC1; 384]) });
    let ed = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "e", "x": data_encoding::BASE64URL_NOPAD.encode(&[9; 32]) });
    let encrypts = json!({ "kty": "oct", "use": "enc", "k": "AAAA" });
    for (keys, count) in [
        (vec![good.clone()], 1),
        (vec![good.clone(), long, ed, encrypts.clone()], 3),
    ] {
        assert_eq!(
            PortalKey::from_jwks(&jwks(&keys)).map(|keys| keys.len()),
            Ok(count)
        );
    }
    for (keys, said) in [
        (vec![], "no JWKS"),
        (vec![encrypts], "no JWKS"),
        (
            vec![good.clone(), good.clone()],
            "two keys have the kid \"one\"",
        ),
        (vec![with("d", json!("AAAA"))], "secret"),
        (vec![json!({ "kty": "oct", "k": "AAAA" })], "secret"),
        (vec![with("crv", json!("P-384"))], "neither"),
        (vec![with("alg", json!("HS256"))], "neither"),
        (vec![with("alg", json!("none"))], "neither"),
        (vec![with("x", json!("AAAA"))], "malformed"),
        (vec![with("y", Value::Null)], "malformed"),
        (vec![good.clone(), short], "shorter than 3072 bit"),
    ] {
        let refused = PortalKey::from_jwks(&jwks(&keys))
            .err()
            .unwrap_or_else(|| panic!("{said}: accepted"));
        assert!(refused.contains(said), "{said}: {refused}");
    }
    for text in ["{", "{}", "[]", r#"{"keys":{}}"#, r#"{"keys":[1]}"#] {
        assert!(PortalKey::from_jwks(text.as_bytes()).is_err(), "{text}");
    }
}
