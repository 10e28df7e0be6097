//! Time-based codes (RFC 6238: SHA-1, six digits, 30 s): the key a person gets and what a typed code
//! means at a given time. Pure; spending a step is the store's compare-and-swap.

use totp_rs::Builder;
use tweestap_api::Secret;

use crate::error::Error;
use crate::oath::{self, Kind};

pub use crate::oath::Reading;

pub const STEP: i64 = 30;
/// Bytes of a secret (RFC 4226 requirement 6 recommends 160 bit).
pub const SECRET_LENGTH: usize = 20;
/// Exactly six ASCII digits, leading zeros kept.
pub fn is_well_formed(code: &str) -> bool {
    oath::is_well_formed(code, 6)
}

/// Reads a well-formed code with one step of tolerance either side. `last_step`: the last one spent.
pub fn read(secret: &[u8], code: &str, now: i64, last_step: i64) -> Result<Reading, Error> {
    Kind::APP.read(secret, code, now, last_step)
}

/// Whether this is the very code that was spent.
pub fn is_of_step(secret: &[u8], code: &str, step: i64) -> Result<bool, Error> {
    Kind::APP.is_of_step(secret, code, step)
}

/// The Key URI and the key alone, in base32 without padding.
pub fn setup(secret: &[u8], issuer: &str, account: &str) -> Result<tweestap_api::AppSetup, Error> {
    let totp = Builder::new()
        .with_secret(secret)
        .with_issuer(Some(label(issuer)))
        .with_account_name(label(account))
        .build()
        .map_err(|_| Error::Internal("a Key URI cannot be made"))?;
    let uri = totp
        .to_url()
        .map_err(|_| Error::Internal("a Key URI cannot be made"))?;
    Ok(tweestap_api::AppSetup {
        uri: Secret::new(uri),
        key: Secret::new(totp.secret().to_base32()),
    })
}

/// The Key URI format allows no colon in either part of the label, and an empty one says nothing.
fn label(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == ':' || c.is_control() { ' ' } else { c })
        .collect();
    let clean = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if clean.is_empty() {
        "Tweestap".to_owned()
    } else {
        clean
    }
}

#[cfg(test)]
mod tests {
    use totp_rs::Totp;

    use super::*;

    fn plain(secret: &[u8]) -> Result<Totp, totp_rs::TotpError> {
        Builder::new().with_secret(secret).build()
    }

    const RFC_SECRET: &[u8; 20] = b"12345678901234567890";

    #[test]
    fn the_vectors_of_rfc_6238_are_read() {
        // Appendix B, SHA-1; of the eight digits the last six.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                read(RFC_SECRET, code, time, 0).unwrap(),
                Reading::Good { step: time / STEP }
            );
        }
    }

    #[test]
    fn one_step_either_side_is_accepted_and_no_more() {
        let now = 1_800_000_000;
        let code = |step: i64| {
            plain(RFC_SECRET)
                .unwrap()
                .generate((step * STEP) as u64)
                .to_string()
        };
        let current = now / STEP;
        for step in current - 1..=current + 1 {
            assert_eq!(
                read(RFC_SECRET, &code(step), now, 0).unwrap(),
                Reading::Good { step }
            );
        }
        for back in 2..=10 {
            let seconds = (back * STEP) as u32;
            assert_eq!(
                read(RFC_SECRET, &code(current - back), now, 0).unwrap(),
                Reading::Past { seconds }
            );
        }
        for away in [2, 3, 10, -11, -12, 40] {
            assert_eq!(
                read(RFC_SECRET, &code(current + away), now, 0).unwrap(),
                Reading::Wrong,
                "{away}"
            );
        }
    }

    #[test]
    fn a_spent_step_reads_as_wrong_in_the_window_and_in_the_past() {
        let now = 1_800_000_000;
        let current = now / STEP;
        let code = |step: i64| {
            plain(RFC_SECRET)
                .unwrap()
                .generate((step * STEP) as u64)
                .to_string()
        };
        assert_eq!(
            read(RFC_SECRET, &code(current), now, current).unwrap(),
            Reading::Wrong
        );
        assert_eq!(
            read(RFC_SECRET, &code(current - 1), now, current).unwrap(),
            Reading::Wrong
        );
        assert_eq!(
            read(RFC_SECRET, &code(current + 1), now, current).unwrap(),
            Reading::Good { step: current + 1 }
        );
        assert_eq!(
            read(RFC_SECRET, &code(current - 3), now, current - 3).unwrap(),
            Reading::Wrong
        );
        assert!(is_of_step(RFC_SECRET, &code(current), current).unwrap());
        assert!(!is_of_step(RFC_SECRET, &code(current), current + 1).unwrap());
    }

    #[test]
    fn a_code_is_six_ascii_digits() {
        assert!(is_well_formed("012345"));
        for malformed in [
            "",
            "12345",
            "1234567",
            "12 456",
            "12345a",
            "１２３４５６",
            "-12345",
            "+12345",
        ] {
            assert!(!is_well_formed(malformed), "{malformed:?}");
        }
    }

    #[test]
    fn a_key_uri_holds_no_colon_and_no_plus() {
        let setup = setup(RFC_SECRET, "O.B.S.: De Brug", "Sam: de  Vries\n").unwrap();
        let uri = setup.uri.expose();
        assert!(
            uri.starts_with("otpauth://totp/O.B.S.%20De%20Brug:Sam%20de%20Vries?secret="),
            "{uri}"
        );
        assert!(
            uri.contains("issuer=O.B.S.%20De%20Brug") && !uri.contains('+'),
            "{uri}"
        );
        assert_eq!(setup.key.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
