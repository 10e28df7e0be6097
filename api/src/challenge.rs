//! The second step at sign-in.

use crate::{Method, RememberChoice, Secret};
use serde::{Deserialize, Serialize};

/// The names are the `data-step` hooks; `passed` has no screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ChallengeStep {
    Code,
    Passed,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Challenge {
    /// Opaque; absent when there was nothing to ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub step: ChallengeStep,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// SMS: `+31 6 •••• ••78`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked_number: Option<String>,
    /// SMS: Unix seconds from which another code may be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_at: Option<i64>,
    pub remember: RememberChoice,
    /// At `passed`: a signed JWT for the portal's *server*, good once, for at most 60 s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assertion: Option<Secret>,
    pub school: String,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

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
pub struct VerifyChallenge {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub challenge: String,
    /// Exactly six ASCII digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{6}$"))]
    pub code: Secret,
    /// Remember this device for the duration in [`Challenge::remember`].
    pub remember: bool,
}
