//! The audit trail of the school, the newest entries first.

use axum::extract::State;
use axum::{Extension, Json};
use tweestap_api::{Audit, ReadAudit, routes};

use super::super::body::Query;
use super::super::caller::Caller;
use super::view::entry;
use crate::error::Result;
use crate::state::Shared;
use crate::store::audit;

/// Entries of a page.
const PAGE: usize = 50;

/// What happened at the school, fifty entries at a time.
#[utoipa::path(
    get, path = routes::ADMIN_AUDIT, tag = "administration",
    params(ReadAudit), responses((status = 200, body = Audit)),
)]
pub async fn read(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Query(asked): Query<ReadAudit>,
) -> Result<Json<Audit>> {
    let before = asked.after.unwrap_or(i64::MAX);
    let mut connection = app.store.read().await?;
    let school = &caller.account.school;
    // One more tells whether there is a next page.
    let mut lines = audit::backwards(&mut connection, school, before, PAGE as i64 + 1).await?;
    drop(connection);
    let goes_on = lines.len() > PAGE;
    lines.truncate(PAGE);
    let last = lines.last().filter(|_| goes_on);
    Ok(Json(Audit {
        next: last.map(|line| line.entry.number),
        entries: lines.iter().map(entry).collect::<Result<_>>()?,
        server_time: app.clock.now(),
    }))
}
