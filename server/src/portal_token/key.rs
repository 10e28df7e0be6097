//! The public keys of a portal: one in a PEM file, or those of a JWKS (RFC 7517) that its identity provider
//! publishes.

mod jwks;

use std::path::Path;

use jsonwebtoken::{Algorithm, DecodingKey};

/// A public key of a portal and the algorithms it may be used with. Never a symmetric one.
#[derive(Clone)]
pub struct PortalKey {
    pub(super) key: DecodingKey,
    pub(super) algorithms: &'static [Algorithm],
    /// Its name in a JWKS: a token that names another one is not tried with it.
    pub(super) kid: Option<String>,
}

/// Bytes of the shortest modulus: 3 072 bit.
const MODULUS: usize = 384;
const SHORT: &str = "the RSA key is shorter than 3072 bit";

impl PortalKey {
    /// The keys of a file: one public key in PEM (SubjectPublicKeyInfo), or a JWKS.
    pub fn read(path: &Path) -> Result<Vec<Self>, String> {
        let failed = |what: String| format!("{}: {what}", path.display());
        let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
        if bytes.trim_ascii_start().starts_with(b"{") {
            return Self::from_jwks(&bytes).map_err(failed);
        }
        let key = Self::from_pem(&bytes).map_err(|what| failed(what.to_owned()))?;
        Ok(vec![key])
    }

    /// P-256, Ed25519, or RSA of at least 3 072 bit.
    pub fn from_pem(pem: &[u8]) -> Result<Self, &'static str> {
        let of = |key, algorithms| Self {
            key,
            algorithms,
            kid: None,
        };
        if let Ok(key) = DecodingKey::from_ec_pem(pem) {
            // An uncompressed P-256 point: ES256 and no other curve.
            return match key.try_get_as_bytes() {
                Ok(point) if point.len() == 65 => Ok(of(key, &[Algorithm::ES256])),
                _ => Err("the elliptic-curve key is not a P-256 public key"),
            };
        }
        if let Ok(key) = DecodingKey::from_ed_pem(pem) {
            return Ok(of(key, &[Algorithm::EdDSA]));
        }
        match DecodingKey::from_rsa_pem(pem) {
            Ok(key)
                if key
                    .try_get_as_bytes()
                    .is_ok_and(|der| modulus_bytes(der) >= MODULUS) =>
            {
                Ok(of(key, &[Algorithm::RS256, Algorithm::PS256]))
            }
            Ok(_) => Err(SHORT),
            Err(_) => {
                Err("there is no public key (P-256, Ed25519 or RSA) in PEM in it, and no JWKS")
            }
        }
    }

    /// Whether it may have signed a token whose header names this key, or none.
    pub(super) fn may_be(&self, kid: Option<&str>) -> bool {
        match (&self.kid, kid) {
            (Some(own), Some(named)) => own == named,
            _ => true,
        }
    }
}

/// Length of the modulus in a DER `RSAPublicKey` (RFC 8017 A.1.1): the first INTEGER of the SEQUENCE.
fn modulus_bytes(der: &[u8]) -> usize {
    match der {
        [0x30, 0x82, _, _, 0x02, 0x82, high, low, sign, ..] => {
            let length = usize::from(*high) << 8 | usize::from(*low);
            length - usize::from(*sign == 0)
        }
        // Shorter lengths are encoded in one byte: far below what is allowed.
        _ => 0,
    }
}
