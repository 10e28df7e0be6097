//! Every screen with canned answers, so that the real element shows it: `api="/demo/gallery/<name>"`. The
//! screens themselves are below `gallery/`; nothing is stored, and no state leads to another.

mod enrolment;
mod enrolment_problems;
mod screen;
mod settings;
mod sign_in;
mod troubles;

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

use screen::{Opening, Reply, Screen, Step};

use super::line::Line;
use crate::error::{Error, Result, refusal};
use crate::state::Shared;

/// All screens, with times around `now`.
fn screens(now: i64) -> Vec<Screen> {
    [
        enrolment::steps(now),
        enrolment_problems::problems(now),
        sign_in::screens(now),
        settings::screens(now),
        troubles::screens(now),
    ]
    .into_iter()
    .flatten()
    .collect()
}

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
    let screen = screens(app.clock.now())
        .into_iter()
        .find(|screen| screen.name == name);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_a_person_can_run_into_has_a_screen() {
        // About requests no widget sends, or that no screen can tell from another.
        const UNSEEN: [&str; 4] = [
            "not_found",
            "method_not_allowed",
            "body_too_large",
            "unsupported_media_type",
        ];
        let shown: Vec<&str> = screens(0)
            .iter()
            .flat_map(|screen| {
                let opening = match &screen.opens {
                    Opening::Refused(problem) => Some(problem.code()),
                    _ => None,
                };
                let reply = match &screen.replies {
                    Reply::Refused(problem) => Some(problem.code()),
                    _ => None,
                };
                [opening, reply]
            })
            .flatten()
            .collect();
        for problem in Problem::examples() {
            let code = problem.code();
            assert_ne!(shown.contains(&code), UNSEEN.contains(&code), "{code}");
        }
    }

    #[test]
    fn every_step_has_a_screen_and_every_name_is_one_path_segment() {
        let mut names: Vec<_> = screens(0).iter().map(|screen| screen.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| {
            name.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        }));
        for step in [
            "method",
            "password",
            "phone",
            "scan",
            "confirm",
            "recovery-codes",
            "done",
        ] {
            assert!(names.contains(&step), "{step}");
        }
    }
}
