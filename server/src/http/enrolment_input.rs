//! What a person types on the way through enrolment: the password, the number. The code is `confirm.rs`.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{Enrolment, GivePassword, GivePhone, OfEnrolment, Problem, routes};

use super::body::Body;
use super::caller::Caller;
use super::enrolment::{Answer, apply, ask};
use super::enrolment_view::{number_of, view};
use super::password::{self, Checked};
use crate::enrolment::Request;
use crate::error::Result;
use crate::phone::Mobile;
use crate::proof;
use crate::sms::{self, Purpose, Sending};
use crate::state::{App, Shared};
use crate::store::{factors, messages, sessions};

/// Checks the password here, for accounts of the local directory.
#[utoipa::path(
    post, path = routes::ENROLMENT_PASSWORD, tag = "enrolment",
    request_body = GivePassword, responses((status = 200, body = Enrolment)),
)]
pub async fn give_password(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<GivePassword>,
) -> Answer {
    password::well_formed(&asked.password)?;
    let now = app.clock.now();
    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    ask(&caller, Request::GivePassword, now)?;
    let account = caller.account.clone();
    match password::check(&app, tx, &account, &asked.password, now).await? {
        Checked::Right { .. } => {}
        Checked::Wrong { attempts_left } => {
            return Err(Problem::PasswordWrong { attempts_left }.into());
        }
        // The portal checks the passwords of everybody else.
        Checked::Elsewhere => return Err(Problem::WrongStep.into()),
    }

    let mut tx = app.store.turn_of(&account.id).await?;
    password::right(&mut tx, &account.id).await?;
    sessions::password_given(&mut tx, &caller.session.token, now).await?;
    caller.session.password_at = Some(now);
    caller.reread(&mut tx, now).await?;
    // It may have moved on or ended while the password was being checked; it was right all the same.
    let change = ask(&caller, Request::Read, now)?;
    apply(&app, &mut tx, &mut caller, change, now).await?;
    tx.commit().await?;
    view(&app, &caller, now).await.map(Json)
}

/// Takes a number and sends the first code to it.
#[utoipa::path(
    post, path = routes::ENROLMENT_PHONE, tag = "enrolment",
    request_body = GivePhone, responses((status = 200, body = Enrolment)),
)]
pub async fn give_phone(
    State(app): State<Shared>,
    Extension(mut caller): Extension<Caller>,
    Body(asked): Body<GivePhone>,
) -> Answer {
    let now = app.clock.now();
    ask(&caller, Request::GivePhone(&asked.enrolment), now)?;
    let number = Mobile::read(asked.number.expose(), &caller.school.countries)?;
    let index = sms::number_index(&app, &number);
    if !is_still_good(&app, &caller, &index, now).await? {
        send(&app, &caller, &number).await?;
    }

    let mut tx = app.store.turn_of(&caller.account.id).await?;
    caller.reread(&mut tx, now).await?;
    ask(&caller, Request::GivePhone(&asked.enrolment), now)?;
    let pending = caller
        .factors
        .pending
        .as_ref()
        .ok_or(Problem::EnrolmentNotFound)?;
    let place = proof::place(&caller.account, pending, "number");
    let sealed = app.keys.sealer.seal(place, number.e164().as_bytes())?;
    if !factors::set_number(&mut tx, &pending.id, &sealed, &index).await? {
        return Err(Problem::WrongStep.into());
    }
    caller.reread(&mut tx, now).await?;
    tx.commit().await?;
    view(&app, &caller, now).await.map(Json)
}

/// Someone who went back and forth with the same number keeps the code of a moment ago.
async fn is_still_good(app: &App, caller: &Caller, index: &str, now: i64) -> Result<bool> {
    let mut connection = app.store.read().await?;
    let account = &caller.account.id;
    let latest = messages::latest(&mut connection, account, Purpose::Enrol.name(), index).await?;
    let good = latest.first().is_some_and(|sent| {
        sent.state == "current" && sent.expires_at > now && sent.checks < messages::CHECKS
    });
    Ok(good && sms::resend_at(&mut connection, account, index, now).await? > now)
}

/// Sends another code to the same number.
#[utoipa::path(
    post, path = routes::ENROLMENT_RESEND, tag = "enrolment",
    request_body = OfEnrolment, responses((status = 200, body = Enrolment)),
)]
pub async fn resend(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Body(asked): Body<OfEnrolment>,
) -> Answer {
    let now = app.clock.now();
    ask(&caller, Request::Resend(&asked.enrolment), now)?;
    let pending = caller
        .factors
        .pending
        .as_ref()
        .ok_or(Problem::EnrolmentNotFound)?;
    let number = number_of(&app, &caller, pending)?;
    send(&app, &caller, &number).await?;
    view(&app, &caller, app.clock.now()).await.map(Json)
}

async fn send(app: &App, caller: &Caller, number: &Mobile) -> Result<()> {
    let sending = Sending {
        school: &caller.school,
        account: &caller.account.id,
        lang: &caller.session.lang,
        purpose: Purpose::Enrol,
        number,
        framed: caller.session.framed,
    };
    sms::send_code(app, sending).await
}
