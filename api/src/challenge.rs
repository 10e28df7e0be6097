//! The second step at sign-in, and a code asked again before something sensitive.

use crate::{Method, Problem, RememberChoice, Secret};
use serde::{Deserialize, Serialize};

/// The names are the `data-step` hooks; `passed` has no screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChallengeStep {
    /// A code of the app, a text message or a hardware token.
    Code,
    RecoveryCode,
    ResetCode,
    /// A recovery code was right: how many are left, and what is wise to do next. Goes on with `continue`.
    Recovered,
    /// Two steps must be set up before going on: the school requires it, or the way back in was the last one.
    /// Enrolment is open; afterwards the challenge is opened again and passes. Where the enrolment may be left for later
    /// ([`crate::Enrolment::later_until`]), it goes on with `continue`.
    Enrol,
    Passed,
}

/// What can be asked for. A person's own methods first, their ways back in last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Way {
    App,
    Sms,
    Hardware,
    RecoveryCode,
    ResetCode,
}

impl Way {
    pub const ALL: [Self; 5] = [
        Self::App,
        Self::Sms,
        Self::Hardware,
        Self::RecoveryCode,
        Self::ResetCode,
    ];

    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Sms => "sms",
            Self::Hardware => "hardware",
            Self::RecoveryCode => "recovery_code",
            Self::ResetCode => "reset_code",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// `None` for a way back in.
    pub const fn method(self) -> Option<Method> {
        match self {
            Self::App => Some(Method::App),
            Self::Sms => Some(Method::Sms),
            Self::Hardware => Some(Method::Hardware),
            Self::RecoveryCode | Self::ResetCode => None,
        }
    }
}

impl From<Method> for Way {
    fn from(method: Method) -> Self {
        match method {
            Method::App => Self::App,
            Method::Sms => Self::Sms,
            Method::Hardware => Self::Hardware,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Opaque; absent when nothing is asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub step: ChallengeStep,
    /// At `code`: which code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// At `code`: how many digits it has, 6 or 8.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<u32>,
    /// SMS: `+31 6 •••• ••78`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked_number: Option<String>,
    /// SMS: Unix seconds from which another code may be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_at: Option<i64>,
    /// SMS: why no message went out when one should have; the other ways are open all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::ProblemBody>))]
    pub not_sent: Option<Problem>,
    /// The other ways to answer this challenge, the preferred one first.
    #[serde(default)]
    pub ways: Vec<Way>,
    /// At `recovered` and `enrol` after a recovery code: unused codes that are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_left: Option<u32>,
    /// At `enrol`: [`crate::Enrolment::later_until`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_until: Option<i64>,
    pub remember: RememberChoice,
    /// At `passed` of a sign-in: a signed JWT for the portal's *server*, good once, for at most 60 s.
    /// In a session of the isolated frame: a reference to it ([`crate::Redeem`]), for no page is to have the JWT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assertion: Option<Secret>,
    pub school: String,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// A call about one challenge, and about no other: a stale tab is told so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfChallenge {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub challenge: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseWay {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub challenge: String,
    pub way: Way,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VerifyChallenge {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub challenge: String,
    /// ASCII digits, as many as [`Challenge::digits`] says.
    #[cfg_attr(feature = "openapi", schema(pattern = "^([0-9]{6}|[0-9]{8})$"))]
    pub code: Secret,
    /// Remember this device for the duration in [`Challenge::remember`]. Ignored when a code is asked again
    /// for something sensitive.
    pub remember: bool,
}

/// A recovery code or the reset code, whichever the challenge asks for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recover {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub challenge: String,
    /// As typed: case, spaces and dashes do not matter, I and L are 1, O is 0.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub code: Secret,
}
