//! Everything that can be refused: a closed list. On the wire an `application/problem+json` (RFC 9457)
//! of a stable code and numbers, no prose: the sentences are the widget's.

use serde::{Deserialize, Serialize};

/// The members of the problem document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProblemBody {
    /// `urn:tweestap:problem:` and the code.
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub status: u16,
    #[serde(default)]
    pub code: String,
    /// Wrong proofs still allowed before a pause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u32>,
    /// Seconds until it may be tried again; also the `Retry-After` header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
    /// The code was right this many seconds ago (sign-in only, never the future).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds_ago: Option<u32>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $variant:ident $({ $($field:ident : $type:ty),+ })? = $code:literal, $status:literal;)+) => {
        /// Why a call was refused.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $variant $({ $($field: $type),+ })?,)+
            /// A code this version does not know.
            Unknown,
        }

        impl Problem {
            /// One of each, for tests and the OpenAPI document.
            pub fn examples() -> Vec<Self> {
                vec![$(Self::$variant $({ $($field: Example::example()),+ })?,)+]
            }

            /// The stable name, also the `data-error` hook.
            pub const fn code(&self) -> &'static str {
                match self {
                    $(Self::$variant $({ $($field: _),+ })? => $code,)+
                    Self::Unknown => "unknown",
                }
            }

            /// The HTTP status it is served with.
            pub const fn status(&self) -> u16 {
                match self {
                    $(Self::$variant $({ $($field: _),+ })? => $status,)+
                    Self::Unknown => 500,
                }
            }

            #[allow(unused_mut)]
            pub fn body(&self) -> ProblemBody {
                let mut body = ProblemBody {
                    kind: ["urn:tweestap:problem:", self.code()].concat(),
                    status: self.status(),
                    code: self.code().to_owned(),
                    ..ProblemBody::default()
                };
                match self {
                    $(Self::$variant $({ $($field),+ })? => { $($(body.$field = (*$field).into();)+)? })+
                    Self::Unknown => {}
                }
                body
            }
        }

        impl From<ProblemBody> for Problem {
            fn from(body: ProblemBody) -> Self {
                match body.code.as_str() {
                    $($code => Self::$variant $({ $($field: Read::read(body.$field)),+ })?,)+
                    _ => Self::Unknown,
                }
            }
        }
    };
}

problems! {
    // Handing over
    /// Forged, expired, replayed, for another audience: the portal must hand out a new one.
    PortalTokenInvalid = "portal_token_invalid", 401;
    /// The bearer token is unknown or too old: open a new session.
    SessionExpired = "session_expired", 401;
    /// The person has a second factor and has not given it in this session.
    SecondFactorRequired = "second_factor_required", 403;
    /// The password must be given again first.
    ReauthenticationRequired = "reauthentication_required", 403;
    /// Two steps must be set up first; nothing else is open until then.
    EnrolmentRequired = "enrolment_required", 403;

    // The request itself
    MalformedRequest = "malformed_request", 400;
    NotFound = "not_found", 404;
    MethodNotAllowed = "method_not_allowed", 405;
    BodyTooLarge = "body_too_large", 413;
    UnsupportedMediaType = "unsupported_media_type", 415;
    /// The origin may not call this back end.
    OriginNotAllowed = "origin_not_allowed", 403;
    /// Storage is locked or full; nothing was changed, the same call may be sent again.
    Busy { retry_after: u32 } = "busy", 503;
    Internal = "internal", 500;

    // Enrolment
    MethodNotOffered = "method_not_offered", 422;
    AlreadyEnrolled = "already_enrolled", 409;
    /// No such enrolment of this person: expired, cancelled, replaced in another tab, or someone else's.
    EnrolmentNotFound = "enrolment_not_found", 404;
    /// The enrolment is at another step (a second tab was quicker); read it again.
    WrongStep = "wrong_step", 409;
    PasswordWrong { attempts_left: u32 } = "password_wrong", 422;
    NumberInvalid = "number_invalid", 422;
    NumberNotMobile = "number_not_mobile", 422;
    NumberCountryNotAllowed = "number_country_not_allowed", 422;
    ResendTooSoon { retry_after: u32 } = "resend_too_soon", 429;
    /// A limit on messages or on number changes was reached.
    TooManyMessages { retry_after: u32 } = "too_many_messages", 429;
    /// The gateway did not take the message.
    SmsUnavailable = "sms_unavailable", 503;

    // Codes
    /// Not six digits. Not counted.
    CodeMalformed = "code_malformed", 422;
    /// Wrong (at sign-in also: used before). `seconds_ago`: it was right that long ago.
    CodeMismatch { attempts_left: u32, seconds_ago: Option<u32> } = "code_mismatch", 422;
    /// Enrolment only: this code has done its work already.
    CodeAlreadyUsed = "code_already_used", 409;
    /// SMS: the code is older than five minutes; a new one can be sent.
    CodeExpired = "code_expired", 422;
    /// SMS, enrolment only: the code of an earlier message.
    CodeSuperseded { attempts_left: u32 } = "code_superseded", 422;
    /// SMS: this code was tried too often; a new one can be sent.
    CodeExhausted = "code_exhausted", 422;
    /// The account pauses; nothing is looked at until then.
    TooManyAttempts { retry_after: u32 } = "too_many_attempts", 429;

    // Sign-in and settings
    /// No such challenge of this person, or it ended: open a new one.
    ChallengeNotFound = "challenge_not_found", 404;
    /// Nothing is switched on for this person.
    NotEnrolled = "not_enrolled", 409;
    DurationNotOffered = "duration_not_offered", 422;
    /// This challenge cannot be answered that way.
    WayNotOffered = "way_not_offered", 422;
    /// Too many wrong codes in a row: no code is looked at any more. A recovery code or the school helps.
    Locked = "locked", 403;
    /// Unknown, used, or someone else's: nobody is told which.
    RecoveryCodeWrong { attempts_left: u32 } = "recovery_code_wrong", 422;
    /// Not twelve letters and digits. Not counted.
    RecoveryCodeMalformed = "recovery_code_malformed", 422;
    /// No such method of this person.
    FactorNotFound = "factor_not_found", 404;
    /// The last method can be erased, not removed.
    LastFactor = "last_factor", 409;
    /// The school requires two steps: they stay on.
    RequiredBySchool = "required_by_school", 409;
    /// No such device of this person.
    DeviceNotFound = "device_not_found", 404;
    /// The school's way back in is of the other kind, or no new codes wait to be kept.
    CodesNotFound = "codes_not_found", 404;

    // Administration
    /// Only for who administers the school.
    ManagerRequired = "manager_required", 403;
    /// No such person at this school.
    PersonNotFound = "person_not_found", 404;
    /// A manager does this to no other manager.
    RoleTooHigh = "role_too_high", 403;
    /// One's own account is looked after in the settings.
    NotYourself = "not_yourself", 409;
    /// This person has never set up two steps.
    NeverSetUp = "never_set_up", 409;
    /// No such hardware token at this school.
    TokenNotFound = "token_not_found", 404;
    /// The token is with somebody.
    TokenTaken = "token_taken", 409;
    /// The token came back less than a day ago.
    TokenQuarantined { retry_after: u32 } = "token_quarantined", 409;
    /// No file of that format, or an encrypted one without its key.
    ImportUnreadable = "import_unreadable", 422;
    /// More than two megabytes or ten thousand tokens.
    ImportTooLarge = "import_too_large", 413;
    /// The policy was changed meanwhile: nothing was saved.
    PolicyChanged = "policy_changed", 409;
    /// A role is missing or there twice, or it goes further than the operator's settings allow.
    PolicyInvalid = "policy_invalid", 422;
    /// The manager who saves it would have to set up a method first.
    WouldLockYouOut = "would_lock_you_out", 409;
    /// The school is in no group.
    NoGroup = "no_group", 404;

    // Passwords
    /// Used, replaced by a newer one, an hour old, of another school, forged: nobody is told which.
    ResetLinkInvalid = "reset_link_invalid", 410;
    PasswordTooShort = "password_too_short", 422;
    PasswordTooLong = "password_too_long", 422;
    /// On the list of common passwords, or made of what is on it.
    PasswordTooCommon = "password_too_common", 422;
    /// It holds the person's or the school's name.
    PasswordHasName = "password_has_name", 422;
    /// Fewer than three kinds of characters, where the school asks for them.
    PasswordNeedsClasses = "password_needs_classes", 422;
    /// The portal that keeps the passwords does not take this one.
    PasswordRefused = "password_refused", 422;
    /// The school changes passwords elsewhere.
    PasswordNotOffered = "password_not_offered", 404;
}

trait Example {
    fn example() -> Self;
}
impl Example for u32 {
    fn example() -> Self {
        4
    }
}
impl Example for Option<u32> {
    fn example() -> Self {
        Some(180)
    }
}

trait Read<T> {
    fn read(from: Option<T>) -> Self;
}
impl Read<u32> for u32 {
    fn read(from: Option<u32>) -> Self {
        from.unwrap_or(0)
    }
}
impl Read<u32> for Option<u32> {
    fn read(from: Option<u32>) -> Self {
        from
    }
}

impl Serialize for Problem {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.body().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Problem {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        ProblemBody::deserialize(deserializer).map(Self::from)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Problem {}
