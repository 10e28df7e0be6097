//! The public keys of a portal.

use std::path::Path;

use jsonwebtoken::{Algorithm, DecodingKey};

/// A public key of a portal and the algorithms it may be used with. Never a symmetric one.
#[derive(Clone)]
pub struct PortalKey {
    pub(super) key: DecodingKey,
    pub(super) algorithms: &'static [Algorithm],
}

impl PortalKey {
    /// A file with one public key in PEM (SubjectPublicKeyInfo).
    pub fn read(path: &Path) -> Result<Self, String> {
        let pem = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::from_pem(&pem).map_err(|what| format!("{}: {what}", path.display()))
    }

    /// P-256, Ed25519, or RSA of at least 3 072 bit.
    pub fn from_pem(pem: &[u8]) -> Result<Self, &'static str> {
        if let Ok(key) = DecodingKey::from_ec_pem(pem) {
            // An uncompressed P-256 point: ES256 and no other curve.
            return match key.try_get_as_bytes() {
                Ok(point) if point.len() == 65 => Ok(Self {
                    key,
                    algorithms: &[Algorithm::ES256],
                }),
                _ => Err("the elliptic-curve key is not a P-256 public key"),
            };
        }
        if let Ok(key) = DecodingKey::from_ed_pem(pem) {
            return Ok(Self {
                key,
                algorithms: &[Algorithm::EdDSA],
            });
        }
        match DecodingKey::from_rsa_pem(pem) {
            Ok(key)
                if key
                    .try_get_as_bytes()
                    .is_ok_and(|der| modulus_bytes(der) >= 384) =>
            {
                Ok(Self {
                    key,
                    algorithms: &[Algorithm::RS256, Algorithm::PS256],
                })
            }
            Ok(_) => Err("the RSA key is shorter than 3072 bit"),
            Err(_) => Err("there is no public key (P-256, Ed25519 or RSA) in PEM in it"),
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
