//! Request bodies and queries: JSON, at most 16 kB, nothing unknown in them. Whatever is wrong is answered as a problem
//! document; no detail of the parser travels back.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
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

/// What stands behind the ? of an address. A name without a value is as good as none.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let pairs = parts.uri.query().unwrap_or_default().split('&');
        let said: Vec<&str> = pairs.filter(|pair| !pair.ends_with('=')).collect();
        let said: Uri = format!("/?{}", said.join("&"))
            .parse()
            .map_err(|_| Problem::MalformedRequest)?;
        axum::extract::Query::try_from_uri(&said)
            .map(|axum::extract::Query(asked)| Self(asked))
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
