//! Where the browser keeps no cookie of ours nothing is offered that could not work, and the message names the
//! domain of the frame.

use serde_json::{Value, json};

use super::{opened, opening};
use crate::http::{call_with, post_from};
use crate::world::tokens::claims;
use crate::world::{ADDRESS, PORTAL, World};
use tweestap_server::random;

const BY_FRAME: (&str, &str) = (ADDRESS, "same-origin");

/// The settings of someone who would have devices remembered for a week, opened from there.
async fn settings(world: &World, from: (&str, &str), frame: Option<bool>) -> (String, Value) {
    world
        .execute("UPDATE accounts SET remember = '1w', suspended_at = 1")
        .await;
    let body = opening(world, &claims(world.clock.now(), "sam"), "settings", frame);
    let answer = opened(world, from, &body).await.ok();
    let bearer = answer["access_token"].as_str().unwrap().to_owned();
    (bearer, answer["settings"].clone())
}

#[tokio::test]
async fn durations_are_offered_where_the_cookie_is_kept_and_nowhere_else() {
    let world = World::new().await;
    world.enrolled("sam").await;
    let all = json!(["always_ask", "12h", "3d", "1w"]);
    for (from, frame, kept) in [
        ((PORTAL, "same-site"), None, true),
        ((PORTAL, "same-origin"), None, true),
        // A browser that does not tell is an old one: nothing is taken away on suspicion.
        ((PORTAL, "none"), None, true),
        ((PORTAL, "cross-site"), None, false),
        (BY_FRAME, Some(true), true),
        (BY_FRAME, Some(false), false),
        // Only our own document may speak for itself.
        ((PORTAL, "same-site"), Some(false), true),
        ((PORTAL, "cross-site"), Some(true), false),
    ] {
        let (_, settings) = settings(&world, from, frame).await;
        let remember = &settings["remember"];
        let seen = format!("{from:?} {frame:?}: {remember}");
        if kept {
            assert_eq!(
                (&remember["offered"], &remember["duration"]),
                (&all, &json!("1w")),
                "{seen}"
            );
            assert!(remember.get("unavailable").is_none(), "{seen}");
        } else {
            let nothing =
                json!({ "duration": "always_ask", "offered": ["always_ask"], "unavailable": true });
            assert_eq!(*remember, nothing, "{seen}");
        }
    }
}

#[tokio::test]
async fn what_is_not_offered_is_refused_and_no_cookie_is_set() {
    let world = World::new().await;
    let sam = world.enrolled("sam").await;
    let (bearer, _) = settings(&world, (PORTAL, "cross-site"), None).await;
    let body = json!({ "duration": "12h", "this_device": true });
    let bearer = format!("Bearer {bearer}");
    let headers = [
        ("origin", PORTAL),
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let path = "/settings/remember";
    let put = call_with(&world, "PUT", path, &headers, &body.to_string()).await;
    put.refused(422, "duration_not_offered");

    world
        .execute("UPDATE accounts SET suspended_at = NULL")
        .await;
    let body = opening(&world, &claims(world.clock.now(), "sam"), "challenge", None);
    let answer = opened(&world, (PORTAL, "cross-site"), &body).await.ok();
    let bearer = answer["access_token"].as_str().unwrap();
    let challenge = &answer["challenge"];
    let body = json!({ "challenge": challenge["id"], "code": sam.code(0), "remember": true });
    let passed = post_from(&world, PORTAL, bearer, "/challenge/verify", &body).await;
    assert_eq!(passed.cookies(), Vec::<String>::new());
    assert_eq!(passed.ok()["step"], "passed");
    assert_eq!(world.count("SELECT COUNT(*) FROM devices").await, 0);
}

/// The newest message's last line, of someone who sets it up from there.
async fn last_line(
    world: &World,
    subject: &str,
    from: (&str, &str),
    frame: Option<bool>,
) -> String {
    let claims = claims(world.clock.now(), subject);
    let body = opening(world, &claims, "enrolment", frame);
    let answer = opened(world, from, &body).await.ok();
    let bearer = answer["access_token"].as_str().unwrap();
    let post =
        async |path: &str, body: Value| post_from(world, from.0, bearer, path, &body).await.ok();
    let id = post("/enrolment/method", json!({ "method": "sms" })).await["id"].clone();
    let number = json!({ "enrolment": id, "number": "06 12 34 56 78" });
    post("/enrolment/phone", number).await;
    world.clock.advance(600);
    let text = world.post.outbox.messages()[0].text.clone();
    text.rsplit('\n').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_message_for_the_frame_names_both_domains() {
    let world = World::new().await;
    let line = last_line(&world, "sam", BY_FRAME, Some(false)).await;
    let code = world.post.code();
    assert_eq!(line, format!("@portal.test #{code} %tweestap.test"));

    let line = last_line(&world, "noor", (PORTAL, "same-site"), None).await;
    let code = world.post.code();
    assert_eq!(line, format!("@portal.test #{code}"));
}

#[tokio::test]
async fn a_portal_on_the_server_s_own_domain_needs_no_second_one() {
    let world = World::new().await;
    let world = world
        .with_school(|school| school.sms_domain = "tweestap.test".to_owned())
        .await;
    let line = last_line(&world, "sam", BY_FRAME, Some(true)).await;
    let code = world.post.code();
    assert_eq!(line, format!("@tweestap.test #{code}"));
}

/// At sign-in in a page of another site, by these claims: the answer's bearer token and challenge.
async fn at_challenge(world: &World, claims: &Value) -> (String, Value) {
    let mut claims = claims.clone();
    claims["jti"] = json!(random::id().unwrap());
    claims["iat"] = json!(world.clock.now());
    claims["exp"] = json!(world.clock.now() + 60);
    let body = opening(world, &claims, "challenge", None);
    let answer = opened(world, (PORTAL, "cross-site"), &body).await.ok();
    let bearer = answer["access_token"].as_str().unwrap().to_owned();
    (bearer, answer["challenge"].clone())
}

/// Comes in by a recovery code in a sign-in with this nonce.
async fn comes_in(world: &World, nonce: &str) -> Value {
    let (_, codes) = world.enrolled_with_codes("sam").await;
    let mut sign_in = claims(world.clock.now(), "sam");
    sign_in["nonce"] = json!(nonce);
    let (bearer, challenge) = at_challenge(world, &sign_in).await;
    let way = json!({ "challenge": challenge["id"], "way": "recovery_code" });
    let chosen = post_from(world, PORTAL, &bearer, "/challenge/choose", &way).await;
    let code = json!({ "challenge": chosen.ok()["id"], "code": codes[0] });
    let answer = post_from(world, PORTAL, &bearer, "/challenge/recover", &code).await;
    assert_eq!(answer.ok()["step"], "recovered");
    sign_in
}

const NONCE: &str = "n-0S6_WzA2Mj-of-this-browser";

#[tokio::test]
async fn where_no_cookie_is_kept_a_reload_after_a_recovery_code_is_known_by_the_sign_in() {
    let world = World::new().await;
    let sign_in = comes_in(&world, NONCE).await;
    world.clock.advance(1_799);
    let (bearer, again) = at_challenge(&world, &sign_in).await;
    assert_eq!(again["step"], "recovered");
    let body = json!({});
    let passed = post_from(&world, PORTAL, &bearer, "/challenge/continue", &body).await;
    assert!(passed.ok()["assertion"].is_string());
    // It is over once someone went on, also within the half hour.
    world.clock.advance(-60);
    assert_eq!(at_challenge(&world, &sign_in).await.1["step"], "code");
}

#[tokio::test]
async fn rt_29_another_sign_in_is_not_known_by_it() {
    let world = World::new().await;
    let sign_in = comes_in(&world, NONCE).await;
    let changed = |name: &str, value: Value| {
        let mut other = sign_in.clone();
        other[name] = value;
        other
    };
    let elsewhere = changed("nonce", json!("n-0S6_WzA2Mj-of-another-one"));
    let at_another_time = changed(
        "auth_time",
        json!(sign_in["auth_time"].as_i64().unwrap() - 1),
    );
    let without = changed("nonce", Value::Null);
    for other in [elsewhere, at_another_time, without] {
        assert_eq!(
            at_challenge(&world, &other).await.1["step"],
            "code",
            "{other}"
        );
    }
    // Where cookies are kept, only the cookie counts.
    let body = opening(&world, &changed("jti", json!("fresh")), "challenge", None);
    let home = opened(&world, (PORTAL, "same-site"), &body).await.ok();
    assert_eq!(home["challenge"]["step"], "code");
    world.clock.advance(1_800);
    assert_eq!(at_challenge(&world, &sign_in).await.1["step"], "code");
}

#[tokio::test]
async fn a_short_nonce_is_no_sign_in_to_be_known_by() {
    let world = World::new().await;
    let sign_in = comes_in(&world, "15-letters-only").await;
    assert_eq!(at_challenge(&world, &sign_in).await.1["step"], "code");
}
