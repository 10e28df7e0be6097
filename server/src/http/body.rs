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

/// A NUL in an address.
pub const NUL: &str = "%00";

/// A parsed body.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = bytes(request, state).await?;
        if has_nul(&bytes) {
            return Err(Problem::MalformedRequest.into());
        }
        parsed(&bytes).map(Self)
    }
}

/// The same around a file, in which anything may stand.
pub struct FileBody<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for FileBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        let bytes = bytes(request, state).await?;
        parsed(&bytes).map(Self)
    }
}

async fn bytes<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Error> {
    if !is_json(request.headers()) {
        return Err(Problem::UnsupportedMediaType.into());
    }
    Bytes::from_request(request, state)
        .await
        .map_err(|rejection| refused(&rejection))
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(bytes).map_err(|_| Problem::MalformedRequest.into())
}

/// A NUL, which in JSON can only be an escape. PostgreSQL keeps no text with one (SQLSTATE 22021), and nobody types it.
fn has_nul(json: &[u8]) -> bool {
    let mut rest = json.iter();
    while rest.any(|byte| *byte == b'\\') {
        // Whatever is escaped, a backslash among it, is no beginning of another escape.
        if rest.next() == Some(&b'u') && rest.as_slice().starts_with(b"0000") {
            return true;
        }
    }
    false
}

/// What stands behind the ? of an address. A name without a value is as good as none.
pub struct Query<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let asked = parts.uri.query().unwrap_or_default();
        if asked.contains(NUL) {
            return Err(Problem::MalformedRequest.into());
        }
        let pairs = asked.split('&');
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

#[cfg(test)]
mod tests {
    use super::has_nul;

    #[test]
    fn a_nul_is_found_by_its_escape_and_nothing_else_is_taken_for_one() {
        for (json, found) in [
            (r#"{"a":"b\u0000"}"#, true),
            (r#"{"\u0000":1}"#, true),
            (r#"{"a":"\\\u0000"}"#, true),
            (r#"{"a":"\\u0000"}"#, false),
            (r#"{"a":"\u00001\u0001"}"#, true),
            (r#"{"a":"u0000 \u0001 \n"}"#, false),
            ("\\", false),
        ] {
            assert_eq!(has_nul(json.as_bytes()), found, "{json}");
        }
    }
}
