//! Seeds as text. Forty letters and digits may be hexadecimal or base32, and the two make different tokens: which one is
//! meant is a matter of the whole column, never of a guess at one cell.

use data_encoding::{BASE32_NOPAD, BASE64, BASE64_NOPAD, HEXLOWER_PERMISSIVE};
use tweestap_api::RowProblem;
use zeroize::Zeroizing;

type Seed = Zeroizing<Vec<u8>>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Hex,
    Base32,
}

/// Spaces, dashes and case do not matter.
fn clean(cell: &str) -> Zeroizing<String> {
    Zeroizing::new(
        cell.chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect(),
    )
}

fn decode(cell: &str, form: Form) -> Option<Seed> {
    let text = clean(cell);
    let bytes = match form {
        Form::Hex => HEXLOWER_PERMISSIVE.decode(text.as_bytes()),
        Form::Base32 => BASE32_NOPAD.decode(text.trim_end_matches('=').as_bytes()),
    };
    bytes.ok().filter(|bytes| !bytes.is_empty()).map(Seed::new)
}

/// The form of a column: that of the cells which can have only one. `None`: every cell could be meant either way, or
/// there are as many of one kind as of the other.
pub fn form_of<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Form> {
    let (mut hex, mut base32) = (0_usize, 0_usize);
    for cell in cells {
        match (decode(cell, Form::Hex), decode(cell, Form::Base32)) {
            (Some(_), None) => hex += 1,
            (None, Some(_)) => base32 += 1,
            (Some(_), Some(_)) | (None, None) => {}
        }
    }
    match hex.cmp(&base32) {
        std::cmp::Ordering::Greater => Some(Form::Hex),
        std::cmp::Ordering::Less => Some(Form::Base32),
        std::cmp::Ordering::Equal => None,
    }
}

/// Whether a cell looks like a seed at all: ten bytes in one form or the other.
pub fn is_likely(cell: &str) -> bool {
    [Form::Hex, Form::Base32]
        .into_iter()
        .filter_map(|form| decode(cell, form))
        .any(|seed| seed.len() >= 10)
}

pub fn read(cell: &str, form: Option<Form>) -> Result<Seed, RowProblem> {
    if cell.trim().is_empty() {
        return Err(RowProblem::SecretMissing);
    }
    form.and_then(|form| decode(cell, form))
        .ok_or(RowProblem::SecretUnreadable)
}

/// Of XML (xs:base64Binary): white space is nothing, and padding may be left out.
pub fn base64(text: &str) -> Option<Seed> {
    let text: Zeroizing<String> =
        Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).collect());
    BASE64
        .decode(text.as_bytes())
        .or_else(|_| BASE64_NOPAD.decode(text.as_bytes()))
        .ok()
        .map(Seed::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "3132333435363738393031323334353637383930";
    const BASE32: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    /// Both: even, and of no other letters and digits than A to F and 2 to 7.
    const EITHER: &str = "ABCDEF234567ABCDEF234567ABCDEF23";

    #[test]
    fn a_column_is_of_the_form_that_its_cells_can_only_have() {
        for (cells, form) in [
            (vec![HEX, EITHER], Some(Form::Hex)),
            (vec![BASE32, EITHER], Some(Form::Base32)),
            (vec![EITHER, EITHER], None),
            (vec![], None),
            (vec![HEX, BASE32], None),
            (vec![HEX, HEX, BASE32, "?"], Some(Form::Hex)),
        ] {
            assert_eq!(form_of(cells.iter().copied()), form, "{cells:?}");
        }
        assert_eq!(read(EITHER, None).err(), Some(RowProblem::SecretUnreadable));
        assert_eq!(read(EITHER, Some(Form::Hex)).unwrap().len(), 16);
        assert_eq!(read(EITHER, Some(Form::Base32)).unwrap().len(), 20);
        assert_eq!(read("  ", None).err(), Some(RowProblem::SecretMissing));
    }
}
