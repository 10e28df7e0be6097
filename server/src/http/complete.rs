//! The end of enrolment: a confirmed method comes into force, and what follows from that.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{Enrolment, Method, OfEnrolment, Problem, routes};

use super::body::Body;
use super::caller::Caller;
use super::codes;
use super::enrolment::{Answer, ask};
use super::enrolment_view::{codes_of, view};
use crate::audit;
use crate::enrolment::{Change, Request};
use crate::error::Result;
use crate::mail::Event;
use crate::state::{App, Shared};
use crate::store::factors::{self, Factor, Factors};
use crate::store::{Tx, sessions, support_codes, two_steps};

/// A confirmed factor takes its place: instead of the one of its method, beside the others. One transaction with
/// everything that follows from it.
pub async fn complete(
    app: &App,
    tx: &mut Tx,
    caller: &mut Caller,
    factor: &Factor,
    now: i64,
) -> Result<()> {
    let account = caller.account.id.clone();
    let before = &caller.factors;
    let replaced = before.of_method(factor.method);
    if let Some(old) = replaced {
        factors::make_room(tx, &account, &old.id).await?;
    }
    if !factors::activate(tx, &factor.id, now).await? {
        return Err(Problem::WrongStep.into());
    }
    let was_preferred = replaced.is_some_and(|old| {
        before
            .preferred()
            .is_some_and(|preferred| preferred.id == old.id)
    });
    // Whoever lost a phone has what was set up just now, and perhaps nothing else; what counts no more is not asked first.
    let lost_one =
        caller.account.must_enrol || caller.session.recovered_at.is_some() || caller.lacks();
    if was_preferred || lost_one {
        two_steps::prefer_factor(tx, &account, &factor.id).await?;
    }
    two_steps::switched_on(tx, &account).await?;
    sessions::close_others(tx, &account, &caller.session.token).await?;
    two_steps::end_recovery(tx, &account).await?;
    support_codes::discard(tx, &account).await?;
    let (event, method) = (event(before, factor.method), Some(factor.method));
    audit::tell(app, tx, &caller.account, event, method, now).await?;
    caller.session.recovered_at = None;
    caller.device = None;
    Ok(())
}

fn event(before: &Factors, method: Method) -> Event {
    match (before.active.is_empty(), before.of_method(method)) {
        (true, _) => Event::SwitchedOn,
        (false, None) => Event::FactorAdded,
        (false, Some(_)) if method == Method::Sms => Event::NumberChanged,
        (false, Some(_)) => Event::FactorReplaced,
    }
}

/// "I have kept my recovery codes": from here on two-step verification is on, and only hashes remain.
#[utoipa::path(
    post, path = routes::ENROLMENT_ACKNOWLEDGE, tag = "enrolment",
    request_body = OfEnrolment, responses((status = 200, body = Enrolment)),
)]
pub async fn acknowledge(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<OfEnrolment>,
) -> Answer {
    let now = app.clock.now();
    let request = Request::Acknowledge(&asked.enrolment);
    if ask(&caller, request, now)? == Change::SwitchOn {
        let factor = caller
            .factors
            .pending
            .clone()
            .ok_or(Problem::EnrolmentNotFound)?;
        let kept = codes::hashed(&app, &caller, &codes_of(&app, &caller, &factor)?).await?;

        let mut tx = app.store.turn_of(&caller.account.id).await?;
        caller.reread(&mut tx, now).await?;
        // A parallel acknowledgement may have been quicker; then there is nothing left to store.
        if ask(&caller, request, now)? == Change::SwitchOn {
            complete(&app, &mut tx, &mut caller, &factor, now).await?;
            codes::keep(&mut tx, &caller.account.id, &factor.id, &kept).await?;
            caller.reread(&mut tx, now).await?;
            tx.commit().await?;
        }
    }
    view(&app, &caller, now).await.map(Json)
}
