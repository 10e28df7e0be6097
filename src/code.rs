//! Reading a six-digit code as people type and paste it.

use tweestap_api::Secret;

/// Why what was typed cannot be a code; found without asking the server, so it costs no attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotACode {
    Missing,
    /// This many of the six digits.
    Short(u32),
    Malformed,
}

/// Leaves out spaces and dashes, reads full-width and Arabic digits; keeps leading zeros.
pub fn read(typed: &str) -> Result<Secret, NotACode> {
    let mut digits = String::with_capacity(6);
    for letter in typed.chars() {
        match letter {
            '0'..='9' => digits.push(letter),
            '\u{660}'..='\u{669}' => digits.push(ascii(letter, 0x660)),
            '\u{6f0}'..='\u{6f9}' => digits.push(ascii(letter, 0x6f0)),
            '\u{ff10}'..='\u{ff19}' => digits.push(ascii(letter, 0xff10)),
            '-'
            | '.'
            | '\u{2010}'..='\u{2015}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{feff}' => {}
            space if space.is_whitespace() => {}
            _ => return Err(NotACode::Malformed),
        }
    }
    match digits.len() {
        0 => Err(NotACode::Missing),
        6 => Ok(Secret::new(digits)),
        length @ 1..6 => Err(NotACode::Short(length as u32)),
        _ => Err(NotACode::Malformed),
    }
}

fn ascii(digit: char, zero: u32) -> char {
    char::from_digit(digit as u32 - zero, 10).unwrap_or('0')
}
