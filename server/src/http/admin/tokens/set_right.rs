//! A token whose counter or clock has run away is set right. Two codes in a row can only come from the token itself, so
//! that this gives nobody anything: it is done for anybody's, the manager's own too.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use tweestap_api::{AuditAction, HardwareToken, Problem, ResyncToken, routes};

use super::super::super::body::Body;
use super::super::super::caller::Caller;
use super::super::person;
use super::{charge, clear, mismatch, note, of_school, read_again};
use crate::error::Result;
use crate::state::Shared;
use crate::store::{hardware, tokens};
use crate::token::handing::{Codes, Known};
use crate::token::shelf;

/// Finds a token again by two codes in a row: a hundred counters ahead, or ten steps either side of its clock.
#[utoipa::path(
    post, path = routes::ADMIN_TOKEN_RESYNC, tag = "tokens",
    params(("id" = String, Path, description = "The token's id.")),
    request_body = ResyncToken, responses((status = 200, body = HardwareToken)),
)]
pub async fn resync(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<ResyncToken>,
) -> Result<Json<HardwareToken>> {
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let before = of_school(&mut connection, &caller, &id).await?;
    drop(connection);
    let codes = Codes::in_a_row(before.kind, &asked.code, &asked.next_code)
        .ok_or(Problem::CodeMalformed)?;

    let left = charge(&app, &caller, &before, now).await?;
    let seed = shelf::open(&app.keys.sealer, &caller.account.school, &before)?;
    let proved = codes
        .prove(&seed, Known::from(&before), now)?
        .ok_or(mismatch(left))?;

    let mut tx = match &before.person {
        Some(person) => app.store.turn_of(&person.id).await?,
        None => app.store.write().await?,
    };
    let token = of_school(&mut tx, &caller, &id).await?;
    if token.person != before.person {
        return Err(Problem::TokenTaken.into());
    }
    let (is_set, whose) = match &token.person {
        Some(whose) => (
            hardware::set_right(&mut tx, &whose.id, proved.step, proved.drift).await?,
            person(&mut tx, &caller, &whose.id).await?,
        ),
        None => (
            tokens::set_right(&mut tx, &token.id, proved.step, proved.drift).await?,
            caller.account.clone(),
        ),
    };
    if !is_set {
        return Err(mismatch(left).into());
    }
    clear(&mut tx, &caller, &token).await?;
    let entry = (AuditAction::TokenResynced, "");
    note(&app, &mut tx, &caller, (&whose, &token), entry, now).await?;
    tx.commit().await?;
    read_again(&app, &caller, &id, now).await.map(Json)
}
