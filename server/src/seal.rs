//! What is written to the database about secrets: sealed (XChaCha20-Poly1305), or as a keyed hash. Neither
//! key is ever in the database, and a sealed text opens only in the row it was written for.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::random;

const KEY_ID: usize = 4;
const NONCE: usize = 24;

/// Where a sealed text belongs. Moved to another row, account or column it does not open.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub school: &'a str,
    pub account: &'a str,
    pub row: &'a str,
    pub column: &'static str,
}

impl Place<'_> {
    /// Lengths keep the parts apart: no two places share one text.
    fn associated_data(self, key_id: &[u8]) -> Vec<u8> {
        let mut data = key_id.to_vec();
        for part in [self.school, self.account, self.row, self.column] {
            data.extend_from_slice(&(part.len() as u64).to_le_bytes());
            data.extend_from_slice(part.as_bytes());
        }
        data
    }
}

pub struct Sealer {
    cipher: XChaCha20Poly1305,
    /// Starts every sealed text, so that a later key can be told apart.
    key_id: [u8; KEY_ID],
}

impl Sealer {
    pub fn new(key: &[u8; 32]) -> Self {
        let digest = Sha256::digest(key);
        let mut key_id = [0; KEY_ID];
        key_id.copy_from_slice(&digest[..KEY_ID]);
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
            key_id,
        }
    }

    /// base64url of key id, nonce (random, 192 bit) and ciphertext.
    pub fn seal(&self, place: Place<'_>, secret: &[u8]) -> Result<String, Error> {
        let nonce = random::bytes::<NONCE>()?;
        let aad = place.associated_data(&self.key_id);
        let sealed = self
            .cipher
            .encrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: secret,
                    aad: &aad,
                },
            )
            .map_err(|_| Error::Internal("sealing failed"))?;
        let whole = [&self.key_id[..], nonce.as_slice(), &sealed].concat();
        Ok(BASE64URL_NOPAD.encode(&whole))
    }

    pub fn open(&self, place: Place<'_>, sealed: &str) -> Result<Zeroizing<Vec<u8>>, Error> {
        const BROKEN: Error = Error::Internal("a sealed text does not open");
        let whole = BASE64URL_NOPAD
            .decode(sealed.as_bytes())
            .map_err(|_| BROKEN)?;
        let (key_id, rest) = whole.split_at_checked(KEY_ID).ok_or(BROKEN)?;
        let (nonce, ciphertext) = rest.split_at_checked(NONCE).ok_or(BROKEN)?;
        let nonce: [u8; NONCE] = nonce.try_into().map_err(|_| BROKEN)?;
        let aad = place.associated_data(key_id);
        self.cipher
            .decrypt(
                &XNonce::from(nonce),
                Payload {
                    msg: ciphertext,
                    aad: &aad,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| BROKEN)
    }
}

/// HMAC-SHA-256 under a key that is not in the database: short codes and numbers cannot be searched for.
pub struct Pepper(Zeroizing<[u8; 32]>);

impl Pepper {
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*key))
    }

    /// `purpose` keeps hashes of different kinds apart.
    pub fn hash(&self, purpose: &'static str, parts: &[&str]) -> [u8; 32] {
        // HMAC takes a key of any length: this cannot fail.
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.0.as_slice()) else {
            unreachable!("HMAC takes a key of any length")
        };
        for part in std::iter::once(&purpose).chain(parts) {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        mac.finalize().into_bytes().into()
    }

    pub fn hex(&self, purpose: &'static str, parts: &[&str]) -> String {
        HEXLOWER.encode(&self.hash(purpose, parts))
    }
}

/// SHA-256 in hexadecimal, for tokens of 256 random bit (a slow hash would add nothing).
pub fn digest(token: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Place, Sealer};

    const PLACE: Place<'_> = Place {
        school: "s",
        account: "a",
        row: "r",
        column: "secret",
    };

    #[test]
    fn a_sealed_text_opens_in_its_own_place_only() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = sealer.seal(PLACE, b"twelve drummers").unwrap();
        assert_eq!(
            sealer.open(PLACE, &sealed).unwrap().as_slice(),
            b"twelve drummers"
        );
        for elsewhere in [
            Place {
                school: "t",
                ..PLACE
            },
            Place {
                account: "b",
                ..PLACE
            },
            Place { row: "q", ..PLACE },
            Place {
                column: "codes",
                ..PLACE
            },
            Place {
                school: "sa",
                account: "",
                ..PLACE
            },
        ] {
            assert!(sealer.open(elsewhere, &sealed).is_err());
        }
        assert!(Sealer::new(&[8; 32]).open(PLACE, &sealed).is_err());
    }

    #[test]
    fn a_text_sealed_twice_differs() {
        let sealer = Sealer::new(&[7; 32]);
        assert_ne!(
            sealer.seal(PLACE, b"x").unwrap(),
            sealer.seal(PLACE, b"x").unwrap()
        );
    }

    #[test]
    fn a_shortened_or_altered_text_does_not_open() {
        let sealer = Sealer::new(&[7; 32]);
        let sealed = sealer.seal(PLACE, b"x").unwrap();
        for end in 0..sealed.len() {
            assert!(sealer.open(PLACE, &sealed[..end]).is_err());
        }
        let altered = sealed.replacen(
            &sealed[40..41],
            if &sealed[40..41] == "A" { "B" } else { "A" },
            1,
        );
        assert!(sealer.open(PLACE, &altered).is_err());
    }
}
