//! A key of P-256 that makes compact JWS (RFC 7515) of whatever header and claims a test wants to try.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use p256::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use serde_json::{Value, json};

pub struct Signer(SigningKey);

impl Signer {
    /// Always the same one for the same seed.
    pub fn of(seed: u8) -> Self {
        Self(SigningKey::from_slice(&[seed; 32]).expect("a number that is a key"))
    }

    pub fn private_pem(&self) -> String {
        let secret = p256::SecretKey::from(&self.0);
        let pem = secret.to_pkcs8_pem(LineEnding::LF).expect("a key as PEM");
        pem.to_string()
    }

    pub fn public_pem(&self) -> String {
        let public = p256::PublicKey::from(self.0.verifying_key());
        public
            .to_public_key_pem(LineEnding::LF)
            .expect("a public key as PEM")
    }

    /// The public half as RFC 7517 writes it.
    pub fn jwk(&self, kid: &str) -> Value {
        let point = self.0.verifying_key().to_encoded_point(false);
        let [x, y] = [point.x(), point.y()].map(|half| {
            let half = half.expect("a point that is not at infinity");
            BASE64URL_NOPAD.encode(half)
        });
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid, "x": x, "y": y })
    }

    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let text = unsigned(header, claims);
        let signature: Signature = self.0.sign(text.as_bytes());
        format!("{text}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    }
}

/// Header and claims, as they are signed.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    let [header, claims] =
        [header, claims].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes()));
    format!("{header}.{claims}")
}

/// The claims of a token, read without a look at its signature.
pub fn claims(token: &str) -> Value {
    let middle = token.split('.').nth(1).expect("a token of three parts");
    let text = BASE64URL_NOPAD.decode(middle.as_bytes());
    serde_json::from_slice(&text.expect("base64url")).expect("claims in JSON")
}
