//! The only way in: the portal's token against a bearer token and the first state.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use tweestap_api::{Level, OpenSession, Problem, Session, View, routes};

use super::body::Body;
use super::caller::{Caller, may_come_from};
use super::device::{self, with_cookie};
use super::{challenge, enrolment, settings};
use crate::error::Result;
use crate::portal_token::{self, Claims, LEEWAY};
use crate::state::Shared;
use crate::store::{accounts, sessions};

const LONGEST_LANG: usize = 35;

/// Opens a session for a person whom a portal hands over.
#[utoipa::path(
    post, path = routes::SESSION, tag = "session",
    request_body = OpenSession,
    responses((status = 200, body = Session)),
)]
pub async fn open(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<OpenSession>,
) -> Result<Response> {
    if asked.lang.len() > LONGEST_LANG {
        return Err(Problem::MalformedRequest.into());
    }
    let now = app.clock.now();
    let (school, claims) =
        portal_token::verify(asked.portal_token.expose(), &app.config.schools, now)
            .map_err(|portal_token::Invalid| Problem::PortalTokenInvalid)?;
    if !may_come_from(&app, school, &headers) {
        return Err(Problem::OriginNotAllowed.into());
    }

    let mut tx = app.store.write().await?;
    // Kept as long as the token could still be accepted.
    let until = claims.exp.saturating_add(LEEWAY);
    if !accounts::use_token(&mut tx, &school.issuer, &claims.jti, until).await? {
        return Err(Problem::PortalTokenInvalid.into());
    }
    let account = accounts::of(
        &mut tx,
        &school.id,
        &school.issuer,
        &claims.sub,
        name(&claims),
        now,
    )
    .await?;
    let (access_token, session) = sessions::open(
        &mut tx,
        &account.id,
        &asked.lang,
        claims.auth_time,
        claims.ts_verified,
        now,
    )
    .await?;
    let mut caller = Caller::new(
        &app,
        &mut tx,
        session,
        account,
        school.clone(),
        &headers,
        now,
    )
    .await?;
    let level = caller.level();
    if level != Level::Full && asked.view != View::Challenge {
        // The token is spent all the same; the session it would have opened is not kept.
        sessions::close(&mut tx, &caller.session.token).await?;
        tx.commit().await?;
        return Err(Problem::SecondFactorRequired.into());
    }
    tx.commit().await?;

    let mut opened = Session {
        access_token,
        level,
        enrolment: None,
        settings: None,
        challenge: None,
    };
    let mut cookie = None;
    match asked.view {
        View::Enrolment => {
            opened.enrolment = Some(enrolment::current(&app, &mut caller, now).await?)
        }
        View::Settings => opened.settings = Some(settings::current(&app, &caller, now).await?),
        View::Challenge => {
            cookie = device::present(&app, &mut caller, &headers, now).await?;
            opened.challenge = Some(challenge::current(&app, &caller, now).await?);
        }
    }
    Ok(with_cookie(Json(opened), cookie))
}

/// The person's name at the portal; the subject when it gives none.
fn name(claims: &Claims) -> &str {
    claims
        .name
        .as_deref()
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .unwrap_or(&claims.sub)
}
