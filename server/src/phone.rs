//! Telephone numbers as people write them: read, judged, shown and masked. Stores and sends nothing.

use phonenumber::country::Id;
use phonenumber::metadata::DATABASE;
use phonenumber::{Mode, PhoneNumber, Type};
use tweestap_api::Problem;

/// A mobile number of an allowed country.
#[derive(Clone)]
pub struct Mobile(PhoneNumber);

impl Mobile {
    /// Reads a number; `countries` are the allowed ones (ISO 3166), the school's own first.
    pub fn read(typed: &str, countries: &[Id]) -> Result<Self, Problem> {
        let typed = ascii_digits(typed);
        // What the school's own country makes of it is what the person hears: a Dutch mobile number with a
        // digit missing happens to be a Belgian landline.
        let mut refusal = None;
        for home in countries {
            let judged = match phonenumber::parse(Some(*home), &typed) {
                Ok(number) => judge(&number, countries).map(|()| number),
                Err(_) => Err(Problem::NumberInvalid),
            };
            match judged {
                Ok(number) => return Ok(Self(number)),
                Err(problem) => refusal = refusal.or(Some(problem)),
            }
        }
        Err(refusal.unwrap_or(Problem::NumberInvalid))
    }

    /// A number this type wrote down itself, in E.164.
    pub fn from_e164(text: &str) -> Option<Self> {
        phonenumber::parse(None, text).ok().map(Self)
    }

    /// `+31612345678`
    pub fn e164(&self) -> String {
        self.0.format().mode(Mode::E164).to_string()
    }

    /// International form with spaces.
    pub fn spaced(&self) -> String {
        self.0.format().mode(Mode::International).to_string()
    }

    /// `+31 6 •••• ••78`: the last two digits, and where it tells nothing the one all mobiles begin with.
    pub fn masked(&self) -> String {
        let national = self.0.national().to_string();
        let code = self.0.code().value();
        let shown_first = matches!(self.0.country().id(), Some(Id::NL | Id::BE));
        let (first, rest) = if shown_first {
            national.split_at(1)
        } else {
            ("", national.as_str())
        };
        let hidden = rest.chars().count().saturating_sub(2);
        let masked: Vec<char> = rest
            .chars()
            .enumerate()
            .map(|(place, digit)| if place < hidden { '•' } else { digit })
            .collect();
        let groups: Vec<String> = masked
            .chunks(4)
            .map(|group| group.iter().collect())
            .collect();
        let separator = if first.is_empty() { "" } else { " " };
        format!("+{code}{separator}{first} {}", groups.join(" "))
    }
}

fn judge(number: &PhoneNumber, countries: &[Id]) -> Result<(), Problem> {
    if number.extension().is_some() || !number.is_valid() {
        return Err(Problem::NumberInvalid);
    }
    match number.country().id() {
        Some(country) if countries.contains(&country) => {}
        _ => return Err(Problem::NumberCountryNotAllowed),
    }
    // Premium rate, pagers and landlines are other types. Dutch machine numbers (097) count as mobile there,
    // but no person reads what is sent to one.
    let machine = number.code().value() == 31 && number.national().to_string().starts_with("97");
    match number.number_type(&DATABASE) {
        Type::Mobile if !machine => Ok(()),
        _ => Err(Problem::NumberNotMobile),
    }
}

/// Arabic, Persian, Devanagari and full-width digits as ASCII ones; the zero of each block and nine more.
fn ascii_digits(text: &str) -> String {
    const ZEROS: [char; 4] = ['\u{0660}', '\u{06F0}', '\u{0966}', '\u{FF10}'];
    text.chars()
        .map(|c| {
            ZEROS
                .iter()
                .filter_map(|zero| u32::from(c).checked_sub(u32::from(*zero)))
                .find(|digit| *digit < 10)
                .and_then(|digit| char::from_digit(digit, 10))
                .unwrap_or(if c == '＋' { '+' } else { c })
        })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNTRIES: [Id; 2] = [Id::NL, Id::BE];

    fn read(typed: &str) -> Result<String, Problem> {
        Mobile::read(typed, &COUNTRIES).map(|number| number.e164())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for typed in [
            "06 12 34 56 78",
            "0612345678",
            "06-12345678",
            "06.12.34.56.78",
            "(06) 1234 5678",
            "+31612345678",
            "+31 6 12345678",
            "+31 (0)6 12345678",
            "0031612345678",
            "  06 1234 5678 ",
            "٠٦١٢٣٤٥٦٧٨",
            "०६१२३४५६७८",
            "０６１２３４５６７８",
            "06\u{a0}12\u{a0}34\u{a0}56\u{a0}78",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("+31612345678"), "{typed}");
        }
        for typed in [
            "0470 12 34 56",
            "0470/12.34.56",
            "+32 470 12 34 56",
            "0032470123456",
        ] {
            assert_eq!(read(typed).as_deref(), Ok("+32470123456"), "{typed}");
        }
    }

    #[test]
    fn the_schools_own_country_comes_first() {
        let belgian_first =
            |typed| Mobile::read(typed, &[Id::BE, Id::NL]).map(|number| number.e164());
        assert_eq!(
            belgian_first("0470 12 34 56").as_deref(),
            Ok("+32470123456")
        );
        assert_eq!(
            belgian_first("06 12 34 56 78").as_deref(),
            Ok("+31612345678")
        );
    }

    #[test]
    fn a_refusal_says_what_is_wrong() {
        for landline in ["020 123 4567", "+31 20 123 4567", "+32 2 223 45 67"] {
            assert_eq!(read(landline), Err(Problem::NumberNotMobile), "{landline}");
        }
        for foreign in ["+49 1512 3456789", "+44 7400 123456", "+1 212 555 0123"] {
            assert_eq!(
                read(foreign),
                Err(Problem::NumberCountryNotAllowed),
                "{foreign}"
            );
        }
        for invalid in [
            "",
            "abc",
            "06 12 34 56 7",
            "06 12 34 56 789",
            "112",
            "06",
            "+31",
        ] {
            assert_eq!(read(invalid), Err(Problem::NumberInvalid), "{invalid}");
        }
    }

    #[test]
    fn premium_and_machine_numbers_get_no_message() {
        for number in [
            "0900 1234",
            "+31 97 012345678",
            "097 0123 45678",
            "0800 0123",
            "+31 66 1234567",
        ] {
            assert!(read(number).is_err(), "{number}");
        }
    }

    #[test]
    fn a_number_is_shown_and_masked() {
        let dutch = Mobile::read("0612345678", &COUNTRIES).unwrap();
        assert_eq!(dutch.spaced(), "+31 6 12345678");
        assert_eq!(dutch.masked(), "+31 6 •••• ••78");
        let belgian = Mobile::read("0470123456", &COUNTRIES).unwrap();
        assert_eq!(belgian.spaced(), "+32 470 12 34 56");
        assert_eq!(belgian.masked(), "+32 4 •••• ••56");
        let german = Mobile::read("+49 1512 3456789", &[Id::DE]).unwrap();
        assert_eq!(german.masked(), "+49 •••• •••• •89");
        assert_eq!(
            Mobile::from_e164("+31612345678").unwrap().masked(),
            "+31 6 •••• ••78"
        );
    }
}
