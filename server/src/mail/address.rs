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

/// An address as it is compared: capitals and the spaces around it do not matter.
pub fn index(keys: &Keys, school: &str, address: &str) -> String {
    let address = address.trim().to_lowercase();
    keys.pepper.hex("address", &[school, &address])
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
    use super::parse;

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
