//! `tweestap-server reset`: a person who lost every way in, reset by the school. It works on the database alone, also
//! beside a running server, and shows no secret: the person sets two steps up again after signing in.

use clap::Args;
use tweestap_api::{AuditAction, AuditDetails};

use super::Kept;
use crate::audit::{self, Actor, Happened};
use crate::error::{Error, Result};
use crate::keys::Keys;
use crate::mail::{Event, notify_everyone};
use crate::store::{Store, accounts, two_steps};

/// Remove the second step of a person who lost every way in.
#[derive(Args)]
pub struct Reset {
    /// The school's id in the configuration.
    #[arg(long)]
    school: String,
    /// The portal's issuer.
    #[arg(long)]
    issuer: String,
    /// The person, as the portal's tokens name them.
    #[arg(long)]
    subject: String,
    #[command(flatten)]
    place: Kept,
}

/// Resets, and says so in a sentence. Refused in a sentence as well.
pub async fn run(asked: Reset, now: i64) -> Result<String, String> {
    let store = asked.place.store().await?;
    let keys = Keys::existing(&asked.place.data)?;
    let who = [&asked.school, &asked.issuer, &asked.subject].map(String::as_str);
    let found = reset(&store, &keys, who, now).await;
    store.close().await;
    match found {
        Ok(true) => Ok(
            "Two-step verification is removed: methods, codes and remembered devices are gone, and every session has \
             ended. The person can sign in with the password and set it up again."
                .to_owned(),
        ),
        Ok(false) => Err("there is no such person: check --school, --issuer and --subject".to_owned()),
        Err(error) => Err(format!("nothing was changed: {}", error.problem())),
    }
}

/// One transaction: everything goes, or nothing. `who`: school, issuer and subject; `false`: there is no such account.
pub async fn reset(store: &Store, keys: &Keys, who: [&str; 3], now: i64) -> Result<bool, Error> {
    let [school, issuer, subject] = who;
    let mut connection = store.read().await?;
    let id = two_steps::account_of(&mut connection, school, issuer, subject).await?;
    drop(connection);
    let Some(id) = id else { return Ok(false) };
    let mut tx = store.turn_of(&id).await?;
    let Some(account) = accounts::by_id(&mut tx, &id).await? else {
        return Ok(false);
    };
    two_steps::reset(&mut tx, &id, now).await?;
    notify_everyone(keys, &mut tx, &account, Event::Reset, now).await?;
    let happened = Happened {
        school,
        actor: Actor::System,
        subject: &id,
        action: AuditAction::Reset,
        reason: "",
        details: AuditDetails::default(),
    };
    audit::record(&keys.sealer, &mut tx, &happened, now).await?;
    tx.commit().await?;
    Ok(true)
}
