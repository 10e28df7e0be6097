//! The demonstration's phone, clock and reset: what a tester needs to read and to move.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use tweestap_api::Problem;

use crate::error::{Error, Result};
use crate::http::Body;
use crate::mail::worker;
use crate::sms::Sent;
use crate::state::{App, Shared};
use crate::store::demo;
use crate::time::rfc3339;

/// Seconds the clock may be away from the real one: a hundred years.
const FARTHEST: i64 = 100 * 366 * 86_400;

#[derive(Serialize)]
pub struct Now {
    /// RFC 3339, UTC.
    now: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advance {
    /// Negative: back.
    advance_seconds: i64,
}

/// Newest first. Mail is brought by whoever looks, so that all that was written down is there at once.
pub async fn outbox(State(app): State<Shared>) -> Result<Json<Vec<Sent>>> {
    let Some(demo) = &app.demo else {
        return Ok(Json(Vec::new()));
    };
    worker::all(&app, demo.outbox.as_ref()).await?;
    Ok(Json(demo.outbox.messages()))
}

pub async fn clock(State(app): State<Shared>) -> Json<Now> {
    Json(now(&app))
}

pub async fn advance(State(app): State<Shared>, Body(asked): Body<Advance>) -> Result<Json<Now>> {
    let ahead = app
        .clock
        .ahead()
        .checked_add(asked.advance_seconds)
        .filter(|ahead| ahead.abs() <= FARTHEST);
    let ahead = ahead.ok_or(Error::Problem(Problem::MalformedRequest))?;
    let mut tx = app.store.write().await?;
    demo::set_clock(&mut tx, ahead).await?;
    tx.commit().await?;
    app.clock.advance(asked.advance_seconds);
    Ok(Json(now(&app)))
}

/// Back to the first state, clock included.
pub async fn reset(State(app): State<Shared>) -> Result<Json<Now>> {
    let mut tx = app.store.write().await?;
    demo::reset(&mut tx).await?;
    tx.commit().await?;
    app.clock.reset();
    if let Some(demo) = &app.demo {
        demo.outbox.clear();
    }
    super::settle(&app).await?;
    Ok(Json(now(&app)))
}

fn now(app: &App) -> Now {
    Now {
        now: rfc3339(app.clock.now()),
    }
}
