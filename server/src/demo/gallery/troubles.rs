//! What can happen to any call, shown at one step, and while a view is opening. Data only.

use tweestap_api::{Problem, View};

use super::enrolment::{opens, phone};
use super::enrolment_problems::number;
use super::screen::{Answer, Screen, screen};

/// What can happen to any call, shown at one step, and while a view is opening.
pub fn screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    let calling = |name, title, reply| {
        screen(name, View::Enrolment, title, opens(phone(now, None)))
            .fill(number())
            .click("send-code")
            .replies(reply)
    };
    let opening = |name, title, opens| screen(name, View::Enrolment, title, opens);
    vec![
        calling(
            "busy",
            "The server is busy",
            Answer::Refused(P::Busy { retry_after: 2 }),
        ),
        calling("slow", "No answer comes", Answer::Never),
        calling("offline", "The connection breaks", Answer::Lost),
        calling(
            "internal",
            "The server has a fault",
            Answer::Refused(P::Internal),
        ),
        calling(
            "malformed",
            "The request is refused",
            Answer::Refused(P::MalformedRequest),
        ),
        calling(
            "signed-out",
            "The session is over",
            Answer::Refused(P::SessionExpired),
        ),
        opening("opening-slow", "Nothing has arrived yet", Answer::Never),
        opening(
            "opening-offline",
            "No connection at the start",
            Answer::Lost,
        ),
        opening(
            "opening-busy",
            "Busy at the start",
            Answer::Refused(P::Busy { retry_after: 2 }),
        ),
        opening(
            "opening-refused",
            "The portal's token is refused",
            Answer::Refused(P::PortalTokenInvalid),
        ),
        opening(
            "opening-second-factor",
            "A code comes first",
            Answer::Refused(P::SecondFactorRequired),
        ),
        opening(
            "opening-foreign",
            "The page may not call",
            Answer::Refused(P::OriginNotAllowed),
        ),
        screen(
            "opening-enrolment",
            View::Settings,
            "Two steps must be set up first",
            Answer::Refused(P::EnrolmentRequired),
        ),
    ]
}
