//! The two ways of RFC 6030 section 6 in which a school can hold the key of a file: the key itself, or a passphrase.
//! What is encrypted has a MAC (section 6.1.1), which is checked before anything is decrypted.

use aes::cipher::block_padding::Iso10126;
use aes::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use data_encoding::HEXLOWER_PERMISSIVE;
use hmac::{Hmac, KeyInit as _, Mac as _};
use roxmltree::Node;
use sha1::Sha1;
use sha2::Sha256;
use tweestap_api::{Problem, RowProblem, Secret};
use zeroize::Zeroizing;

use super::secret::base64;
use super::xml::{at, attribute, child, text};

type Bytes = Zeroizing<Vec<u8>>;

const UNREADABLE: Problem = Problem::ImportUnreadable;
/// Rounds of PBKDF2: what a file may cost us.
const MOST_ROUNDS: u32 = 2_000_000;
/// Bytes of the shortest key of a MAC: 128 bits (RFC 2104 section 3 wants no less than the hash; RFC 6030's own is 20).
const SHORTEST_MAC_KEY: usize = 16;
/// Bytes of an AES block.
const BLOCK: usize = 16;

/// What opens a file.
pub struct Keys {
    cipher: Bytes,
    mac: Bytes,
    with_sha256: bool,
}

impl Keys {
    /// `None`: the file is not encrypted.
    pub fn of(container: Node<'_, '_>, key: Option<&Secret>) -> Result<Option<Self>, Problem> {
        let Some(described) = child(container, "EncryptionKey") else {
            return Ok(None);
        };
        let key = key.map(Secret::expose).ok_or(UNREADABLE)?;
        let cipher = match (child(described, "DerivedKey"), child(described, "KeyName")) {
            (Some(derived), _) => derive(derived, key)?,
            (None, Some(_)) => HEXLOWER_PERMISSIVE
                .decode(key.trim().as_bytes())
                .map(Bytes::new)
                .map_err(|_| UNREADABLE)?,
            // A certificate, whose private key a school does not type into a form.
            (None, None) => return Err(UNREADABLE),
        };
        let method = child(container, "MACMethod").ok_or(UNREADABLE)?;
        let with_sha256 = match attribute(Some(method), "Algorithm").rsplit('#').next() {
            Some("hmac-sha1") => false,
            Some("hmac-sha256") => true,
            _ => return Err(UNREADABLE),
        };
        let mac = match child(method, "MACKey") {
            Some(sealed) => {
                let (method, sealed) = sealed_in(sealed).ok_or(UNREADABLE)?;
                // Nothing vouches for this one: whoever alters the file can make its padding swallow it, and a MAC
                // under an empty key is anybody's.
                decrypt(&cipher, method, &sealed)
                    .filter(|key| key.len() >= SHORTEST_MAC_KEY)
                    .ok_or(UNREADABLE)?
            }
            None => cipher.clone(),
        };
        Ok(Some(Self {
            cipher,
            mac,
            with_sha256,
        }))
    }

    /// What stands encrypted in a value of a key (its secret, or its counter).
    pub fn open(&self, value: Node<'_, '_>) -> Result<Bytes, RowProblem> {
        const BROKEN: RowProblem = RowProblem::SecretUnreadable;
        let sealed = child(value, "EncryptedValue").ok_or(BROKEN)?;
        let (method, sealed) = sealed_in(sealed).ok_or(BROKEN)?;
        let mac = base64(text(child(value, "ValueMAC"))).ok_or(RowProblem::MacWrong)?;
        if !self.vouches_for(&sealed, &mac) {
            return Err(RowProblem::MacWrong);
        }
        decrypt(&self.cipher, method, &sealed).ok_or(BROKEN)
    }

    fn vouches_for(&self, sealed: &[u8], mac: &[u8]) -> bool {
        if self.with_sha256 {
            Hmac::<Sha256>::new_from_slice(&self.mac)
                .is_ok_and(|hmac| hmac.chain_update(sealed).verify_slice(mac).is_ok())
        } else {
            Hmac::<Sha1>::new_from_slice(&self.mac)
                .is_ok_and(|hmac| hmac.chain_update(sealed).verify_slice(mac).is_ok())
        }
    }
}

/// Name of the cipher, and IV with ciphertext (XML Encryption).
fn sealed_in<'a>(node: Node<'a, '_>) -> Option<(&'a str, Bytes)> {
    let method = attribute(child(node, "EncryptionMethod"), "Algorithm");
    let sealed = base64(text(at(node, &["CipherData", "CipherValue"])))?;
    Some((method.rsplit('#').next().unwrap_or_default(), sealed))
}

fn rounds(said: &str) -> Option<u32> {
    let rounds = said.parse().ok();
    rounds.filter(|rounds| (1..=MOST_ROUNDS).contains(rounds))
}

/// PBKDF2 (RFC 8018) as XML Encryption 1.1 describes it.
fn derive(derived: Node<'_, '_>, passphrase: &str) -> Result<Bytes, Problem> {
    let method = child(derived, "KeyDerivationMethod").ok_or(UNREADABLE)?;
    if attribute(Some(method), "Algorithm").rsplit('#').next() != Some("pbkdf2") {
        return Err(UNREADABLE);
    }
    let asked = child(method, "PBKDF2-params").ok_or(UNREADABLE)?;
    let salt = base64(text(at(asked, &["Salt", "Specified"]))).ok_or(UNREADABLE)?;
    let rounds = rounds(text(child(asked, "IterationCount"))).ok_or(UNREADABLE)?;
    let length = match text(child(asked, "KeyLength")) {
        "" | "16" => 16,
        "24" => 24,
        "32" => 32,
        _ => return Err(UNREADABLE),
    };
    let mut key = Bytes::new(vec![0; length]);
    let prf = attribute(child(asked, "PRF"), "Algorithm").to_ascii_lowercase();
    let passphrase = passphrase.as_bytes();
    match prf.rsplit(['#', '-']).next().unwrap_or_default() {
        "" | "sha1" | "hmacwithsha1" => {
            pbkdf2::pbkdf2_hmac::<Sha1>(passphrase, &salt, rounds, &mut key);
        }
        "sha256" | "hmacwithsha256" => {
            pbkdf2::pbkdf2_hmac::<Sha256>(passphrase, &salt, rounds, &mut key);
        }
        _ => return Err(UNREADABLE),
    }
    Ok(key)
}

/// CBC, padded as XML Encryption does (section 5.2: only the last byte says something).
fn decrypt(key: &[u8], method: &str, sealed: &[u8]) -> Option<Bytes> {
    let (iv, ciphertext) = sealed.split_at_checked(BLOCK)?;
    macro_rules! with {
        ($cipher:ty) => {
            Decryptor::<$cipher>::new_from_slices(key, iv)
                .ok()?
                .decrypt_padded_vec::<Iso10126>(ciphertext)
                .ok()
        };
    }
    let plain = match method {
        "aes128-cbc" => with!(Aes128),
        "aes192-cbc" => with!(Aes192),
        "aes256-cbc" => with!(Aes256),
        _ => None,
    };
    plain.map(Bytes::new)
}

#[cfg(test)]
mod tests {
    use super::rounds;

    /// Of a file with too many and of one whose key is wrong the same is said: only the time would tell them apart.
    #[test]
    fn a_file_costs_two_million_rounds_at_most() {
        for (said, counted) in [
            ("1", Some(1)),
            ("2000000", Some(2_000_000)),
            ("2000001", None),
            ("4294967295", None),
            ("4294967297", None),
            ("0", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(rounds(said), counted, "{said}");
        }
    }
}
