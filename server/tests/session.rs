//! The portal's token: the one way in. Forged, stale, borrowed and repeated ones all look the same.

use std::collections::HashSet;

use hmac::{Hmac, Mac as _, digest::KeyInit as _};
use p256::ecdsa::signature::Signer as _;
use rsa::pkcs8::EncodePublicKey as _;
use serde_json::{Value, json};
use sha2::Sha256;
use tweestap_server::portal_token::PortalKey;

use crate::world::tokens::{claims, claims_of, raw};
use crate::world::{Answer, PORTAL, World};

async fn open(world: &World, token: &str) -> Answer {
    let body = json!({ "portal_token": token, "view": "enrolment", "lang": "nl" });
    crate::http::post_from(world, PORTAL, "", "/session", &body).await
}

fn with(now: i64, member: &str, value: Value) -> Value {
    let mut claims = claims(now, "sam");
    match value {
        Value::Null => drop(claims.as_object_mut().unwrap().remove(member)),
        value => claims[member] = value,
    }
    claims
}

/// What a portal could have meant, with the reason why it is refused.
fn bad_claims(now: i64) -> Vec<(&'static str, Value)> {
    let long = "x".repeat(256);
    let mut bad = vec![
        (
            "issuer with a slash",
            with(now, "iss", json!("https://portal.test/issuer/")),
        ),
        (
            "unknown issuer",
            with(now, "iss", json!("https://evil.test")),
        ),
        (
            "issuer in a list",
            with(now, "iss", json!(["https://portal.test/issuer"])),
        ),
        ("other audience", with(now, "aud", json!("another-service"))),
        ("audience in a list", with(now, "aud", json!(["tweestap"]))),
        (
            "several audiences",
            with(now, "aud", json!(["tweestap", "another-service"])),
        ),
        ("audience in capitals", with(now, "aud", json!("Tweestap"))),
        ("blank subject", with(now, "sub", json!("  "))),
        ("empty subject", with(now, "sub", json!(""))),
        (
            "unicode-blank subject",
            with(now, "sub", json!("\u{a0}\u{2003}")),
        ),
        ("number as subject", with(now, "sub", json!(7))),
        ("overlong subject", with(now, "sub", json!(long))),
        ("empty jti", with(now, "jti", json!(""))),
        ("overlong jti", with(now, "jti", json!(long))),
        ("expired", with(now, "exp", json!(now - 30))),
        ("lives too long", with(now, "exp", json!(now + 121))),
        (
            "expires before it was issued",
            with(now, "exp", json!(now - 1)),
        ),
        ("far end", with(now, "exp", json!(i64::MAX))),
        (
            "text as end",
            with(now, "exp", json!((now + 60).to_string())),
        ),
        ("not yet valid", with(now, "nbf", json!(now + 31))),
        (
            "signed in in the future",
            with(now, "auth_time", json!(now + 31)),
        ),
        ("text as sign-in", with(now, "auth_time", json!("now"))),
        ("overlong name", with(now, "name", json!(long))),
        ("text for verified", with(now, "ts_verified", json!("true"))),
        (
            "a code in the future",
            with(now, "ts_mfa_time", json!(now + 31)),
        ),
        ("a code before 1970", with(now, "ts_mfa_time", json!(-1))),
        (
            "a password of the future",
            with(now, "ts_password_changed_at", json!(now + 31)),
        ),
        ("overlong nonce", with(now, "nonce", json!(long))),
        ("number as nonce", with(now, "nonce", json!(7))),
        ("overlong transaction", with(now, "txn", json!(long))),
        ("overlong address", with(now, "email", json!(long))),
    ];
    for missing in ["iss", "aud", "sub", "iat", "exp", "jti", "auth_time"] {
        bad.push((missing, with(now, missing, Value::Null)));
    }
    let mut future = claims(now, "sam");
    (future["iat"], future["exp"]) = (json!(now + 31), json!(now + 60));
    bad.push(("issued in the future", future));
    bad
}

#[tokio::test]
async fn every_token_with_wrong_claims_is_refused_alike() {
    let world = World::new().await;
    let mut bodies = HashSet::new();
    let bad = bad_claims(world.clock.now());
    assert!(bad.len() >= 30);
    for (why, claims) in bad {
        let answer = open(&world, &world.token(&claims)).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "portal_token_invalid"),
            "{why}"
        );
        bodies.insert(answer.bytes);
    }
    assert_eq!(bodies.len(), 1, "nobody is told what was wrong");
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 0);
    assert_eq!(world.count("SELECT COUNT(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn every_forged_token_is_refused_alike() {
    let world = World::new().await;
    let claims = claims(world.clock.now(), "sam");
    let pem = world.portal.public_pem().as_bytes().to_vec();
    let hmac = |key: Vec<u8>| {
        move |message: &str| {
            let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
            mac.update(message.as_bytes());
            mac.finalize().into_bytes().to_vec()
        }
    };
    let stranger = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let theirs = |message: &str| {
        let signature: p256::ecdsa::Signature = stranger.sign(message.as_bytes());
        signature.to_bytes().to_vec()
    };
    let typ = "tweestap-login+jwt";
    let header = |more: Value| {
        let mut header = json!({ "alg": "ES256", "typ": typ });
        header
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        header
    };
    let jwk = world.app.keys.ring.jwks(world.clock.now())["keys"][0].clone();
    let good = world.token(&claims);
    let (signed, signature) = good.rsplit_once('.').unwrap();
    let mut forged = vec![
        (
            "none",
            raw(&json!({ "alg": "none", "typ": typ }), &claims, |_| vec![]),
        ),
        (
            "None",
            raw(&json!({ "alg": "None", "typ": typ }), &claims, |_| vec![]),
        ),
        (
            "NONE with a signature",
            raw(&json!({ "alg": "NONE", "typ": typ }), &claims, theirs),
        ),
        ("no algorithm", raw(&json!({ "typ": typ }), &claims, theirs)),
        (
            "list of algorithms",
            raw(&json!({ "alg": ["ES256"], "typ": typ }), &claims, theirs),
        ),
        (
            "HS256 with the public key",
            raw(
                &json!({ "alg": "HS256", "typ": typ }),
                &claims,
                hmac(pem.clone()),
            ),
        ),
        (
            "HS384",
            raw(
                &json!({ "alg": "HS384", "typ": typ }),
                &claims,
                hmac(pem.clone()),
            ),
        ),
        (
            "HS512 with an empty key",
            raw(
                &json!({ "alg": "HS512", "typ": typ }),
                &claims,
                hmac(vec![]),
            ),
        ),
        (
            "RS256 with an EC signature",
            raw(&json!({ "alg": "RS256", "typ": typ }), &claims, theirs),
        ),
        (
            "EdDSA with an EC signature",
            raw(&json!({ "alg": "EdDSA", "typ": typ }), &claims, theirs),
        ),
        (
            "ES384",
            raw(&json!({ "alg": "ES384", "typ": typ }), &claims, theirs),
        ),
        (
            "lower case",
            raw(&json!({ "alg": "es256", "typ": typ }), &claims, theirs),
        ),
        ("a stranger's key", raw(&header(json!({})), &claims, theirs)),
        (
            "a stranger's key in the header",
            raw(&header(json!({ "jwk": jwk })), &claims, theirs),
        ),
        ("no signature", format!("{signed}.")),
        ("zeros as signature", format!("{signed}.{}", "A".repeat(86))),
        ("half a signature", format!("{signed}.{}", &signature[..43])),
        ("other claims under the signature", {
            let other = raw(
                &header(json!({})),
                &with(world.clock.now(), "sub", json!("joke")),
                |_| vec![],
            );
            let parts: Vec<&str> = other.split('.').collect();
            format!(
                "{}.{}.{signature}",
                good.split('.').next().unwrap(),
                parts[1]
            )
        }),
        ("no parts", "x".to_owned()),
        ("nothing", String::new()),
        ("two parts", signed.to_owned()),
        ("four parts", format!("{good}.x")),
        ("padding", format!("{good}=")),
        ("overlong", format!("{good}{}", "A".repeat(9_000))),
        ("a line end", format!("{good}\n")),
    ];
    for (why, more) in [
        ("jku", json!({ "jku": "https://evil.test/keys" })),
        ("x5u", json!({ "x5u": "https://evil.test/cert" })),
        ("x5c", json!({ "x5c": ["AAAA"] })),
        ("jwk", json!({ "jwk": jwk })),
        ("crit", json!({ "crit": ["exp"] })),
        ("b64", json!({ "b64": false })),
        ("no typ", json!({ "typ": null })),
        ("typ JWT", json!({ "typ": "JWT" })),
        (
            "typ of an assertion",
            json!({ "typ": "tweestap-assertion+jwt" }),
        ),
        ("typ in capitals", json!({ "typ": "TWEESTAP-LOGIN+JWT" })),
        (
            "typ with a prefix",
            json!({ "typ": "application/tweestap-login+jwt" }),
        ),
    ] {
        // Signed rightly: only the header can be what is refused.
        forged.push((
            why,
            raw(&header(more), &claims, |message| {
                portal_signature(&world, message)
            }),
        ));
    }
    assert!(forged.len() >= 30);
    let mut bodies = HashSet::new();
    for (why, token) in forged {
        let answer = open(&world, &token).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (401, "portal_token_invalid"),
            "{why}"
        );
        bodies.insert(answer.bytes);
    }
    assert_eq!(bodies.len(), 1);
    let control = raw(&header(json!({ "kid": "any" })), &claims, |message| {
        portal_signature(&world, message)
    });
    open(&world, &control).await.ok();
}

/// A right signature over any header: what the portal's key makes of it.
fn portal_signature(world: &World, message: &str) -> Vec<u8> {
    let pem = std::fs::read_to_string(world.folder.path().join("portal.pem")).unwrap();
    let key = <p256::SecretKey as p256::pkcs8::DecodePrivateKey>::from_pkcs8_pem(&pem).unwrap();
    let signature: p256::ecdsa::Signature =
        p256::ecdsa::SigningKey::from(key).sign(message.as_bytes());
    signature.to_bytes().to_vec()
}

#[tokio::test]
async fn leeway_is_thirty_seconds_to_the_second() {
    let world = World::new().await;
    let now = world.clock.now();
    let mut longest = claims(now, "sam");
    (longest["iat"], longest["exp"]) = (json!(now - 149), json!(now - 29));
    for good in [
        longest,
        with(now, "nbf", json!(now + 30)),
        with(now, "auth_time", json!(now + 30)),
        with(now, "exp", json!(now + 120)),
        with(now, "sub", json!("x".repeat(255))),
        with(now, "name", Value::Null),
    ] {
        open(&world, &world.token(&good)).await.ok();
    }
}

#[tokio::test]
async fn a_token_opens_one_session_even_when_fifty_try_at_once() {
    let world = World::new().await;
    for _ in 0..20 {
        let token = world.good_token("sam");
        let tries: Vec<_> = (0..50).map(|_| open(&world, &token)).collect();
        let answers = join_all(tries).await;
        let opened = answers.iter().filter(|answer| answer.status == 200).count();
        assert_eq!(opened, 1);
        assert!(
            answers
                .iter()
                .all(|answer| answer.status == 200 || answer.code() == "portal_token_invalid")
        );
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM sessions").await, 20);
}

async fn join_all(tries: Vec<impl Future<Output = Answer>>) -> Vec<Answer> {
    let mut tries: Vec<_> = tries.into_iter().map(Box::pin).collect();
    let mut answers: Vec<Option<Answer>> = tries.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (one, answer) in tries.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let std::task::Poll::Ready(ready) = one.as_mut().poll(context)
            {
                *answer = Some(ready);
            }
        }
        if answers.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}

#[tokio::test]
async fn a_used_token_stays_used_as_long_as_it_could_be_good_through_a_restart_and_a_sweep() {
    let world = World::new().await;
    let token = world.good_token("sam");
    open(&world, &token).await.ok();
    let world = world.restarted().await;
    for _ in 0..4 {
        world.app.store.sweep(world.clock.now()).await.unwrap();
        open(&world, &token)
            .await
            .refused(401, "portal_token_invalid");
        world.clock.advance(29);
    }
    world.clock.advance(3_600);
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM used_tokens").await, 0);
    open(&world, &token)
        .await
        .refused(401, "portal_token_invalid");
}

#[tokio::test]
async fn the_level_follows_the_factor_and_what_the_portal_vouches_for() {
    let world = World::new().await;
    let (_, nobody) = world
        .open(&claims(world.clock.now(), "sam"), "settings")
        .await;
    assert_eq!(nobody.ok()["level"], "full");
    world.enrolled("sam").await;
    let (_, plain) = world
        .open(&claims(world.clock.now(), "sam"), "challenge")
        .await;
    assert_eq!(plain.ok()["level"], "before_second_factor");
    for view in ["settings", "enrolment"] {
        let (person, refused) = world.open(&claims(world.clock.now(), "sam"), view).await;
        refused.refused(403, "second_factor_required");
        assert!(person.bearer.is_empty());
    }
    let kept = "SELECT COUNT(*) FROM sessions";
    assert_eq!(
        world.count(kept).await,
        2,
        "a refused call leaves no session behind, and whoever enrols ends the one before"
    );
    let mut vouched = claims(world.clock.now(), "sam");
    vouched["ts_verified"] = json!(true);
    let (_, full) = world.open(&vouched, "settings").await;
    let full = full.ok();
    assert_eq!(
        (&full["level"], &full["settings"]["status"]),
        (&json!("full"), &json!("on"))
    );
}

#[tokio::test]
async fn what_the_portal_says_about_a_sign_in_is_echoed_in_its_assertion() {
    let world = World::new().await;
    let mut token = claims(world.clock.now(), "sam");
    (token["nonce"], token["txn"]) = (json!("n-1"), json!("transaction 2"));
    let (_, answer) = world.open(&token, "challenge").await;
    let assertion = answer.ok()["challenge"]["assertion"].clone();
    let stated = claims_of(assertion.as_str().unwrap());
    assert_eq!(
        (&stated["nonce"], &stated["txn"]),
        (&json!("n-1"), &json!("transaction 2"))
    );
    let (_, answer) = world
        .open(&claims(world.clock.now(), "sam"), "challenge")
        .await;
    let assertion = answer.ok()["challenge"]["assertion"].clone();
    let stated = claims_of(assertion.as_str().unwrap());
    assert!(stated.get("nonce").is_none() && stated.get("txn").is_none());
}

#[tokio::test]
async fn a_code_is_vouched_for_only_by_a_portal_that_checked_an_assertion() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let now = world.clock.now();
    let vouched = "SELECT COUNT(*) FROM sessions WHERE vouched_at IS NOT NULL";
    let mut token = claims(now, "sam");
    token["ts_mfa_time"] = json!(now - 100);
    let (_, answer) = world.open(&token, "challenge").await;
    assert_eq!(answer.ok()["level"], "before_second_factor");
    assert_eq!(world.count(vouched).await, 0);
    let mut token = claims(now, "sam");
    (token["ts_mfa_time"], token["ts_verified"]) = (json!(now - 100), json!(true));
    let (_, answer) = world.open(&token, "settings").await;
    assert_eq!(answer.ok()["level"], "full");
    assert_eq!(world.count(vouched).await, 1);
}

#[tokio::test]
async fn a_change_of_password_ends_the_sessions_of_before_and_never_goes_back() {
    let world = World::new().await;
    let before = world.person("sam").await;
    world.clock.advance(100);
    let changed_at = world.clock.now();
    let mut token = claims(changed_at, "sam");
    token["ts_password_changed_at"] = json!(changed_at - 50);
    let (after, answer) = world.open(&token, "settings").await;
    answer.ok();
    before
        .get("/settings")
        .await
        .refused(401, "session_expired");
    after.get("/settings").await.ok();
    // Said again, or something earlier: nothing ends.
    for earlier in [50, 500] {
        let mut token = claims(world.clock.now(), "sam");
        token["ts_password_changed_at"] = json!(changed_at - earlier);
        world.open(&token, "settings").await.1.ok();
    }
    after.get("/settings").await.ok();
    let kept = "SELECT COUNT(*) FROM accounts WHERE password_changed_at = 1800000050";
    assert_eq!(world.count(kept).await, 1);
}

#[tokio::test]
async fn rt_31_a_device_of_before_a_change_of_password_is_asked_again() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let remembered = sam
        .put(
            "/settings/remember",
            json!({ "duration": "1w", "this_device": true }),
        )
        .await;
    let cookie = remembered.cookies()[0]
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    world.clock.advance(100);
    let mut token = claims(world.clock.now(), "sam");
    token["ts_password_changed_at"] = json!(world.clock.now() - 500);
    let (_, answer) = world.open_with(&token, "challenge", &cookie).await;
    let cookie = answer.cookies()[0].split(';').next().unwrap().to_owned();
    assert_eq!(
        answer.ok()["challenge"]["step"],
        "passed",
        "changed before it"
    );
    let mut token = claims(world.clock.now(), "sam");
    token["ts_password_changed_at"] = json!(world.clock.now() - 50);
    let (_, answer) = world.open_with(&token, "challenge", &cookie).await;
    assert_eq!(answer.ok()["challenge"]["step"], "code");
}

#[tokio::test]
async fn an_address_is_kept_sealed_and_one_that_cannot_be_one_is_as_good_as_none() {
    let world = World::new().await;
    for (address, known) in [
        ("not an address", 0),
        ("", 0),
        ("evil@example.org\r\nBcc: all@example.org", 0),
        ("Sam@Example.org", 1),
        ("not an address", 1),
    ] {
        let mut token = claims(world.clock.now(), "sam");
        token["email"] = json!(address);
        world.open(&token, "settings").await.1.ok();
        let rows = "SELECT COUNT(*) FROM accounts WHERE email IS NOT NULL";
        assert_eq!(world.count(rows).await, known, "{address}");
    }
    let readable = "SELECT COUNT(*) FROM accounts WHERE LOWER(email) LIKE '%example%'";
    assert_eq!(world.count(readable).await, 0);
}

#[tokio::test]
async fn the_answer_holds_the_view_that_was_asked_for_and_no_other() {
    let world = World::new().await;
    for view in ["enrolment", "settings", "challenge"] {
        let (_, answer) = world.open(&claims(world.clock.now(), "sam"), view).await;
        let session = answer.ok();
        let views: Vec<_> = ["enrolment", "settings", "challenge"]
            .into_iter()
            .filter(|member| session.get(member).is_some())
            .collect();
        assert_eq!(views, [view]);
    }
}

#[tokio::test]
async fn rsa_and_ed25519_portals_are_served_and_short_rsa_keys_are_not() {
    // RFC 8037 A.2: an Ed25519 public key.
    let ed = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
    assert!(PortalKey::from_pem(ed.as_bytes()).is_ok());
    let n = |bits: usize| (rsa::BigUint::from(1_u8) << (bits - 1)) + rsa::BigUint::from(1_u8);
    let key = |bits| {
        let key = rsa::RsaPublicKey::new(n(bits), rsa::BigUint::from(65_537_u32)).unwrap();
        key.to_public_key_pem(rsa::pkcs8::LineEnding::LF).unwrap()
    };
    for (bits, good) in [(2_048, false), (3_064, false), (3_072, true), (4_096, true)] {
        assert_eq!(
            PortalKey::from_pem(key(bits).as_bytes()).is_ok(),
            good,
            "{bits}"
        );
    }
    assert!(PortalKey::from_pem(b"").is_err());
    assert!(
        PortalKey::from_pem(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
            .is_err()
    );
    let private = p256::SecretKey::from_slice(&[7; 32]).unwrap();
    let private =
        p256::pkcs8::EncodePrivateKey::to_pkcs8_pem(&private, p256::pkcs8::LineEnding::LF).unwrap();
    assert!(
        PortalKey::from_pem(private.as_bytes()).is_err(),
        "a private key has no business there"
    );
}
