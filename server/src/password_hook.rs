//! The portal that keeps the passwords itself (S-B-74): it is given a new one, with a signed statement whose it is, and
//! nothing is kept here. One call, to the one configured address; no redirect, nothing of it in a log.

use std::time::Duration;

use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Url};
use serde::{Deserialize, Serialize};
use tweestap_api::Secret;

use crate::error::{Error, Result};
use crate::guarded::{self, Host};

/// The `typ` of the statement.
pub const TYPE: &str = "tweestap-password+jwt";
/// Seconds the statement is good.
pub const LIFETIME: i64 = 60;
/// Less than the time after which a link that is held by a call is free again.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);

/// RFC 7519.
#[derive(Serialize, Deserialize)]
pub struct Claims {
    /// This server's public address.
    pub iss: String,
    /// The portal's issuer.
    pub aud: String,
    /// Whose password it is.
    pub sub: String,
    pub iat: i64,
    pub exp: i64,
    /// Never the same twice: the portal takes one once.
    pub jti: String,
}

/// What the portal reads.
#[derive(Serialize)]
struct Call<'a> {
    token: &'a str,
    password: &'a str,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Taken,
    /// 422: not this one.
    Refused,
    /// It may have arrived or not; the same password can be sent again.
    None,
}

/// Where a portal takes new passwords.
pub struct Hook {
    url: Url,
    client: Client,
}

impl Hook {
    /// `private`: within one's own network, which no configuration can say.
    pub fn new(address: &str, private: bool) -> std::result::Result<Self, String> {
        let fault = || {
            format!(
                "hook = {address:?} must be an https address of the portal at a public host, such as https://portal.example/new-password"
            )
        };
        let url = Url::parse(address).map_err(|_| fault())?;
        let host = Host::of(&url, private).map_err(|_| fault())?;
        let client = guarded::client(host, !private, CONNECT)?;
        Ok(Self { url, client })
    }

    pub fn address(&self) -> &str {
        self.url.as_str()
    }

    /// Hands a password over.
    pub async fn give(&self, token: &Secret, password: &Secret) -> Result<Answer> {
        let call = Call {
            token: token.expose(),
            password: password.expose(),
        };
        let body = serde_json::to_vec(&call).map_err(|_| Error::Internal("no JSON"))?;
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .timeout(PATIENCE)
            .body(body);
        let answer = match request
            .send()
            .await
            .map(|response| response.status().as_u16())
        {
            Ok(200..=299) => Answer::Taken,
            Ok(422) => Answer::Refused,
            Ok(status) => {
                tracing::warn!(status, "the portal's hook for passwords did not take one");
                Answer::None
            }
            // The error's words may hold the address, and nothing more; the password is in the body.
            Err(error) => {
                let in_time = !error.is_timeout();
                tracing::warn!(in_time, "the portal's hook for passwords did not answer");
                Answer::None
            }
        };
        Ok(answer)
    }
}
