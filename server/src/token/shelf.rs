//! Tokens in the school's cupboard: how their seeds are sealed there.

use sqlx::AnyConnection;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::oath::Kind;
use crate::random;
use crate::seal::{Place, Sealer};
use crate::store::tokens::{self, New, Token};

/// Of a token that nobody has used: the counter before the first, or the step before all.
pub const fn unused(kind: Kind) -> i64 {
    match kind.period {
        0 => -1,
        _ => 0,
    }
}

/// Where a seed is sealed: with the token, whoever has it.
fn place<'a>(school: &'a str, token: &'a str) -> Place<'a> {
    Place {
        school,
        account: "",
        row: token,
        column: "token",
    }
}

pub fn seal(sealer: &Sealer, school: &str, id: &str, seed: &[u8]) -> Result<String> {
    sealer.seal(place(school, id), seed)
}

pub fn open(sealer: &Sealer, school: &str, token: &Token) -> Result<Zeroizing<Vec<u8>>> {
    sealer.open(place(school, &token.id), &token.secret)
}

/// Adds a token that nobody has used.
pub async fn put(
    sealer: &Sealer,
    connection: &mut AnyConnection,
    school: &str,
    (serial, kind): (&str, Kind),
    seed: &[u8],
    now: i64,
) -> Result<Token> {
    const GONE: Error = Error::Internal("a token that was added is not there");
    let id = random::id()?;
    let new = New {
        id: &id,
        serial,
        secret: &seal(sealer, school, &id, seed)?,
        kind,
        last_step: unused(kind),
        drift: 0,
    };
    tokens::add(connection, school, &new, now).await?;
    tokens::by_id(connection, school, &id).await?.ok_or(GONE)
}
