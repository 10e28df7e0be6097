//! The code of a method. Exactly one call wins with it; whatever else happens looks like a wrong code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{Challenge, ChallengeStep, Problem, RememberDuration, VerifyChallenge, routes};

use super::body::Body;
use super::caller::Caller;
use super::challenge::{after_recovery, challenge_purpose};
use super::challenge_view::{blank, factor_of, passed};
use super::device::{remember_device, with_cookie};
use crate::challenge::{Given, Open, Purpose, Settled, Standing, may_answer};
use crate::error::Result;
use crate::oath;
use crate::proof::{self, Claim, Verdict};
use crate::state::Shared;
use crate::store::factors::{self, Factor};
use crate::store::limits::{self, Kind};
use crate::store::{Tx, challenges, messages, sessions};

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
    let code = &asked.code;
    if ![6, 8]
        .iter()
        .any(|digits| oath::is_well_formed(code.expose(), *digits))
    {
        return Err(Problem::CodeMalformed.into());
    }
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    let account = caller.account.clone();
    let open = challenges::by_id(&mut tx, &account.id, &asked.challenge).await?;
    let open = may_answer(now, open, &asked.challenge)?;
    let factor = factor_of(&caller, &open)?
        .ok_or(Problem::WayNotOffered)?
        .clone();
    if i64::try_from(code.expose().len()) != Ok(factor.digits) {
        return Err(Problem::CodeMalformed.into());
    }
    let purpose = challenge_purpose(open.purpose);
    let charged = proof::charge(&app, &mut tx, &account, &factor, purpose, now).await?;
    let left = challenges::charge(&mut tx, &open.id, now)
        .await?
        .ok_or(Problem::ChallengeNotFound)?;
    tx.commit().await?;

    let verdict = proof::look(&app, &charged, code, now)?;
    let claim = match verdict {
        Verdict::Good(claim) => Ok(claim),
        Verdict::Past { seconds } => Err(Some(seconds)),
        Verdict::Superseded | Verdict::Wrong => Err(None),
    };
    let mismatch = |seconds_ago| Problem::CodeMismatch {
        attempts_left: left.min(charged.left),
        seconds_ago,
    };
    let claim = match claim {
        Ok(claim) => claim,
        Err(seconds_ago) => {
            let session = &caller.session.token;
            proof::failed(&app, &account, session, charged.attempt, now).await?;
            return Err(mismatch(seconds_ago).into());
        }
    };

    let mut tx = app.store.turn_of(&account.id).await?;
    if !consume(&mut tx, &account.id, &factor, &open, &claim).await? {
        drop(tx);
        let session = &caller.session.token;
        proof::failed(&app, &account, session, charged.attempt, now).await?;
        return Err(mismatch(None).into());
    }
    limits::clear(&mut tx, &account.id, Kind::Code).await?;
    sessions::code_given_by(&mut tx, &caller.session.token, factor.method, now).await?;
    // Whatever happened while the code was being looked at: a device is remembered as things are now.
    caller.reread(&mut tx, now).await?;
    let duration = caller.duration();
    let remember = asked.remember
        && open.purpose == Purpose::SignIn
        && duration != RememberDuration::AlwaysAsk;
    let cookie = match remember {
        true => Some(remember_device(&app, &mut tx, &mut caller, &headers, duration, now).await?),
        false => None,
    };
    tx.commit().await?;
    let challenge = match open.purpose {
        Purpose::SignIn => {
            let given = Given {
                method: factor.method,
                at: now,
            };
            let standing = Standing {
                verified: true,
                given: Some(given),
                ..caller.standing(now)
            };
            match standing.is_to_enrol() {
                true => after_recovery(&app, &caller, ChallengeStep::Enrol, now).await?,
                false => passed(&app, &caller, &Settled::Code(given), now).await?,
            }
        }
        Purpose::Prove => blank(&caller, ChallengeStep::Passed, now),
    };
    Ok(with_cookie(Json(challenge), cookie))
}

/// The one place where a code ends a challenge: step or message and challenge are spent together, or none
/// is (the caller then drops the transaction).
async fn consume(
    tx: &mut Tx,
    account: &str,
    factor: &Factor,
    open: &Open,
    claim: &Claim,
) -> Result<bool> {
    let purpose = challenge_purpose(open.purpose).name();
    let spent = match claim {
        Claim::Step { step, drift } => factors::spend(tx, &factor.id, *step, *drift).await?,
        Claim::Message(id) => messages::spend(tx, id, account, purpose).await?,
    };
    Ok(spent && challenges::pass(tx, &open.id, open.way).await?)
}
