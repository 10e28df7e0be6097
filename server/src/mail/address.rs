//! Addresses of people: checked before they are kept, sealed while they are kept.

use lettre::Address;
use tweestap_api::Secret;

use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::random;
use crate::seal::Place;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::addresses::Kept;

/// Characters of the longest address (RFC 5321 section 4.5.3.1.3, without the angle brackets).
const LONGEST: usize = 254;

/// An address that mail can go to: one mailbox at a named host. `None` when it cannot be one.
pub fn parse(text: &str) -> Option<Address> {
    let text = text.trim();
    if text.len() > LONGEST || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let address: Address = text.parse().ok()?;
    // A bare number such as [192.0.2.1] is the host of no person's mailbox.
    (!address.domain().starts_with('[')).then_some(address)
}

fn place(account: &Account) -> Place<'_> {
    Place {
        school: &account.school,
        account: &account.id,
        row: &account.id,
        column: "email",
    }
}

/// What is kept of an address: it opens for this account only.
pub fn seal(app: &App, account: &Account, address: &str) -> Result<String> {
    app.keys
        .sealer
        .seal(place(account), address.trim().as_bytes())
}

/// The address that was sealed for this account.
pub fn open(keys: &Keys, account: &Account, sealed: &str) -> Result<Secret> {
    text(&keys.sealer.open(place(account), sealed)?)
}

/// An address as it is compared: capitals, the spaces around it and how its host is written do not matter.
pub fn index(keys: &Keys, school: &str, address: &str) -> String {
    keys.pepper.hex("address", &[school, &compared(address)])
}

fn compared(address: &str) -> String {
    let address = address.trim().to_lowercase();
    let parts = address.rsplit_once('@');
    let ascii = parts.and_then(|(name, host)| {
        let host = idna::domain_to_ascii(host).ok()?;
        Some(format!("{name}@{host}"))
    });
    ascii.unwrap_or(address)
}

/// `id`: the row of an address in the directory.
fn place_in_directory<'a>(school: &'a str, subject: &'a str, id: &'a str) -> Place<'a> {
    Place {
        school,
        account: subject,
        row: id,
        column: "address",
    }
}

/// What the directory keeps of an address.
pub fn keep(keys: &Keys, school: &str, subject: &str, address: &str) -> Result<Kept> {
    let id = random::id()?;
    let place = place_in_directory(school, subject, &id);
    let sealed = keys.sealer.seal(place, address.trim().as_bytes())?;
    Ok(Kept {
        address: sealed,
        address_index: index(keys, school, address),
        subject: subject.to_owned(),
        id,
    })
}

/// And what it was.
pub fn open_kept(keys: &Keys, school: &str, kept: &Kept) -> Result<Secret> {
    let place = place_in_directory(school, &kept.subject, &kept.id);
    text(&keys.sealer.open(place, &kept.address)?)
}

fn text(opened: &[u8]) -> Result<Secret> {
    std::str::from_utf8(opened)
        .map(Secret::new)
        .map_err(|_| Error::Internal("a sealed address is no text"))
}

#[cfg(test)]
mod tests {
    use super::{compared, parse};

    /// Chromium hands over the host of a field for addresses in Punycode, and a school's list has it as it is read.
    #[test]
    fn an_address_is_the_same_however_its_host_is_written() {
        for same in [
            "sam@b\u{fc}cher.example",
            " Sam@B\u{dc}CHER.example ",
            "sam@xn--bcher-kva.example",
            "sam@bu\u{308}cher.example",
        ] {
            assert_eq!(compared(same), "sam@xn--bcher-kva.example", "{same}");
        }
        for (other, kept) in [
            ("Sam@School.example", "sam@school.example"),
            ("s\u{e4}m@school.example", "s\u{e4}m@school.example"),
            ("no address", "no address"),
            ("sam@", "sam@"),
        ] {
            assert_eq!(compared(other), kept);
        }
    }

    #[test]
    fn an_address_is_one_mailbox_at_a_named_host() {
        for good in [
            "sam@school.example",
            " sam@school.example ",
            "s.de-vries+2fa@mail.school.example",
            "o'neill@school.example",
            "sam@xn--bcher-kva.example",
        ] {
            assert!(parse(good).is_some(), "{good}");
        }
        let long = format!("{}@school.example", "a".repeat(250));
        for bad in [
            "",
            "sam",
            "@school.example",
            "sam@",
            "sam@[127.0.0.1]",
            "sam@school.example, eve@evil.example",
            "sam@school.example\r\nBcc: eve@evil.example",
            "sam@school.example\0",
            "sam <sam@school.example>",
            "sam@school example",
            &long,
        ] {
            assert!(parse(bad).is_none(), "{bad:?}");
        }
    }
}
