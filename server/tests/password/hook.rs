//! A portal that keeps the passwords itself: a small one, on loopback, that checks what it is given with the published
//! keys.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::Value;
use tokio::sync::Semaphore;
use tweestap_server::password_hook::{Claims, Hook};

use super::{EMAIL, NEW, asks, token_in};
use crate::world::{ADDRESS, ISSUER, NOW, World};

/// The portal's server.
pub struct Portal {
    keys: Mutex<Value>,
    seen: Mutex<HashSet<String>>,
    /// Whose, and which.
    pub passwords: Mutex<Vec<(String, String)>>,
    pub answer: AtomicU16,
    /// Waits for room before it answers.
    pub is_slow: AtomicBool,
    pub room: Semaphore,
    pub calls: AtomicU16,
}

/// As a portal in any language has to: signature, type, issuer, audience, end, once.
fn check(portal: &Portal, token: &str) -> Option<Claims> {
    let keys: JwkSet = serde_json::from_value(portal.keys.lock().unwrap().clone()).ok()?;
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.typ.as_deref() != Some("tweestap-password+jwt") || header.alg != Algorithm::ES256 {
        return None;
    }
    let key = DecodingKey::from_jwk(keys.find(header.kid.as_deref()?)?).ok()?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&[ADDRESS]);
    validation.set_audience(&[ISSUER]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    // By the clock of the tests.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .ok()?
        .claims;
    let life = claims.exp - claims.iat;
    let once = portal.seen.lock().unwrap().insert(claims.jti.clone());
    (once && (1..=60).contains(&life) && claims.iat >= NOW).then_some(claims)
}

async fn take(State(portal): State<Arc<Portal>>, Json(call): Json<Value>) -> StatusCode {
    portal.calls.fetch_add(1, Ordering::SeqCst);
    assert_eq!(call.as_object().unwrap().len(), 2, "a token and a password");
    let Some(claims) = check(&portal, call["token"].as_str().unwrap()) else {
        return StatusCode::FORBIDDEN;
    };
    if portal.is_slow.load(Ordering::SeqCst) {
        portal.room.acquire().await.unwrap().forget();
    }
    let status = StatusCode::from_u16(portal.answer.load(Ordering::SeqCst)).unwrap();
    if status.is_success() {
        let password = call["password"].as_str().unwrap().to_owned();
        portal
            .passwords
            .lock()
            .unwrap()
            .push((claims.sub, password));
    }
    status
}

/// A school whose portal keeps the passwords, and Sam with an address there.
pub async fn with_portal() -> (World, Arc<Portal>) {
    let portal = Arc::new(Portal {
        keys: Mutex::default(),
        seen: Mutex::default(),
        passwords: Mutex::default(),
        answer: AtomicU16::new(204),
        is_slow: AtomicBool::new(false),
        room: Semaphore::new(0),
        calls: AtomicU16::new(0),
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/new-password", listener.local_addr().unwrap());
    let elsewhere = format!("http://{}/elsewhere", listener.local_addr().unwrap());
    let moved = move || async move { (StatusCode::TEMPORARY_REDIRECT, [("location", elsewhere)]) };
    let router = Router::new()
        .route("/new-password", post(take))
        .route("/elsewhere", post(take))
        .route("/moved", post(moved))
        .with_state(portal.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let world = at(World::new().await, &address).await;
    *portal.keys.lock().unwrap() = world.app.keys.ring.jwks(world.clock.now());
    world.someone("sam", "Sam", "nl", Some(EMAIL)).await;
    (world, portal)
}

async fn at(world: World, address: &str) -> World {
    world
        .restarted_with(|school| {
            if school.id == "school" {
                school.password.hook = Some(Hook::new(address, true).unwrap());
                school.password.change = false;
            }
        })
        .await
}

#[tokio::test]
async fn s_b_74_the_portal_is_given_the_password_with_a_signed_statement_and_none_is_kept_here() {
    let (world, portal) = with_portal().await;
    let token = world.token_for("sam", EMAIL).await;
    world
        .reset(&token, "short")
        .await
        .refused(422, "password_too_short");
    assert_eq!(portal.calls.load(Ordering::SeqCst), 0);
    world.reset(&token, NEW).await.ok();
    let taken = portal.passwords.lock().unwrap().clone();
    assert_eq!(taken, [("sam".to_owned(), NEW.to_owned())]);
    assert_eq!(world.count("SELECT COUNT(*) FROM directory").await, 0);
    let changed = "SELECT COUNT(*) FROM accounts WHERE password_changed_at = 1800000000";
    assert_eq!(world.count(changed).await, 1);
    let mails = world.arrives().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, EMAIL));
    assert!(mails[0].text.starts_with("Je wachtwoord is veranderd"));
    world
        .reset(&token, NEW)
        .await
        .refused(410, "reset_link_invalid");
    assert_eq!(portal.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn s_b_74_only_people_of_the_portal_get_a_link_at_the_address_that_it_told() {
    let (world, _) = with_portal().await;
    world.on_file("noor", &["noor@family.example"]).await;
    for (username, email) in [("noor", "noor@family.example"), ("sam", "x@y.example")] {
        world.forgot(username, email).await;
        assert!(world.arrives().await.is_empty(), "{username}");
    }
    let capitals = asks("sam", " SAM@family.example ");
    world.forgot_from("203.0.113.7", None, &capitals).await;
    let mails = world.arrives().await;
    assert_eq!((mails.len(), mails[0].to.as_str()), (1, EMAIL));
    assert_eq!(token_in(&mails).len(), 43);
}

#[tokio::test]
async fn s_b_74_a_refusal_and_a_portal_that_does_not_answer_leave_the_link_as_it_was() {
    let (world, portal) = with_portal().await;
    let sam = world.earlier("sam").await;
    let token = world.token_for("sam", EMAIL).await;
    for (status, expected, code) in [
        (422, 422, "password_refused"),
        (500, 503, "busy"),
        (404, 503, "busy"),
        (307, 503, "busy"),
    ] {
        portal.answer.store(status, Ordering::SeqCst);
        world.reset(&token, NEW).await.refused(expected, code);
    }
    // Who had the link is out beforehand (see `hook_faults`); nothing else has happened.
    sam.get("/settings").await.refused(401, "session_expired");
    assert_eq!(world.waiting().await, 0);
    assert!(portal.passwords.lock().unwrap().is_empty());
    let told = "SELECT COUNT(*) FROM accounts WHERE password_changed_at > 0";
    assert_eq!(world.count(told).await, 0);
    let held = "SELECT COUNT(*) FROM password_links WHERE claim IS NOT NULL";
    assert_eq!(world.count(held).await, 0);
    portal.answer.store(200, Ordering::SeqCst);
    world.reset(&token, NEW).await.ok();
    assert_eq!(world.waiting().await, 1);
}

#[tokio::test]
async fn s_b_74_a_portal_that_is_away_takes_nothing_and_the_link_waits_for_it() {
    let (world, portal) = with_portal().await;
    let token = world.token_for("sam", EMAIL).await;
    let home = {
        let school = world.app.config.school("school").unwrap();
        school.password.hook.as_ref().unwrap().address().to_owned()
    };
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let away = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let world = at(world, &away).await;
    world.reset(&token, NEW).await.refused(503, "busy");
    // Nor is a password carried to wherever somebody points.
    let moved = home.replace("/new-password", "/moved");
    let world = at(world, &moved).await;
    world.reset(&token, NEW).await.refused(503, "busy");
    assert_eq!(portal.calls.load(Ordering::SeqCst), 0);
    let world = at(world, &home).await;
    world.reset(&token, NEW).await.ok();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s_b_74_while_the_portal_thinks_the_link_is_nobody_elses_and_a_caller_who_leaves_changes_nothing()
 {
    let (world, portal) = with_portal().await;
    let world = Arc::new(world);
    portal.is_slow.store(true, Ordering::SeqCst);
    let token = world.token_for("sam", EMAIL).await;
    let first = {
        let (world, token) = (world.clone(), token.clone());
        tokio::spawn(async move { world.reset(&token, NEW).await })
    };
    while portal.calls.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    // It is good still, and nobody is told otherwise; the portal is asked once.
    world.reset(&token, NEW).await.refused(503, "busy");
    // The browser hangs up; the portal takes the password a moment later.
    first.abort();
    assert!(first.await.is_err());
    portal.room.add_permits(1);
    let told = "SELECT COUNT(*) FROM mails WHERE event = 'password_changed'";
    let telling = async {
        while world.count(told).await == 0 {
            tokio::task::yield_now().await;
        }
    };
    let told = tokio::time::timeout(std::time::Duration::from_secs(60), telling).await;
    assert!(told.is_ok(), "what the portal took is not left half done");
    assert_eq!(world.count("SELECT COUNT(*) FROM password_links").await, 0);
    assert_eq!(portal.calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_link_held_by_a_server_that_died_is_good_again_after_a_minute() {
    let (world, _) = with_portal().await;
    let token = world.token_for("sam", EMAIL).await;
    world
        .execute("UPDATE password_links SET claim = 'dead', claimed_at = 1800000000")
        .await;
    // Nobody knows whether it has a new password: what was begun with the old one does not go on.
    world.earlier("sam").await.choose_app().await;
    world.clock.advance(59);
    world.reset(&token, NEW).await.refused(503, "busy");
    world.app.store.sweep(world.clock.now()).await.unwrap();
    let begun = "SELECT COUNT(*) FROM factors";
    assert_eq!(world.count(begun).await, 1);
    world.clock.advance(1);
    world.app.store.sweep(world.clock.now()).await.unwrap();
    assert_eq!(world.count(begun).await, 0);
    world.reset(&token, NEW).await.ok();
}

#[test]
fn a_hook_of_a_configuration_is_https_at_a_public_host() {
    assert!(Hook::new("https://portal.example/new-password", false).is_ok());
    for bad in [
        "http://portal.example/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://169.254.169.254/x",
        "https://10.0.0.1/x",
        "https://me:secret@portal.example/x",
        "portal.example",
        "",
    ] {
        let said = Hook::new(bad, false)
            .err()
            .unwrap_or_else(|| panic!("{bad}"));
        assert!(said.contains("https address"), "{said}");
    }
}
