//! The code at sign-in. Exactly one call wins with it; whatever else happens looks like a wrong code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{Challenge, Problem, RememberDuration, VerifyChallenge, routes};

use super::assertion::Settled;
use super::body::Body;
use super::caller::Caller;
use super::challenge::passed;
use super::device::{remember_device, with_cookie};
use crate::challenge::may_verify;
use crate::error::Result;
use crate::proof::{self, Claim, Verdict};
use crate::sms::Purpose;
use crate::state::Shared;
use crate::store::factors::{self, Factor};
use crate::store::limits::{self, Kind};
use crate::store::{Tx, challenges, messages, sessions};
use crate::totp;

/// Checks a code, and remembers the device when asked to.
#[utoipa::path(
    post, path = routes::CHALLENGE_VERIFY, tag = "challenge",
    request_body = VerifyChallenge, responses((status = 200, body = Challenge)),
)]
pub async fn verify(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    headers: HeaderMap,
    Body(asked): Body<VerifyChallenge>,
) -> Result<Response> {
    if !totp::is_well_formed(asked.code.expose()) {
        return Err(Problem::CodeMalformed.into());
    }
    let now = app.clock.now();
    let account = caller.account.clone();
    let mut tx = app.store.turn_of(&account.id).await?;
    caller.reread(&mut tx, now).await?;
    let factor = caller
        .factors
        .preferred()
        .cloned()
        .ok_or(Problem::ChallengeNotFound)?;
    let open = challenges::open_of(&mut tx, &account.id, &factor.id, now).await?;
    may_verify(now, open.as_ref(), &asked.challenge)?;
    let charged = proof::charge(&app, &mut tx, &account, &factor, Purpose::SignIn, now).await?;
    let left = challenges::charge(&mut tx, &asked.challenge, now)
        .await?
        .ok_or(Problem::ChallengeNotFound)?;
    tx.commit().await?;

    let mismatch = |seconds_ago| Problem::CodeMismatch {
        attempts_left: left.min(charged.left),
        seconds_ago,
    };
    let claim = match proof::look(&app, &charged, &asked.code, now)? {
        Verdict::Good(claim) => claim,
        Verdict::Past { seconds } => return Err(mismatch(Some(seconds)).into()),
        Verdict::Superseded | Verdict::Wrong => return Err(mismatch(None).into()),
    };

    let mut tx = app.store.turn_of(&account.id).await?;
    if !consume(&mut tx, &account.id, &factor, &asked.challenge, &claim).await? {
        return Err(mismatch(None).into());
    }
    limits::clear(&mut tx, &account.id, Kind::Code).await?;
    sessions::code_given(&mut tx, &caller.session.token, now).await?;
    let duration = caller.duration();
    let cookie = match asked.remember && duration != RememberDuration::AlwaysAsk {
        true => Some(remember_device(&app, &mut tx, &mut caller, &headers, duration, now).await?),
        false => None,
    };
    tx.commit().await?;
    let challenge = passed(&app, &caller, &Settled::Code(factor.method), now)?;
    Ok(with_cookie(Json(challenge), cookie))
}

/// The one place where a code ends a challenge: step or message and challenge are spent together, or none
/// is (the caller then drops the transaction).
async fn consume(
    tx: &mut Tx,
    account: &str,
    factor: &Factor,
    challenge: &str,
    claim: &Claim,
) -> Result<bool> {
    let spent = match claim {
        Claim::Step(step) => factors::spend(tx, &factor.id, *step).await?,
        Claim::Message(id) => messages::spend(tx, id, account, Purpose::SignIn.name()).await?,
    };
    Ok(spent && challenges::pass(tx, challenge).await?)
}
