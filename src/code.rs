//! Reading codes as people type and paste them.

use tweestap_api::Secret;

/// Why what was typed cannot be a code; found without asking the server, so it costs no attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotACode {
    Missing,
    /// This many of the six digits.
    Short(u32),
    Malformed,
    /// Not the eight digits of a hardware token.
    NotEight,
}

/// Leaves out spaces and dashes, reads full-width and Arabic digits; keeps leading zeros.
pub fn read(typed: &str) -> Result<Secret, NotACode> {
    read_of(typed, 6)
}

/// The same for a code of six or eight digits.
pub fn read_of(typed: &str, wanted: usize) -> Result<Secret, NotACode> {
    let mut digits = String::with_capacity(8);
    for letter in typed.chars().map(latin) {
        match letter {
            '0'..='9' => digits.push(letter),
            '-'
            | '.'
            | '\u{2010}'..='\u{2015}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            space if space.is_whitespace() => {}
            _ if wanted > 6 => return Err(NotACode::NotEight),
            _ => return Err(NotACode::Malformed),
        }
    }
    match digits.len() {
        0 => Err(NotACode::Missing),
        length if length == wanted => Ok(Secret::new(digits)),
        _ if wanted > 6 => Err(NotACode::NotEight),
        length @ 1..6 => Err(NotACode::Short(length as u32)),
        _ => Err(NotACode::Malformed),
    }
}

/// A recovery code as it is compared: capitals without marks between, I and L are 1, O is 0.
pub fn recovery(typed: &str) -> String {
    let letters = typed.chars().map(latin).filter(char::is_ascii_alphanumeric);
    letters
        .map(|letter| match letter.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            other => other,
        })
        .collect()
}

/// Twelve letters and digits, however they are grouped: worth asking the server about.
pub fn looks_like_recovery(typed: &str) -> bool {
    recovery(typed).len() == 12
}

/// A number as a machine reads it, whichever keyboard it was typed on.
pub fn in_latin_digits(typed: &str) -> String {
    typed.chars().map(latin).collect()
}

/// Arabic, Persian and full-width digits as 0 to 9; everything else as it is.
fn latin(letter: char) -> char {
    let digit = match letter {
        '\u{660}'..='\u{669}' => letter as u32 - 0x660,
        '\u{6f0}'..='\u{6f9}' => letter as u32 - 0x6f0,
        '\u{ff10}'..='\u{ff19}' => letter as u32 - 0xff10,
        _ => return letter,
    };
    char::from_digit(digit, 10).unwrap_or(letter)
}
