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

/// `POST` [`crate::GivePassword`] → [`crate::Settings`]; good for five minutes in this session.
pub const SETTINGS_PASSWORD: &str = "/settings/password";
/// `POST` [`crate::OfFactor`] → [`crate::Settings`]: the method asked for first.
pub const SETTINGS_PREFER: &str = "/settings/prefer";
/// `POST` [`crate::OfFactor`] → [`crate::Settings`]: takes one of several methods away.
pub const SETTINGS_REMOVE: &str = "/settings/remove";
/// `POST` (no body) → [`crate::Settings`]: off for a while; the methods are kept.
pub const SETTINGS_SWITCH_OFF: &str = "/settings/switch-off";
/// `POST` (no body) → [`crate::Settings`].
pub const SETTINGS_SWITCH_ON: &str = "/settings/switch-on";
/// `POST` (no body) → [`crate::Settings`]: everything is removed, for good.
pub const SETTINGS_ERASE: &str = "/settings/erase";
/// `POST` (no body) → [`crate::Settings`] with new recovery codes; asked again before they are
/// acknowledged, the same ones. The old ones count until then.
pub const SETTINGS_CODES: &str = "/settings/codes";
/// `POST` (no body) → [`crate::Settings`]: the new codes are kept, the old ones are dead.
pub const SETTINGS_CODES_ACKNOWLEDGE: &str = "/settings/codes/acknowledge";
/// `POST` (no body) → [`crate::Settings`] with the reset code.
pub const SETTINGS_RESET_CODE: &str = "/settings/reset-code";
/// `POST` [`crate::OfDevice`] → [`crate::Settings`].
pub const SETTINGS_REVOKE_DEVICE: &str = "/settings/devices/revoke";
/// `POST` (no body) → [`crate::Settings`]: no device is remembered any more.
pub const SETTINGS_REVOKE_ALL: &str = "/settings/devices/revoke-all";

/// `POST` (no body) → [`crate::Challenge`]: the open one, or a new one; for SMS the code is sent at once.
pub const CHALLENGE: &str = "/challenge";
/// `POST` [`crate::OfChallenge`] → [`crate::Challenge`]; sends another code.
pub const CHALLENGE_RESEND: &str = "/challenge/resend";
/// `POST` [`crate::VerifyChallenge`] → [`crate::Challenge`] at `passed`, with the assertion.
pub const CHALLENGE_VERIFY: &str = "/challenge/verify";

/// `POST` (no body) → [`crate::Challenge`]: asks for a code whatever the device, before something sensitive.
pub const CHALLENGE_PROVE: &str = "/challenge/prove";
/// `POST` [`crate::ChooseWay`] → [`crate::Challenge`]; by text message the code is sent at once.
pub const CHALLENGE_CHOOSE: &str = "/challenge/choose";
/// `POST` [`crate::Recover`] → [`crate::Challenge`] at `recovered`, `enrol` or (asked to prove) `passed`.
pub const CHALLENGE_RECOVER: &str = "/challenge/recover";
/// `POST` (no body) → [`crate::Challenge`] at `passed`: goes on after `recovered`, or leaves `enrol` for later.
pub const CHALLENGE_CONTINUE: &str = "/challenge/continue";

/// `GET` → [`crate::Administration`]. All of these need the role of manager, and a code just given.
pub const ADMIN: &str = "/admin";
/// `GET` [`crate::FindPeople`] → [`crate::People`].
pub const ADMIN_PEOPLE: &str = "/admin/people";
/// `GET` → [`crate::PersonFile`].
pub const ADMIN_PERSON: &str = "/admin/people/{id}";
/// `POST` [`crate::Because`] → [`crate::PersonFile`]: methods, codes, devices and sessions are gone.
pub const ADMIN_RESET: &str = "/admin/people/{id}/reset";
/// `POST` [`crate::Because`] → [`crate::PersonFile`]: off for a while; the methods are kept.
pub const ADMIN_SWITCH_OFF: &str = "/admin/people/{id}/switch-off";
/// `POST` [`crate::Because`] → [`crate::PersonFile`]: takes that back.
pub const ADMIN_SWITCH_ON: &str = "/admin/people/{id}/switch-on";
/// `POST` [`crate::Because`] → [`crate::PersonFile`]: codes are looked at again.
pub const ADMIN_UNLOCK: &str = "/admin/people/{id}/unlock";
/// `POST` [`crate::MakeSupportCode`] → [`crate::SupportCode`].
pub const ADMIN_SUPPORT_CODE: &str = "/admin/people/{id}/support-code";
/// `GET` [`crate::ReadAudit`] → [`crate::Audit`].
pub const ADMIN_AUDIT: &str = "/admin/audit";
/// `GET` → [`crate::PolicyFile`]; `PUT` [`crate::SavePolicy`] → the same. Asking less than before needs the password.
pub const ADMIN_POLICY: &str = "/admin/policy";
/// `POST` [`crate::ProposePolicy`] → [`crate::PolicyPreview`]; changes nothing.
pub const ADMIN_POLICY_PREVIEW: &str = "/admin/policy/preview";

/// `GET` [`crate::FindTokens`] → [`crate::Tokens`].
pub const ADMIN_TOKENS: &str = "/admin/tokens";
/// `POST` [`crate::ImportTokens`] → [`crate::Imported`]: all of a file, or nothing of it.
pub const ADMIN_TOKENS_IMPORT: &str = "/admin/tokens/import";
/// `POST` [`crate::LinkToken`] → [`crate::HardwareToken`]: from here on that person signs in with it.
pub const ADMIN_TOKEN_LINK: &str = "/admin/tokens/{id}/link";
/// `POST` [`crate::ResyncToken`] → [`crate::HardwareToken`].
pub const ADMIN_TOKEN_RESYNC: &str = "/admin/tokens/{id}/resync";
/// `POST` [`crate::Because`] → [`crate::HardwareToken`]: taken back, and with nobody for a day.
pub const ADMIN_TOKEN_UNLINK: &str = "/admin/tokens/{id}/unlink";
/// `POST` [`crate::Because`] → [`crate::Done`]: out of the list, and its seed with it. Only of a token that is free.
pub const ADMIN_TOKEN_REMOVE: &str = "/admin/tokens/{id}/remove";

/// `GET` (anonymous) → the school's own sentences for a language (BCP 47): key of the widget's texts → text, empty
/// where it has none.
pub const SCHOOL_TEXTS: &str = "/schools/{school}/texts/{lang}";

/// `GET` (anonymous) → [`crate::PasswordRules`].
pub const SCHOOL_PASSWORD: &str = "/schools/{school}/password";
/// `POST` (anonymous) [`crate::ForgotPassword`] → 202 [`crate::Done`], whatever is known of the person; what follows
/// comes by mail.
pub const PASSWORD_FORGOT: &str = "/password/forgot";
/// `POST` (anonymous) [`crate::NewPassword`] → [`crate::Done`]. Nobody is signed in by it.
pub const PASSWORD_RESET: &str = "/password/reset";
/// `POST` [`crate::ChangePassword`] → [`crate::Done`]. Ends every session of the account, this one too.
pub const SETTINGS_PASSWORD_CHANGE: &str = "/settings/password/change";

/// `POST` [`crate::Redeem`] → [`crate::Redeemed`]. Called by the portal's *server*, once.
pub const ASSERTION_REDEEM: &str = "/assertion/redeem";

/// `GET` → the OpenAPI document, generated from the code.
pub const OPENAPI: &str = "/openapi.json";
/// `GET` → the public keys (RFC 7517) that assertions are signed with.
pub const JWKS: &str = "/jwks.json";
