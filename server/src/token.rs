//! Hardware tokens: an operator gives one to a person. The seed comes with proof that it is the token in the
//! hand, is sealed at once, and is never shown again.

use data_encoding::{BASE32_NOPAD, HEXLOWER_PERMISSIVE};
use sqlx::AnyConnection;
use tweestap_api::{AuditAction, AuditDetails, Method, Secret};
use zeroize::Zeroizing;

use crate::audit::{self, Actor, Happened};
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::mail::{Event, notify};
use crate::oath::{Kind, Reading, is_well_formed};
use crate::random;
use crate::seal::Place;
use crate::store::hardware::{self, Linked};
use crate::store::{Store, accounts, factors, limits};

/// RFC 4226 requirement 6: at least 128 bit; longer keys than a block of SHA-256 are hashed first.
const SEED: std::ops::RangeInclusive<usize> = 16..=64;
const LONGEST_SERIAL: usize = 64;

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

/// The step (or counter) that the codes prove; it is spent with linking.
fn proved(link: &Link<'_>, now: i64) -> Result<i64, Refused> {
    const WRONG: Refused = Refused::Because("the codes do not belong to this seed");
    let digits = usize::from(link.kind.digits);
    if !link
        .codes
        .iter()
        .all(|code| is_well_formed(code.expose(), digits))
    {
        return Err(Refused::Because("a code has another number of digits"));
    }
    match (link.kind.period, link.codes) {
        (0, [first, second]) => link
            .kind
            .counter_of(link.seed, first.expose(), second.expose())?
            .ok_or(WRONG),
        (0, _) => Err(Refused::Because(
            "a token that counts needs two codes in a row",
        )),
        (_, [code]) => match link.kind.read(link.seed, code.expose(), now, 0)? {
            Reading::Good { step } => Ok(step),
            Reading::Past { .. } | Reading::Wrong => Err(WRONG),
        },
        (_, _) => Err(Refused::Because("one code of the token is needed")),
    }
}

/// Links a token instead of any other one of the person, who is told. The account is made when it is missing.
pub async fn link(store: &Store, keys: &Keys, link: &Link<'_>, now: i64) -> Result<(), Refused> {
    if link.serial.trim().is_empty() || link.serial.len() > LONGEST_SERIAL {
        return Err(Refused::Because("the serial must have 1 to 64 characters"));
    }
    let step = proved(link, now)?;
    let mut tx = store.write().await?;
    let account =
        accounts::find_or_make(&mut tx, link.school, link.issuer, link.subject, now).await?;
    if let Some(owner) = hardware::owner_of(&mut tx, link.school, link.serial).await?
        && owner != account.id
    {
        return Err(Refused::Because("this token is linked to someone else"));
    }
    let before = factors::of(&mut tx, &account.id, now).await?;
    let event = match (&before.active[..], before.of_method(Method::Hardware)) {
        ([], _) => Event::SwitchedOn,
        (_, Some(_)) => Event::FactorReplaced,
        (_, None) => Event::FactorAdded,
    };
    let id = random::id()?;
    let place = Place {
        school: &account.school,
        account: &account.id,
        row: &id,
        column: "secret",
    };
    let sealed = keys.sealer.seal(place, link.seed)?;
    let linked = Linked {
        id: &id,
        secret: &sealed,
        last_step: step,
        kind: link.kind,
        serial: link.serial.trim(),
    };
    hardware::link(&mut tx, &account.id, linked, now).await?;
    settle(&mut tx, &account.id, event, now).await?;
    let happened = Happened {
        school: link.school,
        actor: Actor::System,
        subject: &account.id,
        action: AuditAction::TokenLinked,
        reason: "",
        details: AuditDetails {
            method: Some(Method::Hardware),
            ..AuditDetails::default()
        },
    };
    audit::record(&keys.sealer, &mut tx, &happened, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Someone who has a token again needs no way back in, and every device is asked again.
async fn settle(
    connection: &mut AnyConnection,
    account: &str,
    event: Event,
    now: i64,
) -> Result<()> {
    accounts::next_epoch(connection, account).await?;
    accounts::has_enrolled(connection, account).await?;
    limits::clear(connection, account, limits::Kind::Code).await?;
    notify(connection, account, event, now).await
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
