//! The forgotten password, and changing one that is known. Only for accounts whose password the back end keeps, or
//! whose portal takes new ones from it.

use crate::Secret;
use serde::{Deserialize, Serialize};

/// What a new password must hold to at this school, for a list that is ticked off while somebody types.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordRules {
    /// The school's name.
    pub school: String,
    /// Whether a forgotten password can be replaced here.
    pub forgotten: bool,
    /// Whether a known one can be changed in the settings.
    pub change: bool,
    /// Characters (Unicode code points after NFKC), at least and at most.
    pub minimum: u32,
    pub maximum: u32,
    /// Three of four kinds as well: small letters, capitals, digits, others.
    pub classes: bool,
    /// Whom to ask who has no address on file; may be empty.
    pub help: String,
}

/// Somebody's own password, for the view that changes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnPassword {
    /// The account's name, for password managers.
    pub account: String,
    /// `change` is `false` too where the portal keeps the password.
    pub rules: PasswordRules,
}

/// Answered alike, with 202, whatever is known of the person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ForgotPassword {
    #[cfg_attr(feature = "openapi", schema(max_length = 64))]
    pub school: String,
    /// The person, as they sign in.
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub username: String,
    /// One of the account's addresses.
    #[cfg_attr(feature = "openapi", schema(max_length = 254))]
    pub email: Secret,
    /// BCP 47; the language of the mail.
    #[cfg_attr(feature = "openapi", schema(max_length = 35))]
    pub lang: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPassword {
    /// What stands behind `#t=` in the mail's link. Good once, for an hour.
    #[cfg_attr(feature = "openapi", schema(max_length = 128))]
    pub token: Secret,
    #[cfg_attr(feature = "openapi", schema(max_length = 1024))]
    pub password: Secret,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangePassword {
    pub current: Secret,
    #[cfg_attr(feature = "openapi", schema(max_length = 1024))]
    pub password: Secret,
}

/// Nothing more to say.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}
