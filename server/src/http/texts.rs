//! A school's own sentences. No secret, the same for everyone: they may be kept for a while, so that a widget need
//! not wait for them at every page.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tweestap_api::{Problem, routes};

use crate::error::Result;
use crate::seal;
use crate::state::Shared;

/// A change is seen after five minutes.
const KEPT: &str = "public, max-age=300";
const LONGEST_LANG: usize = 35;

/// The sentences of a school for a language, where they differ from the widget's.
#[utoipa::path(
    get, path = routes::SCHOOL_TEXTS, tag = "about",
    params(
        ("school" = String, Path, description = "The school's id."),
        ("lang" = String, Path, description = "BCP 47; `x-formal` asks for the formal register."),
    ),
    responses((status = 200, body = Value)),
)]
pub async fn of_school(
    State(app): State<Shared>,
    Path((school, lang)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let school = app.config.school(&school).ok_or(Problem::NotFound)?;
    if lang.len() > LONGEST_LANG {
        return Err(Problem::NotFound.into());
    }
    let sentences = serde_json::json!(school.texts.of(&lang)).to_string();
    let tag = format!("\"{}\"", &seal::digest(&sentences)[..22]);
    let kept = [
        (header::CACHE_CONTROL, KEPT.to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if is_known(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((kept, kind, sentences).into_response())
}

/// RFC 9110 section 13.1.2: one of a list, perhaps weak.
fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| one.trim().trim_start_matches("W/"))
        .any(|one| one == tag || one == "*")
}
