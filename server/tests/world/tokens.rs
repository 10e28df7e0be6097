//! Tokens as the portal of the tests makes them, and as nobody should.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};
use tweestap_server::random;

use super::{ISSUER, World};

/// Claims that are accepted now.
pub fn claims(now: i64, subject: &str) -> Value {
    json!({
        "iss": ISSUER, "aud": "tweestap", "sub": subject, "name": format!("Name of {subject}"),
        "iat": now, "exp": now + 60, "jti": random::id().unwrap(), "auth_time": now,
    })
}

impl World {
    /// Signed by the portal's key.
    pub fn token(&self, claims: &Value) -> String {
        self.portal
            .sign("tweestap-login+jwt", claims)
            .unwrap()
            .expose()
            .to_owned()
    }

    /// A fresh, good token.
    pub fn good_token(&self, subject: &str) -> String {
        self.token(&claims(self.clock.now(), subject))
    }
}

/// A token of any header and claims with any signature.
pub fn raw(header: &Value, claims: &Value, sign: impl FnOnce(&str) -> Vec<u8>) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = BASE64URL_NOPAD.encode(&sign(&message));
    format!("{message}.{signature}")
}

/// The readable claims of a compact JWS.
pub fn claims_of(token: &str) -> Value {
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap()).unwrap()
}
