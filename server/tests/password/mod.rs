//! Passwords: forgotten, replaced by a link, changed in the settings, imported, or handed to a portal that keeps them.

mod after;
mod asking;
mod broken;
mod change;
mod hook;
mod hook_faults;
mod import;
mod link;
mod upgrade;

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};
use tweestap_server::mail::{address, worker};
use tweestap_server::sms::{Outbox, Sent};
use tweestap_server::store::addresses::{self, Of};

use crate::world::{Answer, ISSUER, PORTAL, World};

const EMAIL: &str = "sam@family.example";
const PARENT: &str = "ann@family.example";
const NEW: &str = "vier gele muizen op de kade";

impl World {
    /// Somebody of the directory with these addresses, the first their own.
    pub async fn on_file(&self, subject: &str, emails: &[&str]) {
        self.local(subject).await;
        let of = Of {
            school: "school",
            issuer: ISSUER,
            subject,
        };
        let mut tx = self.app.store.write().await.unwrap();
        for (place, email) in emails.iter().enumerate() {
            let kept = address::keep(&self.app.keys, "school", subject, email).unwrap();
            let kind = if place == 0 { "own" } else { "co" };
            addresses::add(&mut tx, of, kind, &kept).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Sam, who has an address and a parent with another one.
    async fn with_sam() -> Self {
        let world = Self::new().await;
        world.on_file("sam", &[EMAIL, PARENT]).await;
        world
    }

    async fn forgot_from(&self, peer: &str, forwarded: Option<&str>, body: &Value) -> Answer {
        let mut request = Request::post("/api/v1/password/forgot")
            .header("origin", PORTAL)
            .header("content-type", "application/json");
        if let Some(forwarded) = forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let mut request = request.body(Body::from(body.to_string())).unwrap();
        let peer: SocketAddr = format!("{peer}:4711").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        self.send(request).await
    }

    async fn forgot(&self, username: &str, email: &str) -> Answer {
        self.forgot_from("203.0.113.7", None, &asks(username, email))
            .await
    }

    /// What arrived by mail since the last time, the oldest first.
    pub async fn arrives(&self) -> Vec<Sent> {
        let outbox = Outbox::default();
        worker::all(&self.app, &outbox).await.unwrap();
        let mut messages = outbox.messages();
        messages.reverse();
        messages
    }

    /// The token of the link that Sam gets now.
    async fn token_for(&self, username: &str, email: &str) -> String {
        self.forgot(username, email).await;
        token_in(&self.arrives().await)
    }

    async fn reset(&self, token: &str, password: &str) -> Answer {
        self.reset_from(PORTAL, token, password).await
    }

    async fn reset_from(&self, origin: &str, token: &str, password: &str) -> Answer {
        let body = json!({ "token": token, "password": password });
        crate::http::post_from(self, origin, "", "/password/reset", &body).await
    }

    /// Whether the directory takes this password.
    async fn takes(&self, subject: &str, password: &str) -> bool {
        let mut connection = self.app.store.read().await.unwrap();
        let (stored,): (String,) =
            sqlx::query_as("SELECT password FROM directory WHERE subject = $1")
                .bind(subject)
                .fetch_one(&mut *connection)
                .await
                .unwrap();
        drop(connection);
        let password = tweestap_api::Secret::new(password);
        self.app
            .hasher
            .is_password(&password, &stored)
            .await
            .unwrap()
    }
}

/// A password forgotten, and replaced by the link.
pub async fn replaced(world: &World, subject: &str) {
    world.on_file(subject, &[EMAIL]).await;
    let token = world.token_for(subject, EMAIL).await;
    world.reset(&token, NEW).await.ok();
}

fn asks(username: &str, email: &str) -> Value {
    json!({ "school": "school", "username": username, "email": email, "lang": "nl" })
}

/// Of the newest link; other news may have come with it.
fn token_in(messages: &[Sent]) -> String {
    let mut links = messages
        .iter()
        .filter_map(|sent| sent.text.split_once("#t="));
    let (_, behind) = links.next_back().expect("a mail with a link arrived");
    behind.split_whitespace().next().unwrap().to_owned()
}
