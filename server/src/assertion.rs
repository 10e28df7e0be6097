//! The signed statement that a person passed the second step, for the portal's *server*, and the public
//! keys it is checked with. It never travels in a browser event.

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::elliptic_curve::sec1::ToEncodedPoint as _;
use p256::pkcs8::EncodePrivateKey as _;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tweestap_api::Secret;

use crate::error::Error;

/// The `typ` of the header (RFC 8725 section 3.11: explicit typing).
pub const TYPE: &str = "tweestap-assertion+jwt";
/// Seconds an assertion is good.
pub const LIFETIME: i64 = 60;

/// RFC 7519 and RFC 8176 (`amr`); what starts with `ts_` is ours.
#[derive(Clone, Serialize, Deserialize)]
pub struct Claims {
    /// This server's public address.
    pub iss: String,
    /// The portal's issuer.
    pub aud: String,
    pub sub: String,
    pub iat: i64,
    pub exp: i64,
    pub jti: String,
    /// When the person signed in at the portal.
    pub auth_time: i64,
    pub amr: Vec<String>,
    /// The device was remembered: no code was given now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ts_remembered: bool,
    /// When the code was given: now, or for the device that is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ts_mfa_time: Option<i64>,
    /// `recovery`: by a recovery or reset code, which has no name in RFC 8176. `portal`: by the portal's own second
    /// step; `amr` then says what the portal said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ts_method: Option<String>,
    /// What the portal's token said, so that it can tell which sign-in this is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub txn: Option<String>,
}

/// An ES256 key and the name it is published under.
pub struct Signer {
    key: EncodingKey,
    kid: String,
    jwk: Value,
    public_pem: String,
}

impl Signer {
    pub fn new(secret: &SecretKey) -> Result<Self, String> {
        let der = secret.to_pkcs8_der().map_err(|error| error.to_string())?;
        let point = secret.public_key().to_encoded_point(false);
        let (Some(x), Some(y)) = (point.x(), point.y()) else {
            return Err("the signing key has no affine public point".to_owned());
        };
        let (x, y) = (BASE64URL_NOPAD.encode(x), BASE64URL_NOPAD.encode(y));
        // RFC 7638: the hash of the required members in alphabetical order.
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let kid = BASE64URL_NOPAD.encode(&Sha256::digest(canonical.as_bytes()));
        let jwk = json!({
            "kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": kid, "use": "sig", "alg": "ES256",
        });
        let public_pem = p256::pkcs8::EncodePublicKey::to_public_key_pem(
            &secret.public_key(),
            p256::pkcs8::LineEnding::LF,
        )
        .map_err(|error| error.to_string())?;
        Ok(Self {
            key: EncodingKey::from_ec_der(der.as_bytes()),
            kid,
            jwk,
            public_pem,
        })
    }

    /// A compact JWS of any claims, with the given `typ`.
    pub fn sign<T: Serialize>(&self, typ: &str, claims: &T) -> Result<Secret, Error> {
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some(typ.to_owned());
        header.kid = Some(self.kid.clone());
        jsonwebtoken::encode(&header, claims, &self.key)
            .map(Secret::new)
            .map_err(|_| Error::Internal("signing failed"))
    }

    /// The name it is published under (RFC 7638).
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// As it is published (RFC 7517).
    pub fn jwk(&self) -> &Value {
        &self.jwk
    }

    pub fn public_pem(&self) -> &str {
        &self.public_pem
    }
}
