//! Randomness from the operating system, and nothing else.

use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

/// The operating system gave no randomness: nothing safe can be done.
#[derive(Debug)]
pub struct NoRandomness;

pub fn bytes<const N: usize>() -> Result<Zeroizing<[u8; N]>, NoRandomness> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// An opaque name of 128 bit, 22 characters.
pub fn id() -> Result<String, NoRandomness> {
    Ok(BASE64URL_NOPAD.encode(bytes::<16>()?.as_slice()))
}

/// A bearer or cookie token of 256 bit, 43 characters.
pub fn token() -> Result<tweestap_api::Secret, NoRandomness> {
    Ok(tweestap_api::Secret::new(
        BASE64URL_NOPAD.encode(bytes::<32>()?.as_slice()),
    ))
}

/// Six digits, every one of the million equally likely (rejection sampling), leading zeros kept.
pub fn six_digits() -> Result<tweestap_api::Secret, NoRandomness> {
    const LIMIT: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let drawn = u32::from_le_bytes(*bytes::<4>()?);
        if drawn < LIMIT {
            return Ok(tweestap_api::Secret::new(format!(
                "{:06}",
                drawn % 1_000_000
            )));
        }
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE32_NOPAD;

    use super::bytes;
    use crate::totp::SECRET_LENGTH;

    #[test]
    fn rt_47_ten_thousand_secrets_have_160_bit_and_every_symbol_is_equally_likely() {
        const DRAWN: usize = 10_000;
        let mut seen = std::collections::HashMap::<u8, i32>::new();
        for _ in 0..DRAWN {
            let secret = bytes::<SECRET_LENGTH>().unwrap();
            assert_eq!(secret.len(), 20);
            for symbol in BASE32_NOPAD.encode(secret.as_slice()).bytes() {
                *seen.entry(symbol).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), 32);
        // 32 symbols a secret; five standard deviations around the mean of a fair draw.
        let mean = DRAWN as f64;
        let bound = 5.0 * (mean * 31.0 / 32.0).sqrt();
        for (symbol, count) in seen {
            assert!(
                (f64::from(count) - mean).abs() < bound,
                "{}: {count}",
                char::from(symbol)
            );
        }
    }
}
