//! Somebody who speaks HTTP to a portal by hand, so that nothing but its server is tested.

use reqwest::header::{COOKIE, LOCATION, ORIGIN, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, redirect};
use serde_json::{Value, json};
use tweestap_e2e::signer::claims;

pub struct Visitor {
    http: Client,
    address: String,
    /// `name=value`
    pub cookie: String,
}

impl Visitor {
    pub fn of(address: &str) -> Self {
        let http = Client::builder().redirect(redirect::Policy::none()).build();
        Self {
            http: http.unwrap(),
            address: address.to_owned(),
            cookie: String::new(),
        }
    }

    pub async fn signs_in(&mut self, username: &str) {
        let form = format!("username={username}&password=wachtwoord-van-{username}&to=%2Fsettings");
        let request = self.post("/sign-in").body(form);
        let answer = self
            .sends(request.header("content-type", "application/x-www-form-urlencoded"))
            .await;
        assert_eq!(
            answer.headers()[LOCATION],
            "/",
            "{username} was not let in: {answer:?}"
        );
    }

    pub fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.address))
    }

    /// With the cookie, and takes the new one if there is one.
    pub async fn sends(&mut self, request: RequestBuilder) -> Response {
        let answer = request.header(COOKIE, &self.cookie).send().await.unwrap();
        let mut cookies = answer.headers().get_all(SET_COOKIE).iter();
        // PHP sends two while it changes the name of a session: the last one counts.
        if let Some(cookie) = cookies.next_back() {
            let line = cookie.to_str().unwrap();
            let lower = line.to_ascii_lowercase();
            assert!(
                lower.contains("httponly") && lower.contains("samesite=strict"),
                "{line}"
            );
            self.cookie = line.split(';').next().unwrap().to_owned();
        }
        answer
    }

    /// The claims of the token that the widget would get.
    pub async fn token(&mut self) -> Value {
        let request = self.post("/tweestap-token").json(&json!({}));
        let answer = self.sends(request).await;
        let body: Value = answer.json().await.unwrap();
        claims(body["token"].as_str().unwrap())
    }

    pub async fn offers(&mut self, assertion: &str) -> u16 {
        let request = self
            .post("/tweestap-verified")
            .json(&json!({ "assertion": assertion }));
        self.sends(request).await.status().as_u16()
    }

    /// As a form on somebody else's page would.
    pub async fn is_made_to_post(&mut self, path: &str) -> u16 {
        let request = self.post(path).header(ORIGIN, "https://elsewhere.example");
        self.sends(request).await.status().as_u16()
    }

    /// `signed-out`, `challenge` or `signed-in`.
    pub async fn state(&mut self) -> String {
        let request = self.http.get(&self.address);
        let answer = self.sends(request).await;
        let page = answer.text().await.unwrap();
        let (_, rest) = page.split_once("data-portal=\"").expect("a page");
        rest.split('"').next().unwrap().to_owned()
    }
}
