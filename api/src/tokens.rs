//! Hardware tokens of a school: a manager imports them from the vendor's file, gives one to a person and takes it back.
//! A seed goes in and never comes out.

use serde::{Deserialize, Serialize};

use crate::administration::is_within;
use crate::{Named, Secret};

/// Where a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenState {
    /// In the cupboard.
    Free,
    /// With somebody.
    Linked,
    /// It came back less than a day ago and cannot be given to anybody yet.
    Quarantined,
}

impl TokenState {
    pub const ALL: [Self; 3] = [Self::Free, Self::Linked, Self::Quarantined];

    pub const fn code(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Linked => "linked",
            Self::Quarantined => "quarantined",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// What the codes of a token are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TokenAlgorithm {
    Sha1,
    Sha256,
}

/// A token of the school.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HardwareToken {
    /// Opaque and stable, for the calls about this one.
    pub id: String,
    /// As it is printed on the token.
    pub serial: String,
    /// It counts (RFC 4226) instead of going by the time (RFC 6238): two codes in a row are asked where one is of others.
    pub by_counter: bool,
    /// Of its codes: 6 or 8.
    pub digits: u8,
    /// Seconds for which a code is shown; 0 by counter.
    pub period: u32,
    pub algorithm: TokenAlgorithm,
    pub state: TokenState,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<Named>,
    /// Quarantined: Unix seconds from which on it can be given to somebody again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_at: Option<i64>,
    /// Unix seconds.
    pub imported_at: i64,
}

/// What narrows the list of tokens down. Everything may be left out.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
pub struct FindTokens {
    /// The beginning of a serial; capitals do not matter.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 64))]
    pub query: Option<String>,
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub state: Option<TokenState>,
    /// [`Tokens::next`] of the page before.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(max_length = 64))]
    pub after: Option<String>,
}

impl FindTokens {
    /// Characters of each: what the document says (a test compares), and what is looked at.
    pub const LONGEST_QUERY: usize = 64;
    pub const LONGEST_AFTER: usize = 64;

    /// Whether nothing is longer.
    pub fn is_short(&self) -> bool {
        is_within(&self.query, Self::LONGEST_QUERY) && is_within(&self.after, Self::LONGEST_AFTER)
    }
}

/// At most fifty, by serial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tokens {
    pub tokens: Vec<HardwareToken>,
    /// Opaque; absent at the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// Unix seconds at the server when this answer was made.
    pub server_time: i64,
}

/// How a vendor's file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ImportFormat {
    /// With names above its columns, or as privacyIDEA and Yubico write it.
    Csv,
    /// RFC 6030.
    Pskc,
}

/// A vendor's file. It is read once and kept nowhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ImportTokens {
    pub format: ImportFormat,
    /// The text of the file: two megabytes at most.
    pub content: Secret,
    /// PSKC that is encrypted: the pre-shared AES key in hexadecimal, or the passphrase (PBKDF2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Secret>,
    /// Says what would happen, and does nothing.
    pub check_only: bool,
}

/// What is wrong with a row of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RowProblem {
    /// Or it is no serial: 64 printable ASCII characters at most.
    SerialMissing,
    /// An earlier row has it.
    SerialTwice,
    /// The school has this token already.
    SerialKnown,
    SecretMissing,
    /// Neither hexadecimal nor base32 (PSKC: not base64), or both could be meant.
    SecretUnreadable,
    /// Fewer than 16 bytes (RFC 4226 requirement 6).
    SecretTooShort,
    /// Neither HOTP nor TOTP.
    KindUnknown,
    /// Neither 6 nor 8.
    DigitsUnsupported,
    /// Neither 30 nor 60 seconds.
    PeriodUnsupported,
    /// Neither SHA-1 nor SHA-256.
    AlgorithmUnsupported,
    /// The counter or the drift is no number, or an impossible one.
    CounterUnreadable,
    /// More cells than columns.
    TooManyColumns,
    /// The vendor's policy ended.
    Expired,
    /// The file was changed, or the key is another one.
    MacWrong,
}

/// A row that cannot be imported. What stands in it but for the serial is not repeated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RowError {
    /// CSV: the line; PSKC: the place of the `KeyPackage`. From 1.
    pub row: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    pub problem: RowProblem,
}

/// What became of a file: all of it was imported, or nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Imported {
    /// Tokens in the file.
    pub rows: u32,
    /// 0 where only a check was asked for or any row is faulty.
    pub imported: u32,
    /// The first hundred.
    #[serde(default)]
    pub errors: Vec<RowError>,
    /// Rows that are faulty, those beyond the first hundred too.
    pub faulty: u32,
}

/// Gives a token to a person, instead of any other one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkToken {
    /// [`crate::Person::id`].
    pub person: String,
    /// What the token shows.
    pub code: Secret,
    /// By counter: what it shows next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_code: Option<Secret>,
    /// One line, for the audit trail.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub reason: String,
}

/// Two codes in a row of a token whose counter or clock has run away.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ResyncToken {
    pub code: Secret,
    pub next_code: Secret,
}
