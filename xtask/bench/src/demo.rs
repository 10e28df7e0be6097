//! The demonstration from outside the browser: back to the first state, and signed in. What a
//! browser would do for this is not what is measured.

use anyhow::{Context, Result, bail};
use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use reqwest::{Client, Response};
use serde_json::{Value, json};

pub struct Demo {
    client: Client,
    base: String,
}

/// The portal's session, for the browser.
pub struct Cookie {
    pub name: String,
    pub value: String,
}

impl Demo {
    pub fn new(base: &str) -> Self {
        Self {
            client: Client::new(),
            base: base.to_owned(),
        }
    }

    /// Nobody is enrolled, the clock is right, and `leerling` is signed in.
    pub async fn fresh_sign_in(&self) -> Result<Cookie> {
        self.post("/demo/reset", &json!({}), None).await?;
        let account = json!({ "username": "leerling", "password": "tweestap-demo-wachtwoord" });
        let signed_in = self.post("/demo/portal/sign-in", &account, None).await?;
        let cookie = cookie_of(&signed_in)?;
        // Nothing is switched on yet, so the challenge is passed before it is asked.
        let token: Value = self
            .post("/demo/portal/token", &json!({}), Some(&cookie))
            .await?
            .json()
            .await?;
        let open = json!({ "portal_token": token["token"], "view": "challenge", "lang": "nl" });
        let session: Value = self
            .post("/api/v1/session", &open, Some(&cookie))
            .await?
            .json()
            .await?;
        let verified = json!({ "assertion": session["challenge"]["assertion"] });
        let answer = self
            .post("/demo/portal/verified", &verified, Some(&cookie))
            .await?;
        // A careful portal changes its session's name when the person has come further.
        Ok(cookie_of(&answer).unwrap_or(cookie))
    }

    async fn post(&self, path: &str, body: &Value, cookie: Option<&Cookie>) -> Result<Response> {
        let mut request = self
            .client
            .post(format!("{}{path}", self.base))
            .header(ORIGIN, &self.base);
        if let Some(Cookie { name, value }) = cookie {
            request = request.header(COOKIE, format!("{name}={value}"));
        }
        checked(request.json(body).send().await?).await
    }
}

async fn checked(answer: Response) -> Result<Response> {
    if answer.status().is_success() {
        return Ok(answer);
    }
    let (address, status) = (answer.url().clone(), answer.status());
    bail!("{address}: {status} {}", answer.text().await?);
}

fn cookie_of(answer: &Response) -> Result<Cookie> {
    let header = answer
        .headers()
        .get(SET_COOKIE)
        .context("the portal set no cookie")?;
    let (name, rest) = header
        .to_str()?
        .split_once('=')
        .context("a cookie without a value")?;
    let value = rest.split(';').next().unwrap_or_default();
    Ok(Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
    })
}
