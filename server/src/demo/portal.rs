//! The demonstration's portal: a school's own server as it could be anywhere. It signs people in, hands them
//! over with a signed token, and believes only an assertion whose signature it checked itself. One file, though
//! long: whoever writes a portal should be able to read a whole one.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tweestap_api::{Problem, Redeem, Role, Secret};

use super::people::{self, PLACES, Person};
use super::{AUDIENCE, Demo};
use crate::assertion;
use crate::error::{self, Error, Result};
use crate::http::{Body, redeem};
use crate::state::{App, Shared};
use crate::store::addresses::Of;
use crate::store::demo::{self, PortalSession};
use crate::store::{accounts, directory};
use crate::{portal_token, random, remember, seal};

const COOKIE: &str = "voorbeeldcollege-session";
/// Seconds a token for the widget is good.
const TOKEN_LIFETIME: i64 = 60;
const BROKEN: Error = Error::Internal("the demonstration is off");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    username: String,
    password: Secret,
    /// The school whose address the page was opened at; nobody else's people are known there.
    #[serde(default)]
    school: Option<String>,
    /// As if the school's own sign-in had asked for two steps already.
    #[serde(default)]
    single_sign_on: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    #[serde(default)]
    assertion: Option<Secret>,
    /// From the isolated frame, in place of the assertion.
    #[serde(default)]
    reference: Option<Secret>,
}

/// What the page shows.
#[derive(Serialize)]
pub struct Shown {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'static str>,
    school: &'static str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    single_sign_on: bool,
    school_id: &'static str,
}

fn state(session: Option<&PortalSession>) -> Json<Shown> {
    let state = match session {
        None => "signed-out",
        Some(session) if session.signed_in => "signed-in",
        Some(_) => "challenge",
    };
    let person = session.and_then(|session| people::find(&session.username));
    Json(Shown {
        state,
        username: session.map(|session| session.username.clone()),
        name: person.map(|person| person.name),
        school: person.map_or(PLACES[0].name, |person| person.place.name),
        single_sign_on: session.is_some_and(|session| session.single_sign_on),
        school_id: person.map_or(PLACES[0].id, |person| person.place.id),
    })
}

/// The demonstration changes things, too: no foreign page may do that.
pub async fn own_pages_only(
    axum::extract::State(app): axum::extract::State<Shared>,
    request: Request,
    next: Next,
) -> Response {
    let origin = request
        .headers()
        .get(header::ORIGIN)
        .map(|origin| origin.to_str().unwrap_or("null"));
    if !request.method().is_safe() && origin.is_some_and(|origin| !app.config.allows_origin(origin))
    {
        return error::refusal(&Problem::OriginNotAllowed);
    }
    next.run(request).await
}

pub async fn session(State(app): State<Shared>, headers: HeaderMap) -> Result<Json<Shown>> {
    Ok(state(
        current(&app, &headers)
            .await?
            .as_ref()
            .map(|(_, session)| session),
    ))
}

/// The first step. Whether a second one follows is Tweestap's to say: the page opens its challenge.
pub async fn sign_in(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<SignIn>,
) -> Result<Response> {
    let username = asked.username.trim().to_lowercase();
    let is_at_home = |person: &&Person| {
        asked
            .school
            .as_deref()
            .is_none_or(|school| school == person.place.id)
    };
    let entry = match people::find(&username).filter(is_at_home) {
        Some(person) => {
            let mut connection = app.store.read().await?;
            let place = person.place;
            let of = Of {
                school: place.id,
                issuer: place.issuer,
                subject: &username,
            };
            let entry = directory::find(&mut connection, of.school, of.issuer, of.subject).await?;
            entry.map(|entry| (of, entry))
        }
        None => None,
    };
    let right = match &entry {
        Some((of, entry)) => crate::http::hash_of_password(&app, *of, entry, &asked.password)
            .await?
            .is_some(),
        // As slow as a wrong password.
        None => app.hasher.password(&asked.password).await.map(|_| false)?,
    };
    if !right {
        return Ok(refused(StatusCode::UNAUTHORIZED, "wrong_credentials"));
    }
    let session = PortalSession {
        username,
        signed_in: false,
        auth_time: app.clock.now(),
        mfa_time: None,
        single_sign_on: asked.single_sign_on,
    };
    let cookie = random::token()?;
    let mut tx = app.store.write().await?;
    if let Some(old) = cookie_of(&headers) {
        demo::close(&mut tx, old).await?;
    }
    demo::open(&mut tx, cookie.expose(), &session).await?;
    tx.commit().await?;
    Ok(with_cookie(state(Some(&session)), cookie.expose()))
}

/// What the widget's event announces, checked by the portal's server.
pub async fn verified(
    State(app): State<Shared>,
    headers: HeaderMap,
    Body(asked): Body<Verified>,
) -> Result<Response> {
    let now = app.clock.now();
    let Some((cookie, mut session)) = current(&app, &headers).await? else {
        return Ok(refused(StatusCode::UNAUTHORIZED, "signed_out"));
    };
    let assertion = match (asked.assertion, asked.reference) {
        (Some(assertion), None) => Some(assertion),
        (None, Some(reference)) => redeemed(&app, &session, reference, now).await,
        _ => None,
    };
    let claims = assertion.and_then(|one| check(&app, &one, cookie, &session, now));
    let Some(claims) = claims else {
        return Ok(refused(StatusCode::FORBIDDEN, "assertion_refused"));
    };
    let mut tx = app.store.write().await?;
    if !accounts::use_token(&mut tx, &claims.iss, &claims.jti, claims.exp).await? {
        return Ok(refused(StatusCode::FORBIDDEN, "assertion_refused"));
    }
    demo::signed_in(&mut tx, cookie, claims.ts_mfa_time).await?;
    tx.commit().await?;
    session.signed_in = true;
    Ok(state(Some(&session)).into_response())
}

/// The claims of `tweestap-redeem+jwt`.
#[derive(Serialize)]
struct Redeeming {
    iss: &'static str,
    aud: &'static str,
    iat: i64,
    exp: i64,
    jti: String,
}

/// What stands behind a reference: a call of the portal's server to `POST /assertion/redeem`, which here is no
/// further away than a function.
async fn redeemed(
    app: &App,
    session: &PortalSession,
    reference: Secret,
    now: i64,
) -> Option<Secret> {
    let redeeming = Redeeming {
        iss: people::find(&session.username)?.place.issuer,
        aud: AUDIENCE,
        iat: now,
        exp: now + TOKEN_LIFETIME,
        jti: random::id().ok()?,
    };
    let portal = &app.demo.as_ref()?.portal;
    let asked = Redeem {
        reference,
        client_assertion: portal.sign(portal_token::client::TYPE, &redeeming).ok()?,
    };
    redeem::redeemed(app, &asked, now).await.ok()
}

/// What a portal reads of an assertion.
#[derive(Deserialize)]
struct Assertion {
    iss: String,
    sub: String,
    iat: i64,
    exp: i64,
    jti: String,
    auth_time: i64,
    nonce: String,
    /// When a code was given; absent where none was asked for.
    #[serde(default)]
    ts_mfa_time: Option<i64>,
}

/// Ties token and assertion to this browser's session (OpenID Connect Core section 15.5.2): a hash of the
/// cookie, so that there is nothing more to keep. The cookie itself is kept as another hash.
fn nonce(cookie: &str) -> String {
    seal::digest(&["nonce ", cookie].concat())
}

/// Signature, type, issuer, audience, person, sign-in, end: as a portal written in any language has to.
fn check(
    app: &App,
    assertion: &Secret,
    cookie: &str,
    session: &PortalSession,
    now: i64,
) -> Option<Assertion> {
    let person = people::find(&session.username)?;
    let published: JwkSet = serde_json::from_value(app.keys.ring.jwks(now)).ok()?;
    let header = jsonwebtoken::decode_header(assertion.expose()).ok()?;
    if header.typ.as_deref() != Some(assertion::TYPE) || header.alg != Algorithm::ES256 {
        return None;
    }
    let key = DecodingKey::from_jwk(published.find(header.kid.as_deref()?)?).ok()?;
    let mut validation = Validation::new(Algorithm::ES256);
    validation.set_issuer(&[&app.config.public_url]);
    validation.set_audience(&[person.place.issuer]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    // By the demonstration's clock, below.
    validation.validate_exp = false;
    let claims = jsonwebtoken::decode::<Assertion>(assertion.expose(), &key, &validation)
        .ok()?
        .claims;
    let fresh = now < claims.exp && claims.iat <= now;
    let of_this_sign_in = claims.sub == session.username
        && claims.auth_time == session.auth_time
        && claims.nonce == nonce(cookie);
    (fresh && of_this_sign_in).then_some(claims)
}

pub async fn sign_out(State(app): State<Shared>, headers: HeaderMap) -> Result<Response> {
    if let Some(cookie) = cookie_of(&headers) {
        let mut tx = app.store.write().await?;
        demo::close(&mut tx, cookie).await?;
        tx.commit().await?;
    }
    Ok(with_cookie(state(None), ""))
}

/// The claims of `tweestap-login+jwt`.
#[derive(Serialize)]
struct Login<'a> {
    iss: &'a str,
    aud: &'a str,
    sub: &'a str,
    name: &'a str,
    email: String,
    nonce: String,
    iat: i64,
    exp: i64,
    jti: String,
    auth_time: i64,
    ts_verified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts_mfa_time: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ts_password_changed_at: Option<i64>,
    amr: &'static [&'static str],
    ts_role: Role,
    ts_classes: &'static [&'static str],
}

/// A token for the widget: what `token-url` points at.
pub async fn token(State(app): State<Shared>, headers: HeaderMap) -> Result<Response> {
    let Some((cookie, session)) = current(&app, &headers).await? else {
        return Ok(refused(StatusCode::UNAUTHORIZED, "signed_out"));
    };
    let demo: &Demo = app.demo.as_ref().ok_or(BROKEN)?;
    let person = people::find(&session.username).ok_or(BROKEN)?;
    let now = app.clock.now();
    let login = Login {
        iss: person.place.issuer,
        aud: AUDIENCE,
        sub: person.username,
        name: person.name,
        email: person.address(),
        nonce: nonce(cookie),
        iat: now,
        exp: now + TOKEN_LIFETIME,
        jti: random::id()?,
        auth_time: session.auth_time,
        ts_verified: session.signed_in,
        ts_mfa_time: session.mfa_time.filter(|_| session.signed_in),
        ts_password_changed_at: password_changed_at(&app, person, now).await?,
        amr: if session.single_sign_on {
            &["pwd", "mfa"]
        } else {
            &["pwd"]
        },
        ts_role: person.role,
        ts_classes: person.classes,
    };
    let token = demo.portal.sign(portal_token::TYPE, &login)?;
    Ok(Json(json!({ "token": token.expose() })).into_response())
}

/// A clock that was set back knows nothing of a change to come.
async fn password_changed_at(app: &App, person: &Person, now: i64) -> Result<Option<i64>> {
    let mut connection = app.store.read().await?;
    let place = person.place;
    let at =
        demo::password_changed_at(&mut connection, place.id, place.issuer, person.username).await?;
    Ok(at.filter(|at| *at <= now))
}

fn cookie_of(headers: &HeaderMap) -> Option<&str> {
    let values = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    remember::cookie(values, COOKIE)
}

/// The portal's own session of this browser.
async fn current<'a>(
    app: &App,
    headers: &'a HeaderMap,
) -> Result<Option<(&'a str, PortalSession)>> {
    let Some(cookie) = cookie_of(headers) else {
        return Ok(None);
    };
    let mut connection = app.store.read().await?;
    let Some(session) = demo::find(&mut connection, cookie).await? else {
        return Ok(None);
    };
    drop(connection);
    // Whoever signed in with a password of before is signed in no more.
    let changed_at = match people::find(&session.username) {
        Some(person) => password_changed_at(app, person, app.clock.now()).await?,
        None => None,
    };
    let good = changed_at.is_none_or(|at| at <= session.auth_time);
    Ok(good.then_some((cookie, session)))
}

fn with_cookie(answer: impl IntoResponse, cookie: &str) -> Response {
    let end = if cookie.is_empty() { "; Max-Age=0" } else { "" };
    let cookie = format!("{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Strict{end}");
    let mut response = answer.into_response();
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// The portal's own refusals, which are not Tweestap's.
fn refused(status: StatusCode, code: &'static str) -> Response {
    let mut response = (
        status,
        Json(json!({ "status": status.as_u16(), "code": code })),
    )
        .into_response();
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
