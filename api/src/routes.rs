//! The addresses, below the `api` base (`/api/v1` in the reference back end).

/// `POST` [`crate::OpenSession`] → [`crate::Session`]. The only call without a bearer token.
pub const SESSION: &str = "/session";

/// `GET` → [`crate::Enrolment`]; `DELETE` cancels and → [`crate::Enrolment`] at `method`.
pub const ENROLMENT: &str = "/enrolment";
/// `POST` [`crate::ChooseMethod`] → [`crate::Enrolment`].
pub const ENROLMENT_METHOD: &str = "/enrolment/method";
/// `POST` [`crate::GivePassword`] → [`crate::Enrolment`].
pub const ENROLMENT_PASSWORD: &str = "/enrolment/password";
/// `POST` [`crate::GivePhone`] → [`crate::Enrolment`]; sends the first code.
pub const ENROLMENT_PHONE: &str = "/enrolment/phone";
/// `POST` [`crate::OfEnrolment`] → [`crate::Enrolment`]; sends another code.
pub const ENROLMENT_RESEND: &str = "/enrolment/resend";
/// `POST` [`crate::OfEnrolment`] → [`crate::Enrolment`] one step earlier; nothing entered is lost.
pub const ENROLMENT_BACK: &str = "/enrolment/back";
/// `POST` [`crate::ConfirmCode`] → [`crate::Enrolment`] at `recovery-codes`.
pub const ENROLMENT_CONFIRM: &str = "/enrolment/confirm";
/// `POST` [`crate::Acknowledge`] → [`crate::Enrolment`] at `done`. This switches two steps on.
pub const ENROLMENT_ACKNOWLEDGE: &str = "/enrolment/acknowledge";

/// `GET` → [`crate::Settings`].
pub const SETTINGS: &str = "/settings";
/// `PUT` [`crate::SaveRemember`] → [`crate::Settings`].
pub const SETTINGS_REMEMBER: &str = "/settings/remember";

/// `POST` (no body) → [`crate::Challenge`]: the open one, or a new one; for SMS the code is sent at once.
pub const CHALLENGE: &str = "/challenge";
/// `POST` [`crate::OfChallenge`] → [`crate::Challenge`]; sends another code.
pub const CHALLENGE_RESEND: &str = "/challenge/resend";
/// `POST` [`crate::VerifyChallenge`] → [`crate::Challenge`] at `passed`, with the assertion.
pub const CHALLENGE_VERIFY: &str = "/challenge/verify";

/// `GET` → the OpenAPI document, generated from the code.
pub const OPENAPI: &str = "/openapi.json";
/// `GET` → the public keys (RFC 7517) that assertions are signed with.
pub const JWKS: &str = "/jwks.json";
