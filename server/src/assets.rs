//! The widget's files, which travel inside the binary (in debug builds they are read from `dist` itself).
//! Serves what the build left there and nothing else of the machine.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::any;
use data_encoding::HEXLOWER;
use rust_embed::{EmbeddedFile, RustEmbed};
use tweestap_api::Problem;

use crate::error;

/// The policy the widget must work under, word for word; framing is refused by a header of its own.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

/// The same for the demonstration's page at `/?frame`: what a portal adds that shows the isolated frame.
const FRAMING: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'; frame-src 'self'";

const PAGE: &str = "index.html";
/// The widget's one stable name; what it needs has hashed names beside it.
const ENTRY: &str = "tweestap.js";
/// File names below it carry a hash of their content: they never change.
const HASHED: &str = "assets/";
/// The same files under an address that never changes its contents, so that a page may pin the entry's digest.
const VERSIONED: &str = concat!("tweestap/", env!("CARGO_PKG_VERSION"), "/");

/// The npm package lies in the same folder, and is for others to publish.
#[derive(RustEmbed)]
#[folder = "../dist"]
#[exclude = "npm/*"]
struct Bundle;

/// The files at the root of the site. `with_page`: the demonstration's portal page is among them.
pub fn router<S: Clone + Send + Sync + 'static>(with_page: bool) -> Router<S> {
    router_of::<Bundle, S>(with_page)
}

/// The same for any set of files.
pub fn router_of<E: RustEmbed, S: Clone + Send + Sync + 'static>(with_page: bool) -> Router<S> {
    Router::new().fallback(any(async move |request: Request<Body>| {
        serve::<E>(&request, with_page)
    }))
}

fn serve<E: RustEmbed>(request: &Request<Body>, with_page: bool) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return hardened(error::refusal(&Problem::MethodNotAllowed));
    }
    let path = request.uri().path().trim_start_matches('/');
    let (name, lasting) = match path.strip_prefix(VERSIONED) {
        // Only the widget: the demonstration's page changes without a version.
        Some(name) if name != ENTRY && !name.starts_with(HASHED) => {
            return hardened(error::refusal(&Problem::NotFound));
        }
        Some(name) => (name, true),
        None if path.is_empty() => (PAGE, false),
        None => (path, path.starts_with(HASHED)),
    };
    if (name == PAGE && !with_page) || !is_plain(name) {
        return hardened(error::refusal(&Problem::NotFound));
    }
    // The compressed siblings are another form of a file, not files of their own.
    match E::get(name).filter(|_| !name.ends_with(".br")) {
        Some(file) => {
            let mut answer = answer::<E>(name, file, lasting, request.headers());
            if name == PAGE && asks_for_frame(request) {
                let with_frame = HeaderValue::from_static(FRAMING);
                let headers = answer.headers_mut();
                headers.insert(header::CONTENT_SECURITY_POLICY, with_frame);
            }
            answer
        }
        None => hardened(error::refusal(&Problem::NotFound)),
    }
}

fn asks_for_frame(request: &Request<Body>) -> bool {
    let query = request.uri().query().unwrap_or_default();
    query
        .split('&')
        .any(|one| one == "frame" || one.starts_with("frame="))
}

/// A debug build looks names up in the folder itself, where `assets/../index.html` is a file, and lasting.
fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// `lasting`: this address will never have other contents.
fn answer<E: RustEmbed>(
    name: &str,
    plain: EmbeddedFile,
    lasting: bool,
    asked: &HeaderMap,
) -> Response {
    let sibling = E::get(&format!("{name}.br"));
    let varies = sibling.is_some();
    let (file, encoding) = match sibling.filter(|_| accepts_brotli(asked)) {
        Some(compressed) => (compressed, Some("br")),
        None => (plain, None),
    };
    let tag = format!(
        "\"{}\"",
        HEXLOWER.encode(&file.metadata.sha256_hash()[..16])
    );
    let known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(file.data.into_owned()))
    };
    let headers = response.headers_mut();
    let caching = if lasting {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(name)),
    );
    // Public files, the same for everyone: a portal on another origin may load them too.
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("cross-origin"),
    );
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if varies {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    hardened(response)
}

fn hardened(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(POLICY),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}

/// `br`, unless it is listed with a quality of nought.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("br"));
            let refused = parts
                .filter_map(|parameter| parameter.strip_prefix("q="))
                .any(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
            named && !refused
        })
}

/// By extension. The list is closed: the bundle holds nothing else, and a guess could turn data into script.
fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
