//! The second step at sign-in: opening it, and sending its code again. The code itself is `verify.rs`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{Challenge, ChallengeStep, Method, OfChallenge, Problem, Secret, routes};

use super::assertion::{Settled, assertion};
use super::body::Body;
use super::caller::Caller;
use super::device::{self, with_cookie};
use super::enrolment_view::number_of;
use crate::challenge::{Opening, may_verify, opening};
use crate::error::{Error, Result};
use crate::sms::{self, Purpose, Sending};
use crate::state::{App, Shared};
use crate::store::factors::Factor;
use crate::store::challenges;

type Answer = Result<Json<Challenge>>;

/// The open challenge, or a new one; `passed` when there is nothing to ask.
#[utoipa::path(post, path = routes::CHALLENGE, tag = "challenge", responses((status = 200, body = Challenge)))]
pub async fn open(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response> {
    let now = app.clock.now();
    let cookie = device::present(&app, &mut caller, &headers, now).await?;
    let challenge = current(&app, &caller, now).await?;
    Ok(with_cookie(Json(challenge), cookie))
}

/// What opening answers, also when a session is opened.
pub async fn current(app: &App, caller: &Caller, now: i64) -> Result<Challenge> {
    let active = caller.factors.preferred();
    let device = caller.device.as_ref();
    let method = active.map(|factor| factor.method);
    match (
        opening(method, device.map(|device| device.remembered)),
        active,
    ) {
        (Opening::Pass { remembered: None }, _) => passed(app, caller, &Settled::NoFactor, now),
        (
            Opening::Pass {
                remembered: Some(remembered),
            },
            _,
        ) => passed(app, caller, &Settled::RememberedDevice(remembered), now),
        (Opening::Ask(_), Some(factor)) => asked(app, caller, factor, now).await,
        (Opening::Ask(_), None) => Err(Error::Internal("a code is asked without a factor")),
    }
}

/// The end: with the assertion for the portal's server.
pub fn passed(app: &App, caller: &Caller, settled: &Settled, now: i64) -> Result<Challenge> {
    let assertion: Secret = assertion(app, caller, settled, now)?;
    Ok(Challenge {
        id: None,
        step: ChallengeStep::Passed,
        method: None,
        masked_number: None,
        resend_at: None,
        remember: caller.remember_choice(),
        digits: None,
        not_sent: None,
        ways: Vec::new(),
        codes_left: None,
        assertion: Some(assertion),
        school: caller.school.name.clone(),
        server_time: now,
    })
}

async fn asked(app: &App, caller: &Caller, factor: &Factor, now: i64) -> Result<Challenge> {
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    let open = match challenges::open_of(&mut tx, &caller.account.id, &factor.id, now).await? {
        Some(open) => open,
        None => challenges::open(&mut tx, &caller.account.id, &factor.id, now).await?,
    };
    tx.commit().await?;
    if factor.method == Method::Sms {
        match send(app, caller, factor).await {
            // Too soon after the last one: that code still counts.
            Ok(())
            | Err(Error::Problem(
                Problem::ResendTooSoon { .. } | Problem::TooManyMessages { .. },
            )) => {}
            Err(error) => return Err(error),
        }
    }
    view(app, caller, factor, open.id, app.clock.now()).await
}

async fn view(
    app: &App,
    caller: &Caller,
    factor: &Factor,
    id: String,
    now: i64,
) -> Result<Challenge> {
    let mut challenge = Challenge {
        id: Some(id),
        step: ChallengeStep::Code,
        method: Some(factor.method),
        masked_number: None,
        resend_at: None,
        remember: caller.remember_choice(),
        digits: None,
        not_sent: None,
        ways: Vec::new(),
        codes_left: None,
        assertion: None,
        school: caller.school.name.clone(),
        server_time: now,
    };
    if factor.method == Method::Sms {
        let number = number_of(app, caller, factor)?;
        let index = sms::number_index(app, &number);
        let mut connection = app.store.read().await?;
        challenge.masked_number = Some(number.masked());
        challenge.resend_at =
            Some(sms::resend_at(&mut connection, &caller.account.id, &index, now).await?);
    }
    Ok(challenge)
}

/// Sends another code by text message. The attempts of the challenge and of the account go on counting.
#[utoipa::path(
    post, path = routes::CHALLENGE_RESEND, tag = "challenge",
    request_body = OfChallenge, responses((status = 200, body = Challenge)),
)]
pub async fn resend(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<OfChallenge>,
) -> Answer {
    let now = app.clock.now();
    let factor = caller
        .factors
        .preferred()
        .ok_or(Problem::ChallengeNotFound)?;
    let mut connection = app.store.read().await?;
    let open = challenges::open_of(&mut connection, &caller.account.id, &factor.id, now).await?;
    drop(connection);
    may_verify(now, open.as_ref(), &asked.challenge)?;
    if factor.method != Method::Sms {
        return Err(Problem::WrongStep.into());
    }
    send(&app, &caller, factor).await?;
    view(&app, &caller, factor, asked.challenge, app.clock.now())
        .await
        .map(Json)
}

async fn send(app: &App, caller: &Caller, factor: &Factor) -> Result<()> {
    let number = number_of(app, caller, factor)?;
    let sending = Sending {
        school: &caller.school,
        account: &caller.account.id,
        lang: &caller.session.lang,
        purpose: Purpose::SignIn,
        number: &number,
    };
    sms::send_code(app, sending).await
}
