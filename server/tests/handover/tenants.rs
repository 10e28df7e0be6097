//! Several schools in one server: nothing of one opens anything of another.

use serde_json::{Value, json};

use crate::http::{call_with, post_from};
use crate::world::tokens::claims;
use crate::world::{Answer, FIRM, ISSUER, SINGLE, World};

/// Id, issuer and the one origin of its portal.
const SCHOOLS: [(&str, &str, &str); 4] = [
    ("school", ISSUER, "https://school.test"),
    ("firm", FIRM, "https://firm.test"),
    ("single", SINGLE, "https://single.test"),
    (
        "strict",
        "https://strict.test/issuer",
        "https://strict.test",
    ),
];

async fn world() -> World {
    World::new()
        .await
        .restarted_with(|school| {
            if let Some((_, _, origin)) = SCHOOLS.iter().find(|(id, _, _)| *id == school.id) {
                school.origins = vec![(*origin).to_owned()];
            }
        })
        .await
}

async fn opened(world: &World, issuer: &str, origin: &str) -> Answer {
    let mut claims = claims(world.clock.now(), "sam");
    claims["iss"] = json!(issuer);
    let body = json!({ "portal_token": world.token(&claims), "view": "challenge", "lang": "nl" });
    post_from(world, origin, "", "/session", &body).await
}

#[tokio::test]
async fn a_token_and_a_bearer_of_one_school_work_from_its_own_pages_and_from_no_others() {
    let world = world().await;
    for (id, issuer, own) in SCHOOLS {
        let session = opened(&world, issuer, own).await.ok();
        let bearer = session["access_token"].as_str().unwrap();
        for (other, _, origin) in SCHOOLS {
            let token = opened(&world, issuer, origin).await;
            let call = post_from(&world, origin, bearer, "/challenge", &json!({})).await;
            if other == id {
                token.ok();
                call.ok();
            } else {
                token.refused(403, "origin_not_allowed");
                call.refused(403, "origin_not_allowed");
            }
        }
    }
    // The same subject at four schools is four people.
    assert_eq!(world.count("SELECT COUNT(*) FROM accounts").await, 4);
}

#[tokio::test]
async fn what_a_school_requires_or_offers_holds_for_its_own_people_only() {
    let world = world().await;
    for (id, issuer, origin) in SCHOOLS {
        let session = opened(&world, issuer, origin).await.ok();
        let expected = if id == "firm" { "enrol" } else { "passed" };
        assert_eq!(session["challenge"]["step"], expected, "{id}");
        let bearer = session["access_token"].as_str().unwrap();
        let enrolment = bearer_get(&world, origin, bearer, "/enrolment").await;
        let only_app = id == "strict";
        let offered = if only_app {
            json!(["app"])
        } else {
            json!(["app", "sms"])
        };
        assert_eq!(enrolment["offered"], offered, "{id}");
        let recovery = if id == "single" {
            "reset_code"
        } else {
            "codes"
        };
        assert_eq!(enrolment["recovery"], recovery, "{id}");
    }
}

async fn bearer_get(world: &World, origin: &str, bearer: &str, path: &str) -> Value {
    let bearer = format!("Bearer {bearer}");
    let headers = [("origin", origin), ("authorization", bearer.as_str())];
    call_with(world, "GET", path, &headers, "").await.ok()
}

#[tokio::test]
async fn a_token_whose_issuer_and_audience_belong_to_two_schools_is_nobodys() {
    let world = World::new()
        .await
        .restarted_with(|school| {
            if school.id == "firm" {
                school.audience = "firm".to_owned();
            }
        })
        .await;
    for (issuer, audience, good) in [
        (ISSUER, "tweestap", true),
        (FIRM, "firm", true),
        (ISSUER, "firm", false),
        (FIRM, "tweestap", false),
        (ISSUER, FIRM, false),
    ] {
        let mut claims = claims(world.clock.now(), "sam");
        claims["iss"] = json!(issuer);
        claims["aud"] = json!(audience);
        let (_, answer) = world.open(&claims, "challenge").await;
        match good {
            true => drop(answer.ok()),
            false => drop(answer.refused(401, "portal_token_invalid")),
        }
    }
}

/// S-B-92: what resembles a listed origin is as foreign as any other.
#[tokio::test]
async fn s_b_92_an_origin_is_allowed_exactly_or_not_at_all() {
    let world = world().await;
    let allowed = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    let preflight = async |origin: &str| {
        let headers = [
            ("origin", origin),
            ("access-control-request-method", "POST"),
            (
                "access-control-request-headers",
                "authorization,content-type",
            ),
        ];
        call_with(&world, "OPTIONS", "/challenge", &headers, "").await
    };
    for (_, _, origin) in SCHOOLS {
        let answer = preflight(origin).await;
        assert_eq!(allowed(&answer), origin);
        assert_eq!(answer.header("access-control-allow-credentials"), "true");
        assert!(
            answer
                .header("access-control-max-age")
                .parse::<u32>()
                .unwrap()
                <= 600
        );
        assert!(answer.header("vary").contains("origin"));
    }
    let session = opened(&world, ISSUER, "https://school.test").await.ok();
    let bearer = session["access_token"].as_str().unwrap();
    for foreign in [
        "https://school.test.evil.example",
        "https://evilschool.test",
        "https://evil.school.test",
        "https://school.test.",
        "https://school.test:8443",
        "https://school.test:443",
        "https://school.test/",
        "http://school.test",
        "https://SCHOOL.test",
        "HTTPS://school.test",
        "https://scho\u{f6}l.test",
        "https://xn--schl-7qa.test",
        "https://school.test https://firm.test",
        "null",
        "*",
        "",
        "file://",
    ] {
        let answer = preflight(foreign).await;
        assert_eq!(allowed(&answer), "", "{foreign}");
        let call = post_from(&world, foreign, bearer, "/challenge", &json!({})).await;
        assert_eq!(allowed(&call), "", "{foreign}");
        call.refused(403, "origin_not_allowed");
    }
    // A call without an origin comes from no foreign page: it is judged by its bearer token alone.
    let bearer = format!("Bearer {bearer}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
    ];
    call_with(&world, "POST", "/challenge", &headers, "{}")
        .await
        .ok();
}
