//! The password, for accounts of the local directory: counted, then looked at. Who gives it and what follows is
//! the caller's business.

use sqlx::AnyConnection;
use tweestap_api::{Problem, Secret};

use crate::error::Result;
use crate::state::App;
use crate::store::accounts::Account;
use crate::store::addresses::Of;
use crate::store::directory::{self, Entry};
use crate::store::limits::{self, Kind};
use crate::store::{Tx, password_links, sessions};

/// Bytes of a password at most; more is not hashed.
const LONGEST: usize = 1024;

#[must_use]
pub enum Checked {
    /// `hash`: what is stored of it, unless somebody was quicker.
    Right {
        hash: String,
    },
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
    let person = Of {
        school: &account.school,
        issuer: &account.issuer,
        subject: &account.subject,
    };
    Ok(match hash_of(app, person, &entry, password).await? {
        Some(hash) => Checked::Right { hash },
        None => Checked::Wrong { attempts_left },
    })
}

/// The hash of a right password, renewed if it is dated; `None`: a wrong one. As slow for somebody without a password,
/// whom none lets in.
pub async fn hash_of(
    app: &App,
    person: Of<'_>,
    entry: &Entry,
    password: &Secret,
) -> Result<Option<String>> {
    let Some(stored) = &entry.password else {
        return app.hasher.password(password).await.map(|_| None);
    };
    if !app.hasher.is_password(password, stored).await? {
        return Ok(None);
    }
    // Whoever knows the password is not kept out because it could not be hashed anew: it is at the next time.
    let renewed = match app.hasher.is_dated(stored) {
        true => renewed(app, person, stored, password).await,
        false => Ok(None),
    };
    Ok(Some(match renewed {
        Ok(renewed) => renewed.unwrap_or_else(|| stored.clone()),
        Err(error) => {
            tracing::warn!(?error, "a dated hash of a password was not renewed");
            stored.clone()
        }
    }))
}

/// Under what is spent on a hash today (S-B-73). A password that was set meanwhile stays.
async fn renewed(
    app: &App,
    person: Of<'_>,
    stored: &str,
    password: &Secret,
) -> Result<Option<String>> {
    let hash = app.hasher.password(password).await?;
    let mut tx = app.store.write().await?;
    let is_renewed = directory::renew_hash(&mut tx, person, stored, &hash).await?;
    tx.commit().await?;
    Ok(is_renewed.then_some(hash))
}

/// Wrong passwords after which the session ends. Those of the account go on counting.
const ENDS_SESSION: u32 = 5;

/// The refusal of a wrong password in the settings: the fifth ends the session.
pub async fn wrong(app: &App, session: &str, attempts_left: u32) -> Result<Problem> {
    let attempts_left = attempts_left % ENDS_SESSION;
    if attempts_left == 0 {
        let mut tx = app.store.write().await?;
        sessions::close(&mut tx, session).await?;
        tx.commit().await?;
    }
    Ok(Problem::PasswordWrong { attempts_left })
}

/// It was right: its failures are forgotten, and a link for whoever forgot it is not needed any more.
pub async fn right(connection: &mut AnyConnection, account: &str) -> Result<()> {
    limits::clear(connection, account, Kind::Password).await?;
    password_links::kill(connection, account).await
}
