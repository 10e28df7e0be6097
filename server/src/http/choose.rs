//! Another way to answer a challenge, and its messages. Attempts go on counting whatever is chosen.

use axum::Extension;
use axum::Json;
use axum::extract::State;
use tweestap_api::{ChooseWay, Method, OfChallenge, Problem, Way, routes};

use super::body::Body;
use super::caller::Caller;
use super::challenge::{Answer, challenge_purpose};
use super::challenge_view::{factor_of, view};
use super::enrolment_view::number_of;
use crate::challenge::{Open, may_answer, others};
use crate::error::{Error, Result};
use crate::sms::{self, Sending};
use crate::state::{App, Shared};
use crate::store::limits::{self, Kind};
use crate::store::{challenges, messages, recovered};

/// Answers the challenge in another way; by text message the code is sent at once.
#[utoipa::path(
    post, path = routes::CHALLENGE_CHOOSE, tag = "challenge",
    request_body = ChooseWay, responses((status = 200, body = tweestap_api::Challenge)),
)]
pub async fn choose(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<ChooseWay>,
) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    let open = challenges::by_id(&mut tx, &caller.account.id, &asked.challenge).await?;
    let mut open = may_answer(now, open, &asked.challenge)?;
    let back = recovered::back(&mut tx, &caller.account, now).await?;
    let methods = caller.answering().map(|factor| factor.method);
    if !others(methods, back, open.way).contains(&asked.way) {
        return Err(Problem::WayNotOffered.into());
    }
    let factor = asked
        .way
        .method()
        .and_then(|method| caller.answering_by(method));
    open.way = asked.way;
    open.factor = factor.map(|factor| factor.id.clone()).unwrap_or_default();
    if !challenges::choose(&mut tx, &open.id, open.way, &open.factor).await? {
        return Err(Problem::ChallengeNotFound.into());
    }
    tx.commit().await?;
    let not_sent = match open.way {
        Way::Sms if !is_outstanding(&app, &caller, &open, now).await? => {
            deliver(&app, &caller, &open).await?
        }
        _ => None,
    };
    view(&app, &caller, &open, not_sent, app.clock.now())
        .await
        .map(Json)
}

/// Sends another code by text message.
#[utoipa::path(
    post, path = routes::CHALLENGE_RESEND, tag = "challenge",
    request_body = OfChallenge, responses((status = 200, body = tweestap_api::Challenge)),
)]
pub async fn resend(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<OfChallenge>,
) -> Answer {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let open = challenges::by_id(&mut connection, &caller.account.id, &asked.challenge).await?;
    drop(connection);
    let open = may_answer(now, open, &asked.challenge)?;
    if open.way != Way::Sms {
        return Err(Problem::WrongStep.into());
    }
    send(&app, &caller, &open).await?;
    view(&app, &caller, &open, None, app.clock.now())
        .await
        .map(Json)
}

/// Sends the first code of a challenge. The challenge is shown whether or not it went: the other ways are
/// open all the same.
pub async fn deliver(app: &App, caller: &Caller, open: &Open) -> Result<Option<Problem>> {
    match send(app, caller, open).await {
        Ok(()) => Ok(None),
        Err(Error::Problem(
            why @ (Problem::SmsUnavailable
            | Problem::ResendTooSoon { .. }
            | Problem::TooManyMessages { .. }
            | Problem::TooManyAttempts { .. }
            | Problem::Locked),
        )) => Ok(Some(why)),
        Err(error) => Err(error),
    }
}

/// Whether a code is under way that will be accepted: a reload sends no other one.
pub async fn is_outstanding(app: &App, caller: &Caller, open: &Open, now: i64) -> Result<bool> {
    let Some(factor) = factor_of(caller, open)?.filter(|factor| factor.method == Method::Sms)
    else {
        return Ok(false);
    };
    let index = sms::number_index(app, &number_of(app, caller, factor)?);
    let purpose = challenge_purpose(open.purpose).name();
    let mut connection = app.store.read().await?;
    let sent = messages::latest(&mut connection, &caller.account.id, purpose, &index).await?;
    Ok(sent.first().is_some_and(|sent| {
        sent.state == "current" && sent.expires_at > now && sent.checks < messages::CHECKS
    }))
}

/// No message goes out whose code would not be looked at.
async fn send(app: &App, caller: &Caller, open: &Open) -> Result<()> {
    let factor = factor_of(caller, open)?.ok_or(Problem::WrongStep)?;
    let number = number_of(app, caller, factor)?;
    let mut connection = app.store.read().await?;
    let now = app.clock.now();
    let account = &caller.account.id;
    if let Some(refusal) = limits::standing(&mut connection, account, Kind::Code, now).await? {
        return Err(refusal.into());
    }
    drop(connection);
    let sending = Sending {
        school: &caller.school,
        account,
        lang: &caller.session.lang,
        purpose: challenge_purpose(open.purpose),
        number: &number,
        framed: caller.session.framed,
    };
    sms::send_code(app, sending).await
}
