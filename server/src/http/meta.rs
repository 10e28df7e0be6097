//! What the server says about itself: its OpenAPI document and the keys of its assertions.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tweestap_api::routes;

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
pub async fn jwks(State(app): State<Shared>) -> Json<Value> {
    Json(app.keys.signer.jwks())
}
