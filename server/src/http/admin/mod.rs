//! What a manager sees and does. The school is always the caller's own: whoever is of another one is answered like
//! somebody who does not exist. That the caller is a manager is the gate's business.

pub mod acts;
pub mod people;
pub mod policy;
pub mod policy_preview;
pub mod support;
pub mod tokens;
pub mod trail;
mod view;

use sqlx::AnyConnection;
use tweestap_api::{AuditAction, AuditDetails, Problem, Role};

use super::caller::Caller;
use crate::audit::{self, Actor, Happened};
use crate::error::Result;
use crate::state::App;
use crate::store::Tx;
use crate::store::accounts::{self, Account};

/// The reason as it is written down.
fn reason(typed: &str) -> Result<&str> {
    audit::reason(typed).ok_or(Problem::MalformedRequest.into())
}

/// Somebody of the caller's school.
async fn person(connection: &mut AnyConnection, caller: &Caller, id: &str) -> Result<Account> {
    accounts::by_id(connection, id)
        .await?
        .filter(|account| account.school == caller.account.school)
        .ok_or(Problem::PersonNotFound.into())
}

/// Whom something may be done to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whom {
    /// Everybody else.
    Others,
    /// Everybody below a manager: what takes a second step away, or gives a way around it, would make one manager
    /// of two.
    Below,
}

fn may_act_on(caller: &Caller, person: &Account, whom: Whom) -> Result<(), Problem> {
    if person.id == caller.account.id {
        return Err(Problem::NotYourself);
    }
    match (whom, person.role) {
        (Whom::Below, Some(Role::Manager)) => Err(Problem::RoleTooHigh),
        _ => Ok(()),
    }
}

/// A writing transaction of somebody's account, and the account as it is in it. Nothing is written, not even a turn,
/// before it is certain that they are of this school.
async fn turn_of(app: &App, caller: &Caller, id: &str, whom: Whom) -> Result<(Tx, Account)> {
    let mut connection = app.store.read().await?;
    person(&mut connection, caller, id).await?;
    drop(connection);
    let mut tx = app.store.turn_of(id).await?;
    let person = person(&mut tx, caller, id).await?;
    may_act_on(caller, &person, whom)?;
    Ok((tx, person))
}

/// The entry of what a manager did.
async fn record(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    person: &Account,
    (action, reason, details): (AuditAction, &str, AuditDetails),
    now: i64,
) -> Result<()> {
    let happened = Happened {
        school: &person.school,
        actor: Actor::Account(&caller.account.id),
        subject: &person.id,
        action,
        reason,
        details,
    };
    audit::record(&app.keys.sealer, tx, &happened, now).await
}
