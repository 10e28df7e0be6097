//! Looking after it later.

use crate::{Method, RememberChoice, RememberDuration};
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
    /// Switched off for a while; the factor is kept.
    Suspended,
    /// Too many wrong codes.
    Locked,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Settings {
    pub status: Status,
    /// Unix seconds since which it is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// `+31 6 •••• ••78`: the last two digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub masked_number: Option<String>,
    pub codes_left: u32,
    pub remember: RememberChoice,
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
