//! What holds for every call: shapes of refusals, headers, bodies, origins.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::world::{ADDRESS, Answer, PORTAL, World};

/// A call with chosen headers; an empty bearer is none.
pub async fn call_with(
    world: &World,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/api/v1{path}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    world
        .send(request.body(Body::from(body.to_owned())).unwrap())
        .await
}

pub async fn post_from(
    world: &World,
    origin: &str,
    bearer: &str,
    path: &str,
    body: &Value,
) -> Answer {
    let bearer = format!("Bearer {bearer}");
    let headers = [
        ("origin", origin),
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    call_with(world, "POST", path, &headers, &body.to_string()).await
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_keep_it_to_itself() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let answers = [
        person.get("/enrolment").await,
        person.get("/openapi.json").await,
        person.get("/nowhere").await,
        person.call("PATCH", "/settings", None).await,
        call_with(&world, "POST", "/session", &[], "").await,
        call_with(&world, "GET", "/settings", &[], "").await,
    ];
    for answer in answers {
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; frame-ancestors 'none'"
        );
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("server"), "");
        assert!(!answer.header("x-request-id").is_empty());
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_a_request_is_a_problem_document() {
    let world = World::new().await;
    let person = world.person("sam").await;
    person.get("/nowhere").await.refused(404, "not_found");
    person
        .call("PATCH", "/settings", None)
        .await
        .refused(405, "method_not_allowed");
    person
        .call("GET", "/enrolment/method", None)
        .await
        .refused(405, "method_not_allowed");
    let bearer = format!("Bearer {}", person.bearer);
    let json = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    let path = "/enrolment/method";
    for malformed in [
        "",
        "{",
        "[]",
        "null",
        "{}",
        r#"{"method":"fax"}"#,
        r#"{"method":1}"#,
        r#"{"method":"app","x":1}"#,
    ] {
        call_with(&world, "POST", path, &json, malformed)
            .await
            .refused(400, "malformed_request");
    }
    let deep = "[".repeat(5_000);
    call_with(&world, "POST", path, &json, &deep)
        .await
        .refused(400, "malformed_request");
    let large = format!(r#"{{"method":"app"{}}}"#, " ".repeat(16 * 1024));
    call_with(&world, "POST", path, &json, &large)
        .await
        .refused(413, "body_too_large");
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/jsonp",
    ] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let refused = call_with(&world, "POST", path, &headers, r#"{"method":"app"}"#).await;
        refused.refused(415, "unsupported_media_type");
    }
    let none = [("authorization", bearer.as_str())];
    call_with(&world, "POST", path, &none, r#"{"method":"app"}"#)
        .await
        .refused(415, "unsupported_media_type");
    let charset = [
        ("authorization", bearer.as_str()),
        ("content-type", "Application/JSON; charset=utf-8"),
    ];
    assert_eq!(
        call_with(&world, "POST", path, &charset, r#"{"method":"app"}"#)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_refusal_names_its_type_status_and_wait() {
    let world = World::new().await;
    let body = call_with(&world, "GET", "/settings", &[], "")
        .await
        .refused(401, "session_expired");
    assert_eq!(
        body,
        json!({
            "type": "urn:tweestap:problem:session_expired", "status": 401, "code": "session_expired",
        })
    );
}

const FOREIGN: [&str; 12] = [
    "https://evil.test",
    "https://portal.test.evil.test",
    "https://evilportal.test",
    "https://portal.test:8443",
    "http://portal.test",
    "https://PORTAL.test",
    "https://portal.test.",
    "https://portal.test/",
    "https://p\u{f6}rtal.test",
    "https://sub.portal.test",
    "null",
    "",
];

#[tokio::test]
async fn a_page_of_another_origin_can_change_nothing() {
    let world = World::new().await;
    let person = world.person("sam").await;
    for origin in FOREIGN {
        let body = json!({ "method": "app" });
        post_from(&world, origin, &person.bearer, "/enrolment/method", &body)
            .await
            .refused(403, "origin_not_allowed");
        let body =
            json!({ "portal_token": world.good_token("sam"), "view": "enrolment", "lang": "nl" });
        post_from(&world, origin, "", "/session", &body)
            .await
            .refused(403, "origin_not_allowed");
    }
    // Another school's page may call, but not on behalf of people of this one.
    let body = json!({ "method": "app" });
    let refused = post_from(
        &world,
        "https://strict.test",
        &person.bearer,
        "/enrolment/method",
        &body,
    )
    .await;
    refused.refused(403, "origin_not_allowed");
    assert_eq!(person.get("/settings").await.ok()["status"], "off");
    for origin in [PORTAL, ADDRESS] {
        post_from(&world, origin, &person.bearer, "/enrolment/method", &body)
            .await
            .ok();
    }
}

#[tokio::test]
async fn only_listed_origins_are_told_that_they_may_read() {
    let world = World::new().await;
    let preflight = |origin: &'static str| {
        [
            ("origin", origin),
            ("access-control-request-method", "PUT"),
            (
                "access-control-request-headers",
                "authorization,content-type",
            ),
        ]
    };
    let allowed = call_with(
        &world,
        "OPTIONS",
        "/settings/remember",
        &preflight(PORTAL),
        "",
    )
    .await;
    assert_eq!(allowed.header("access-control-allow-origin"), PORTAL);
    assert_eq!(allowed.header("access-control-allow-credentials"), "true");
    assert_eq!(allowed.header("access-control-max-age"), "600");
    assert!(allowed.header("vary").to_lowercase().contains("origin"));
    for origin in FOREIGN {
        let answer = call_with(
            &world,
            "OPTIONS",
            "/settings/remember",
            &preflight(origin),
            "",
        )
        .await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
}

#[tokio::test]
async fn a_bearer_token_is_good_for_fifteen_idle_minutes_and_an_hour_in_all() {
    let world = World::new().await;
    let person = world.person("sam").await;
    world.clock.advance(899);
    person.get("/settings").await.ok();
    world.clock.advance(899);
    person.get("/settings").await.ok();
    world.clock.advance(900);
    person
        .get("/settings")
        .await
        .refused(401, "session_expired");

    let person = world.person("sam").await;
    for _ in 0..4 {
        world.clock.advance(890);
        person.get("/settings").await.ok();
    }
    world.clock.advance(3_600 - 4 * 890 - 1);
    person.get("/settings").await.ok();
    world.clock.advance(1);
    person
        .get("/settings")
        .await
        .refused(401, "session_expired");
}

#[tokio::test]
async fn no_other_text_than_the_token_is_a_bearer_token() {
    let world = World::new().await;
    let person = world.person("sam").await;
    let hash = tweestap_server::seal::digest(&person.bearer);
    let first = if person.bearer.starts_with('A') {
        'B'
    } else {
        'A'
    };
    let altered = format!("{first}{}", &person.bearer[1..]);
    for bearer in [
        "Bearer",
        "Bearer ",
        &person.bearer,
        &format!("Basic {}", person.bearer),
        &format!("Bearer {hash}"),
        &format!("Bearer {altered}"),
        &format!("Bearer {}x", person.bearer),
    ] {
        let answer = call_with(&world, "GET", "/settings", &[("authorization", bearer)], "").await;
        answer.refused(401, "session_expired");
    }
    let right = format!("bearer {}", person.bearer);
    call_with(&world, "GET", "/settings", &[("authorization", &right)], "")
        .await
        .ok();
}

#[tokio::test]
async fn a_panic_is_answered_as_a_plain_fault() {
    let broken: axum::Router = axum::Router::new().route(
        "/",
        axum::routing::get(async || -> &'static str { panic!("secret detail") }),
    );
    let router = tweestap_server::http::answering(broken);
    let request = Request::get("/").body(Body::empty()).unwrap();
    let answer = crate::world::send(router, request).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("secret"));
    answer.refused(500, "internal");
}

/// PostgreSQL keeps no text with one (SQLSTATE 22021): with SQLite it would be nobody's name.
#[tokio::test]
async fn a_nul_is_refused_wherever_a_text_may_stand() {
    let world = World::new().await;
    let joke = world.manager("joke").await;
    joke.get("/admin/people?query=a%00")
        .await
        .refused(400, "malformed_request");
    joke.get("/admin/people/a%00")
        .await
        .refused(404, "not_found");
    let wrong = json!({ "challenge": "a\0", "code": "123456", "remember": false });
    joke.post("/challenge/verify", wrong)
        .await
        .refused(400, "malformed_request");
    let nul = json!("a\0");
    for (claim, value) in [
        ("sub", nul.clone()),
        ("jti", nul.clone()),
        ("name", nul.clone()),
        ("nonce", nul.clone()),
        ("txn", nul.clone()),
        ("amr", json!([nul])),
    ] {
        let mut said = crate::world::tokens::claims(world.clock.now(), "sam");
        said[claim] = value;
        let (_, answer) = world.open(&said, "enrolment").await;
        answer.refused(401, "portal_token_invalid");
    }
}
