//! Every assertion that differs in one thing from the right one is refused, whoever signed it. Here the test
//! itself is the Tweestap that the portal trusts: it can sign what the real one never would.

use crate::visitor::Visitor;
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tweestap_e2e::portals::{Portal, Runtime, free_address, wall_clock};
use tweestap_e2e::signer::{Signer, unsigned};
use tweestap_e2e::tiny::{Answer, Tiny};

#[test]
fn the_portal_in_node_believes_only_the_right_assertion() {
    believes_only_the_right_one(Runtime::Node);
}

#[test]
fn the_portal_in_python_believes_only_the_right_assertion() {
    believes_only_the_right_one(Runtime::Python);
}

#[test]
fn the_portal_in_php_believes_only_the_right_assertion() {
    believes_only_the_right_one(Runtime::Php);
}

/// A Tweestap of which the test has the key.
struct Trusted {
    address: String,
    signer: Signer,
    asked: Arc<AtomicUsize>,
}

impl Trusted {
    fn start() -> Self {
        let (tiny, signer, asked) = (Tiny::bind(), Signer::of(9), Arc::<AtomicUsize>::default());
        let address = tiny.address.clone();
        let keys = json!({ "keys": [Signer::of(3).jwk("old"), signer.jwk("current")] }).to_string();
        let counter = asked.clone();
        tiny.serve(move |request| {
            if request.path != "/api/v1/jwks.json" {
                return Answer::new(404, "text/plain", "");
            }
            counter.fetch_add(1, Ordering::SeqCst);
            Answer::new(200, "application/json", keys.clone())
        });
        Self {
            address,
            signer,
            asked,
        }
    }

    /// What the real one would say about the sign-in that this token is of.
    fn claims(&self, portal: &str, token: &Value) -> Value {
        let now = wall_clock();
        json!({
            "iss": self.address, "aud": portal, "sub": token["sub"], "iat": now, "exp": now + 60,
            "jti": format!("assertion-{}", token["jti"]), "auth_time": token["auth_time"], "amr": ["pwd", "otp", "mfa"],
            "nonce": token["nonce"], "ts_mfa_time": now,
        })
    }
}

fn header() -> Value {
    json!({ "alg": "ES256", "typ": "tweestap-assertion+jwt", "kid": "current" })
}

fn with(mut object: Value, member: &str, value: Value) -> Value {
    object[member] = value;
    object
}

/// What differs, and the whole assertion.
fn forgeries(trusted: &Trusted, claims: &Value) -> Vec<(String, String)> {
    let now = wall_clock();
    let mut all = vec![];
    for (member, value) in [
        ("sub", json!("bram")),
        ("iss", json!("https://other.example")),
        ("aud", json!("https://other.example")),
        ("aud", json!("tweestap")),
        ("nonce", json!("another")),
        ("nonce", Value::Null),
        ("auth_time", json!(now - 3_600)),
        ("exp", json!(now - 1)),
        ("iat", json!(now + 3_600)),
    ] {
        let name = format!("{member} {value}");
        let forged = with(claims.clone(), member, value);
        all.push((name, trusted.signer.sign(&header(), &forged)));
    }
    for (member, value) in [
        ("typ", json!("tweestap-login+jwt")),
        ("typ", json!("JWT")),
        ("alg", json!("none")),
        ("alg", json!("HS256")),
        ("kid", json!("old")),
        ("kid", json!("unknown")),
    ] {
        let name = format!("{member} {value}");
        let forged = with(header(), member, value);
        all.push((name, trusted.signer.sign(&forged, claims)));
    }
    let none = with(header(), "alg", json!("none"));
    let right = trusted.signer.sign(&header(), claims);
    let (text, signature) = right.rsplit_once('.').unwrap();
    let other = unsigned(&header(), &with(claims.clone(), "extra", json!(1)));
    for (name, forged) in [
        (
            "no signature, and says so",
            format!("{}.", unsigned(&none, claims)),
        ),
        ("no signature", format!("{text}.")),
        (
            "the signature of other claims",
            format!("{other}.{signature}"),
        ),
        (
            "a signature of noughts",
            format!("{text}.{}", "A".repeat(86)),
        ),
        ("another key", Signer::of(4).sign(&header(), claims)),
        (
            "a key of its own",
            Signer::of(4).sign(&with(header(), "jwk", Signer::of(4).jwk("current")), claims),
        ),
        ("two parts", text.to_owned()),
        ("nothing", String::new()),
    ] {
        all.push((name.to_owned(), forged));
    }
    all
}

fn believes_only_the_right_one(runtime: Runtime) {
    let folder = TempDir::new().unwrap();
    let trusted = Trusted::start();
    let portal = Portal::start(runtime, &free_address(), &trusted.address, folder.path());
    let tokio = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    tokio.unwrap().block_on(async {
        let mut anna = Visitor::of(&portal.address);
        assert_eq!(anna.offers("a.b.c").await, 403, "without a sign-in");
        anna.signs_in("anna").await;
        let planted = anna.cookie.clone();
        let token = anna.token().await;
        assert_eq!(
            (&token["sub"], &token["ts_verified"]),
            (&json!("anna"), &json!(false))
        );
        let claims = trusted.claims(&portal.address, &token);

        for (name, forged) in forgeries(&trusted, &claims) {
            assert_eq!(anna.offers(&forged).await, 403, "{name}");
            assert_eq!(anna.state().await, "challenge", "{name}");
        }
        assert_eq!(anna.is_made_to_post("/tweestap-token").await, 403);
        let asked = trusted.asked.load(Ordering::SeqCst);
        assert_eq!(asked, 1, "the keys are kept, whatever names are tried");

        let right = trusted.signer.sign(&header(), &claims);
        let mut elsewhere = Visitor::of(&portal.address);
        elsewhere.signs_in("anna").await;
        assert_eq!(
            elsewhere.offers(&right).await,
            403,
            "another browser of the same person"
        );

        assert_eq!(anna.offers(&right).await, 200);
        assert_eq!(anna.state().await, "signed-in");
        let verified = anna.token().await;
        assert_eq!(
            (&verified["ts_verified"], &verified["ts_mfa_time"]),
            (&json!(true), &claims["ts_mfa_time"])
        );
        assert_eq!(anna.offers(&right).await, 403, "once more");
        assert_eq!(anna.is_made_to_post("/sign-out").await, 403);
        assert_eq!(
            anna.state().await,
            "signed-in",
            "another site cannot sign somebody out"
        );

        let mut thief = Visitor::of(&portal.address);
        thief.cookie = planted;
        assert_eq!(
            thief.state().await,
            "signed-out",
            "the cookie of before the code is worth nothing"
        );
    });
}
