//! The way back in: a recovery code, the school's reset code, or a code of the help desk, each good once and only
//! beside the password.
//! Whoever comes in by one is asked everywhere else again: no device stays remembered, no session stays open. One
//! file, though long: finding a code, spending it and what follows are read together.

use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use data_encoding::HEXLOWER;
use subtle::ConstantTimeEq as _;
use tweestap_api::{Challenge, ChallengeStep, Problem, Recover, Secret, Way, routes};

use super::body::Body;
use super::caller::Caller;
use super::challenge::{after_recovery, current, take_up_recovery};
use super::challenge_view::{blank, passed};
use super::device::with_cookie;
use super::recovery_cookie;
use crate::audit;
use crate::challenge::{Open, Opening, Purpose, Settled, may_answer, opening};
use crate::error::{Error, Result};
use crate::mail::Event;
use crate::state::{App, Shared};
use crate::store::limits::{self, Attempt, Kind};
use crate::store::recovered::{self, Unused};
use crate::store::support_codes::{self, Live};
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
    let support = support_codes::of(&mut tx, &account, now).await?;
    tx.commit().await?;

    let wrong = Problem::RecoveryCodeWrong {
        attempts_left: left.min(attempt.left),
    };
    let Some(matching) = look(&app, unused, support, &code).await? else {
        return Err(refused(&app, &caller, attempt, wrong, now).await?);
    };
    let mut tx = app.store.turn_of(&account).await?;
    if !consume(&mut tx, &account, &open, &matching, now).await? {
        drop(tx);
        return Err(refused(&app, &caller, attempt, wrong, now).await?);
    }
    let token = come_in(&app, &mut tx, &mut caller, &open, &matching, now).await?;
    tx.commit().await?;

    let cookie = token.map(|token| recovery_cookie::set(&app, &account, Some(&token)));
    let must_set_up = caller.account.must_enrol || caller.standing(now).must_set_up();
    let challenge = match (must_set_up, open.purpose) {
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
    proof::failed(app, &caller.account, session, attempt, now).await?;
    Ok(why.into())
}

/// What a right code lets one spend.
enum Matching {
    /// The person's own.
    Own(Unused),
    /// The help desk's.
    Support(Live),
}

/// One slow hash whatever the code is, compared with every unused one of this account; and one more while the help
/// desk has made a code, which the ways of the challenge tell anyhow.
async fn look(
    app: &App,
    unused: Vec<Unused>,
    support: Option<Live>,
    code: &Secret,
) -> Result<Option<Matching>> {
    let is = |stored: &str, hash: &str| bool::from(stored.as_bytes().ct_eq(hash.as_bytes()));
    let hash = hashed(app, unused.first().map(|one| one.salt.as_str()), code).await?;
    let mut matching = None;
    for one in unused {
        if is(&one.hash, &hash) {
            matching = Some(Matching::Own(one));
        }
    }
    if let Some(live) = support {
        let hash = hashed(app, Some(&live.salt), code).await?;
        if is(&live.hash, &hash) {
            matching = matching.or(Some(Matching::Support(live)));
        }
    }
    Ok(matching)
}

async fn hashed(app: &App, salt: Option<&str>, code: &Secret) -> Result<String> {
    const BROKEN: Error = Error::Internal("a stored recovery code is malformed");
    let salt = match salt {
        Some(salt) => HEXLOWER
            .decode(salt.as_bytes())
            .ok()
            .and_then(|salt| salt.try_into().ok())
            .ok_or(BROKEN)?,
        None => [0; 16],
    };
    let keyed = app.keys.pepper.hash("recovery code", &[code.expose()]);
    let hashes = app.hasher.set(vec![keyed.to_vec()], salt).await?;
    Ok(HEXLOWER.encode(hashes.first().ok_or(BROKEN)?))
}

/// The one place where a recovery code ends a challenge: both are spent together, or none is (the caller
/// then drops the transaction).
async fn consume(
    tx: &mut Tx,
    account: &str,
    open: &Open,
    code: &Matching,
    now: i64,
) -> Result<bool> {
    let spent = match code {
        Matching::Own(code) => recovered::spend(tx, account, code, now).await?,
        Matching::Support(code) => support_codes::spend(tx, account, code, now).await?,
    };
    Ok(spent && challenges::pass(tx, &open.id, open.way).await?)
}

/// What a right code changes: this session is in, everything else is out, and its owner is told. The token
/// is the cookie for a reload at sign-in, where the browser keeps one.
async fn come_in(
    app: &App,
    tx: &mut Tx,
    caller: &mut Caller,
    open: &Open,
    code: &Matching,
    now: i64,
) -> Result<Option<Secret>> {
    let account = caller.account.id.clone();
    for kind in [Kind::Recovery, Kind::Code] {
        limits::clear(tx, &account, kind).await?;
    }
    // The help desk's code is as the last one: it leads to setting up anew, and to nothing else.
    if matches!(code, Matching::Support(_)) {
        recovered::discard_codes(tx, &account).await?;
    }
    if recovered::back(tx, &caller.account, now).await?.codes_left == 0 {
        accounts::must_enrol(tx, &account).await?;
    }
    accounts::next_epoch(tx, &account).await?;
    sessions::recovered(tx, &caller.session.token, now).await?;
    sessions::close_others(tx, &account, &caller.session.token).await?;
    match (code, open.way) {
        (Matching::Support(_), _) => {
            audit::tell(app, tx, &caller.account, Event::SupportCodeUsed, None, now).await?;
        }
        (Matching::Own(_), Way::ResetCode) => {
            audit::tell(app, tx, &caller.account, Event::ResetCodeUsed, None, now).await?;
        }
        (Matching::Own(_), _) => {
            audit::tell(app, tx, &caller.account, Event::RecoveryCodeUsed, None, now).await?;
        }
    }
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

/// Goes on after a recovery code, or without setting up what may be left for later. Not before a method was set up, when
/// that was the last code, or the time is up.
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
    let standing = caller.standing(now);
    // Nobody goes on before the code that is asked first, nor learns what comes after it.
    if standing.is_to_enrol() && opening(&standing) == Opening::Ask {
        return Err(Problem::SecondFactorRequired.into());
    }
    if standing.must_set_up() {
        return Err(Problem::EnrolmentRequired.into());
    }
    let Some(at) = caller.session.recovered_at else {
        return later(&app, tx, caller, now).await;
    };
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

/// "Later": for this sign-in, and not for the next one. Said again, it leads to the same.
async fn later(app: &App, mut tx: Tx, mut caller: Caller, now: i64) -> Result<Response> {
    if caller.later_until().is_none() {
        return Err(Problem::ChallengeNotFound.into());
    }
    if opening(&caller.standing(now)) == Opening::Enrol {
        sessions::went_on(&mut tx, &caller.session.token).await?;
        caller.session.went_on = true;
    }
    tx.commit().await?;
    let challenge = current(app, &caller, now).await?;
    Ok(with_cookie(Json(challenge), None))
}
