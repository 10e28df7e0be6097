//! Looking after it later. Every settings call answers with the whole [`Settings`].

use crate::{Method, RememberChoice, RememberDuration, Secret};
use serde::{Deserialize, Serialize};

/// The `data-status` hook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Status {
    Off,
    /// Set-up was begun and not finished.
    Pending,
    On,
    /// Switched off for a while; the factors are kept.
    Suspended,
    /// Too many wrong codes: only a recovery code or the school helps.
    Locked,
}

/// A method in force.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Factor {
    /// Opaque, for the calls about this one.
    pub id: String,
    pub method: Method,
    /// SMS: `+31 6 •••• ••78`, the last two digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked_number: Option<String>,
    /// Unix seconds.
    pub since: i64,
    /// Asked for first at sign-in. Exactly one is.
    pub preferred: bool,
}

/// A remembered device, described so that its owner recognises it and nobody can be tracked by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Device {
    /// Opaque and stable: the `data-device` hook.
    pub id: String,
    /// `Firefox`, without a version; empty when it is not one of the well-known ones.
    pub browser: String,
    /// `Windows`, `Android`, …; empty when unknown.
    pub system: String,
    /// Unix seconds: remembered since, last used, remembered until.
    pub since: i64,
    pub last_used: i64,
    pub until: i64,
    pub this_device: bool,
}

/// The school's kind of way back in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Recovery {
    /// Six codes, each good once, seen once.
    #[default]
    Codes,
    /// One code that can be looked up again after the password.
    ResetCode,
}

/// What has to be given before something sensitive is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Proof {
    /// The password, to this back end: `POST /settings/password`.
    Password,
    /// The password, to the portal: the widget asks it for a fresh token and opens a new session.
    Portal,
    /// A code: `POST /challenge/prove` and what follows.
    Code,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    pub status: Status,
    /// Unix seconds since which it is on (or since which it is switched off for a while).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    /// The methods in force, the preferred one first; also while switched off for a while.
    #[serde(default)]
    pub factors: Vec<Factor>,
    #[serde(default)]
    pub recovery: Recovery,
    pub codes_left: u32,
    /// New codes were made and not yet acknowledged: the old ones still count.
    #[serde(default)]
    pub codes_pending: bool,
    /// The school requires two steps: neither switching off, nor erasing, nor removing the last method.
    #[serde(default)]
    pub required: bool,
    /// The portal asked for a second step itself in this sign-in: without a method, nothing needs doing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub single_sign_on: bool,
    /// The methods that can be set up here, the recommended one first.
    #[serde(default)]
    pub offered: Vec<Method>,
    /// What must be given before anything sensitive; absent when nothing is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    pub remember: RememberChoice,
    /// This device first, then the last used one.
    #[serde(default)]
    pub devices: Vec<Device>,
    /// Answer to `POST /settings/codes` and `/settings/reset-code` only: the codes themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_codes: Option<Vec<Secret>>,
    pub school: String,
    pub account: String,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SaveRemember {
    pub duration: RememberDuration,
    /// Remember the device this comes from as well, from now on. Accepted in a session in which a code
    /// was given within the last 30 minutes (enrolment or challenge); otherwise
    /// `reauthentication_required`. With `always_ask` it forgets this device.
    pub this_device: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfFactor {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub factor: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfDevice {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub device: String,
}
