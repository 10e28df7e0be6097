//! Addresses of people: checked before they are kept, sealed while they are kept.

use lettre::Address;
use tweestap_api::Secret;

use crate::error::{Error, Result};
use crate::seal::Place;
use crate::state::App;
use crate::store::accounts::Account;

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
pub fn open(app: &App, account: &Account, sealed: &str) -> Result<Secret> {
    let opened = app.keys.sealer.open(place(account), sealed)?;
    std::str::from_utf8(&opened)
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
