//! The code that confirms an enrolment: it makes the recovery codes, or where the old ones go on it ends the
//! enrolment at once (`complete.rs`). Exactly one call wins.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{ConfirmCode, Enrolment, Problem, Secret, routes};

use super::body::Body;
use super::caller::Caller;
use super::codes;
use super::complete::complete;
use super::enrolment::ask;
use super::enrolment_view::{view, with_codes};
use crate::enrolment::{CONFIRMED_LIFETIME, Change, Request};
use crate::error::{Error, Result};
use crate::proof::{self, Claim, Verdict};
use crate::sms::{Purpose, code_hash};
use crate::state::{App, Shared};
use crate::store::factors::{self, Factor};
use crate::store::limits::{self, Kind};
use crate::store::{Tx, messages, sessions};
use crate::totp;
use subtle::ConstantTimeEq as _;

type Answer = Result<Json<Enrolment>>;

/// Confirms with a code of the app or of the text message. Exactly one call wins.
#[utoipa::path(
    post, path = routes::ENROLMENT_CONFIRM, tag = "enrolment",
    request_body = ConfirmCode, responses((status = 200, body = Enrolment)),
)]
pub async fn confirm(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<ConfirmCode>,
) -> Answer {
    if !totp::is_well_formed(asked.code.expose()) {
        return Err(Problem::CodeMalformed.into());
    }
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    let change = ask(&caller, Request::Confirm(&asked.enrolment), now)?;
    let factor = caller
        .factors
        .pending
        .clone()
        .ok_or(Problem::EnrolmentNotFound)?;
    if change == Change::AlreadyConfirmed {
        return Err(already_confirmed(&app, &mut tx, &caller, &factor, &asked.code).await?);
    }
    let charged =
        proof::charge(&app, &mut tx, &caller.account, &factor, Purpose::Enrol, now).await?;
    tx.commit().await?;

    let attempts_left = charged.left;
    let verdict = proof::look(&app, &charged, &asked.code, now)?;
    if !matches!(verdict, Verdict::Good(_)) {
        let (account, session) = (&caller.account, &caller.session.token);
        proof::failed(&app, account, session, charged.attempt, now).await?;
    }
    let claim = match verdict {
        Verdict::Good(claim) => claim,
        Verdict::Superseded => return Err(Problem::CodeSuperseded { attempts_left }.into()),
        // The widget holds the key here and explains the neighbours itself.
        Verdict::Past { .. } | Verdict::Wrong => {
            return Err(Problem::CodeMismatch {
                attempts_left,
                seconds_ago: None,
            }
            .into());
        }
    };

    let codes = match with_codes(&app, &caller).await? {
        true => Some(sealed_codes(&app, &caller, &factor)?),
        false => None,
    };
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    if !consume(&mut tx, &caller, &factor, &claim, codes.as_deref(), now).await? {
        return Err(Problem::CodeAlreadyUsed.into());
    }
    // The old codes go on: it is on at once.
    if codes.is_none() {
        complete(&app, &mut tx, &mut caller, &factor, now).await?;
    }
    limits::clear(&mut tx, &caller.account.id, Kind::Code).await?;
    sessions::code_given(&mut tx, &caller.session.token, now).await?;
    caller.reread(&mut tx, now).await?;
    tx.commit().await?;
    view(&app, &caller, now).await.map(Json)
}

/// The same code again (a double click, a second tab) is told so; any other one only that the step is over.
async fn already_confirmed(
    app: &App,
    tx: &mut Tx,
    caller: &Caller,
    factor: &Factor,
    code: &Secret,
) -> Result<Error> {
    let same = match factor.secret {
        Some(_) => {
            let secret = proof::open_secret(app, &caller.account, factor)?;
            totp::is_of_step(&secret, code.expose(), factor.last_step)?
        }
        None => {
            let spent = messages::spent(tx, &caller.account.id, Purpose::Enrol.name()).await?;
            spent.is_some_and(|(id, hash)| {
                code_hash(app, &id, code.expose())
                    .as_bytes()
                    .ct_eq(hash.as_bytes())
                    .into()
            })
        }
    };
    Ok(if same {
        Problem::CodeAlreadyUsed
    } else {
        Problem::WrongStep
    }
    .into())
}

/// The one place where a code confirms an enrolment: what it claims is spent and the codes are kept, or
/// neither (the caller then drops the transaction).
async fn consume(
    tx: &mut Tx,
    caller: &Caller,
    factor: &Factor,
    claim: &Claim,
    codes: Option<&str>,
    now: i64,
) -> Result<bool> {
    let step = match claim {
        Claim::Step { step, .. } => *step,
        Claim::Message(id) => {
            if !messages::spend(tx, id, &caller.account.id, Purpose::Enrol.name()).await? {
                return Ok(false);
            }
            0
        }
    };
    factors::confirm(tx, &factor.id, step, codes, now + CONFIRMED_LIFETIME).await
}

fn sealed_codes(app: &App, caller: &Caller, factor: &Factor) -> Result<String> {
    let place = proof::place(&caller.account, factor, "codes");
    codes::seal(app, place, &codes::fresh(caller.in_force().recovery)?)
}
