//! Enrolment's calls without a proof: each asks the machine, stores the change, and answers with the whole
//! state. What a person types is in `enrolment_input.rs`.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{ChooseMethod, Enrolment, Method, OfEnrolment, Problem, routes};

use super::body::Body;
use super::caller::Caller;
use super::codes;
use super::elevated::enrolment_access;
use super::enrolment_view::view;
use crate::enrolment::{Change, PENDING_LIFETIME, Request, Stage, decide};
use crate::error::{Error, Result};
use crate::seal::Place;
use crate::state::{App, Shared};
use crate::store::Tx;
use crate::store::factors::{self, New};
use crate::{random, totp};

pub type Answer = Result<Json<Enrolment>>;

/// The current enrolment, or what there is to choose.
#[utoipa::path(get, path = routes::ENROLMENT, tag = "enrolment", responses((status = 200, body = Enrolment)))]
pub async fn read(State(app): State<Shared>, Extension(mut caller): Extension<Caller>) -> Answer {
    let now = app.clock.now();
    current(&app, &mut caller, now).await.map(Json)
}

/// What reading answers, also when a session is opened.
pub async fn current(app: &App, caller: &mut Caller, now: i64) -> Result<Enrolment> {
    // Reading changes something only when the password has been settled elsewhere in the meantime.
    if ask(caller, Request::Read, now)? != Change::Stay {
        let mut tx = app.store.turn_of(&caller.account.id).await?;
        caller.reread(&mut tx, now).await?;
        let change = ask(caller, Request::Read, now)?;
        apply(app, &mut tx, caller, change, now).await?;
        tx.commit().await?;
    }
    view(app, caller, now).await
}

/// Takes back whatever is under way, unacknowledged recovery codes included; never an active factor.
#[utoipa::path(delete, path = routes::ENROLMENT, tag = "enrolment", responses((status = 200, body = Enrolment)))]
pub async fn cancel(State(app): State<Shared>, Extension(caller): Extension<Caller>) -> Answer {
    simply(&app, caller, Request::Cancel).await
}

/// Chooses a method. The same one again keeps its secret; the other one replaces what is pending.
#[utoipa::path(
    post, path = routes::ENROLMENT_METHOD, tag = "enrolment",
    request_body = ChooseMethod, responses((status = 200, body = Enrolment)),
)]
pub async fn choose(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<ChooseMethod>,
) -> Answer {
    simply(&app, caller, Request::Choose(asked.method)).await
}

/// One step earlier; nothing that was entered is lost.
#[utoipa::path(
    post, path = routes::ENROLMENT_BACK, tag = "enrolment",
    request_body = OfEnrolment, responses((status = 200, body = Enrolment)),
)]
pub async fn back(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<OfEnrolment>,
) -> Answer {
    simply(&app, caller, Request::Back(&asked.enrolment)).await
}

/// A call without a proof: one transaction of reading, deciding and storing.
async fn simply(app: &App, mut caller: Caller, request: Request<'_>) -> Answer {
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    let change = ask(&caller, request, now)?;
    apply(app, &mut tx, &mut caller, change, now).await?;
    tx.commit().await?;
    view(app, &caller, now).await.map(Json)
}

pub fn ask(caller: &Caller, request: Request<'_>, now: i64) -> Result<Change> {
    Ok(decide(
        enrolment_access(caller, now),
        &caller.in_force().methods,
        &caller.situation(),
        request,
    )?)
}

/// Stores a change that needs no proof, and reads the outcome.
pub async fn apply(
    app: &App,
    tx: &mut Tx,
    caller: &mut Caller,
    change: Change,
    now: i64,
) -> Result<()> {
    match change {
        Change::Stay => return Ok(()),
        Change::Begin {
            method,
            stage,
            with_password,
        } => {
            begin(app, tx, caller, method, stage, with_password, now).await?;
        }
        Change::Move { stage, proved } => {
            let pending = caller
                .factors
                .pending
                .as_ref()
                .ok_or(Problem::EnrolmentNotFound)?;
            if !factors::move_to(tx, &pending.id, stage, proved).await? {
                return Err(Problem::WrongStep.into());
            }
        }
        Change::Discard => factors::discard(tx, &caller.account.id).await?,
        Change::Confirm | Change::AlreadyConfirmed | Change::SwitchOn => {
            return Err(Error::Internal(
                "a change with a proof was stored without one",
            ));
        }
    }
    caller.reread(tx, now).await
}

async fn begin(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    method: Method,
    stage: Stage,
    with_password: bool,
    now: i64,
) -> Result<()> {
    let id = random::id()?;
    let secret = match method {
        Method::App => {
            let secret = random::bytes::<{ totp::SECRET_LENGTH }>()?;
            let place = Place {
                school: &caller.account.school,
                account: &caller.account.id,
                row: &id,
                column: "secret",
            };
            Some(app.keys.sealer.seal(place, secret.as_slice())?)
        }
        Method::Sms | Method::Hardware => None,
    };
    let new = New {
        id: &id,
        method,
        stage,
        with_password,
        with_codes: codes::are_needed(tx, caller).await?,
        secret: secret.as_deref(),
        expires_at: now + PENDING_LIFETIME,
    };
    factors::begin(tx, &caller.account.id, new, now).await
}
