//! Handing a person over: the portal's signed token against a bearer token and the first state.

use crate::{Challenge, Enrolment, OwnPassword, Secret, Settings};
use serde::{Deserialize, Serialize};

/// Which element asks; decides which state travels along, so that opening is one request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum View {
    Enrolment,
    Settings,
    Challenge,
    /// No state travels along: `GET` [`crate::routes::ADMIN`].
    Admin,
    /// Changing it.
    Password,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenSession {
    /// The portal's JWT (RFC 7519), signed, at most two minutes old, used once.
    #[cfg_attr(feature = "openapi", schema(max_length = 8192))]
    pub portal_token: Secret,
    pub view: View,
    /// BCP 47; the language of messages sent to the person.
    #[cfg_attr(feature = "openapi", schema(max_length = 35))]
    pub lang: String,
    /// Said by the isolated frame's own document. From any other page it counts for nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Frame>,
}

/// What the document of the isolated frame knows about where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Frame {
    /// The browser keeps this server's cookies there: the page around the frame is of the same site.
    pub keeps_cookies: bool,
}

/// How far the person has come. Before the second factor only the challenge is open; where two steps must
/// be set up first, enrolment is open too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Level {
    BeforeSecondFactor,
    EnrolmentRequired,
    Full,
}

/// The bearer token and the state of the view asked for (exactly one of the four, or for administration none, unless the level
/// does not allow it: then the call is refused with `second_factor_required` or `enrolment_required`).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Opaque, 256 bit. Kept in memory only.
    pub access_token: Secret,
    pub level: Level,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolment: Option<Enrolment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<Settings>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password: Option<OwnPassword>,
}
