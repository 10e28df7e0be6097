//! What the server says about itself: its OpenAPI document and the keys of its assertions.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use tweestap_api::routes;

use crate::keys::ring::CACHE;
use crate::state::Shared;

/// The OpenAPI document, generated from the code.
#[utoipa::path(get, path = routes::OPENAPI, tag = "about", responses((status = 200, body = Value)))]
pub async fn openapi() -> Response {
    (
        [(header::CONTENT_TYPE, "application/json")],
        crate::openapi::text(),
    )
        .into_response()
}

/// The public keys that assertions are signed with (RFC 7517).
#[utoipa::path(get, path = routes::JWKS, tag = "about", responses((status = 200, body = Value)))]
pub async fn jwks(State(app): State<Shared>) -> Response {
    let kept = format!("public, max-age={CACHE}");
    let jwks = app.keys.ring.jwks(app.clock.now());
    ([(header::CACHE_CONTROL, kept)], Json(jwks)).into_response()
}
