//! The way back in: a recovery code or the school's reset code, each good once and only beside the password.
//! Whoever comes in by one is asked everywhere else again: no device stays remembered, no session stays open.

use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use data_encoding::HEXLOWER;
use subtle::ConstantTimeEq as _;
use tweestap_api::{Challenge, ChallengeStep, Problem, Recover, Secret, Way, routes};

use super::body::Body;
use super::caller::Caller;
use super::challenge::{after_recovery, take_up_recovery};
use super::challenge_view::{blank, passed};
use super::device::with_cookie;
use super::recovery_cookie;
use crate::challenge::{Open, Purpose, Settled, may_answer};
use crate::error::{Error, Result};
use crate::mail::{Event, notify};
use crate::state::{App, Shared};
use crate::store::limits::{self, Attempt, Kind};
use crate::store::recovered::{self, Unused};
use crate::store::{Tx, accounts, challenges, sessions};
use crate::{proof, random, recovery};

/// Checks a recovery code or the reset code, whichever the challenge asks for.
#[utoipa::path(
    post, path = routes::CHALLENGE_RECOVER, tag = "challenge",
    request_body = Recover, responses((status = 200, body = Challenge)),
)]
pub async fn recover(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<Recover>,
) -> Result<Response> {
    let code = recovery::read(asked.code.expose()).ok_or(Problem::RecoveryCodeMalformed)?;
    let now = app.clock.now();
    let account = caller.account.id.clone();
    let mut tx = app.store.turn_of(&account).await?;
    caller.reread(&mut tx, now).await?;
    let open = challenges::by_id(&mut tx, &account, &asked.challenge).await?;
    let open = may_answer(now, open, &asked.challenge)?;
    if open.way.method().is_some() {
        return Err(Problem::WayNotOffered.into());
    }
    let attempt = limits::reserve(&mut tx, &account, Kind::Recovery, now).await?;
    let left = challenges::charge(&mut tx, &open.id, now)
        .await?
        .ok_or(Problem::ChallengeNotFound)?;
    let unused = recovered::unused(&mut tx, &account).await?;
    tx.commit().await?;

    let wrong = Problem::RecoveryCodeWrong {
        attempts_left: left.min(attempt.left),
    };
    let Some(matching) = look(&app, unused, &code).await? else {
        return Err(refused(&app, &caller, attempt, wrong, now).await?);
    };
    let mut tx = app.store.turn_of(&account).await?;
    if !consume(&mut tx, &account, &open, &matching, now).await? {
        drop(tx);
        return Err(refused(&app, &caller, attempt, wrong, now).await?);
    }
    let token = come_in(&mut tx, &mut caller, &open, now).await?;
    tx.commit().await?;

    let cookie = token.map(|token| recovery_cookie::set(&app, &account, Some(&token)));
    let challenge = match (caller.account.must_enrol, open.purpose) {
        (true, _) => after_recovery(&app, &caller, ChallengeStep::Enrol, now).await?,
        (false, Purpose::SignIn) => {
            after_recovery(&app, &caller, ChallengeStep::Recovered, now).await?
        }
        (false, Purpose::Prove) => blank(&caller, ChallengeStep::Passed, now),
    };
    Ok(with_cookie(Json(challenge), cookie))
}

async fn refused(
    app: &App,
    caller: &Caller,
    attempt: Attempt,
    why: Problem,
    now: i64,
) -> Result<Error> {
    let session = &caller.session.token;
    proof::failed(app, &caller.account.id, session, attempt, now).await?;
    Ok(why.into())
}

/// One slow hash whatever the code is, compared with every unused one of this account.
async fn look(app: &App, unused: Vec<Unused>, code: &Secret) -> Result<Option<Unused>> {
    const BROKEN: Error = Error::Internal("a stored recovery code is malformed");
    let salt = match unused.first() {
        Some(one) => HEXLOWER
            .decode(one.salt.as_bytes())
            .ok()
            .and_then(|salt| salt.try_into().ok())
            .ok_or(BROKEN)?,
        None => [0; 16],
    };
    let keyed = app.keys.pepper.hash("recovery code", &[code.expose()]);
    let hashes = app.hasher.set(vec![keyed.to_vec()], salt).await?;
    let hash = HEXLOWER.encode(hashes.first().ok_or(BROKEN)?);
    let mut matching = None;
    for one in unused {
        if bool::from(one.hash.as_bytes().ct_eq(hash.as_bytes())) {
            matching = Some(one);
        }
    }
    Ok(matching)
}

/// The one place where a recovery code ends a challenge: both are spent together, or none is (the caller
/// then drops the transaction).
async fn consume(tx: &mut Tx, account: &str, open: &Open, code: &Unused, now: i64) -> Result<bool> {
    Ok(recovered::spend(tx, account, code, now).await?
        && challenges::pass(tx, &open.id, open.way).await?)
}

/// What a right code changes: this session is in, everything else is out, and its owner is told. The token
/// is the cookie for a reload at sign-in, where the browser keeps one.
async fn come_in(
    tx: &mut Tx,
    caller: &mut Caller,
    open: &Open,
    now: i64,
) -> Result<Option<Secret>> {
    let account = caller.account.id.clone();
    for kind in [Kind::Recovery, Kind::Code] {
        limits::clear(tx, &account, kind).await?;
    }
    if recovered::back(tx, &caller.account).await?.codes_left == 0 {
        accounts::must_enrol(tx, &account).await?;
    }
    accounts::next_epoch(tx, &account).await?;
    sessions::recovered(tx, &caller.session.token, now).await?;
    sessions::close_others(tx, &account, &caller.session.token).await?;
    let event = match open.way {
        Way::ResetCode => Event::ResetCodeUsed,
        _ => Event::RecoveryCodeUsed,
    };
    notify(tx, &account, event, now).await?;
    caller.reread(tx, now).await?;
    caller.device = None;
    caller.session.recovered_at = Some(now);
    caller.session.verified = true;
    let sign_in = recovery_cookie::sign_in(&caller.session);
    let is_kept = sign_in.is_none();
    let token = sign_in.map_or_else(random::token, Ok)?;
    recovered::begin(tx, &account, caller.account.mfa_epoch, &token, now).await?;
    Ok((is_kept && open.purpose == Purpose::SignIn).then_some(token))
}

/// Goes on after a recovery code. Not before a method was set up, when that was the last one.
#[utoipa::path(
    post, path = routes::CHALLENGE_CONTINUE, tag = "challenge",
    responses((status = 200, body = Challenge)),
)]
pub async fn go_on(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
) -> Result<Response> {
    let now = app.clock.now();
    let account = caller.account.id.clone();
    let mut tx = app.store.turn_of(&account).await?;
    caller.reread(&mut tx, now).await?;
    take_up_recovery(&mut tx, &mut caller).await?;
    let at = caller
        .session
        .recovered_at
        .ok_or(Problem::ChallengeNotFound)?;
    if caller.account.must_enrol {
        return Err(Problem::EnrolmentRequired.into());
    }
    recovered::end(&mut tx, &account).await?;
    sessions::went_on(&mut tx, &caller.session.token).await?;
    tx.commit().await?;
    let challenge = passed(&app, &caller, &Settled::Recovery { at }, now).await?;
    let gone = recovery_cookie::set(&app, &account, None);
    Ok(with_cookie(Json(challenge), Some(gone)))
}
