//! One person at the HTTP API: enrols with an app, later answers a challenge. Speaks only the published
//! contract, like a back end's own client would.

use crate::portal::{Portal, now};
use anyhow::{Context, Result, bail};
use reqwest::Client;
use serde::{Serialize, de::DeserializeOwned};
use tweestap_api::{
    Acknowledge, Challenge, ChallengeStep, ChooseMethod, ConfirmCode, Enrolment, EnrolmentStep,
    Method, OpenSession, Secret, Session, VerifyChallenge, View, routes,
};

/// Where the calls go.
pub struct Api {
    pub client: Client,
    /// `http://127.0.0.1:PORT/api/v1`
    pub base: String,
}

/// Enrolled: what the authenticator app remembers.
pub struct Enrolled {
    subject: String,
    app: totp_rs::Totp,
    /// Of the session in which it was done.
    pub token: Secret,
}

/// Enrols a new person: session, method, code, acknowledgement.
pub async fn enrol(api: &Api, portal: &Portal, subject: String) -> Result<Enrolled> {
    let session = open(api, portal, &subject, View::Enrolment).await?;
    let token = session.access_token;
    let chosen: Enrolment = post(
        api,
        &token,
        routes::ENROLMENT_METHOD,
        &ChooseMethod {
            method: Method::App,
        },
    )
    .await?;
    let id = chosen.id.context("no enrolment id")?;
    let app = app_with(&chosen.app.context("no key to scan")?.key)?;
    // The code of the step before, so that the next one is still unused at the challenge.
    let confirm = ConfirmCode {
        enrolment: id.clone(),
        code: code(&app, -1),
    };
    let confirmed: Enrolment = post(api, &token, routes::ENROLMENT_CONFIRM, &confirm).await?;
    if confirmed.recovery_codes.map(|codes| codes.len()) != Some(6) {
        bail!("no six recovery codes");
    }
    let done: Enrolment = post(
        api,
        &token,
        routes::ENROLMENT_ACKNOWLEDGE,
        &Acknowledge { enrolment: id },
    )
    .await?;
    if done.step != EnrolmentStep::Done {
        bail!("two-step verification is not on: {:?}", done.step);
    }
    Ok(Enrolled {
        subject,
        app,
        token,
    })
}

impl Enrolled {
    /// Signs in: session, code. Ends with the assertion for the portal.
    pub async fn sign_in(&self, api: &Api, portal: &Portal) -> Result<()> {
        let session = open(api, portal, &self.subject, View::Challenge).await?;
        let id = session
            .challenge
            .and_then(|challenge| challenge.id)
            .context("no challenge")?;
        let verify = VerifyChallenge {
            challenge: id,
            code: code(&self.app, 0),
            remember: false,
        };
        let passed: Challenge = post(
            api,
            &session.access_token,
            routes::CHALLENGE_VERIFY,
            &verify,
        )
        .await?;
        if passed.step != ChallengeStep::Passed || passed.assertion.is_none() {
            bail!("the challenge was not passed: {:?}", passed.step);
        }
        Ok(())
    }
}

async fn open(api: &Api, portal: &Portal, subject: &str, view: View) -> Result<Session> {
    let body = OpenSession {
        portal_token: portal.token(subject)?,
        view,
        lang: "nl".to_owned(),
        frame: None,
    };
    send(
        api.client
            .post(format!("{}{}", api.base, routes::SESSION))
            .json(&body),
    )
    .await
}

pub async fn get<T: DeserializeOwned>(api: &Api, token: &Secret, path: &str) -> Result<T> {
    let request = api.client.get(format!("{}{path}", api.base));
    send(request.bearer_auth(token.expose())).await
}

pub async fn put<T: DeserializeOwned>(
    api: &Api,
    token: &Secret,
    route: &str,
    body: &impl Serialize,
) -> Result<T> {
    let request = api.client.put(format!("{}{route}", api.base));
    send(request.bearer_auth(token.expose()).json(body)).await
}

pub async fn post<T: DeserializeOwned>(
    api: &Api,
    token: &Secret,
    route: &str,
    body: &impl Serialize,
) -> Result<T> {
    let request = api
        .client
        .post(format!("{}{route}", api.base))
        .bearer_auth(token.expose());
    send(request.json(body)).await
}

async fn send<T: DeserializeOwned>(request: reqwest::RequestBuilder) -> Result<T> {
    let answer = request.send().await?;
    if !answer.status().is_success() {
        let (address, status) = (answer.url().clone(), answer.status());
        bail!("{address}: {status} {}", answer.text().await?);
    }
    Ok(answer.json().await?)
}

/// The authenticator app of the person who scanned this key (RFC 6238: SHA-1, six digits, 30 s).
pub fn app_with(key: &Secret) -> Result<totp_rs::Totp> {
    let secret = totp_rs::Secret::try_from_base32(key.expose())
        .map_err(|error| anyhow::anyhow!("the key is not base32: {error}"))?;
    let app = totp_rs::Builder::new().with_secret(secret).build();
    app.map_err(|error| anyhow::anyhow!("the key makes no app: {error}"))
}

/// The code some steps of 30 seconds from now.
pub fn code(app: &totp_rs::Totp, steps: i64) -> Secret {
    let time = u64::try_from(now() + 30 * steps).unwrap_or_default();
    Secret::new(app.generate(time).to_string())
}
