//! Recovery codes: twelve Crockford base32 symbols (60 bit), shown as `XXXX-XXXX-XXXX`. Only makes and
//! normalises them; each works once, and only together with the password.

use tweestap_api::Secret;

use crate::random::{self, NoRandomness};

/// Codes in a set.
pub const COUNT: usize = 6;
const SYMBOLS: usize = 12;
/// Crockford's alphabet: no I, L, O, U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

pub fn set() -> Result<Vec<Secret>, NoRandomness> {
    (0..COUNT).map(|_| one()).collect()
}

/// A single one, also the form of a reset code.
pub fn one() -> Result<Secret, NoRandomness> {
    let drawn = random::bytes::<SYMBOLS>()?;
    let mut code = String::with_capacity(SYMBOLS + 2);
    for (place, byte) in drawn.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        // 256 is a multiple of 32: the low five bits are uniform.
        code.push(char::from(ALPHABET[usize::from(byte & 31)]));
    }
    Ok(Secret::new(code))
}

/// A code as it is compared, however it was typed; `None` when it can be none.
pub fn read(typed: &str) -> Option<Secret> {
    let read = normalised(typed);
    let is_one = read.len() == SYMBOLS && read.bytes().all(|byte| ALPHABET.contains(&byte));
    is_one.then(|| Secret::new(read))
}

/// How a code is compared, however it was typed: case, spaces and dashes aside, I and L are 1, O is 0.
pub fn normalised(typed: &str) -> String {
    typed
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '–' | '—'))
        .map(|c| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_six_different_codes_of_the_published_shape() {
        let set = set().unwrap();
        assert_eq!(set.len(), COUNT);
        for code in &set {
            let groups: Vec<&str> = code.expose().split('-').collect();
            assert_eq!(groups.len(), 3);
            assert!(groups.iter().all(|group| group.len() == 4));
            assert!(
                groups.concat().bytes().all(|byte| ALPHABET.contains(&byte)),
                "{}",
                code.expose()
            );
        }
        let mut different: Vec<_> = set.iter().map(Secret::expose).collect();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), COUNT);
    }

    #[test]
    fn every_symbol_is_equally_likely() {
        let mut seen = [0_i32; 32];
        let drawn = 2_000;
        for _ in 0..drawn {
            for byte in normalised(one().unwrap().expose()).bytes() {
                seen[ALPHABET.iter().position(|symbol| *symbol == byte).unwrap()] += 1;
            }
        }
        // Five standard deviations around the mean of a fair draw.
        let mean = drawn * SYMBOLS as i32 / 32;
        let bound = 5 * f64::from(mean).sqrt() as i32;
        assert!(
            seen.iter().all(|count| (count - mean).abs() < bound),
            "{seen:?}"
        );
    }

    #[test]
    fn a_code_is_read_generously() {
        assert_eq!(normalised("abcd-1o1l-iz0O"), "ABCD1011".to_owned() + "1Z00");
        assert_eq!(normalised(" AB CD–1234 — WXYZ\n"), "ABCD1234WXYZ");
    }

    #[test]
    fn only_twelve_symbols_of_the_alphabet_are_a_code() {
        assert_eq!(
            read(" abcd-1o1l iz0O ").map(|code| code.expose().to_owned()),
            Some("ABCD10111Z00".to_owned())
        );
        for no in [
            "",
            "ABCD-EFGH-JKM",
            "ABCD-EFGH-JKMNP",
            "ABCD-EFGH-JKMU",
            "ABCD-EFGH-JKM!",
            "ABCD_EFGH_JKMN",
            "ÀBCD-EFGH-JKMN",
            "１２３４-5678-9012",
        ] {
            assert!(read(no).is_none(), "{no:?}");
        }
    }
}
