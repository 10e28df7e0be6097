//! Every screen with canned answers, so that the real element shows it: `api="/demo/gallery/<name>"`. The
//! screens themselves are below `gallery/`; nothing is stored, and no state leads to another.

mod desk;
mod enrolment;
mod enrolment_changes;
mod enrolment_problems;
mod passwords;
mod recovery;
mod rules;
mod screen;
mod settings;
mod settings_asking;
mod settings_problems;
mod sign_in;
mod tokens;
mod troubles;

use std::io::ErrorKind;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::json;
use tweestap_api::{Done, Level, Problem, Secret, Session, View};

use screen::{Answer, Screen, Step};

use super::line::Line;
use crate::error::{Error, Result, refusal};
use crate::state::Shared;

/// The widget gives a call up after ten seconds. A page that was left meanwhile may be kept frozen by the browser, and gives
/// nothing up: three of them would hold all the connections that there are for the next one.
const LONGER_THAN_ANYBODY_WAITS: Duration = Duration::from_secs(12);

/// All screens, with times around `now`.
fn screens(now: i64) -> Vec<Screen> {
    [
        enrolment::steps(now),
        enrolment_changes::screens(now),
        enrolment_problems::problems(now),
        sign_in::screens(now),
        recovery::screens(now),
        settings::screens(now),
        settings_asking::screens(now),
        settings_problems::screens(now),
        passwords::screens(now),
        troubles::screens(now),
        desk::screens(now),
        rules::screens(now),
        tokens::screens(now),
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
    /// The element is given no token.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    signed_out: bool,
    /// The page's address is that of a mail's link, with this behind its `#t=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<&'static str>,
    /// What the page does once the element is ready.
    then: Vec<Step>,
}

pub async fn list(State(app): State<Shared>) -> Json<Vec<Listed>> {
    let listed = |screen: Screen| Listed {
        name: screen.name,
        view: screen.view,
        title: screen.title,
        signed_out: matches!(screen.opens, Answer::Rules(_)),
        link: screen.link,
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
    let answer = if rest == "session" {
        screen.opens
    } else {
        screen.answer(&format!("/{rest}"), request.method() == Method::GET)
    };
    Ok(match answer {
        Answer::Never => {
            tokio::time::sleep(LONGER_THAN_ANYBODY_WAITS).await;
            // An answer, for a call that is cut off the browser would make once more.
            StatusCode::GATEWAY_TIMEOUT.into_response()
        }
        Answer::Lost => lost(line),
        Answer::Refused(problem) => refusal(&problem),
        state if rest == "session" => Json(session(state)).into_response(),
        Answer::Enrolment(enrolment) => Json(enrolment).into_response(),
        Answer::Settings(settings) => Json(settings).into_response(),
        Answer::Challenge(challenge) => Json(challenge).into_response(),
        Answer::Administration(body) => Json(body).into_response(),
        Answer::Password(own) => Json(own).into_response(),
        Answer::Rules(rules) => Json(rules).into_response(),
        Answer::Done => Json(Done {}).into_response(),
    })
}

fn session(opens: Answer) -> Session {
    let mut session = Session {
        access_token: Secret::new("gallery"),
        level: Level::Full,
        enrolment: None,
        settings: None,
        challenge: None,
        password: None,
    };
    match opens {
        Answer::Enrolment(enrolment) => session.enrolment = Some(*enrolment),
        Answer::Settings(settings) => session.settings = Some(*settings),
        Answer::Challenge(challenge) => {
            session.level = Level::BeforeSecondFactor;
            session.challenge = Some(*challenge);
        }
        Answer::Password(own) => session.password = Some(*own),
        // No state travels along.
        Answer::Administration(_)
        | Answer::Rules(_)
        | Answer::Done
        | Answer::Never
        | Answer::Lost
        | Answer::Refused(_) => {}
    }
    session
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
    use tweestap_api::routes;

    use super::*;

    #[test]
    fn every_problem_a_person_can_run_into_has_a_screen() {
        // About requests no widget sends, or that no screen can tell from another.
        const UNSEEN: [&str; 5] = [
            "not_found",
            "method_not_allowed",
            "body_too_large",
            "unsupported_media_type",
            // Only after an answer to the same call that was another.
            "policy_changed",
        ];
        let screens = screens(0);
        let shown: Vec<&str> = screens
            .iter()
            .flat_map(Screen::answers)
            .filter_map(|answer| match answer {
                Answer::Refused(problem) => Some(problem.code()),
                _ => None,
            })
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

    #[test]
    fn a_call_is_answered_with_what_the_contract_says() {
        for screen in screens(0) {
            for (call, answer) in &screen.at {
                let fits = match answer {
                    Answer::Enrolment(_) => call.starts_with(routes::ENROLMENT),
                    Answer::Settings(_) => call.starts_with(routes::SETTINGS),
                    Answer::Challenge(_) => call.starts_with(routes::CHALLENGE),
                    Answer::Administration(_) => call.starts_with(routes::ADMIN),
                    Answer::Done => call.contains("/password/"),
                    Answer::Password(_) | Answer::Rules(_) => false,
                    Answer::Refused(_) | Answer::Never | Answer::Lost => true,
                };
                assert!(fits, "{}: {call}", screen.name);
            }
            let fits = match &screen.opens {
                Answer::Enrolment(_) => screen.view == View::Enrolment,
                Answer::Settings(_) => screen.view == View::Settings,
                Answer::Challenge(_) => screen.view == View::Challenge,
                Answer::Administration(_) => screen.view == View::Admin,
                Answer::Password(_) | Answer::Rules(_) => screen.view == View::Password,
                Answer::Done => false,
                Answer::Refused(_) | Answer::Never | Answer::Lost => true,
            };
            assert!(fits, "{}", screen.name);
        }
    }

    #[test]
    fn a_screen_answers_each_call_in_its_own_way() {
        let answer = |name: &str, call, reads| {
            let screen = screens(0).into_iter().find(|screen| screen.name == name);
            screen.unwrap().answer(call, reads)
        };
        let codes = answer("settings-new-codes", routes::SETTINGS_CODES, false);
        assert!(matches!(codes, Answer::Settings(one) if one.recovery_codes.is_some()));
        let read = answer("settings-new-codes", routes::SETTINGS, true);
        assert!(matches!(read, Answer::Settings(one) if one.recovery_codes.is_none()));
        let wrong = answer("challenge-wrong-code", routes::CHALLENGE_VERIFY, false);
        assert!(matches!(
            wrong,
            Answer::Refused(Problem::CodeMismatch { .. })
        ));
        let again = answer("challenge-wrong-code", routes::CHALLENGE, true);
        assert!(matches!(again, Answer::Challenge(_)));
    }
}
