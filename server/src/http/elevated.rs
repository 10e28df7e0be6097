//! What a caller has shown, for `elevation.rs` to judge.

use tweestap_api::{Problem, Proof};

use super::caller::Caller;
use crate::elevation::{self, Access, Has, Shown};
use crate::error::Result;
use crate::state::App;
use crate::store::directory;

/// Off for a while. Where two steps are required it is on all the same.
pub fn is_suspended(caller: &Caller) -> bool {
    caller.account.suspended_at.is_some() && !caller.in_force().required
}

fn shown(caller: &Caller, is_local: bool) -> Shown {
    let session = &caller.session;
    Shown {
        password_at: session
            .password_at
            .map_or(session.auth_time, |at| at.max(session.auth_time)),
        asks_code: !caller.factors.active.is_empty() && !is_suspended(caller),
        code_at: [session.code_at, session.vouched_at, session.recovered_at]
            .into_iter()
            .flatten()
            .max(),
        recovered: session.recovered_at.is_some(),
        is_local,
    }
}

/// What must be given before something sensitive. `is_local` only tells who is to ask for the password.
pub fn missing(caller: &Caller, is_local: bool, now: i64) -> Option<Proof> {
    elevation::missing(&shown(caller, is_local), now)
}

/// A code given in this very session, and just now. Neither a device, nor the portal's word, nor a way back in is one.
pub fn gave_code(caller: &Caller, now: i64) -> bool {
    caller
        .session
        .code_at
        .is_some_and(|at| elevation::holds(at, now))
}

/// How enrolment may begin for this caller.
pub fn enrolment_access(caller: &Caller, now: i64) -> Access {
    let has = match caller.factors.active.is_empty() {
        true => Has::Nothing,
        false if caller.lacks() => Has::NothingThatCounts,
        false => Has::Method,
    };
    elevation::enrolment(&shown(caller, false), has, now)
}

/// Refuses a caller who has not shown everything.
pub fn require(caller: &Caller, now: i64) -> Result<()> {
    match missing(caller, false, now) {
        None => Ok(()),
        Some(_) => Err(Problem::ReauthenticationRequired.into()),
    }
}

/// Refuses a caller who has not given a code, where one is asked; the password comes with the call itself.
pub fn require_code(caller: &Caller, now: i64) -> Result<()> {
    let shown = Shown {
        password_at: now,
        ..shown(caller, true)
    };
    match elevation::missing(&shown, now) {
        None => Ok(()),
        Some(_) => Err(Problem::ReauthenticationRequired.into()),
    }
}

/// Whether this back end checks the password of the account.
pub async fn is_local(app: &App, caller: &Caller) -> Result<bool> {
    let account = &caller.account;
    let mut connection = app.store.read().await?;
    let entry = directory::find(
        &mut connection,
        &account.school,
        &account.issuer,
        &account.subject,
    )
    .await?;
    Ok(entry.is_some())
}
