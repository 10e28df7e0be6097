//! A token comes back to the school, and one that nobody has leaves it.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use tweestap_api::{AuditAction, Because, Done, HardwareToken, routes};

use super::super::super::body::Body;
use super::super::super::caller::Caller;
use super::super::{Whom, reason, turn_of};
use super::{free, note, of_school, read_again, shown};
use crate::error::Result;
use crate::state::Shared;
use crate::store::{sessions, tokens};
use crate::token::handing::take_back;

/// Takes a token back from whoever has it: their sessions end, every device is asked again, and for a day nobody gets
/// the token. Asked twice, it is taken back once.
#[utoipa::path(
    post, path = routes::ADMIN_TOKEN_UNLINK, tag = "tokens",
    params(("id" = String, Path, description = "The token's id.")),
    request_body = Because, responses((status = 200, body = HardwareToken)),
)]
pub async fn unlink(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Result<Json<HardwareToken>> {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let token = of_school(&mut connection, &caller, &id).await?;
    drop(connection);
    let Some(whose) = token.person.clone() else {
        return Ok(Json(shown(token, now)));
    };
    let (mut tx, whose) = turn_of(&app, &caller, &whose.id, Whom::Below).await?;
    let token = of_school(&mut tx, &caller, &id).await?;
    // It may have come back meanwhile.
    if token.person.as_ref().is_none_or(|has| has.id != whose.id) {
        return Ok(Json(shown(token, now)));
    }
    take_back(&app.keys, &mut tx, &whose, now).await?;
    sessions::close_all(&mut tx, &whose.id).await?;
    let entry = (AuditAction::TokenUnlinked, reason);
    note(&app, &mut tx, &caller, (&whose, &token), entry, now).await?;
    tx.commit().await?;
    read_again(&app, &caller, &id, now).await.map(Json)
}

/// Removes a token that is free, and its seed. While it is quarantined it stays: importing it anew would end that.
#[utoipa::path(
    post, path = routes::ADMIN_TOKEN_REMOVE, tag = "tokens",
    params(("id" = String, Path, description = "The token's id.")),
    request_body = Because, responses((status = 200, body = Done)),
)]
pub async fn remove(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<Because>,
) -> Result<Json<Done>> {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let mut tx = app.store.write().await?;
    let token = of_school(&mut tx, &caller, &id).await?;
    free(&token, now)?;
    if !tokens::remove(&mut tx, &token.id, now).await? {
        // Given away since it was read.
        drop(tx);
        let mut connection = app.store.read().await?;
        free(&of_school(&mut connection, &caller, &id).await?, now)?;
        return Err(tweestap_api::Problem::TokenTaken.into());
    }
    let entry = (AuditAction::TokenRemoved, reason);
    note(
        &app,
        &mut tx,
        &caller,
        (&caller.account, &token),
        entry,
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(Json(Done {}))
}
