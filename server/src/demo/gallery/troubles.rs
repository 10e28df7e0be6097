//! What can happen to any call, shown at one step, and while a view is opening. Data only.

use tweestap_api::{Problem, View};

use super::enrolment::{opens, phone};
use super::enrolment_problems::number;
use super::screen::{Opening, Reply, Screen, screen};

/// What can happen to any call, shown at one step, and while a view is opening.
pub fn screens(now: i64) -> Vec<Screen> {
    use Problem as P;
    let calling = |name, title, reply| {
        screen(name, View::Enrolment, title, opens(phone(now, None))).then(
            number(),
            "send-code",
            reply,
        )
    };
    let opening = |name, title, opens| screen(name, View::Enrolment, title, opens);
    vec![
        calling(
            "busy",
            "The server is busy",
            Reply::Refused(P::Busy { retry_after: 2 }),
        ),
        calling("slow", "No answer comes", Reply::Never),
        calling("offline", "The connection breaks", Reply::Lost),
        calling(
            "internal",
            "The server has a fault",
            Reply::Refused(P::Internal),
        ),
        calling(
            "malformed",
            "The request is refused",
            Reply::Refused(P::MalformedRequest),
        ),
        calling(
            "signed-out",
            "The session is over",
            Reply::Refused(P::SessionExpired),
        ),
        opening("opening-slow", "Nothing has arrived yet", Opening::Never),
        opening(
            "opening-offline",
            "No connection at the start",
            Opening::Lost,
        ),
        opening(
            "opening-busy",
            "Busy at the start",
            Opening::Refused(P::Busy { retry_after: 2 }),
        ),
        opening(
            "opening-refused",
            "The portal's token is refused",
            Opening::Refused(P::PortalTokenInvalid),
        ),
        opening(
            "opening-second-factor",
            "A code comes first",
            Opening::Refused(P::SecondFactorRequired),
        ),
        opening(
            "opening-foreign",
            "The page may not call",
            Opening::Refused(P::OriginNotAllowed),
        ),
    ]
}
