//! How long a device is remembered.

use serde::{Deserialize, Serialize};

/// A person's choice, capped by the school. The default asks at every sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RememberDuration {
    #[default]
    #[serde(rename = "always_ask")]
    AlwaysAsk,
    #[serde(rename = "12h")]
    TwelveHours,
    #[serde(rename = "3d")]
    ThreeDays,
    #[serde(rename = "1w")]
    OneWeek,
}

impl RememberDuration {
    pub const ALL: [Self; 4] = [
        Self::AlwaysAsk,
        Self::TwelveHours,
        Self::ThreeDays,
        Self::OneWeek,
    ];

    /// The name on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::AlwaysAsk => "always_ask",
            Self::TwelveHours => "12h",
            Self::ThreeDays => "3d",
            Self::OneWeek => "1w",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|duration| duration.code() == code)
    }

    /// Seconds a device stays remembered; 0 for [`Self::AlwaysAsk`].
    pub const fn seconds(self) -> i64 {
        match self {
            Self::AlwaysAsk => 0,
            Self::TwelveHours => 12 * 3_600,
            Self::ThreeDays => 3 * 86_400,
            Self::OneWeek => 7 * 86_400,
        }
    }
}

/// What is chosen, what may be chosen, and until when this device is remembered, if it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RememberChoice {
    pub duration: RememberDuration,
    /// Shortest first; always holds `always_ask`.
    pub offered: Vec<RememberDuration>,
    /// Unix seconds until which *this* device is remembered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub this_device_until: Option<i64>,
    /// No device can be remembered here: the page is of another site than the back end, and there the browser
    /// keeps no cookie of it. Then `always_ask` is all that is offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unavailable: bool,
}
