//! Someone at a browser: a bearer token, a cookie jar, and the steps they take.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use totp_rs::{Builder, Secret as TotpSecret};
use tweestap_server::clock::Clock;

use super::tokens::claims;
use super::{Answer, PORTAL, World, send};

#[derive(Clone)]
pub struct Person {
    router: Router,
    clock: std::sync::Arc<Clock>,
    pub bearer: String,
    pub cookie: String,
    /// The key in the authenticator app, base32.
    pub key: String,
}

impl World {
    /// Opens a session with these claims.
    pub async fn open(&self, claims: &Value, view: &str) -> (Person, Answer) {
        self.open_with(claims, view, "").await
    }

    pub async fn open_with(&self, claims: &Value, view: &str, cookie: &str) -> (Person, Answer) {
        let mut person = Person {
            router: self.router.clone(),
            clock: self.clock.clone(),
            bearer: String::new(),
            cookie: cookie.to_owned(),
            key: String::new(),
        };
        let body = json!({ "portal_token": self.token(claims), "view": view, "lang": "nl" });
        let answer = person.post("/session", body).await;
        person.bearer = answer.json()["access_token"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        (person, answer)
    }

    /// Signs in just now.
    pub async fn person(&self, subject: &str) -> Person {
        let (person, answer) = self
            .open(&claims(self.clock.now(), subject), "enrolment")
            .await;
        answer.ok();
        person
    }

    /// Signed in ten minutes ago.
    pub async fn earlier(&self, subject: &str) -> Person {
        let mut claims = claims(self.clock.now(), subject);
        claims["auth_time"] = json!(self.clock.now() - 600);
        let (person, answer) = self.open(&claims, "enrolment").await;
        answer.ok();
        person
    }

    /// Signs in with the app as second factor; the step after the spent one is the current one.
    pub async fn enrolled(&self, subject: &str) -> Person {
        let mut person = self.person(subject).await;
        person.enrol_by_app().await;
        self.clock.advance(60);
        person
    }

    /// Signs `enrolled` in again, with password and code just now: a session in which everything is shown.
    pub async fn again(&self, enrolled: &Person, subject: &str) -> Person {
        // The step after whatever was spent.
        self.clock.advance(60);
        let (mut person, challenge) = self.at_challenge(subject, "").await;
        let code = enrolled.code(0);
        person
            .verify(challenge["id"].as_str().unwrap(), &code, false)
            .await
            .ok();
        person.key.clone_from(&enrolled.key);
        person
    }

    /// What the portal says at another sign-in: it names a manager each time.
    async fn said_of(&self, subject: &str) -> Value {
        let mut said = claims(self.clock.now(), subject);
        let mut connection = self.app.store.read().await.unwrap();
        let (managers,): (i64,) =
            sqlx::query_as("SELECT COUNT(*) FROM accounts WHERE subject = $1 AND role = 'manager'")
                .bind(subject)
                .fetch_one(&mut *connection)
                .await
                .unwrap();
        if managers > 0 {
            said["ts_role"] = json!("manager");
        }
        said
    }

    /// Someone of another school, just signed in.
    pub async fn person_of(&self, issuer: &str, subject: &str) -> Person {
        let mut claims = claims(self.clock.now(), subject);
        claims["iss"] = json!(issuer);
        let (person, answer) = self.open(&claims, "enrolment").await;
        answer.ok();
        person
    }

    /// At sign-in, before the second factor.
    pub async fn at_challenge(&self, subject: &str, cookie: &str) -> (Person, Value) {
        let said = self.said_of(subject).await;
        let (person, answer) = self.open_with(&said, "challenge", cookie).await;
        let challenge = answer.ok()["challenge"].clone();
        (person, challenge)
    }
}

impl Person {
    pub async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("origin", PORTAL);
        if !self.bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.bearer));
        }
        if !self.cookie.is_empty() {
            request = request.header("cookie", &self.cookie);
        }
        let body = match body {
            Some(body) => {
                request = request.header("content-type", "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        send(self.router.clone(), request.body(body).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.call("PUT", path, Some(body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None).await
    }

    /// The code of the app, `seconds` from now.
    pub fn code(&self, seconds: i64) -> String {
        code(&self.key, self.clock.now() + seconds)
    }

    /// A well-formed code that is right at no time near now.
    pub fn wrong_code(&self) -> String {
        let near: Vec<String> = (-15..=15).map(|step| self.code(step * 30)).collect();
        (0..1_000_000)
            .map(|n| format!("{n:06}"))
            .find(|code| !near.contains(code))
            .unwrap()
    }

    /// A call without a body.
    pub async fn tell(&self, path: &str) -> Answer {
        self.call("POST", path, None).await
    }

    /// Another app, beside or instead of what is in force; the old codes go on.
    pub async fn change_app(&mut self) -> Value {
        let enrolment = self.choose_app().await;
        let id = enrolment["id"].as_str().unwrap();
        self.confirm(id, &self.code(0)).await.ok()
    }

    /// A number, beside or instead of what is in force; the old codes go on.
    pub async fn change_number(&self, world: &World, number: &str) -> Value {
        let id = self.at_phone().await;
        self.give_phone(&id, number).await.ok();
        self.confirm(&id, &world.post.code()).await.ok()
    }

    /// The id of the method in force, in the settings.
    pub async fn factor(&self, method: &str) -> String {
        let settings = self.get("/settings").await.ok();
        let factors = settings["factors"].as_array().unwrap();
        let one = factors.iter().find(|one| one["method"] == method);
        one.expect("the method is in force")["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The same person at the same server after a restart.
    pub fn move_to(&mut self, world: &World) {
        self.router = world.router.clone();
    }

    pub async fn choose_app(&mut self) -> Value {
        let enrolment = self
            .post("/enrolment/method", json!({ "method": "app" }))
            .await
            .ok();
        self.key = enrolment["app"]["key"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        enrolment
    }

    pub async fn confirm(&self, enrolment: &str, code: &str) -> Answer {
        self.post(
            "/enrolment/confirm",
            json!({ "enrolment": enrolment, "code": code }),
        )
        .await
    }

    pub async fn acknowledge(&self, enrolment: &str) -> Answer {
        self.post("/enrolment/acknowledge", json!({ "enrolment": enrolment }))
            .await
    }

    pub async fn verify(&self, challenge: &str, code: &str, remember: bool) -> Answer {
        let body = json!({ "challenge": challenge, "code": code, "remember": remember });
        self.post("/challenge/verify", body).await
    }

    pub async fn enrol_by_app(&mut self) -> Vec<String> {
        let enrolment = self.choose_app().await;
        let id = enrolment["id"].as_str().unwrap();
        let confirmed = self.confirm(id, &self.code(0)).await.ok();
        self.acknowledge(id).await.ok();
        confirmed["recovery_codes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|code| code.as_str().unwrap().to_owned())
            .collect()
    }

    pub async fn at_phone(&self) -> String {
        let enrolment = self
            .post("/enrolment/method", json!({ "method": "sms" }))
            .await
            .ok();
        enrolment["id"].as_str().unwrap().to_owned()
    }

    pub async fn give_phone(&self, enrolment: &str, number: &str) -> Answer {
        self.post(
            "/enrolment/phone",
            json!({ "enrolment": enrolment, "number": number }),
        )
        .await
    }

    pub async fn enrol_by_sms(&self, world: &World, number: &str) -> Value {
        let id = self.at_phone().await;
        self.give_phone(&id, number).await.ok();
        self.confirm(&id, &world.post.code()).await.ok();
        self.acknowledge(&id).await.ok()
    }
}

pub fn code(key: &str, time: i64) -> String {
    let secret = TotpSecret::try_from_base32(key).unwrap();
    Builder::new()
        .with_secret(secret)
        .build()
        .unwrap()
        .generate(time as u64)
        .to_string()
}
