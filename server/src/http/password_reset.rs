//! The forgotten password. Asking for a link is answered before anybody has looked whom it is about; setting a new
//! password needs the link and nothing else, signs nobody in and leaves the second step as it is.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use tweestap_api::{Done, ForgotPassword, NewPassword, PasswordRules, Problem, Secret, routes};

use super::body::Body;
use super::caller::may_come_from;
use super::new_password;
use super::place::From;
use crate::config::School;
use crate::error::{Error, Result};
use crate::password_hook::{Answer, Claims, Hook, LIFETIME, TYPE};
use crate::password_reset::{self, Asked};
use crate::random;
use crate::state::{App, Shared};
use crate::store::accounts::{self, Account};
use crate::store::addresses::Of;
use crate::store::{directory, password_links};

/// Bytes of what is asked.
const LONGEST_SCHOOL: usize = 64;
const LONGEST_NAME: usize = 255;
const LONGEST_ADDRESS: usize = 254;
const LONGEST_LANG: usize = 35;
/// The portal says nothing (yet): it is worth asking again in some seconds.
const SILENT: Problem = Problem::Busy { retry_after: 5 };

/// What a new password must hold to at a school, and whether people can set one here.
#[utoipa::path(
    get, path = routes::SCHOOL_PASSWORD, tag = "password",
    params(("school" = String, Path, description = "The school's id.")),
    responses((status = 200, body = PasswordRules)),
)]
pub async fn rules(
    State(app): State<Shared>,
    Path(school): Path<String>,
) -> Result<Json<PasswordRules>> {
    let school = app.config.school(&school).ok_or(Problem::NotFound)?;
    Ok(Json(new_password::rules(school)))
}

/// Asks for a link. Known or not, allowed or not: the answer is the same, and made before anybody looks.
#[utoipa::path(
    post, path = routes::PASSWORD_FORGOT, tag = "password",
    request_body = ForgotPassword, responses((status = 202, body = Done)),
)]
pub async fn forgot(
    State(app): State<Shared>,
    From(network): From,
    Body(asked): Body<ForgotPassword>,
) -> Result<(StatusCode, Json<Done>)> {
    let fits = asked.school.len() <= LONGEST_SCHOOL
        && asked.username.len() <= LONGEST_NAME
        && asked.email.expose().len() <= LONGEST_ADDRESS
        && asked.lang.len() <= LONGEST_LANG;
    if !fits {
        return Err(Problem::MalformedRequest.into());
    }
    let asked = Asked {
        school: asked.school,
        username: asked.username,
        email: asked.email.expose().to_owned(),
        lang: asked.lang,
        place: password_reset::place_hash(&app, &network),
    };
    password_reset::keep(&app, &asked, app.clock.now()).await?;
    Ok((StatusCode::ACCEPTED, Json(Done {})))
}

/// Sets a new password with a link. One that will not do leaves the link as it was.
#[utoipa::path(
    post, path = routes::PASSWORD_RESET, tag = "password",
    request_body = NewPassword, responses((status = 200, body = Done)),
)]
pub async fn reset(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<NewPassword>,
) -> Result<Json<Done>> {
    let now = app.clock.now();
    let (school, account) = behind(&app, &headers, &asked.token, now).await?;
    new_password::check(&app, &school, &account, &asked.password).await?;
    // Carried through even when the caller hangs up: a portal may have taken the password by then.
    let work = async move {
        match &school.password.hook {
            Some(hook) => at_the_portal(&app, hook, &account, &asked, now).await,
            None => here(&app, &account, &asked, now).await,
        }
    };
    let done = tokio::spawn(work).await;
    done.map_err(|_| Error::Internal("setting a password broke off"))??;
    Ok(Json(Done {}))
}

/// Whose link it is. Nobody is told why one opens nothing.
async fn behind(
    app: &App,
    headers: &HeaderMap,
    token: &Secret,
    now: i64,
) -> Result<(Arc<School>, Account)> {
    const INVALID: Problem = Problem::ResetLinkInvalid;
    let mut connection = app.store.read().await?;
    let id = password_links::account_of(&mut connection, token.expose(), now).await?;
    let id = id.ok_or(INVALID)?;
    let account = accounts::by_id(&mut connection, &id)
        .await?
        .ok_or(INVALID)?;
    let school = app.config.school(&account.school);
    let school = school.filter(|school| school.password.forgotten);
    let school = school.ok_or(INVALID)?.clone();
    // A page of another school holds a link that is not its own.
    if !may_come_from(app, &school, headers) {
        return Err(INVALID.into());
    }
    Ok((school, account))
}

/// The password is kept here, as a hash: the link is spent with it or not at all.
async fn here(app: &App, account: &Account, asked: &NewPassword, now: i64) -> Result<()> {
    let hash = app.hasher.password(&asked.password).await?;
    let mut tx = app.store.turn_of(&account.id).await?;
    let person = Of {
        school: &account.school,
        issuer: &account.issuer,
        subject: &account.subject,
    };
    let set = password_links::spend(&mut tx, &account.id, asked.token.expose(), now).await?
        && directory::set_password(&mut tx, person, None, &hash, now).await?;
    if !set {
        return Err(Problem::ResetLinkInvalid.into());
    }
    new_password::changed(app, &mut tx, account, now).await?;
    Ok(tx.commit().await?)
}

/// The portal keeps it. The link is held while the portal is asked, and given back unless it took the password.
///
/// Everybody is out before the portal is asked, with the claim of the link: whatever fails once the portal has the new
/// password, nothing is left that trusted the old one. A refusal costs its owner another sign-in, no more; nobody else
/// can bring it about, because it takes the link. What comes in meanwhile goes with the answer, and a claim that nobody
/// answers is believed to have been taken: no device is trusted while it stands, and the sweep ends it.
async fn at_the_portal(
    app: &App,
    hook: &Hook,
    account: &Account,
    asked: &NewPassword,
    now: i64,
) -> Result<()> {
    let claim = random::id()?;
    let mut tx = app.store.turn_of(&account.id).await?;
    let token = asked.token.expose();
    if !password_links::claim(&mut tx, &account.id, token, &claim, now).await? {
        // Good still, and held by a call of before: whoever has the token may hear that it is not over.
        let held = password_links::account_of(&mut tx, token, now).await?;
        return Err(held.map_or(Problem::ResetLinkInvalid, |_| SILENT).into());
    }
    new_password::everybody_out(&mut tx, account).await?;
    tx.commit().await?;
    let answer = match statement(app, account, now) {
        Ok(statement) => hook.give(&statement, &asked.password).await,
        Err(error) => Err(error),
    };
    if let Ok(Answer::Taken) = answer {
        let mut tx = app.store.turn_of(&account.id).await?;
        new_password::changed(app, &mut tx, account, now).await?;
        return Ok(tx.commit().await?);
    }
    let mut tx = app.store.turn_of(&account.id).await?;
    if !matches!(answer, Ok(Answer::Refused)) {
        // It may have been taken all the same, and only the answer was lost.
        new_password::everybody_out(&mut tx, account).await?;
    }
    password_links::give_back(&mut tx, &claim).await?;
    tx.commit().await?;
    Err(match answer? {
        Answer::Refused => Problem::PasswordRefused,
        Answer::Taken | Answer::None => SILENT,
    }
    .into())
}

/// Whose password it is, signed with the published keys.
fn statement(app: &App, account: &Account, now: i64) -> Result<Secret> {
    let claims = Claims {
        iss: app.config.public_url.clone(),
        aud: account.issuer.clone(),
        sub: account.subject.clone(),
        iat: now,
        exp: now + LIFETIME,
        jti: random::id()?,
    };
    app.keys.ring.signer(now).sign(TYPE, &claims)
}
