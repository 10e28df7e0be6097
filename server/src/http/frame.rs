//! The isolated frame: the widget in a document of this server's own, so that no script of the portal can read a
//! key, a code or an assertion. Who may frame it is written in the school's configuration and nowhere else.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tweestap_api::{OpenSession, Problem};

use super::headers;
use super::{BASE, caller::origin};
use crate::assets::POLICY;
use crate::config::School;
use crate::error;
use crate::state::{App, Shared};

const VIEWS: [&str; 3] = ["enrolment", "challenge", "settings"];

/// What the frame needs and what no page would expect of it.
const PERMISSIONS: &str = "otp-credentials=(self), clipboard-write=(self), camera=(), geolocation=(), microphone=(), \
    payment=(), usb=(), display-capture=(), fullscreen=()";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    // What the document says of where it stands depends on it.
    (header::VARY, "sec-fetch-site"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS),
];

/// `/frame/{school}/{view}`.
pub fn router() -> Router<Shared> {
    Router::new()
        .route("/frame/{school}/{view}", get(show))
        .method_not_allowed_fallback(async || error::refusal(&Problem::MethodNotAllowed))
        .layer(axum::middleware::map_response(closed_unless_listed))
}

/// Whatever is not the document itself (a refusal) may be framed by nobody.
async fn closed_unless_listed(response: Response) -> Response {
    match response
        .headers()
        .contains_key(header::CONTENT_SECURITY_POLICY)
    {
        true => response,
        false => headers::dynamic(response).await,
    }
}

async fn show(
    State(app): State<Shared>,
    Path((school, view)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let known = app.config.school(&school);
    let view = VIEWS.into_iter().find(|known| *known == view);
    let (Some(school), Some(view)) = (known, view) else {
        return error::refusal(&Problem::NotFound);
    };
    let mut response = Html(document(school, view, site(&headers))).into_response();
    let answer = response.headers_mut();
    for (name, value) in HEADERS {
        answer.insert(name, HeaderValue::from_static(value));
    }
    // Origins are checked when the configuration is read: no text of theirs can end the directive.
    match HeaderValue::from_str(&policy(school)) {
        Ok(policy) => answer.insert(header::CONTENT_SECURITY_POLICY, policy),
        Err(_) => return error::refusal(&Problem::Internal),
    };
    response
}

/// The widget's own policy, and the pages that may frame it: exact, never from the request.
fn policy(school: &School) -> String {
    let ancestors = match school.origins.is_empty() {
        true => "'none'".to_owned(),
        false => school.origins.join(" "),
    };
    format!("{POLICY}; frame-ancestors {ancestors}")
}

/// Where the page around it stands, by its browser's word; only the three that exist are repeated.
fn site(headers: &HeaderMap) -> &'static str {
    let said = headers.get("sec-fetch-site");
    ["same-origin", "same-site", "cross-site"]
        .into_iter()
        .find(|site| said.is_some_and(|said| said == site))
        .unwrap_or_default()
}

fn document(school: &School, view: &str, site: &str) -> String {
    let (name, origins) = (escaped(&school.name), escaped(&school.origins.join(" ")));
    // The widget fills in the language itself.
    let texts = match school.texts.is_empty() {
        true => String::new(),
        false => format!(
            " data-texts=\"{BASE}/schools/{}/texts/{{lang}}\"",
            escaped(&school.id)
        ),
    };
    format!(
        "<!doctype html>\n<html lang=\"nl\" data-view=\"{view}\" data-origins=\"{origins}\" data-site=\"{site}\"{texts}>\n\
         <head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{name}</title>\n\
         <script type=\"module\" src=\"/tweestap.js\"></script>\n\
         <script type=\"module\" src=\"/frame.js\"></script>\n</head>\n<body></body>\n</html>\n"
    )
}

/// For text and for attributes in quotes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// From where a session is opened.
pub struct Place {
    /// By the document above.
    pub framed: bool,
    /// In a page of another site: the browser neither sends nor keeps a cookie that is `SameSite=Strict`.
    pub forgetful: bool,
}

/// What a page says of a frame counts only from this server's own origin; of the site, browsers do not let it lie.
pub fn place(app: &App, asked: &OpenSession, headers: &HeaderMap) -> Place {
    let ours = origin(headers) == Some(app.config.public_url.as_str());
    let frame = asked.frame.filter(|_| ours);
    let foreign = site(headers) == "cross-site";
    Place {
        framed: frame.is_some(),
        forgetful: foreign || frame.is_some_and(|frame| !frame.keeps_cookies),
    }
}
