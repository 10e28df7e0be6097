//! A token is given to a person, who signs in with it from then on.

use axum::extract::{Path, State};
use axum::{Extension, Json};
use tweestap_api::{AuditAction, HardwareToken, LinkToken, Problem, routes};

use super::super::super::body::Body;
use super::super::super::caller::Caller;
use super::super::{Whom, may_act_on, person, reason, turn_of};
use super::{charge, clear, free, mismatch, note, of_school, read_again};
use crate::error::Result;
use crate::state::Shared;
use crate::store::tokens;
use crate::token::handing::{Codes, Known, hand_over};
use crate::token::shelf;

/// Links a free token to somebody of the school, instead of any other one of theirs. What it shows proves that it is the
/// token in the hand: one code, or two in a row of one that counts.
#[utoipa::path(
    post, path = routes::ADMIN_TOKEN_LINK, tag = "tokens",
    params(("id" = String, Path, description = "The token's id.")),
    request_body = LinkToken, responses((status = 200, body = HardwareToken)),
)]
pub async fn link(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    Body(asked): Body<LinkToken>,
) -> Result<Json<HardwareToken>> {
    let reason = reason(&asked.reason)?;
    let now = app.clock.now();
    let mut connection = app.store.read().await?;
    let token = of_school(&mut connection, &caller, &id).await?;
    let whose = person(&mut connection, &caller, &asked.person).await?;
    drop(connection);
    may_act_on(&caller, &whose, Whom::Below)?;
    free(&token, now)?;
    let codes = Codes::for_link(token.kind, &asked.code, asked.next_code.as_ref())
        .ok_or(Problem::CodeMalformed)?;

    let left = charge(&app, &caller, &token, now).await?;
    let seed = shelf::open(&app.keys.sealer, &caller.account.school, &token)?;
    let proved = codes
        .prove(&seed, Known::from(&token), now)?
        .ok_or(mismatch(left))?;

    // Whatever happened while the code was being looked at: everything is asked again.
    let (mut tx, whose) = turn_of(&app, &caller, &asked.person, Whom::Below).await?;
    let token = of_school(&mut tx, &caller, &id).await?;
    free(&token, now)?;
    let before = tokens::of_account(&mut tx, &whose.school, &whose.id).await?;
    if !hand_over(&app.keys, &mut tx, &whose, (&token, &seed), proved, now).await? {
        // Somebody else was quicker: with the token, or with this very code.
        drop(tx);
        let mut connection = app.store.read().await?;
        free(&of_school(&mut connection, &caller, &id).await?, now)?;
        return Err(mismatch(left).into());
    }
    clear(&mut tx, &caller, &token).await?;
    if let Some(before) = before {
        let entry = (AuditAction::TokenUnlinked, reason);
        note(&app, &mut tx, &caller, (&whose, &before), entry, now).await?;
    }
    let entry = (AuditAction::TokenLinked, reason);
    note(&app, &mut tx, &caller, (&whose, &token), entry, now).await?;
    tx.commit().await?;
    read_again(&app, &caller, &id, now).await.map(Json)
}
