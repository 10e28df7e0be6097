//! The default alphabet of text messages (3GPP TS 23.038 section 6.2.1). One character outside it would turn
//! the whole message into UCS-2: 70 characters a part, and twice the price.

/// Septets of one message part.
pub const PART: usize = 160;

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Behind an escape: two septets each.
const EXTENDED: &str = "^{}\\[~]|€\u{c}";

/// Septets a text takes, or `None` when a character is not in the alphabet.
pub fn septets(text: &str) -> Option<usize> {
    text.chars()
        .map(|c| match c {
            c if BASIC.contains(c) => Some(1),
            c if EXTENDED.contains(c) => Some(2),
            _ => None,
        })
        .sum()
}

/// The nearest text within the alphabet: `Sint-Niklaas-België` as `Sint-Niklaas-Belgie`.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if septets(c.encode_utf8(&mut [0; 4])).is_some() {
            folded.push(c);
        } else {
            folded.push_str(deunicode::deunicode_char(c).unwrap_or("?"));
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_alphabet_has_127_characters_and_ten_behind_an_escape() {
        assert_eq!(BASIC.chars().count(), 127);
        assert_eq!(EXTENDED.chars().count(), 10);
    }

    #[test]
    fn characters_outside_the_alphabet_are_found_and_folded() {
        assert_eq!(septets("België"), None);
        assert_eq!(septets("€"), Some(2));
        for name in ["België", "Œuvre", "Ōsaka", "学校", "Curaçao", "O’Neill"] {
            assert!(septets(&folded(name)).is_some(), "{name}: {}", folded(name));
        }
        assert_eq!(folded("België"), "Belgie");
        assert_eq!(folded("Älvåsen Ñ"), "Älvåsen Ñ");
    }
}
