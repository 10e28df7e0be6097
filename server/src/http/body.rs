//! Request bodies: JSON, at most 16 kB, nothing unknown in them. Whatever is wrong is answered as a problem
//! document; no detail of the parser travels back.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use tweestap_api::Problem;

use crate::error::Error;

/// Bytes of a body at most.
pub const LIMIT: usize = 16 * 1024;

/// A parsed body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Problem::UnsupportedMediaType.into());
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| refused(&rejection))?;
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|_| Problem::MalformedRequest.into())
    }
}

fn refused(rejection: &BytesRejection) -> Error {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::BodyTooLarge.into(),
        _ => Problem::MalformedRequest.into(),
    }
}

/// `application/json`, with or without a charset. A form, which a foreign page can send, is refused.
fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
