//! A browser in front of the demonstration.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::PASSWORD;
use crate::world::{Answer, code, send};

const HOME: &str = "http://127.0.0.1:8080";

/// Cookies, and the page's own origin.
#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    cookies: Vec<(String, String)>,
    pub bearer: String,
}

impl Browser {
    pub fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookies: Vec::new(),
            bearer: String::new(),
        }
    }

    pub async fn call(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("origin", HOME)
            .header("cookie", cookies.join("; "))
            .header("authorization", format!("Bearer {}", self.bearer));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = Body::from(body.map(|body| body.to_string()).unwrap_or_default());
        let answer = send(self.router.clone(), request.body(body).unwrap()).await;
        for cookie in answer.cookies() {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        answer
    }

    pub async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    pub async fn sign_in(&mut self, username: &str) -> Value {
        let body = json!({ "username": username, "password": PASSWORD });
        self.post("/demo/portal/sign-in", body).await.ok()
    }

    pub async fn token(&mut self) -> String {
        self.call("POST", "/demo/portal/token", None).await.ok()["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    pub async fn open(&mut self, view: &str) -> Value {
        self.bearer.clear();
        let body = json!({ "portal_token": self.token().await, "view": view, "lang": "nl" });
        let session = self.post("/api/v1/session", body).await.ok();
        self.bearer = session["access_token"].as_str().unwrap().to_owned();
        session[view].clone()
    }

    pub async fn settle(&mut self, assertion: &Value) -> Answer {
        self.post("/demo/portal/verified", json!({ "assertion": assertion }))
            .await
    }

    /// Signs in where no code is asked.
    pub async fn in_through(&mut self, username: &str) {
        self.sign_in(username).await;
        let challenge = self.open("challenge").await;
        self.settle(&challenge["assertion"]).await.ok();
    }

    pub async fn enrol(&mut self) -> String {
        self.open("enrolment").await;
        let scan = self
            .post("/api/v1/enrolment/method", json!({ "method": "app" }))
            .await
            .ok();
        let key = scan["app"]["key"].as_str().unwrap().to_owned();
        let body = json!({ "enrolment": scan["id"], "code": code(&key, scan["server_time"].as_i64().unwrap()) });
        self.post("/api/v1/enrolment/confirm", body).await.ok();
        self.post(
            "/api/v1/enrolment/acknowledge",
            json!({ "enrolment": scan["id"] }),
        )
        .await
        .ok();
        key
    }

    pub async fn state(&mut self) -> Value {
        self.call("GET", "/demo/portal/session", None).await.ok()
    }
}
