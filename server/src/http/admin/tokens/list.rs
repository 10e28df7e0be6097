//! The list of tokens.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{FindTokens, Problem, TokenState, Tokens, routes};

use super::super::super::body::Query;
use super::super::super::caller::Caller;
use super::shown;
use crate::error::Result;
use crate::state::Shared;
use crate::store::tokens::{self, Wanted, key_of};

/// Tokens of a page.
const PAGE: usize = 50;

/// Tokens of the school by serial, fifty at a time.
#[utoipa::path(
    get, path = routes::ADMIN_TOKENS, tag = "tokens",
    params(FindTokens), responses((status = 200, body = Tokens)),
)]
pub async fn list(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<FindTokens>,
) -> Result<Json<Tokens>> {
    if !asked.is_short() {
        return Err(Problem::MalformedRequest.into());
    }
    let now = app.clock.now();
    let school = caller.account.school.as_str();
    let mut connection = app.store.read().await?;
    let after = match &asked.after {
        Some(id) => tokens::place_of(&mut connection, school, id)
            .await?
            .ok_or(Problem::TokenNotFound)?,
        None => String::new(),
    };
    let wanted = Wanted {
        school,
        serial: &pattern(asked.query.as_deref().unwrap_or_default()),
        state: asked.state.map(TokenState::code).unwrap_or_default(),
        after: &after,
        // One more tells whether there is a next page.
        most: PAGE as i64 + 1,
    };
    let mut found = tokens::page(&mut connection, &wanted, now).await?;
    drop(connection);
    let goes_on = found.len() > PAGE;
    found.truncate(PAGE);
    Ok(Json(Tokens {
        next: found.last().filter(|_| goes_on).map(|last| last.id.clone()),
        tokens: found.into_iter().map(|token| shown(token, now)).collect(),
        server_time: now,
    }))
}

/// The beginning of a serial, as it stands.
fn pattern(typed: &str) -> String {
    let plain = key_of(typed)
        .replace('\\', r"\\")
        .replace('%', r"\%")
        .replace('_', r"\_");
    format!("{plain}%")
}
