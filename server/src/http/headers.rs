//! What every dynamic answer carries, and the span every request is logged in. Logs no header and no body.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument as _;

const DYNAMIC: [(HeaderName, &str); 5] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Answers hold secrets: nothing keeps, frames, sniffs or embeds them. The few that are the same for everyone say
/// themselves how long they may be kept.
pub async fn dynamic(mut response: Response) -> Response {
    for (name, value) in DYNAMIC {
        let is_public = name == header::CACHE_CONTROL && response.headers().contains_key(&name);
        if !is_public {
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
    }
    response
}

/// A random id ties the log lines of a request together and travels back to whoever reports a fault.
pub async fn request_span(request: Request, next: Next) -> Response {
    let id = crate::random::id().unwrap_or_else(|_| "unknown".to_owned());
    // The path holds no secret: tokens and codes travel in bodies and headers only.
    let span =
        tracing::info_span!("request", id, method = %request.method(), path = request.uri().path());
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}
