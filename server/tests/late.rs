//! A body that comes late: whoever keeps its last byte back is judged when it comes.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::Request;
use http_body::Frame;
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::world::cupboard::{csv, held};
use crate::world::tokens::claims;
use crate::world::{Answer, PORTAL, Person, World};

/// What comes in pieces. Tells when somebody waits for it.
struct Pieces {
    next: UnboundedReceiver<Bytes>,
    is_awaited: Arc<Notify>,
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.is_awaited.notify_one();
        self.next
            .poll_recv(context)
            .map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}

/// A call of which everything but the last byte has arrived.
struct Held {
    rest: UnboundedSender<Bytes>,
    last: Bytes,
    answer: tokio::task::JoinHandle<Answer>,
}

impl Held {
    async fn back(world: &World, person: &Person, path: &str, body: &Value) -> Self {
        let (rest, next) = unbounded_channel();
        let is_awaited = Arc::new(Notify::new());
        let mut whole = Bytes::from(body.to_string());
        let last = whole.split_off(whole.len() - 1);
        let pieces = Pieces {
            next,
            is_awaited: is_awaited.clone(),
        };
        let request = Request::post(format!("/api/v1{path}"))
            .header("origin", PORTAL)
            .header("authorization", format!("Bearer {}", person.bearer))
            .header("content-type", "application/json")
            .body(Body::new(pieces))
            .unwrap();
        let router = world.router.clone();
        let answer = tokio::spawn(async move { crate::world::send(router, request).await });
        is_awaited.notified().await;
        rest.send(whole).unwrap();
        Self { rest, last, answer }
    }

    async fn comes(self) -> Answer {
        self.rest.send(self.last).unwrap();
        drop(self.rest);
        self.answer.await.unwrap()
    }
}

/// A manager, and somebody whose second step could be taken away.
async fn desk() -> (World, Person, String) {
    let world = World::new().await;
    world.enrolled("sam").await;
    let joke = world.manager("joke").await;
    let id = world.account("sam").await;
    (world, joke, id)
}

#[tokio::test]
async fn s_b_80_what_is_done_needs_what_it_needs_when_the_whole_call_has_arrived() {
    for what in ["reset", "import"] {
        for (change, status, code) in [
            ("another role", 403, "manager_required"),
            ("five minutes", 403, "reauthentication_required"),
            ("signed out", 401, "session_expired"),
            ("nothing", 200, ""),
        ] {
            let (world, joke, id) = desk().await;
            let file = csv(&[held("T-1")]);
            let (path, body) = match what {
                "reset" => (
                    format!("/admin/people/{id}/reset"),
                    json!({ "reason": "asked at the desk" }),
                ),
                _ => (
                    "/admin/tokens/import".to_owned(),
                    json!({ "format": "csv", "content": file, "check_only": false }),
                ),
            };
            let call = Held::back(&world, &joke, &path, &body).await;
            match change {
                "another role" => {
                    let said = claims(world.clock.now(), "joke");
                    world.open(&said, "challenge").await.1.ok();
                }
                "five minutes" => world.clock.advance(301),
                "signed out" => world.execute("DELETE FROM sessions").await,
                _ => {}
            }
            let answer = call.comes().await;
            let done = world
                .actions()
                .await
                .iter()
                .filter(|action| ["reset", "tokens_imported"].contains(&action.as_str()))
                .count();
            if status == 200 {
                answer.ok();
                assert_eq!(done, 1);
                continue;
            }
            answer.refused(status, code);
            assert_eq!(done, 0, "{what}, {change}");
            let steps = "SELECT COUNT(*) FROM factors WHERE state = 'active'";
            assert_eq!(world.count(steps).await, 2, "{what}, {change}");
        }
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_or_breaks_off_is_refused_as_ever() {
    let (world, joke, _) = desk().await;
    let long = json!({ "duration": "1w", "this_device": false, "x": "x".repeat(17_000) });
    joke.put("/settings/remember", long)
        .await
        .refused(413, "body_too_large");
    let call = Held::back(&world, &joke, "/settings/remove", &json!({ "factor": "x" })).await;
    drop(call.rest);
    call.answer.await.unwrap().refused(400, "malformed_request");
}
