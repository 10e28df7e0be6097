//! The demonstration: a portal that keeps to the public contract, a phone, a clock, a gallery.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::{Answer, code, demonstration, send};

const HOME: &str = "http://127.0.0.1:8080";
const PASSWORD: &str = "tweestap-demo-wachtwoord";

/// A browser: cookies, and the page's own origin.
struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    bearer: String,
}

impl Browser {
    fn new(router: &Router) -> Self {
        Self {
            router: router.clone(),
            cookies: Vec::new(),
            bearer: String::new(),
        }
    }

    async fn call(&mut self, method: &str, path: &str, body: Option<Value>) -> Answer {
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

    async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    async fn sign_in(&mut self, username: &str) -> Value {
        let body = json!({ "username": username, "password": PASSWORD });
        self.post("/demo/portal/sign-in", body).await.ok()
    }

    async fn token(&mut self) -> String {
        self.call("POST", "/demo/portal/token", None).await.ok()["token"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn open(&mut self, view: &str) -> Value {
        self.bearer.clear();
        let body = json!({ "portal_token": self.token().await, "view": view, "lang": "nl" });
        let session = self.post("/api/v1/session", body).await.ok();
        self.bearer = session["access_token"].as_str().unwrap().to_owned();
        session[view].clone()
    }

    async fn settle(&mut self, assertion: &Value) -> Answer {
        self.post("/demo/portal/verified", json!({ "assertion": assertion }))
            .await
    }

    /// Signs in where no code is asked.
    async fn in_through(&mut self, username: &str) {
        self.sign_in(username).await;
        let challenge = self.open("challenge").await;
        self.settle(&challenge["assertion"]).await.ok();
    }

    async fn enrol(&mut self) -> String {
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

    async fn state(&mut self) -> Value {
        self.call("GET", "/demo/portal/session", None).await.ok()
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[tokio::test]
async fn someone_signs_in_enrols_and_is_asked_for_a_code_the_next_time() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    assert_eq!(
        browser.state().await,
        json!({ "state": "signed-out", "school": "Voorbeeldcollege" })
    );
    let signed = browser.sign_in("leerling").await;
    assert_eq!(
        (&signed["state"], &signed["name"]),
        (&json!("challenge"), &json!("Sam de Vries"))
    );
    let challenge = browser.open("challenge").await;
    assert_eq!(
        browser.settle(&challenge["assertion"]).await.ok()["state"],
        "signed-in"
    );
    let key = browser.enrol().await;

    state.clock.advance(3_600);
    assert_eq!(browser.sign_in("leerling").await["state"], "challenge");
    let challenge = browser.open("challenge").await;
    assert_eq!(challenge["step"], "code");
    assert_eq!(browser.state().await["state"], "challenge");
    let body = json!({ "challenge": challenge["id"], "code": code(&key, state.clock.now()), "remember": false });
    let passed = browser.post("/api/v1/challenge/verify", body).await.ok();
    assert_eq!(
        browser.settle(&passed["assertion"]).await.ok()["state"],
        "signed-in"
    );
    assert_eq!(browser.open("settings").await["status"], "on");
    browser
        .call("POST", "/demo/portal/sign-out", None)
        .await
        .ok();
    assert_eq!(browser.state().await["state"], "signed-out");
    browser
        .call("POST", "/demo/portal/token", None)
        .await
        .refused(401, "signed_out");
}

#[tokio::test]
async fn the_portal_believes_only_a_fresh_assertion_about_this_very_sign_in() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut sam = Browser::new(&router);
    sam.sign_in("leerling").await;
    let assertion = sam.open("challenge").await["assertion"].clone();
    let mut noor = Browser::new(&router);
    noor.sign_in("docent").await;
    noor.settle(&assertion)
        .await
        .refused(403, "assertion_refused");
    let token = sam.token().await;
    sam.settle(&json!(token))
        .await
        .refused(403, "assertion_refused");
    for nonsense in ["", "x", "a.b.c"] {
        sam.settle(&json!(nonsense))
            .await
            .refused(403, "assertion_refused");
    }
    let text = assertion.as_str().unwrap();
    let (message, _) = text.rsplit_once('.').unwrap();
    sam.settle(&json!(format!("{message}.{}", "A".repeat(86))))
        .await
        .refused(403, "assertion_refused");
    sam.settle(&assertion).await.ok();
    sam.settle(&assertion)
        .await
        .refused(403, "assertion_refused");

    sam.sign_in("leerling").await;
    let late = sam.open("challenge").await["assertion"].clone();
    state.clock.advance(60);
    sam.settle(&late).await.refused(403, "assertion_refused");
    let of_before = sam.open("challenge").await["assertion"].clone();
    state.clock.advance(1);
    sam.sign_in("leerling").await;
    sam.settle(&of_before)
        .await
        .refused(403, "assertion_refused");
    assert_eq!(sam.state().await["state"], "challenge");
    Browser::new(&router)
        .settle(&of_before)
        .await
        .refused(401, "signed_out");
}

#[tokio::test]
async fn wrong_passwords_and_unknown_names_are_refused_alike() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let mut bodies = Vec::new();
    for (username, password) in [
        ("leerling", "no"),
        ("nobody", PASSWORD),
        ("", ""),
        ("leerling", "Tweestap-demo-wachtwoord"),
    ] {
        let answer = browser
            .post(
                "/demo/portal/sign-in",
                json!({ "username": username, "password": password }),
            )
            .await;
        bodies.push(answer.bytes.clone());
        answer.refused(401, "wrong_credentials");
    }
    assert!(bodies.iter().all(|body| *body == bodies[0]));
    for (username, name) in [
        ("leerling", "Sam de Vries"),
        ("docent", "Noor Jansen"),
        ("ouder", "Karim El Amrani"),
        ("beheerder", "Joke Peeters"),
    ] {
        assert_eq!(browser.sign_in(username).await["name"], name);
    }
}

#[tokio::test]
async fn an_old_sign_in_gives_the_password_and_the_demonstration_can_move_the_clock_for_it() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    browser.in_through("leerling").await;
    browser
        .post("/demo/clock", json!({ "advance_seconds": 301 }))
        .await
        .ok();
    browser.open("enrolment").await;
    let waiting = browser
        .post("/api/v1/enrolment/method", json!({ "method": "app" }))
        .await
        .ok();
    assert_eq!(
        (&waiting["step"], &waiting["reauthentication"]),
        (&json!("password"), &json!("password"))
    );
    let scan = browser
        .post(
            "/api/v1/enrolment/password",
            json!({ "password": PASSWORD }),
        )
        .await
        .ok();
    assert_eq!(scan["step"], "scan");
}

#[tokio::test]
async fn the_clock_moves_both_ways_is_bounded_and_survives_with_the_session() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let now = browser.call("GET", "/demo/clock", None).await.ok()["now"].clone();
    assert_eq!(now, "2027-01-15T08:00:00Z");
    let moved = browser
        .post("/demo/clock", json!({ "advance_seconds": 90 }))
        .await
        .ok();
    assert_eq!(moved["now"], "2027-01-15T08:01:30Z");
    browser
        .post("/demo/clock", json!({ "advance_seconds": -30 }))
        .await
        .ok();
    for refused in [
        json!({ "advance_seconds": i64::MAX }),
        json!({ "advance_seconds": 1.5 }),
        json!({}),
        json!({ "now": 1 }),
    ] {
        browser
            .post("/demo/clock", refused)
            .await
            .refused(400, "malformed_request");
    }
    browser.in_through("docent").await;
    state.store.close().await;
    let (router, _) = demonstration(&folder).await;
    browser.router = router;
    assert_eq!(
        browser.call("GET", "/demo/clock", None).await.ok()["now"],
        "2027-01-15T08:01:00Z"
    );
    assert_eq!(browser.state().await["state"], "signed-in");
}

#[tokio::test]
async fn a_reset_goes_back_to_the_first_state() {
    let folder = folder();
    let (router, state) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    browser.in_through("leerling").await;
    browser.enrol().await;
    browser.open("settings").await;
    browser.in_through("docent").await;
    browser.open("enrolment").await;
    let phone = browser
        .post("/api/v1/enrolment/method", json!({ "method": "sms" }))
        .await
        .ok();
    let body = json!({ "enrolment": phone["id"], "number": "0612345678" });
    browser.post("/api/v1/enrolment/phone", body).await.ok();
    let outbox = browser.call("GET", "/demo/outbox", None).await.ok();
    assert_eq!(
        (&outbox[0]["kind"], &outbox[0]["to"]),
        (&json!("sms"), &json!("+31612345678"))
    );
    assert_eq!(outbox[0]["at"], "2027-01-15T08:00:00Z");
    browser
        .post("/demo/clock", json!({ "advance_seconds": 500 }))
        .await
        .ok();

    browser.call("POST", "/demo/reset", None).await.ok();
    assert_eq!(
        browser.call("GET", "/demo/outbox", None).await.ok(),
        json!([])
    );
    assert_eq!(
        browser.call("GET", "/demo/clock", None).await.ok()["now"],
        "2027-01-15T08:00:00Z"
    );
    assert_eq!(browser.state().await["state"], "signed-out");
    let mut connection = state.store.read().await.unwrap();
    for table in [
        "accounts",
        "sessions",
        "factors",
        "recovery_codes",
        "messages",
        "limits",
        "devices",
        "demo_sessions",
        "used_tokens",
        "challenges",
    ] {
        let query = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let (rows,): (i64,) = sqlx::query_as(query)
            .fetch_one(&mut *connection)
            .await
            .unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    drop(connection);
    browser.in_through("leerling").await;
    assert_eq!(browser.open("settings").await["status"], "off");
}

#[tokio::test]
async fn a_foreign_page_cannot_move_the_demonstration() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    for path in [
        "/demo/reset",
        "/demo/clock",
        "/demo/portal/sign-in",
        "/demo/portal/token",
    ] {
        let request = Request::post(path)
            .header("origin", "https://evil.test")
            .body(Body::empty())
            .unwrap();
        send(router.clone(), request)
            .await
            .refused(403, "origin_not_allowed");
    }
}

#[tokio::test]
async fn every_screen_of_the_gallery_opens_and_answers_what_it_shows() {
    let folder = folder();
    let (router, _) = demonstration(&folder).await;
    let mut browser = Browser::new(&router);
    let list = browser.call("GET", "/demo/gallery", None).await.ok();
    let list = list.as_array().unwrap();
    assert!(list.len() > 70, "{}", list.len());
    let (mut opened, mut refused) = (0, 0);
    for screen in list {
        let name = screen["name"].as_str().unwrap();
        let token = browser
            .post(&format!("/demo/gallery/{name}/token"), json!({}))
            .await
            .ok()["token"]
            .clone();
        assert_eq!(token, "gallery");
        if ["opening-slow", "opening-offline"].contains(&name) {
            continue;
        }
        let body = json!({ "portal_token": token, "view": screen["view"], "lang": "nl" });
        let session = browser
            .post(&format!("/demo/gallery/{name}/session"), body)
            .await;
        if session.status != 200 {
            assert!(name.starts_with("opening-"), "{name}");
            continue;
        }
        let session: tweestap_api::Session = serde_json::from_slice(&session.bytes).unwrap();
        let views = [
            session.enrolment.is_some(),
            session.settings.is_some(),
            session.challenge.is_some(),
        ];
        assert_eq!(views.iter().filter(|there| **there).count(), 1, "{name}");
        opened += 1;
        let clicks = screen["then"].as_array().unwrap();
        if !clicks.is_empty() && !["slow", "offline"].contains(&name) {
            let answer = browser
                .post(
                    &format!("/demo/gallery/{name}/enrolment/confirm"),
                    json!({}),
                )
                .await;
            assert!(answer.status >= 400 && !answer.code().is_empty(), "{name}");
            refused += 1;
        }
    }
    assert!(opened > 60 && refused > 40, "{opened} {refused}");
    browser
        .post("/demo/gallery/nowhere/session", json!({}))
        .await
        .refused(404, "not_found");
}
