//! The isolated frame: who may frame it, what its sessions are given, and where remembering cannot work.

mod document;
mod redeeming;
mod remembering;

use serde_json::{Value, json};

use crate::http::call_with;
use crate::world::tokens::claims;
use crate::world::{ADDRESS, Answer, World};

/// The body of a session call.
pub fn opening(world: &World, claims: &Value, view: &str, frame: Option<bool>) -> Value {
    let mut body = json!({ "portal_token": world.token(claims), "view": view, "lang": "nl" });
    if let Some(keeps_cookies) = frame {
        body["frame"] = json!({ "keeps_cookies": keeps_cookies });
    }
    body
}

/// Opens a session from a page of this origin, which its browser says is of this site.
pub async fn opened(world: &World, from: (&str, &str), body: &Value) -> Answer {
    let (origin, site) = from;
    let headers = [
        ("origin", origin),
        ("sec-fetch-site", site),
        ("content-type", "application/json"),
    ];
    call_with(world, "POST", "/session", &headers, &body.to_string()).await
}

/// By the frame's own document, of someone who has nothing set up: the challenge passes at once.
pub async fn passed_in_the_frame(world: &World, subject: &str) -> String {
    let body = opening(
        world,
        &claims(world.clock.now(), subject),
        "challenge",
        Some(true),
    );
    let answer = opened(world, (ADDRESS, "same-origin"), &body).await.ok();
    assert_eq!(answer["challenge"]["step"], "passed");
    answer["challenge"]["assertion"]
        .as_str()
        .unwrap()
        .to_owned()
}
