//! Every screen with canned answers, so that the real element shows it: `api="/demo/gallery/<name>"`. The
//! screens themselves are `gallery_states.rs`; nothing is stored, and no state leads to another.

use std::io::ErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::Method;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::json;
use tweestap_api::{Level, Problem, Secret, Session, View};

use super::gallery_states::{Opening, Reply, Screen, Step, screens};
use super::line::Line;
use crate::error::{Error, Result, refusal};
use crate::state::Shared;

/// A screen as the page reads it.
#[derive(Serialize)]
pub struct Listed {
    name: &'static str,
    view: View,
    title: &'static str,
    /// What the page does once the element is ready.
    then: Vec<Step>,
}

pub async fn list(State(app): State<Shared>) -> Json<Vec<Listed>> {
    let listed = |screen: Screen| Listed {
        name: screen.name,
        view: screen.view,
        title: screen.title,
        then: screen.then,
    };
    Json(screens(app.clock.now()).into_iter().map(listed).collect())
}

/// The token of the gallery opens nothing but the gallery.
pub async fn token() -> Response {
    Json(json!({ "token": "gallery" })).into_response()
}

pub async fn call(
    State(app): State<Shared>,
    Path((name, rest)): Path<(String, String)>,
    line: Option<Line>,
    request: Request,
) -> Result<Response> {
    let screen = screens(app.clock.now()).into_iter().find(|screen| screen.name == name);
    let screen = screen.ok_or(Error::Problem(Problem::NotFound))?;
    if rest == "session" {
        return match screen.opens {
            Opening::Never => std::future::pending().await,
            Opening::Lost => Ok(lost(line)),
            Opening::Refused(problem) => Ok(refusal(&problem)),
            state => Ok(Json(session(state)).into_response()),
        };
    }
    // Reading shows the screen; only what changes something runs into what the screen is about.
    if request.method() == Method::GET {
        return Ok(state(screen.opens));
    }
    match screen.replies {
        Reply::Same => Ok(state(screen.opens)),
        Reply::Refused(problem) => Ok(refusal(&problem)),
        Reply::Never => std::future::pending().await,
        Reply::Lost => Ok(lost(line)),
    }
}

fn session(opening: Opening) -> Session {
    let mut session = Session {
        access_token: Secret::new("gallery"),
        level: Level::Full,
        enrolment: None,
        settings: None,
        challenge: None,
    };
    match opening {
        Opening::Enrolment(enrolment) => session.enrolment = Some(*enrolment),
        Opening::Settings(settings) => session.settings = Some(*settings),
        Opening::Challenge(challenge) => {
            session.level = Level::BeforeSecondFactor;
            session.challenge = Some(*challenge);
        }
        Opening::Never | Opening::Lost | Opening::Refused(_) => {}
    }
    session
}

fn state(opening: Opening) -> Response {
    match opening {
        Opening::Enrolment(enrolment) => Json(enrolment).into_response(),
        Opening::Settings(settings) => Json(settings).into_response(),
        Opening::Challenge(challenge) => Json(challenge).into_response(),
        Opening::Never | Opening::Lost => refusal(&Problem::NotFound),
        Opening::Refused(problem) => refusal(&problem),
    }
}

/// No answer: the connection ends. Where it is out of reach the body breaks off instead.
fn lost(line: Option<Line>) -> Response {
    if let Some(line) = line {
        line.cut();
    }
    Response::new(Body::new(BrokenOff))
}

/// A body that ends in the middle.
struct BrokenOff;

impl http_body::Body for BrokenOff {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<http_body::Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(Err(ErrorKind::ConnectionReset.into())))
    }
}
