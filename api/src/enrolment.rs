//! Setting up the second step. Every enrolment call answers with the whole [`Enrolment`], so that a
//! reload, the back button and a second tab are the same request: "give me the current one".

use crate::{Recovery, RememberChoice, Secret};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Method {
    /// An authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 s).
    App,
    /// A code by text message.
    Sms,
    /// A hardware token (TOTP or HOTP, RFC 4226), handed out by the school: never set up by the person.
    Hardware,
}

impl Method {
    pub const ALL: [Self; 3] = [Self::App, Self::Sms, Self::Hardware];

    pub const fn code(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Sms => "sms",
            Self::Hardware => "hardware",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// Where the person is. The names are the `data-step` hooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EnrolmentStep {
    Method,
    Password,
    /// SMS: type the number.
    Phone,
    /// App: scan and type the code, on one screen.
    Scan,
    /// SMS: type the code.
    Confirm,
    RecoveryCodes,
    /// Two-step verification is on.
    Done,
    /// Nothing to set up: the portal asked for a second step itself (single sign-on).
    NotNeeded,
}

/// What the back end accepts next, besides reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EnrolmentAction {
    ChooseMethod,
    GivePassword,
    GivePhone,
    Resend,
    Confirm,
    Acknowledge,
    Back,
    Cancel,
    /// Goes on without it, until [`Enrolment::later_until`]: `POST /challenge/continue` at a sign-in.
    Later,
}

/// Who checks the password again when the sign-in is more than five minutes old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Reauthentication {
    /// This back end: send [`GivePassword`].
    Password,
    /// The portal: the widget asks it for a fresh token and opens a new session.
    Portal,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Enrolment {
    /// Opaque; absent until a method was chosen, and when nothing is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub step: EnrolmentStep,
    pub actions: Vec<EnrolmentAction>,
    /// The methods of this school, the recommended one first. Never SMS alone.
    pub offered: Vec<Method>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
    /// At `password`: who checks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reauthentication: Option<Reauthentication>,
    /// At `scan` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app: Option<AppSetup>,
    /// At `phone` (a number given earlier) and `confirm`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms: Option<SmsSetup>,
    /// At `recovery-codes` only: six of the form `XXXX-XXXX-XXXX` (Crockford base32), or the one reset code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery_codes: Option<Vec<Secret>>,
    /// At `done` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remember: Option<RememberChoice>,
    /// The password step is part of this enrolment (for "step 2 of 4").
    pub with_password: bool,
    /// New recovery codes are part of this enrolment; a method that is added or replaced keeps the old ones.
    #[serde(default = "yes")]
    pub with_codes: bool,
    /// Two steps are on already: this adds a method, or replaces the one of the same kind at its end.
    #[serde(default)]
    pub change: bool,
    /// The school's kind of way back in.
    #[serde(default)]
    pub recovery: Recovery,
    /// The school requires two steps.
    #[serde(default)]
    pub required: bool,
    /// Unix seconds until which this may be left for later; absent where nothing is required, and when the time is up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later_until: Option<i64>,
    /// The school's name, for headings and the print sheet.
    pub school: String,
    /// The person's name at the portal (also the account name in the app).
    pub account: String,
    /// Unix seconds at which a pending enrolment ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<i64>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

const fn yes() -> bool {
    true
}

/// What the app needs (Key URI format). Shown only while the enrolment is pending.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppSetup {
    /// `otpauth://totp/…`, complete.
    pub uri: Secret,
    /// The same secret in base32 (RFC 4648) without padding, ungrouped.
    pub key: Secret,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SmsSetup {
    /// International form with spaces, `+31 6 12345678`: the person's own, still unconfirmed number.
    pub number: String,
    /// Unix seconds from which another code may be asked for; absent at `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resend_at: Option<i64>,
    /// Unix seconds until which the last code is good; absent at `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_expires_at: Option<i64>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseMethod {
    pub method: Method,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivePassword {
    /// As typed: not trimmed, no change of case; at most 1 024 bytes.
    #[cfg_attr(feature = "openapi", schema(max_length = 1024))]
    pub password: Secret,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivePhone {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub enrolment: String,
    /// As people write it; the back end reads it as Dutch or Belgian.
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub number: Secret,
}

/// A call about one enrolment, and about no other: a stale tab is told so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OfEnrolment {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub enrolment: String,
}

/// "I have kept my recovery codes."
pub type Acknowledge = OfEnrolment;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ConfirmCode {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub enrolment: String,
    /// Exactly six ASCII digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{6}$"))]
    pub code: Secret,
}
