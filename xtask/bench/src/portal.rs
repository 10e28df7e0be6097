//! A school's portal: its key, the configuration that names it, and the tokens it hands out.

use anyhow::{Context, Result};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use p256::SecretKey;
use p256::pkcs8::{EncodePrivateKey, EncodePublicKey, LineEnding};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use tweestap_api::Secret;

const ISSUER: &str = "https://portal.example";
const AUDIENCE: &str = "https://tweestap.example";

pub struct Portal {
    key: EncodingKey,
    public_pem: String,
    tokens: AtomicU64,
    role: Option<&'static str>,
}

impl Portal {
    pub fn new() -> Result<Self> {
        let key = new_key()?;
        let der = key
            .to_pkcs8_der()
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let public = key.public_key().to_public_key_pem(LineEnding::LF);
        Ok(Self {
            key: EncodingKey::from_ec_der(der.as_bytes()),
            public_pem: public.map_err(|error| anyhow::anyhow!("{error}"))?,
            tokens: AtomicU64::new(0),
            role: None,
        })
    }

    /// Hands over nobody but managers.
    pub fn of_managers() -> Result<Self> {
        Ok(Self {
            role: Some("manager"),
            ..Self::new()?
        })
    }

    /// Writes the server's configuration and this portal's public key. `more` comes after it, in the school's table.
    pub fn configure(&self, folder: &Path, more: &str) -> Result<PathBuf> {
        fs::write(folder.join("portal.pem"), &self.public_pem)?;
        let path = folder.join("schools.toml");
        let text = format!(
            "public_url = \"{AUDIENCE}\"\nproxies = [\"127.0.0.1\"]\n\n[[school]]\nid = \"bench\"\nname = \"Meetschool\"\n\
             issuer = \"{ISSUER}\"\naudience = \"{AUDIENCE}\"\nkeys = [\"portal.pem\"]\n\
             origins = [\"{ISSUER}\"]\n{more}"
        );
        fs::write(&path, text)?;
        Ok(path)
    }

    /// A token for a person who has just signed in with a password.
    pub fn token(&self, subject: &str) -> Result<Secret> {
        let now = now();
        let number = self.tokens.fetch_add(1, Ordering::Relaxed);
        let mut header = Header::new(Algorithm::ES256);
        header.typ = Some("tweestap-login+jwt".to_owned());
        let mut claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": subject, "name": subject,
            "iat": now, "exp": now + 60, "auth_time": now, "jti": format!("{subject}-{number}"),
        });
        if let Some(role) = self.role {
            claims["ts_role"] = json!(role);
        }
        Ok(Secret::new(jsonwebtoken::encode(
            &header, &claims, &self.key,
        )?))
    }
}

/// Unix seconds.
pub fn now() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

fn new_key() -> Result<SecretKey> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    // One draw in 2^32 is above the curve's order; it is an error message, not a wrong key.
    SecretKey::from_slice(&bytes)
        .ok()
        .context("an unlucky key: run it again")
}
