//! The second step: opening it at sign-in, and asking for a code again before something sensitive. Other ways
//! and messages are `choose.rs`, codes are `verify.rs` and `recover.rs`.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::{Extension, Json};
use tweestap_api::{Challenge, ChallengeStep, Problem, Way, routes};

use super::caller::Caller;
use super::challenge_view::{blank, passed, view};
use super::choose::{deliver, is_outstanding};
use super::device::{self, with_cookie};
use crate::challenge::{self, Open, Opening, Purpose, opening};
use crate::error::{Error, Result};
use crate::state::{App, Shared};
use crate::store::{challenges, messages, recovered, sessions};

pub type Answer = Result<Json<Challenge>>;

/// The open challenge, or a new one; `passed` when there is nothing to ask.
#[utoipa::path(post, path = routes::CHALLENGE, tag = "challenge", responses((status = 200, body = Challenge)))]
pub async fn open(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    headers: HeaderMap,
) -> Result<Response> {
    let now = app.clock.now();
    if caller.takes_up_recovery() {
        let mut tx = app.store.turn_of(&caller.account.id).await?;
        take_up_recovery(&mut tx, &mut caller).await?;
        tx.commit().await?;
    }
    let cookie = device::present(&app, &mut caller, &headers, now).await?;
    let challenge = current(&app, &caller, now).await?;
    Ok(with_cookie(Json(challenge), cookie))
}

/// What opening answers, also when a session is opened.
pub async fn current(app: &App, caller: &Caller, now: i64) -> Result<Challenge> {
    match opening(&caller.standing(now)) {
        Opening::Pass(settled) => passed(app, caller, &settled, now).await,
        Opening::Enrol => after_recovery(app, caller, ChallengeStep::Enrol, now).await,
        Opening::Recovered => after_recovery(app, caller, ChallengeStep::Recovered, now).await,
        Opening::Ask => ask(app, caller, Purpose::SignIn, now).await,
    }
}

/// Asks for a code whatever the device, before something sensitive. Ends without an assertion.
#[utoipa::path(
    post, path = routes::CHALLENGE_PROVE, tag = "challenge",
    responses((status = 200, body = Challenge)),
)]
pub async fn prove(State(app): State<Shared>, Extension(caller): Extension<Caller>) -> Answer {
    let now = app.clock.now();
    if !caller.asks() {
        return Err(Problem::NotEnrolled.into());
    }
    if caller.standing(now).given.is_some() {
        // The answer was lost, or another tab was quicker.
        return Ok(Json(blank(&caller, ChallengeStep::Passed, now)));
    }
    ask(&app, &caller, Purpose::Prove, now).await.map(Json)
}

/// `recovered`, or `enrol` when a method must be set up: with what is left of the ways back in.
pub async fn after_recovery(
    app: &App,
    caller: &Caller,
    step: ChallengeStep,
    now: i64,
) -> Result<Challenge> {
    let mut challenge = blank(caller, step, now);
    if caller.session.recovered_at.is_some() {
        let mut connection = app.store.read().await?;
        let back = recovered::back(&mut connection, &caller.account, now).await?;
        challenge.codes_left = Some(back.codes_left);
    }
    Ok(challenge)
}

/// A session that came in by a recovery code a moment ago, before it was reloaded.
pub async fn take_up_recovery(
    connection: &mut sqlx::AnyConnection,
    caller: &mut Caller,
) -> Result<()> {
    if let (true, Some(at)) = (caller.takes_up_recovery(), caller.recovering) {
        sessions::recovered(connection, &caller.session.token, at).await?;
        caller.session.recovered_at = Some(at);
        caller.session.verified = true;
    }
    Ok(())
}

impl Caller {
    /// The cookie says so, the session does not know yet, and there is something to come in from.
    pub fn takes_up_recovery(&self) -> bool {
        self.recovering.is_some() && self.session.recovered_at.is_none() && self.asks()
    }
}

/// The open challenge as it is, or a new one that asks for the preferred method: never for a way back in.
async fn ask(app: &App, caller: &Caller, purpose: Purpose, now: i64) -> Result<Challenge> {
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    let current = challenges::current(&mut tx, &caller.account.id, purpose, now).await?;
    let open = match current.filter(|open| can_be_answered(caller, open)) {
        Some(open) => open,
        None => fresh(&mut tx, caller, purpose, now).await?,
    };
    tx.commit().await?;
    let not_sent = match open.way {
        Way::Sms if !is_outstanding(app, caller, &open, now).await? => {
            deliver(app, caller, &open).await?
        }
        _ => None,
    };
    view(app, caller, &open, not_sent, app.clock.now()).await
}

/// Not when the method it asks for was replaced, taken away or forbidden meanwhile.
fn can_be_answered(caller: &Caller, open: &Open) -> bool {
    match open.way.method() {
        Some(method) => caller
            .answering_by(method)
            .is_some_and(|factor| factor.id == open.factor),
        None => true,
    }
}

async fn fresh(
    connection: &mut sqlx::AnyConnection,
    caller: &Caller,
    purpose: Purpose,
    now: i64,
) -> Result<Open> {
    let factor = caller
        .answering()
        .next()
        .ok_or(Error::Internal("a code is asked without a factor"))?;
    let account = &caller.account.id;
    // A message belongs to the challenge it was sent for.
    messages::withdraw(connection, account, challenge_purpose(purpose).name()).await?;
    challenges::open(
        connection,
        account,
        purpose,
        factor.method.into(),
        &factor.id,
        now,
    )
    .await
}

/// What messages of a challenge are for.
pub const fn challenge_purpose(purpose: challenge::Purpose) -> crate::sms::Purpose {
    match purpose {
        Purpose::SignIn => crate::sms::Purpose::SignIn,
        Purpose::Prove => crate::sms::Purpose::Prove,
    }
}
