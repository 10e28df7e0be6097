//! Hardware tokens: an operator gives one to a person. The seed comes with proof that it is the token in the
//! hand, is sealed at once, and is never shown again.

pub mod file;
pub mod handing;
pub mod reader;
pub mod shelf;

use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};
use sqlx::AnyConnection;
use tweestap_api::{AuditAction, AuditDetails, Method, Secret, TokenState};
use zeroize::Zeroizing;

use crate::audit::{self, Actor, Happened};
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::oath::{Kind, is_well_formed};
use crate::store::accounts::Account;
use crate::store::tokens::{self, New, Token};
use crate::store::{Store, accounts};
use handing::{Codes, Known, Proved};

/// RFC 4226 requirement 6: at least 128 bit; longer keys than a block of SHA-256 are hashed first.
const SEED: std::ops::RangeInclusive<usize> = 16..=64;

/// Whose token it is, and which one.
pub struct Link<'a> {
    pub school: &'a str,
    pub issuer: &'a str,
    pub subject: &'a str,
    /// What is printed on it.
    pub serial: &'a str,
    pub kind: Kind,
    pub seed: &'a [u8],
    /// One code, or two in a row of a token that counts.
    pub codes: &'a [Secret],
}

/// Why a token was not linked.
#[derive(Debug)]
pub enum Refused {
    /// In words for the operator.
    Because(&'static str),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Refused {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

/// A seed in hex or base32, as manufacturers print it: spaces, dashes and case do not matter.
pub fn read_seed(text: &str) -> Result<Zeroizing<Vec<u8>>, &'static str> {
    let text: Zeroizing<String> = Zeroizing::new(
        text.chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| c.to_ascii_uppercase())
            .collect(),
    );
    let is_hex = text.len().is_multiple_of(2) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let seed = if is_hex {
        HEXLOWER_PERMISSIVE.decode(text.as_bytes())
    } else {
        BASE32_NOPAD.decode(text.trim_end_matches('=').as_bytes())
    };
    let seed = seed
        .map(Zeroizing::new)
        .map_err(|_| "the seed is neither hex nor base32")?;
    if SEED.contains(&seed.len()) {
        Ok(seed)
    } else {
        Err("the seed must have 16 to 64 bytes")
    }
}

/// What the codes prove; nothing is written before that.
fn proved(link: &Link<'_>, known: Known, now: i64) -> Result<Proved, Refused> {
    let digits = usize::from(link.kind.digits);
    if !link
        .codes
        .iter()
        .all(|code| is_well_formed(code.expose(), digits))
    {
        return Err(Refused::Because("a code has another number of digits"));
    }
    let codes = match (link.kind.period, link.codes) {
        (0, [first, second]) => Codes::Two([first.expose(), second.expose()]),
        (0, _) => {
            return Err(Refused::Because(
                "a token that counts needs two codes in a row",
            ));
        }
        (_, [code]) => Codes::One(code.expose()),
        (_, _) => return Err(Refused::Because("one code of the token is needed")),
    };
    codes
        .prove(link.seed, known, now)?
        .ok_or(Refused::Because("the codes do not belong to this seed"))
}

/// What the school knows of this very seed; of another one under the same serial nothing counts.
fn known(keys: &Keys, link: &Link<'_>, stored: Option<&Token>) -> Result<Option<Known>> {
    let Some(stored) = stored.filter(|stored| stored.kind == link.kind) else {
        return Ok(None);
    };
    let seed = shelf::open(&keys.sealer, link.school, stored)?;
    Ok((seed.as_slice() == link.seed).then(|| Known::from(stored)))
}

/// Links a token instead of any other one of the person, who is told. The account is made when it is missing, and so is
/// the token among those of the school.
pub async fn link(store: &Store, keys: &Keys, link: &Link<'_>, now: i64) -> Result<(), Refused> {
    if !file::is_serial(link.serial.trim()) {
        return Err(Refused::Because(
            "the serial must have 1 to 64 characters of ASCII",
        ));
    }
    let mut connection = store.read().await?;
    let stored = tokens::by_serial(&mut connection, link.school, link.serial).await?;
    drop(connection);
    let known = known(keys, link, stored.as_ref())?;
    let fresh = Known {
        kind: link.kind,
        last_step: shelf::unused(link.kind),
        drift: 0,
    };
    let proved = proved(link, known.unwrap_or(fresh), now)?;
    let mut tx = store.write().await?;
    let account =
        accounts::find_or_make(&mut tx, link.school, link.issuer, link.subject, now).await?;
    let token = on_the_shelf(&mut tx, keys, link, &account, known.is_some(), now).await?;
    let held = (&token, link.seed);
    if !handing::hand_over(keys, &mut tx, &account, held, proved, now).await? {
        return Err(Refused::Because("this token is linked to someone else"));
    }
    let happened = Happened {
        school: link.school,
        actor: Actor::System,
        subject: &account.id,
        action: AuditAction::TokenLinked,
        reason: "",
        details: AuditDetails {
            method: Some(Method::Hardware),
            serial: Some(token.serial.clone()),
            ..AuditDetails::default()
        },
    };
    audit::record(&keys.sealer, &mut tx, &happened, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The token as the school has it, with the seed that the operator holds.
async fn on_the_shelf(
    connection: &mut AnyConnection,
    keys: &Keys,
    link: &Link<'_>,
    account: &Account,
    is_known: bool,
    now: i64,
) -> Result<Token, Refused> {
    let new = (link.serial, link.kind);
    let Some(mut stored) = tokens::by_serial(connection, link.school, link.serial).await? else {
        let sealer = &keys.sealer;
        let put = shelf::put(sealer, connection, link.school, new, link.seed, now);
        return Ok(put.await?);
    };
    match (&stored.person, stored.state(now)) {
        (Some(person), _) if person.id != account.id => {
            return Err(Refused::Because("this token is linked to someone else"));
        }
        (None, TokenState::Quarantined) => {
            return Err(Refused::Because("this token came back less than a day ago"));
        }
        _ => {}
    }
    if !is_known {
        let renewed = New {
            id: &stored.id,
            serial: link.serial,
            secret: &shelf::seal(&keys.sealer, link.school, &stored.id, link.seed)?,
            kind: link.kind,
            last_step: shelf::unused(link.kind),
            drift: 0,
        };
        tokens::renew(connection, &renewed).await?;
        stored.kind = link.kind;
    }
    Ok(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_read_as_manufacturers_write_it() {
        let seed = b"12345678901234567890";
        for text in [
            "3132333435363738393031323334353637383930",
            "31 32 33 34 35 36 37 38 39 30 31 32 33 34 35 36 37 38 39 30",
            "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
            "gezd gnbv gy3t qojq gezd gnbv gy3t qojq",
            "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ",
        ] {
            assert_eq!(read_seed(text).unwrap().as_slice(), seed, "{text}");
        }
        for text in ["", "31323334", "not a seed!", "ZZ1", &"31".repeat(65)] {
            assert!(read_seed(text).is_err(), "{text}");
        }
    }
}
