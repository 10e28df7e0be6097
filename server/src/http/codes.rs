//! A person's way back in, of the school's kind: making it, sealing it while it may be seen, and keeping hashes.

use data_encoding::HEXLOWER;
use sqlx::AnyConnection;
use tweestap_api::{Recovery, Secret};
use zeroize::Zeroizing;

use super::caller::Caller;
use crate::error::{Error, Result};
use crate::seal::Place;
use crate::state::App;
use crate::store::{recovery_codes, recovery_sets, two_steps};
use crate::{random, recovery};

/// Codes left at which new ones come with the next enrolment.
const FEW: u32 = 2;

/// Six codes, or the one reset code.
pub fn fresh(kind: Recovery) -> Result<Vec<Secret>> {
    Ok(match kind {
        Recovery::Codes => recovery::set()?,
        Recovery::ResetCode => vec![recovery::one()?],
    })
}

/// Whether an enrolment that is begun now brings new ones: it is the first method, there are none or few, a way
/// back in was just used, or the school has changed its kind.
pub async fn are_needed(connection: &mut AnyConnection, caller: &Caller) -> Result<bool> {
    let left = recovery_codes::left(connection, &caller.account.id).await?;
    let has_reset_code = caller.account.reset_code.is_some();
    let is_short = match caller.in_force().recovery {
        Recovery::Codes => left <= FEW || has_reset_code,
        Recovery::ResetCode => left == 0 || !has_reset_code,
    };
    let was_used = caller.account.must_enrol || caller.session.recovered_at.is_some();
    Ok(is_short || was_used || caller.factors.active.is_empty())
}

/// One code a line, sealed for its place.
pub fn seal(app: &App, place: Place<'_>, codes: &[Secret]) -> Result<String> {
    let text = Zeroizing::new(
        codes
            .iter()
            .map(Secret::expose)
            .collect::<Vec<_>>()
            .join("\n"),
    );
    app.keys.sealer.seal(place, text.as_bytes())
}

pub fn open(app: &App, place: Place<'_>, sealed: &str) -> Result<Vec<Secret>> {
    const BROKEN: Error = Error::Internal("stored recovery codes are unusable");
    let opened = app.keys.sealer.open(place, sealed)?;
    let text = std::str::from_utf8(&opened).map_err(|_| BROKEN)?;
    Ok(text.lines().map(Secret::new).collect())
}

/// Where the reset code of an account is sealed for looking it up.
pub fn reset_code_place(caller: &Caller) -> Place<'_> {
    Place {
        school: &caller.account.school,
        account: &caller.account.id,
        row: &caller.account.id,
        column: "reset_code",
    }
}

/// What remains of acknowledged codes: slow hashes under one salt, and the reset code sealed where the school's
/// people may look it up.
pub struct Kept {
    salt: String,
    hashes: Vec<String>,
    reset_code: Option<String>,
}

/// Argon2id over a keyed hash: neither the database nor the keys alone allow guessing. Slow; not in a transaction.
pub async fn hashed(app: &App, caller: &Caller, codes: &[Secret]) -> Result<Kept> {
    let salt = random::bytes::<16>()?;
    let inputs = codes
        .iter()
        .map(|code| {
            app.keys
                .pepper
                .hash("recovery code", &[&recovery::normalised(code.expose())])
                .to_vec()
        })
        .collect();
    let hashes = app.hasher.set(inputs, *salt).await?;
    let is_reset_code = caller.in_force().recovery == Recovery::ResetCode && codes.len() == 1;
    let reset_code = match is_reset_code {
        true => Some(seal(app, reset_code_place(caller), codes)?),
        false => None,
    };
    Ok(Kept {
        salt: HEXLOWER.encode(salt.as_slice()),
        hashes: hashes.iter().map(|hash| HEXLOWER.encode(hash)).collect(),
        reset_code,
    })
}

/// Keeps these, and no older ones; what waits to be acknowledged elsewhere is gone as well. `set`: whose they are.
pub async fn keep(
    connection: &mut AnyConnection,
    account: &str,
    set: &str,
    kept: &Kept,
) -> Result<()> {
    recovery_codes::keep(connection, account, set, &kept.salt, &kept.hashes).await?;
    two_steps::set_reset_code(connection, account, kept.reset_code.as_deref()).await?;
    recovery_sets::discard(connection, account).await
}
