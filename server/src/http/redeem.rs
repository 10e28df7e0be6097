//! One-time references: the isolated frame tells the page around it no more than one, and the portal's *server*
//! turns it back into the assertion. No script of the portal ever holds a statement that somebody passed.

use axum::Json;
use axum::extract::State;
use tweestap_api::{Problem, Redeem, Redeemed, Secret, routes};

use super::body::Body;
use super::caller::Caller;
use crate::assertion::LIFETIME;
use crate::error::{Error, Result};
use crate::portal_token::{Invalid, LEEWAY, client};
use crate::random;
use crate::seal::{self, Place};
use crate::state::{App, Shared};
use crate::store::accounts;
use crate::store::references::{self, Kept};

const BROKEN: Error = Error::Internal("a kept assertion is no text");

/// Keeps the assertion, and gives the reference to it.
pub async fn refer(app: &App, caller: &Caller, assertion: &Secret, now: i64) -> Result<Secret> {
    let reference = random::token()?;
    let school = &caller.school.id;
    let row = seal::digest(reference.expose());
    let sealer = &app.keys.sealer;
    let sealed = sealer.seal(place(school, &row), assertion.expose().as_bytes())?;
    let kept = Kept {
        school,
        assertion: &sealed,
        expires_at: now + LIFETIME,
    };
    let mut tx = app.store.write().await?;
    references::keep(&mut tx, reference.expose(), kept).await?;
    tx.commit().await?;
    Ok(reference)
}

/// For the portal's server, never for a page. Unknown, too late, used, another school's: nobody is told which.
#[utoipa::path(
    post, path = routes::ASSERTION_REDEEM, tag = "challenge",
    request_body = Redeem, responses((status = 200, body = Redeemed)),
)]
pub async fn redeem(
    State(app): State<Shared>,
    Body(asked): Body<Redeem>,
) -> Result<Json<Redeemed>> {
    let assertion = redeemed(&app, &asked, app.clock.now()).await?;
    Ok(Json(Redeemed { assertion }))
}

/// The assertion behind a reference, if the portal proves itself.
pub async fn redeemed(app: &App, asked: &Redeem, now: i64) -> Result<Secret> {
    let proof = asked.client_assertion.expose();
    let (school, client) = client::verify(proof, &app.config.schools, now)
        .map_err(|Invalid| Problem::PortalTokenInvalid)?;
    let mut tx = app.store.write().await?;
    let until = client.exp.saturating_add(LEEWAY);
    if !accounts::use_token(&mut tx, &school.issuer, &client.jti, until).await? {
        return Err(Problem::PortalTokenInvalid.into());
    }
    let reference = asked.reference.expose();
    let taken = references::take(&mut tx, reference, &school.id, now).await?;
    // A proof is spent whatever it was for.
    tx.commit().await?;
    let sealed = taken.ok_or(Problem::NotFound)?;
    let row = seal::digest(reference);
    let assertion = app.keys.sealer.open(place(&school.id, &row), &sealed)?;
    let assertion = std::str::from_utf8(&assertion).map_err(|_| BROKEN)?;
    Ok(Secret::new(assertion))
}

/// `row`: the hash of the reference.
fn place<'a>(school: &'a str, row: &'a str) -> Place<'a> {
    Place {
        school,
        account: "",
        row,
        column: "assertion",
    }
}
