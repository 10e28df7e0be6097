//! The school's hardware tokens. One of another school is answered like one that does not exist.

pub mod give;
pub mod import;
pub mod list;
pub mod set_right;
pub mod take_back;

use sqlx::AnyConnection;
use tweestap_api::{
    AuditAction, AuditDetails, HardwareToken, Method, Problem, TokenAlgorithm, TokenState,
};

use super::super::caller::Caller;
use super::record;
use crate::error::Result;
use crate::state::App;
use crate::store::Tx;
use crate::store::accounts::Account;
use crate::store::limits::{self, Kind};
use crate::store::tokens::{self, Token};

async fn of_school(connection: &mut AnyConnection, caller: &Caller, id: &str) -> Result<Token> {
    tokens::by_id(connection, &caller.account.school, id)
        .await?
        .ok_or(Problem::TokenNotFound.into())
}

fn shown(token: Token, now: i64) -> HardwareToken {
    HardwareToken {
        state: token.state(now),
        free_at: token.free_at(now),
        by_counter: token.kind.period == 0,
        digits: token.kind.digits,
        period: u32::try_from(token.kind.period).unwrap_or_default(),
        algorithm: match token.kind.sha256 {
            true => TokenAlgorithm::Sha256,
            false => TokenAlgorithm::Sha1,
        },
        id: token.id,
        serial: token.serial,
        person: token.person,
        imported_at: token.imported_at,
    }
}

/// As it is now, after whatever was done.
async fn read_again(app: &App, caller: &Caller, id: &str, now: i64) -> Result<HardwareToken> {
    let mut connection = app.store.read().await?;
    Ok(shown(of_school(&mut connection, caller, id).await?, now))
}

/// Refuses what is only done with a token that is in the cupboard.
fn free(token: &Token, now: i64) -> Result<(), Problem> {
    match (token.state(now), token.free_at(now)) {
        (TokenState::Free, _) => Ok(()),
        (TokenState::Quarantined, Some(free_at)) => Err(Problem::TokenQuarantined {
            retry_after: u32::try_from(free_at - now).unwrap_or(u32::MAX),
        }),
        _ => Err(Problem::TokenTaken),
    }
}

/// Counts an attempt against the token and against the manager, before anything is looked at; says how many are left.
async fn charge(app: &App, caller: &Caller, token: &Token, now: i64) -> Result<u32> {
    let mut tx = app.store.write().await?;
    let of_token = tokens::charge(&mut tx, &token.id, now).await?;
    let of_manager = limits::charge(&mut tx, &caller.account.id, Kind::Token, now).await?;
    tx.commit().await?;
    Ok(of_token.min(of_manager))
}

/// The codes were right.
async fn clear(tx: &mut Tx, caller: &Caller, token: &Token) -> Result<()> {
    tokens::clear(tx, &token.id).await?;
    limits::clear(tx, &caller.account.id, Kind::Token).await
}

const fn mismatch(attempts_left: u32) -> Problem {
    Problem::CodeMismatch {
        attempts_left,
        seconds_ago: None,
    }
}

/// The entry of what a manager did with a token.
async fn note(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    (person, token): (&Account, &Token),
    (action, reason): (AuditAction, &str),
    now: i64,
) -> Result<()> {
    let details = AuditDetails {
        method: Some(Method::Hardware),
        serial: Some(token.serial.clone()),
        ..AuditDetails::default()
    };
    record(app, tx, caller, person, (action, reason, details), now).await
}
