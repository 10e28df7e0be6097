//! The password, for accounts of the local directory: counted, then looked at. Who gives it and what follows is
//! the caller's business.

use tweestap_api::{Problem, Secret};

use crate::error::Result;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::limits::{self, Kind};
use crate::store::{Tx, directory};

/// Bytes of a password at most; more is not hashed.
const LONGEST: usize = 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Checked {
    Right,
    Wrong {
        attempts_left: u32,
    },
    /// The portal checks it.
    Elsewhere,
}

/// Refuses what is never hashed.
pub fn well_formed(password: &Secret) -> Result<()> {
    if password.expose().len() > LONGEST {
        return Err(Problem::MalformedRequest.into());
    }
    Ok(())
}

/// Charges an attempt in the account's turn, commits it, and only then looks.
pub async fn check(
    app: &App,
    mut turn: Tx,
    account: &Account,
    password: &Secret,
    now: i64,
) -> Result<Checked> {
    let entry = directory::find(
        &mut turn,
        &account.school,
        &account.issuer,
        &account.subject,
    )
    .await?;
    let Some(entry) = entry else {
        return Ok(Checked::Elsewhere);
    };
    let attempts_left = limits::charge(&mut turn, &account.id, Kind::Password, now).await?;
    turn.commit().await?;
    Ok(
        if app.hasher.is_password(password, &entry.password).await? {
            Checked::Right
        } else {
            Checked::Wrong { attempts_left }
        },
    )
}
