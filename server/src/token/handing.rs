//! A token is given to a person, or taken back. What proves that it is the token in the hand is asked for here; that an
//! attempt was counted before is the caller's business.

use sqlx::AnyConnection;
use tweestap_api::{Method, Secret};

use crate::error::Result;
use crate::keys::Keys;
use crate::mail::{Event, notify_everyone};
use crate::oath::{Kind, is_well_formed};
use crate::random;
use crate::seal::{Place, Sealer};
use crate::store::accounts::Account;
use crate::store::factors::{self, Factors};
use crate::store::hardware::{self, Linked};
use crate::store::tokens::{self, Token};
use crate::store::{accounts, limits, sessions, support_codes, two_steps};

/// What the codes of a token prove: where its counter or its clock is. The step is spent with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    pub step: i64,
    pub drift: i64,
}

/// What is known of a token: what it has spent, and how many steps its clock is ahead.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    pub kind: Kind,
    pub last_step: i64,
    pub drift: i64,
}

impl From<&Token> for Known {
    fn from(token: &Token) -> Self {
        Self {
            kind: token.kind,
            last_step: token.last_step,
            drift: token.drift,
        }
    }
}

/// What was typed: one code of a token that goes by the time, two in a row of one that counts.
#[derive(Clone, Copy)]
pub enum Codes<'a> {
    One(&'a str),
    Two([&'a str; 2]),
}

impl<'a> Codes<'a> {
    /// For handing out; `None`: another number of codes or digits, and nothing is to be counted.
    pub fn for_link(kind: Kind, first: &'a Secret, second: Option<&'a Secret>) -> Option<Self> {
        match (kind.period, second) {
            (0, Some(second)) => Self::in_a_row(kind, first, second),
            (0, None) | (_, Some(_)) => None,
            (_, None) => well_formed(kind, first).map(Self::One),
        }
    }

    /// For setting right.
    pub fn in_a_row(kind: Kind, first: &'a Secret, second: &'a Secret) -> Option<Self> {
        Some(Self::Two([
            well_formed(kind, first)?,
            well_formed(kind, second)?,
        ]))
    }

    /// Where the token is; `None`: they are not this token's, or spent.
    pub fn prove(self, seed: &[u8], known: Known, now: i64) -> Result<Option<Proved>> {
        let Known {
            kind,
            last_step,
            drift,
        } = known;
        let told = kind.as_told_by(now, drift);
        let step = match self {
            Self::One(code) => kind.first_seen(seed, code, told, last_step)?,
            Self::Two(codes) => kind.of_two(seed, codes, told, last_step)?,
        };
        Ok(step.map(|step| Proved {
            step,
            drift: kind.drift_of(step, now),
        }))
    }
}

fn well_formed(kind: Kind, code: &Secret) -> Option<&str> {
    Some(code.expose()).filter(|code| is_well_formed(code, usize::from(kind.digits)))
}

/// Puts a token in force instead of any other one of the person, which goes back to the school, and tells them. `false`:
/// somebody else was quicker, and the caller drops the transaction.
pub async fn hand_over(
    keys: &Keys,
    connection: &mut AnyConnection,
    account: &Account,
    (token, seed): (&Token, &[u8]),
    proved: Proved,
    now: i64,
) -> Result<bool> {
    let before = factors::of(connection, &account.id, now).await?;
    let event = event(account, &before);
    if !put_in_force(
        &keys.sealer,
        connection,
        account,
        (token, seed),
        proved,
        now,
    )
    .await?
    {
        return Ok(false);
    }
    // On, whatever was the matter before; every device is asked again, and nobody needs a way back in.
    two_steps::switched_on(connection, &account.id).await?;
    two_steps::end_recovery(connection, &account.id).await?;
    support_codes::discard(connection, &account.id).await?;
    limits::clear(connection, &account.id, limits::Kind::Code).await?;
    // Somebody else has changed what is asked of them.
    sessions::close_all(connection, &account.id).await?;
    notify_everyone(keys, connection, account, event, now).await?;
    Ok(true)
}

fn event(account: &Account, before: &Factors) -> Event {
    if before.active.is_empty() || account.suspended_at.is_some() {
        Event::SwitchedOn
    } else if before.of_method(Method::Hardware).is_some() {
        Event::FactorReplaced
    } else {
        Event::FactorAdded
    }
}

/// The token and its factor alone.
pub async fn put_in_force(
    sealer: &Sealer,
    connection: &mut AnyConnection,
    account: &Account,
    (token, seed): (&Token, &[u8]),
    proved: Proved,
    now: i64,
) -> Result<bool> {
    tokens::release(connection, &account.id, &token.id, now).await?;
    if !tokens::take(connection, &token.id, &account.id, proved.step, now).await? {
        return Ok(false);
    }
    let id = random::id()?;
    let place = Place {
        school: &account.school,
        account: &account.id,
        row: &id,
        column: "secret",
    };
    let linked = Linked {
        id: &id,
        secret: &sealer.seal(place, seed)?,
        last_step: proved.step,
        drift: proved.drift,
        kind: token.kind,
        serial: &token.serial,
    };
    hardware::link(connection, &account.id, linked, now).await?;
    Ok(true)
}

/// Takes the person's token out of force and back to the school, and tells them. Without another method nothing is left
/// of their two steps.
pub async fn take_back(
    keys: &Keys,
    connection: &mut AnyConnection,
    account: &Account,
    now: i64,
) -> Result<()> {
    tokens::release(connection, &account.id, "", now).await?;
    hardware::unlink(connection, &account.id).await?;
    let left = factors::of(connection, &account.id, now).await?.active;
    let event = if left.is_empty() {
        two_steps::erase(connection, &account.id, now).await?;
        Event::Reset
    } else {
        accounts::next_epoch(connection, &account.id).await?;
        Event::FactorRemoved
    };
    notify_everyone(keys, connection, account, event, now).await
}
