//! The only way in: the portal's token against a bearer token and the first state.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use sqlx::AnyConnection;
use tweestap_api::{OpenSession, Problem, Session, View, routes};

use super::body::Body;
use super::caller::{Caller, may_come_from};
use super::device::{self, with_cookie};
use super::gate::{Need, may_reach};
use super::{challenge, enrolment, frame, settings, settings_password};
use crate::error::Result;
use crate::mail::address;
use crate::portal_token::{self, Claims, LEEWAY};
use crate::single_sign_on;
use crate::state::{App, Shared};
use crate::store::accounts::{self, Account, Told};
use crate::store::sessions::{self, New};
use crate::store::{classes, factors, password_links};

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
    if is_outdated(&claims, &account, now) {
        return Err(Problem::PortalTokenInvalid.into());
    }
    let account = told(&app, &mut tx, account, &claims, &asked.lang).await?;
    // Whoever signs in knows the password: no link from before is needed.
    password_links::kill_before(&mut tx, &account.id, claims.auth_time).await?;
    let portal_amr = single_sign_on::known(&claims.amr, &school.accepted_amr);
    let place = frame::place(&app, &asked, &headers);
    let new = New {
        account: &account.id,
        lang: &asked.lang,
        auth_time: claims.auth_time,
        verified: claims.ts_verified,
        vouched_at: claims.vouched_at(),
        nonce: claims.nonce.as_deref(),
        txn: claims.txn.as_deref(),
        portal_amr: &portal_amr,
        framed: place.framed,
        forgetful: place.forgetful,
    };
    let (access_token, session) = sessions::open(&mut tx, new, now).await?;
    let school = school.clone();
    let mut caller = Caller::new(&app, &mut tx, session, account, school, &headers, now).await?;
    caller.begin_grace(&mut tx, now).await?;
    challenge::take_up_recovery(&mut tx, &mut caller).await?;
    let level = caller.level();
    if let Err(refusal) = may_reach(level, need_of(asked.view)) {
        // The token is spent all the same; the session it would have opened is not kept.
        sessions::close(&mut tx, &caller.session.token).await?;
        tx.commit().await?;
        return Err(refusal.into());
    }
    tx.commit().await?;

    let mut opened = Session {
        access_token,
        level,
        enrolment: None,
        settings: None,
        challenge: None,
        password: None,
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
        View::Password => {
            opened.password = Some(settings_password::current(&app, &caller).await?);
        }
        View::Admin => {}
    }
    Ok(with_cookie(Json(opened), cookie))
}

/// A token that was made before the password was last changed may lie ready with somebody who knew the old one. Whom the
/// portal keeps signed in all the same is the portal's business: it makes another. A change of the future, after the clock
/// was moved back, keeps nobody out.
fn is_outdated(claims: &Claims, account: &Account, now: i64) -> bool {
    claims.iat.saturating_add(LEEWAY) < account.password_changed_at.min(now)
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

/// What the view that travels along would need if it were asked for by itself.
const fn need_of(view: View) -> Need {
    match view {
        View::Challenge => Need::BeforeSecondFactor,
        // A manager without two steps sets them up there first.
        View::Enrolment | View::Admin => Need::Enrolment,
        View::Settings | View::Password => Need::Full,
    }
}

/// Keeps what the portal tells about the account. Sessions of before a change of password end with it.
async fn told(
    app: &App,
    connection: &mut AnyConnection,
    account: Account,
    claims: &Claims,
    lang: &str,
) -> Result<Account> {
    let email = match claims.email.as_deref() {
        // What could not be an address is as good as none.
        Some(claimed) => match address::parse(claimed) {
            Some(_) => Some(address::seal(app, &account, claimed)?),
            None => None,
        },
        None => None,
    };
    let changed_at = claims.ts_password_changed_at;
    let told = Told {
        lang,
        email: email.as_deref(),
        password_changed_at: changed_at,
        role: claims.ts_role,
    };
    accounts::tell(connection, &account.id, told).await?;
    if let Some(said) = &claims.ts_classes {
        classes::keep(connection, &account.id, said).await?;
    }
    if let Some(at) = changed_at.filter(|at| *at > account.password_changed_at) {
        sessions::close_before(connection, &account.id, at).await?;
        factors::discard_before(connection, &account.id, at).await?;
    }
    Ok(Account {
        password_changed_at: changed_at.map_or(account.password_changed_at, |at| {
            at.max(account.password_changed_at)
        }),
        email: email.or(account.email),
        role: claims
            .ts_role
            .or_else(|| accounts::without_a_word(account.role)),
        ..account
    })
}
