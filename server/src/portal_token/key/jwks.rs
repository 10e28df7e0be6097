//! A JWKS (RFC 7517) as identity providers publish it. Keys for other uses are passed over; one that is for
//! signatures and could not be trusted is refused with the whole file.

use data_encoding::BASE64URL_NOPAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::Value;

use super::{MODULUS, PortalKey, SHORT};

impl PortalKey {
    /// The signature keys of a JWKS.
    pub fn from_jwks(bytes: &[u8]) -> Result<Vec<Self>, String> {
        const NONE: &str = "there is no JWKS (RFC 7517) with a key for signatures in it";
        let document: Value = serde_json::from_slice(bytes).map_err(|_| NONE.to_owned())?;
        let listed = document["keys"].as_array().ok_or(NONE)?;
        let mut keys: Vec<Self> = Vec::new();
        for jwk in listed.iter().filter(|jwk| jwk["use"] != "enc") {
            let kid = jwk["kid"].as_str().map(str::to_owned);
            let named = kid.as_deref().unwrap_or("without a kid");
            if kid.is_some() && keys.iter().any(|other| other.kid == kid) {
                return Err(format!("two keys have the kid {named:?}"));
            }
            let (key, algorithms) =
                read(jwk).map_err(|what| format!("the key {named:?}: {what}"))?;
            keys.push(Self {
                key,
                algorithms,
                kid,
            });
        }
        if keys.is_empty() {
            return Err(NONE.to_owned());
        }
        Ok(keys)
    }
}

fn read(jwk: &Value) -> Result<(DecodingKey, &'static [Algorithm]), &'static str> {
    if jwk.get("d").is_some() || jwk.get("k").is_some() {
        return Err("it is a secret one; publish its public half only");
    }
    let word = |member: &str| jwk[member].as_str().unwrap_or_default();
    let algorithms: &'static [Algorithm] = match (word("kty"), word("crv"), word("alg")) {
        ("EC", "P-256", "" | "ES256") => &[Algorithm::ES256],
        ("OKP", "Ed25519", "" | "EdDSA" | "Ed25519") => &[Algorithm::EdDSA],
        ("RSA", _, "") => &[Algorithm::RS256, Algorithm::PS256],
        ("RSA", _, "RS256") => &[Algorithm::RS256],
        ("RSA", _, "PS256") => &[Algorithm::PS256],
        _ => return Err("it is neither P-256 (ES256), Ed25519 (EdDSA) nor RSA (RS256, PS256)"),
    };
    let malformed = "it is malformed";
    let bytes = |member| BASE64URL_NOPAD.decode(word(member).as_bytes());
    let is_sound = match word("kty") {
        "RSA" if !is_long(word("n")) => return Err(SHORT),
        "RSA" => true,
        "EC" => is_point(
            &bytes("x").unwrap_or_default(),
            &bytes("y").unwrap_or_default(),
        ),
        _ => bytes("x").is_ok_and(|point| point.len() == 32),
    };
    if !is_sound {
        return Err(malformed);
    }
    // Members that are about something else are no reason to refuse it.
    let mut plain = jwk.clone();
    if let Some(members) = plain.as_object_mut() {
        members.retain(|member, _| ["kty", "crv", "x", "y", "n", "e"].contains(&member.as_str()));
    }
    let jwk: Jwk = serde_json::from_value(plain).map_err(|_| malformed)?;
    let key = DecodingKey::from_jwk(&jwk).map_err(|_| malformed)?;
    Ok((key, algorithms))
}

/// On the curve: what the library would find out at the first token only.
fn is_point(x: &[u8], y: &[u8]) -> bool {
    x.len() == 32 && p256::PublicKey::from_sec1_bytes(&[&[4], x, y].concat()).is_ok()
}

fn is_long(modulus: &str) -> bool {
    BASE64URL_NOPAD
        .decode(modulus.as_bytes())
        .is_ok_and(|bytes| bytes.iter().skip_while(|byte| **byte == 0).count() >= MODULUS)
}
